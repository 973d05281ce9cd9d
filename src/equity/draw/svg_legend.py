"""The legend of a map: classes with how many divisions and people each holds, no data, the mark for
illustrative data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from equity.draw.scales import Scale
from equity.draw.svg_base import Theme, el, text, text_width
from equity.indicators.records import ValueRecord
from equity.say import STATUSES, format_concerned

SWATCH, ROW, SIZE, SMALL = 16.0, 19.0, 11.5, 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its colour (None: hatched), words, and what it holds. ``dotted`` draws the outline of
    illustrative data.
    """

    colour: str | None
    label: str
    detail: str = ""
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    heading: str
    entries: tuple[Entry, ...]

    def width(self, factor: float) -> float:
        widest = max(text_width(e.label, SIZE) + text_width(e.detail, SMALL) for e in self.entries)
        return (max(SWATCH + 8 + widest + 14, text_width(self.heading, SIZE) + 2)) * factor

    def height(self, factor: float, *, columns: int = 1) -> float:
        return (22 + ROW * -(-len(self.entries) // columns)) * factor


def legend_of(records: Iterable[ValueRecord], scale: Scale, lang: str) -> Legend:
    """Rows from the highest class to the lowest, then the special ones that occur."""
    records = tuple(records)
    known = [r for r in records if r.ok and r.value is not None]
    entries = []
    for index in reversed(range(len(scale.colours))):
        held = [r for r in known if r.value is not None and scale.index(r.value) == index]
        entries.append(Entry(scale.colours[index], scale.labels[index], _detail(held, lang)))
    missing = [r for r in records if not r.ok]
    for status in dict.fromkeys(r.status for r in missing):
        count = sum(r.status == status for r in missing)
        entries.append(Entry(None, STATUSES[status][lang], f"{count}" if lang == "en" else f"{count} 个"))
    if any(r.grade == "illustrative" for r in known):
        words = "Illustrative data (示意)" if lang == "en" else "点线与“示意”：示意数据"
        entries.append(Entry("none", words, dotted=True))
    unit = known[0].unit(lang) if known else ""
    heading = (
        (f"Unit: {unit}" if lang == "en" else f"单位：{unit}")
        if unit
        else ("Legend" if lang == "en" else "图例")
    )
    return Legend(heading, tuple(entries))


def _detail(held: list[ValueRecord], lang: str) -> str:
    if not held:
        return "0" if lang == "en" else "0 个"
    people = sum(r.persons or 0 for r in held)
    count = f"{len(held)}" if lang == "en" else f"{len(held)} 个"
    return f"{count} · {format_concerned(people, held[0].concerned_unit(lang), lang)}" if people else count


def draw_legend(
    legend: Legend, box: tuple[float, float, float, float], factor: float, theme: Theme, hatch: str
) -> list[str]:
    """Rows at the bottom of a tall box, in two columns of a wide one. ``hatch`` is the fill of "no data"."""
    left, top, right, bottom = box
    columns = 2 if right - left > 1.25 * legend.width(factor) and bottom - top < legend.height(factor) else 1
    rows = -(-len(legend.entries) // columns)
    y0 = bottom - (22 + ROW * rows) * factor if columns == 1 else top
    parts = [text(left, y0 + 13 * factor, legend.heading, SIZE * factor, fill=theme.muted)]
    for position, entry in enumerate(legend.entries):
        x = left + (right - left) / columns * (position // rows)
        y = y0 + (22 + ROW * (position % rows)) * factor
        parts += _row(
            entry,
            x,
            y,
            right - left if columns == 1 else (right - left) / columns - 12 * factor,
            factor,
            theme,
            hatch,
        )
    return parts


def _row(
    entry: Entry, x: float, y: float, width: float, factor: float, theme: Theme, hatch: str
) -> list[str]:
    swatch = {"x": x, "y": y, "width": SWATCH * factor, "height": 12 * factor}
    parts = [
        el(
            "rect",
            **swatch,
            fill=entry.colour or theme.hairline,
            stroke=theme.border,
            stroke_width=0.8,
            stroke_dasharray="1.5 2.5" if entry.dotted else None,
        )
    ]
    if entry.colour is None:
        parts.append(el("rect", **swatch, fill=hatch))
    base = y + 10.5 * factor
    parts.append(text(x + (SWATCH + 8) * factor, base, entry.label, SIZE * factor))
    if entry.detail:
        parts.append(text(x + width, base, entry.detail, SMALL * factor, fill=theme.muted, text_anchor="end"))
    return parts
