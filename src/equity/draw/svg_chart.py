"""Charts as standalone SVG: both bases side by side, and the gap taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from equity.draw.palette import PARTS, RINGS, SIDES
from equity.draw.svg_base import THEMES, document, el, text, text_width
from equity.draw.svg_chart_parts import (
    MARGIN,
    MARK,
    Row,
    draw_foot,
    draw_head,
    draw_key,
    draw_row_label,
    label_width,
)
from equity.say import format_number


def svg_dumbbell(
    rows: Sequence[Row],
    *,
    sides: tuple[str, str],
    names: tuple[str, str],
    unit: str,
    lang: str,
    decimals: int = 1,
    theme: str = "light",
    width: float = 640,
    title: str | None = None,
    subtitle: str = "",
    source_line: str | None = None,
    snapshot_id: str | None = None,
    ids: str = "d",
) -> str:
    """Two values per row, drawn on a line and printed at its end in the colour of their side; rows in the order given,
    ``bold`` ones picked out. ``sides`` are the two populations, which ``names`` words.
    """
    colours = THEMES[theme]
    inks = [SIDES[theme][side] for side in sides]
    mark = any(r.illustrative for r in rows)
    head, y = draw_head(title, subtitle, width, colours, MARK[lang] if mark else "")
    said = [[format_number(v, lang, decimals=decimals) for v in row.values] for row in rows]
    column = max((text_width(words, 10.5) for both in said for words in both), default=0.0) + 9
    ends = (width - MARGIN - column, width - MARGIN)
    left, right = label_width(rows, lang) + MARGIN, ends[0] - column - 6
    known = [v for r in rows for v in r.values if v is not None]
    low, high = min([0.0, *known]), max([*known, 1e-9])

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / ((high - low) or 1.0)

    parts = [*head, *draw_key(list(zip(names, inks, strict=True)), y + 12, width, colours, unit)]
    y += 24
    top = y
    for row, both in zip(rows, said, strict=True):
        mid = y + 10
        parts += draw_row_label(row, left, mid, lang, colours)
        if any(v is None for v in row.values):
            parts.append(text(left + 4, mid + 4, row.missing, 11, fill=colours.muted))
        else:
            a, b = (at(v or 0.0) for v in row.values[:2])
            thick = 3.0 if row.bold else 1.8
            parts.append(el("line", x1=a, y1=mid, x2=b, y2=mid, stroke=colours.muted, stroke_width=thick))
            knobs = list(zip(sides, inks, (a, b), strict=True))
            parts += [_knob(x, mid, ink, colours.paper, ring=side in RINGS) for side, ink, x in knobs[::-1]]
        for ink, x, words in zip(inks, ends, both, strict=True):
            weight = "bold" if row.bold else None
            parts.append(text(x, mid + 4, words, 10.5, fill=ink, text_anchor="end", font_weight=weight))
        y += 20
    parts.insert(
        len(head),
        el("line", x1=at(max(low, 0.0)), y1=top, x2=at(max(low, 0.0)), y2=y, stroke=colours.hairline),
    )
    foot, height = draw_foot(source_line, snapshot_id, y + 4, width, lang, colours)
    label = title or f"{names[0]} / {names[1]}"
    described = ";".join(f"{row.label} {' / '.join(both)}" for row, both in zip(rows, said, strict=True))
    return document(
        [*parts, *foot],
        width=width,
        height=height,
        lang=lang,
        label=label,
        description=described,
        theme=colours,
        ids=ids,
    )


def _knob(x: float, y: float, colour: str, paper: str, *, ring: bool) -> str:
    if ring:
        return el("circle", cx=x, cy=y, r=4.5, fill=paper, stroke=colour, stroke_width=2.0)
    return el("circle", cx=x, cy=y, r=5.0, fill=colour)


def svg_parts(
    rows: Sequence[Row],
    *,
    names: Mapping[str, str],
    unit: str,
    lang: str,
    theme: str = "light",
    width: float = 640,
    title: str | None = None,
    subtitle: str = "",
    source_line: str | None = None,
    snapshot_id: str | None = None,
    ids: str = "g",
) -> str:
    """The gap of each service as stacked parts around zero; ``values`` of a row are the parts in the order of
    ``names``.
    """
    colours = THEMES[theme]
    mark = any(r.illustrative for r in rows)
    head, y = draw_head(title, subtitle, width, colours, MARK[lang] if mark else "")
    left, right = label_width(rows, lang) + MARGIN, width - MARGIN - 50
    sums = [(sum(v for v in r.values if v and v < 0), sum(v for v in r.values if v and v > 0)) for r in rows]
    low, high = min([0.0, *(a for a, _ in sums)]), max([1.0, *(b for _, b in sums)])

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    parts = [*head, *draw_key([(names[k], PARTS[k]) for k in names], y + 12, width, colours, unit)]
    y += 26
    top = y
    for row in rows:
        mid = y + 11
        parts += draw_row_label(row, left, mid, lang, colours)
        if any(v is None for v in row.values):
            parts.append(text(at(0.0) + 6, mid + 4, row.missing, 11, fill=colours.muted))
        else:
            ends = {1: 0.0, -1: 0.0}
            for key, value in zip(names, row.values, strict=True):
                value = value or 0.0
                side = 1 if value >= 0 else -1
                x0, x1 = sorted((at(ends[side]), at(ends[side] + value)))
                ends[side] += value
                parts.append(
                    el(
                        "rect",
                        x=x0,
                        y=mid - 7,
                        width=max(x1 - x0, 0.0),
                        height=14.0,
                        fill=PARTS[key],
                        stroke=colours.paper,
                        stroke_width=0.6,
                    )
                )
            total = sum(v or 0.0 for v in row.values)
            parts.append(
                text(
                    at(ends[1]) + 6,
                    mid + 4,
                    format_number(total, lang, decimals=1, signed=True),
                    11,
                    font_weight="bold",
                )
            )
        y += 23
    parts.append(el("line", x1=at(0.0), y1=top, x2=at(0.0), y2=y, stroke=colours.ink, stroke_width=1.0))
    foot, height = draw_foot(source_line, snapshot_id, y + 4, width, lang, colours)
    described = ";".join(
        f"{r.label}: "
        + ", ".join(
            f"{n} {format_number(v, lang, decimals=1)}" for n, v in zip(names.values(), r.values, strict=True)
        )
        for r in rows
    )
    label = title or ("差距的构成" if lang == "zh" else "The gap taken apart")
    return document(
        [*parts, *foot],
        width=width,
        height=height,
        lang=lang,
        label=label,
        description=described,
        theme=colours,
        ids=ids,
    )
