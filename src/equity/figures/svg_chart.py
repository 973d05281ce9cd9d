"""Charts as standalone SVG: who lives here, both bases side by side, and the gap taken apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equity.figures.svg_base import THEMES, Theme, clip, document, el, text, text_width, wrap
from equity.indicators.records import ValueRecord
from equity.text import BASES, format_number

LOCAL, NON_LOCAL, ABSENT = "#0a6265", "#74bab6", "#c3cad1"
RESIDENT, REGISTERED = "#0b6e6e", "#b35806"
PARTS = {"reach": "#4a7fb0", "adequacy": "#d19a1d", "entitlement": "#8b5aa8"}
MARK = {"zh": "示意", "en": "illustrative 示意"}
MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart. ``values`` in the order of the chart's series; None is drawn as words (``missing``)."""

    label: str
    values: tuple[float | None, ...]
    missing: str = ""
    illustrative: bool = False
    bold: bool = False


def svg_people(
    population: Mapping[str, ValueRecord], *, lang: str, theme: str = "light", width: float = 640, title: str | None = None,
    source_line: str | None = None, snapshot_id: str | None = None, ids: str = "p",
) -> str:
    """The three disjoint groups in one bar (absent | local | non-local), with brackets over residents and registered people."""
    colours = THEMES[theme]
    persons = {g: (population[g].value or 0.0) if population[g].ok else 0.0 for g in ("absent", "local", "non_local")}
    total = sum(persons.values()) or 1.0
    head, y = _head(title, "", width, colours)
    fills = {"absent": ABSENT, "local": LOCAL, "non_local": NON_LOCAL}
    inner, x, edges = width - 2 * MARGIN, MARGIN, {}
    bar_top = y + 34
    parts = [*head]
    for group, count in persons.items():
        span = inner * count / total
        edges[group] = (x, x + span)
        if span > 0:
            parts.append(el("rect", x=x, y=bar_top, width=max(span, 0.8), height=30.0, fill=fills[group], stroke=colours.paper))
        x += span
    for groups, whole, above in ((("local", "non_local"), "resident", True), (("absent", "local"), "registered", False)):
        parts += _bracket(edges[groups[0]][0], edges[groups[1]][1], bar_top, population[whole], whole, lang, colours, above=above)
    legend_y = bar_top + 82
    at = MARGIN
    for group in persons:
        label = f"{BASES[group][lang]} {_words(population[group], lang)}"
        if at > MARGIN and at + 18 + text_width(label, 11.5) > width - MARGIN:
            at, legend_y = MARGIN, legend_y + 18
        parts += [el("rect", x=at, y=legend_y - 10, width=12.0, height=12.0, fill=fills[group]), text(at + 17, legend_y, label, 11.5)]
        at += 36 + text_width(label, 11.5)
    foot, height = _foot(source_line, snapshot_id, legend_y + 12, width, lang, colours)
    label = title or ("人口构成" if lang == "zh" else "Population groups")
    described = ";".join(f"{BASES[g][lang]} {_words(population[g], lang)}" for g in population)
    return document([*parts, *foot], width=width, height=height, lang=lang, label=label, description=described, theme=colours, ids=ids)


def _words(record: ValueRecord, lang: str) -> str:
    return f"{format_number(record.value, lang)}{' persons' if lang == 'en' else ' 人' if (record.value or 0) < 1e4 else '人'}"


def _bracket(
    x0: float, x1: float, bar_top: float, record: ValueRecord, basis: str, lang: str, theme: Theme, *, above: bool
) -> list[str]:
    y, tick = (bar_top - 6, -5) if above else (bar_top + 36, 5)
    label = f"{BASES[basis][lang]} {_words(record, lang)}"
    half = text_width(label, 12) / 2
    return [
        el("path", d=f"M{x0:.1f},{y:.1f}v{tick}H{x1:.1f}v{-tick}", fill="none", stroke=theme.ink, stroke_width=1.2),
        text(max((x0 + x1) / 2, x0 + half + 2) if above else max((x0 + x1) / 2, MARGIN + half), y + (-10 if above else 20), label, 12,
             text_anchor="middle", font_weight="bold"),
    ]


def svg_dumbbell(
    rows: Sequence[Row], *, names: tuple[str, str], unit: str, lang: str, decimals: int = 1, theme: str = "light", width: float = 640,
    title: str | None = None, subtitle: str = "", source_line: str | None = None, snapshot_id: str | None = None, ids: str = "d",
) -> str:
    """Two values per row as dots on a line; rows in the order given, ``bold`` ones picked out."""
    colours = THEMES[theme]
    mark = any(r.illustrative for r in rows)
    head, y = _head(title, subtitle, width, colours, MARK[lang] if mark else "")
    left = _label_width(rows, lang) + MARGIN
    right = width - MARGIN - 44
    known = [v for r in rows for v in r.values if v is not None]
    low, high = min([0.0, *known]), max([*known, 1e-9])

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / ((high - low) or 1.0)

    parts = [*head, *_key(list(zip(names, (RESIDENT, REGISTERED), strict=True)), y + 12, width, colours, unit)]
    y += 24
    top = y
    for row in rows:
        mid = y + 10
        parts += _row_label(row, left, mid, lang, colours)
        if any(v is None for v in row.values):
            parts.append(text(left + 4, mid + 4, row.missing, 11, fill=colours.muted))
        else:
            a, b = (v or 0.0 for v in row.values[:2])
            parts += [
                el("line", x1=at(a), y1=mid, x2=at(b), y2=mid, stroke=colours.muted, stroke_width=3.0 if row.bold else 1.8),
                el("circle", cx=at(b), cy=mid, r=4.5, fill=colours.paper, stroke=REGISTERED, stroke_width=2.0),
                el("circle", cx=at(a), cy=mid, r=5.0, fill=RESIDENT),
            ]
            ends = sorted([(at(a), a), (at(b), b)])
            parts.append(text(ends[1][0] + 8, mid + 4, format_number(ends[1][1], lang, decimals=decimals), 10.5, fill=colours.muted))
            if ends[0][0] - left > 40:
                parts.append(text(ends[0][0] - 8, mid + 4, format_number(ends[0][1], lang, decimals=decimals), 10.5, fill=colours.muted, text_anchor="end"))
        y += 20
    parts.insert(len(head), el("line", x1=at(max(low, 0.0)), y1=top, x2=at(max(low, 0.0)), y2=y, stroke=colours.hairline))
    foot, height = _foot(source_line, snapshot_id, y + 4, width, lang, colours)
    label = title or f"{names[0]} / {names[1]}"
    described = ";".join(f"{r.label} " + " / ".join(format_number(v, lang, decimals=decimals) for v in r.values) for r in rows)
    return document([*parts, *foot], width=width, height=height, lang=lang, label=label, description=described, theme=colours, ids=ids)


def svg_parts(
    rows: Sequence[Row], *, names: Mapping[str, str], unit: str, lang: str, theme: str = "light", width: float = 640,
    title: str | None = None, subtitle: str = "", source_line: str | None = None, snapshot_id: str | None = None, ids: str = "g",
) -> str:
    """The gap of each service as stacked parts around zero; ``values`` of a row are the parts in the order of ``names``."""
    colours = THEMES[theme]
    mark = any(r.illustrative for r in rows)
    head, y = _head(title, subtitle, width, colours, MARK[lang] if mark else "")
    left, right = _label_width(rows, lang) + MARGIN, width - MARGIN - 50
    sums = [(sum(v for v in r.values if v and v < 0), sum(v for v in r.values if v and v > 0)) for r in rows]
    low, high = min([0.0, *(a for a, _ in sums)]), max([1.0, *(b for _, b in sums)])

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    parts = [*head, *_key([(names[k], PARTS[k]) for k in names], y + 12, width, colours, unit)]
    y += 26
    top = y
    for row in rows:
        mid = y + 11
        parts += _row_label(row, left, mid, lang, colours)
        if any(v is None for v in row.values):
            parts.append(text(at(0.0) + 6, mid + 4, row.missing, 11, fill=colours.muted))
        else:
            ends = {1: 0.0, -1: 0.0}
            for key, value in zip(names, row.values, strict=True):
                value = value or 0.0
                side = 1 if value >= 0 else -1
                x0, x1 = sorted((at(ends[side]), at(ends[side] + value)))
                ends[side] += value
                parts.append(el("rect", x=x0, y=mid - 7, width=max(x1 - x0, 0.0), height=14.0, fill=PARTS[key], stroke=colours.paper, stroke_width=0.6))
            total = sum(v or 0.0 for v in row.values)
            parts.append(text(at(ends[1]) + 6, mid + 4, format_number(total, lang, decimals=1, signed=True), 11, font_weight="bold"))
        y += 23
    parts.append(el("line", x1=at(0.0), y1=top, x2=at(0.0), y2=y, stroke=colours.ink, stroke_width=1.0))
    foot, height = _foot(source_line, snapshot_id, y + 4, width, lang, colours)
    described = ";".join(
        f"{r.label}: " + ", ".join(f"{n} {format_number(v, lang, decimals=1)}" for n, v in zip(names.values(), r.values, strict=True)) for r in rows
    )
    label = title or ("差距的构成" if lang == "zh" else "The gap taken apart")
    return document([*parts, *foot], width=width, height=height, lang=lang, label=label, description=described, theme=colours, ids=ids)


def _label_width(rows: Sequence[Row], lang: str) -> float:
    extra = max((text_width(MARK[lang], 9) + 14 for r in rows if r.illustrative), default=0.0)
    return min(max((text_width(r.label, 11.5) for r in rows), default=0.0) + extra + 12, 250.0)


def _row_label(row: Row, left: float, mid: float, lang: str, theme: Theme) -> list[str]:
    """The name flush right, and before the axis the mark of illustrative data as part of the line."""
    x, parts = left - 8, []
    if row.illustrative:
        box = text_width(MARK[lang], 9) + 6
        parts += [
            el("rect", x=x - box, y=mid - 7, width=box, height=14.0, rx=2, fill=theme.mark_paper, stroke=theme.mark, stroke_width=0.7, stroke_dasharray="1.5 1.5"),
            text(x - box / 2, mid + 3.5, MARK[lang], 9, fill=theme.mark, text_anchor="middle"),
        ]
        x -= box + 5
    shown = clip(row.label, 11.5, x - MARGIN + 8)
    return [*parts, text(x, mid + 4, shown, 11.5, text_anchor="end", font_weight="bold" if row.bold else None)]


def _key(entries: list[tuple[str, str]], y: float, width: float, theme: Theme, unit: str) -> list[str]:
    parts, x = [], MARGIN
    for name, colour in entries:
        parts += [el("rect", x=x, y=y - 9, width=11.0, height=11.0, rx=2, fill=colour), text(x + 16, y, name, 11)]
        x += 32 + text_width(name, 11)
    return [*parts, text(width - MARGIN, y, unit, 11, fill=theme.muted, text_anchor="end")]


def _head(title: str | None, subtitle: str, width: float, theme: Theme, mark: str = "") -> tuple[list[str], float]:
    parts, y, room = [], 8.0, width - 2 * MARGIN
    if mark:
        box = text_width(mark, 11) + 12
        room -= box + 8
        parts += [
            el("rect", x=width - MARGIN - box, y=6.0, width=box, height=19.0, rx=3, fill=theme.mark_paper, stroke=theme.mark, stroke_dasharray="2 2"),
            text(width - MARGIN - box / 2, 19.5, mark, 11, fill=theme.mark, text_anchor="middle", font_weight="bold"),
        ]
    for line in wrap(title or "", 15, room)[:2]:
        y += 18
        parts.append(text(MARGIN, y, line, 15, font_weight="bold"))
    for line in wrap(subtitle, 11.5, room)[:2]:
        y += 16
        parts.append(text(MARGIN, y, line, 11.5, fill=theme.muted))
    return parts, max(y + 6, 28.0 if mark else 0.0)


def _foot(source: str | None, snapshot_id: str | None, y: float, width: float, lang: str, theme: Theme) -> tuple[list[str], float]:
    """Source and id under the drawing, and the height the drawing then has."""
    parts = []
    for line in wrap(source or "", 9.5, width - 2 * MARGIN)[:3]:
        y += 13
        parts.append(text(MARGIN, y, line, 9.5, fill=theme.muted))
    if snapshot_id:
        y += 13
        parts.append(text(width - MARGIN, y, f"{'编号' if lang == 'zh' else 'ID'} {snapshot_id}", 9.5, fill=theme.muted, text_anchor="end"))
    return parts, y + 10
