"""What the charts share: rows, names with the mark of illustrative data, key, title, source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equity.draw.svg_base import Theme, clip, el, text, text_width, wrap

MARK = {"zh": "示意", "en": "illustrative 示意"}
MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart. ``values`` in the order of the chart's series; None is drawn as words
    (``missing``).
    """

    label: str
    values: tuple[float | None, ...]
    missing: str = ""
    illustrative: bool = False
    bold: bool = False


def label_width(rows: Sequence[Row], lang: str) -> float:
    extra = max((text_width(MARK[lang], 9) + 14 for r in rows if r.illustrative), default=0.0)
    return min(max((text_width(r.label, 11.5) for r in rows), default=0.0) + extra + 12, 250.0)


def draw_row_label(row: Row, left: float, mid: float, lang: str, theme: Theme) -> list[str]:
    """The name flush right, and before the axis the mark of illustrative data as part of the line."""
    x, parts = left - 8, []
    if row.illustrative:
        box = text_width(MARK[lang], 9) + 6
        parts += [
            el(
                "rect",
                x=x - box,
                y=mid - 7,
                width=box,
                height=14.0,
                rx=2,
                fill=theme.mark_paper,
                stroke=theme.mark,
                stroke_width=0.7,
                stroke_dasharray="1.5 1.5",
            ),
            text(x - box / 2, mid + 3.5, MARK[lang], 9, fill=theme.mark, text_anchor="middle"),
        ]
        x -= box + 5
    shown = clip(row.label, 11.5, x - MARGIN + 8)
    return [
        *parts,
        text(x, mid + 4, shown, 11.5, text_anchor="end", font_weight="bold" if row.bold else None),
    ]


def draw_key(entries: list[tuple[str, str]], y: float, width: float, theme: Theme, unit: str) -> list[str]:
    parts, x = [], MARGIN
    for name, colour in entries:
        parts += [
            el("rect", x=x, y=y - 9, width=11.0, height=11.0, rx=2, fill=colour),
            text(x + 16, y, name, 11),
        ]
        x += 32 + text_width(name, 11)
    return [*parts, text(width - MARGIN, y, unit, 11, fill=theme.muted, text_anchor="end")]


def draw_head(
    title: str | None, subtitle: str, width: float, theme: Theme, mark: str = ""
) -> tuple[list[str], float]:
    parts, y, room = [], 8.0, width - 2 * MARGIN
    if mark:
        box = text_width(mark, 11) + 12
        room -= box + 8
        parts += [
            el(
                "rect",
                x=width - MARGIN - box,
                y=6.0,
                width=box,
                height=19.0,
                rx=3,
                fill=theme.mark_paper,
                stroke=theme.mark,
                stroke_dasharray="2 2",
            ),
            text(
                width - MARGIN - box / 2,
                19.5,
                mark,
                11,
                fill=theme.mark,
                text_anchor="middle",
                font_weight="bold",
            ),
        ]
    for line in wrap(title or "", 15, room)[:2]:
        y += 18
        parts.append(text(MARGIN, y, line, 15, font_weight="bold"))
    for line in wrap(subtitle, 11.5, room)[:2]:
        y += 16
        parts.append(text(MARGIN, y, line, 11.5, fill=theme.muted))
    return parts, max(y + 6, 28.0 if mark else 0.0)


def draw_foot(
    source: str | None, snapshot_id: str | None, y: float, width: float, lang: str, theme: Theme
) -> tuple[list[str], float]:
    """Source and id under the drawing, and the height the drawing then has."""
    parts = []
    for line in wrap(source or "", 9.5, width - 2 * MARGIN)[:3]:
        y += 13
        parts.append(text(MARGIN, y, line, 9.5, fill=theme.muted))
    if snapshot_id:
        y += 13
        parts.append(
            text(
                width - MARGIN,
                y,
                f"{'编号' if lang == 'zh' else 'ID'} {snapshot_id}",
                9.5,
                fill=theme.muted,
                text_anchor="end",
            )
        )
    return parts, y + 10
