"""The legend of a map: classes with what each holds, the reasons for missing values, the mark of illustrative data."""

from dataclasses import dataclass

from equity.draw.element import Node, el, line_of_text
from equity.draw.frame import Sizes
from equity.draw.lettering import text_width
from equity.draw.shapes import Box
from equity.draw.theme import Theme

SWATCH, ROW, LETTERS, SMALL, HEAD = 16.0, 19.0, 11.5, 10.0, 22.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its colour (None: hatched), words, and what it holds. ``dotted`` draws the outline of illustrative data."""

    colour: str | None
    label: str
    detail: str = ""
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries from the highest class to the lowest, then the special ones that occur."""

    heading: str
    entries: tuple[Entry, ...]

    def width(self, size: Sizes) -> float:
        widest = max(text_width(e.label, LETTERS) + text_width(e.detail, SMALL) for e in self.entries)
        return size(max(SWATCH + 8 + widest + 14, text_width(self.heading, LETTERS) + 2))

    def height(self, size: Sizes, *, columns: int = 1) -> float:
        return size(HEAD + ROW * -(-len(self.entries) // columns))


def draw_legend(legend: Legend, box: Box, size: Sizes, theme: Theme, hatch: str) -> Node:
    """Rows at the bottom of a tall box, in two columns of a wide one. ``hatch`` is the fill of missing values."""
    left, top, right, bottom = box
    wide = right - left > 1.25 * legend.width(size) and bottom - top < legend.height(size)
    columns = 2 if wide else 1
    rows = -(-len(legend.entries) // columns)
    y0 = top if wide else bottom - legend.height(size)
    step = (right - left) / columns
    parts = [line_of_text(left, y0 + size(13), legend.heading, size(LETTERS), fill=theme["ink-2"])]
    for position, entry in enumerate(legend.entries):
        x, y = left + step * (position // rows), y0 + size(HEAD + ROW * (position % rows))
        base = y + size(10.5)
        parts += [
            el(
                "rect",
                x=x,
                y=y,
                width=size(SWATCH),
                height=size(12),
                fill=entry.colour or hatch,
                stroke=theme["ink"] if entry.dotted else theme["border"],
                stroke_width=0.8,
                stroke_dasharray="1.5 2.5" if entry.dotted else None,
            ),
            line_of_text(x + size(SWATCH + 8), base, entry.label, size(LETTERS)),
        ]
        if entry.detail:
            end = x + (step - size(12) if wide else step)
            parts.append(
                line_of_text(end, base, entry.detail, size(SMALL), fill=theme["ink-2"], text_anchor="end")
            )
    return el("g", *parts, class_="legend")
