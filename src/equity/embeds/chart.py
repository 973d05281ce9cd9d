"""The chart of an embed: one row per zone, one dot per population, the interval as a whisker, every row
reachable by keyboard.
"""

from __future__ import annotations

from equity.draw.palette import SIDES
from equity.draw.svg_base import THEMES, Theme, clip, document, el, number, text, text_of, text_width, wrap
from equity.draw.svg_chart_parts import draw_head
from equity.embeds.material import Material
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import BASES_SHORT, GRADES, STATUSES, format_number, listed

MARGIN, ROW, SIZE = 14.0, 24.0, 12.0
MARK = {"zh": "示意数据", "en": "Illustrative data 示意"}


def svg_zones(
    m: Material,
    *,
    width: float = 720,
    title: bool = True,
    tooltips: bool = False,
    ids: str = "c",
    height: float = 0.0,
) -> str:
    """Zones from the largest value to the smallest; those without a value last, with the word for why.

    Two dots joined by a line where the gap is asked for, else a bar with its interval. ``height`` is a
    minimum: rows are
    spread to fill it. Illustrative rows have a dotted line and the drawing carries the mark.
    """
    theme, lang = THEMES[m.view.theme], m.lang
    head, y = _head(m, width, theme, title=title)
    label = min(max((text_width(m.names[r.zone][0], SIZE) for r in m.records), default=0.0), 0.32 * width)
    left, right = MARGIN + label + 12, width - MARGIN - 46
    values = [v for rs in m.sides.values() for r in rs for v in (r.value, r.low, r.high) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    foot_lines = wrap(m.source_line, 9.5, width - 2 * MARGIN)[:3]
    foot = 13.0 * (len(foot_lines) + bool(m.pinned)) + 16
    step = min(max(ROW, (height - y - foot) / max(len(m.records), 1)), 40.0)

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / ((high - low) or 1.0)

    order = sorted(range(len(m.records)), key=lambda i: (not m.records[i].ok, -(m.records[i].value or 0.0)))
    rows, top = [], y
    for i in order:
        rows.append(_row(m, i, y, step, left, width, at, theme, tooltips=tooltips))
        y += step
    zero = el("line", x1=at(0.0), y1=top, x2=at(0.0), y2=y, stroke=theme.border, stroke_width=1.0)
    foot_parts = []
    for line in foot_lines:
        y += 13
        foot_parts.append(text(MARGIN, y + 4, line, 9.5, fill=theme.muted))
    if m.pinned:
        y += 13
        said = f"{'ID' if lang == 'en' else '编号'} {m.pinned}"
        foot_parts.append(text(width - MARGIN, y + 4, said, 9.5, fill=theme.muted, text_anchor="end"))
    style = ".z:hover rect.hit,.z:focus rect.hit{fill-opacity:.55}.z:focus{outline:none}"
    drawing = document(
        [*head, zero, *rows, *foot_parts],
        width=width,
        height=max(y + 12, height),
        lang=lang,
        label=m.caption,
        description=";".join(_spoken(m, i) for i in order),
        theme=theme,
        style=style if tooltips else "",
        ids=ids,
    )
    return drawing.replace('role="img"', 'role="group"', 1) if tooltips else drawing


def _head(m: Material, width: float, theme: Theme, *, title: bool) -> tuple[list[str], float]:
    mark = MARK[m.lang] if m.illustrative else ""
    parts, y = draw_head(m.caption if title else None, "", width, theme, mark)
    y += 2
    x, unit = MARGIN, next(iter(m.sides.values()))[0].unit(m.lang)
    for side in m.sides if len(m.sides) > 1 else ():
        name = BASES_SHORT[side][m.lang]
        parts += [
            el("circle", cx=x + 5, cy=y + 8, r=5.0, fill=_colour(m, side)),
            text(x + 15, y + 12, name, 11),
        ]
        x += 32 + text_width(name, 11)
    parts.append(text(width - MARGIN, y + 12, unit, 11, fill=theme.muted, text_anchor="end"))
    return parts, y + 24


def _colour(m: Material, side: str) -> str:
    return SIDES[m.view.theme].get(side, SIDES[m.view.theme]["resident"])


def _row(
    m: Material,
    i: int,
    y: float,
    step: float,
    left: float,
    width: float,
    at: object,
    theme: Theme,
    *,
    tooltips: bool,
) -> str:
    record, mid = m.records[i], y + step / 2
    assert callable(at)
    chosen = record.zone == m.view.zone
    dash = "1.5 3" if record.grade == "illustrative" else None
    name = clip(m.names[record.zone][0], SIZE, left - MARGIN - 8)
    parts = [
        el(
            "rect",
            class_="hit",
            x=4.0,
            y=y,
            width=width - 8,
            height=step,
            fill=theme.hairline,
            fill_opacity=0.0,
            rx=3,
        ),
        text(left - 10, mid + 4, name, SIZE, text_anchor="end", font_weight="bold" if chosen else None),
    ]
    shown = [(side, records[i]) for side, records in m.sides.items()]
    known = [(side, r, r.value) for side, r in shown if r.ok and r.value is not None]
    if len(known) < len(shown):
        status = next(r.status for _, r in shown if not r.ok or r.value is None)
        parts.append(text(left + 4, mid + 4, STATUSES[status][m.lang], 11, fill=theme.muted))
    elif len(known) == 1:
        parts += _bar(m, known[0][0], known[0][1], known[0][2], mid, at, theme, dash)
    else:
        a, b = at(known[0][2]), at(known[1][2])
        weight = 3.5 if chosen else 2.2
        parts.append(
            el(
                "line",
                x1=a,
                y1=mid,
                x2=b,
                y2=mid,
                stroke=theme.border,
                stroke_width=weight,
                stroke_dasharray=dash,
            )
        )
        parts += [
            el("circle", cx=at(v), cy=mid, r=5.0, fill=_colour(m, side)) for side, _, v in reversed(known)
        ]
        end = max(known, key=lambda k: k[2])
        parts.append(_value(m, end[1], at(end[2]) + 9, mid, theme))
        start = min(known, key=lambda k: k[2])
        if at(start[2]) - left > 42 and a != b:
            parts.append(_value(m, start[1], at(start[2]) - 9, mid, theme, anchor="end"))
    if not tooltips:
        return el("g", *parts)
    spoken = _spoken(m, i)
    title = el("title", text_of(spoken))
    return el(
        "g", title, *parts, class_="z", tabindex=0, role="img", aria_label=spoken, data_code=record.zone
    )


def _bar(
    m: Material,
    side: str,
    record: ValueRecord,
    value: float,
    mid: float,
    at: object,
    theme: Theme,
    dash: str | None,
) -> list[str]:
    assert callable(at)
    x0, x1 = sorted((at(0.0), at(value)))
    colour = _colour(m, side)
    bar = el(
        "rect",
        x=x0,
        y=mid - 6,
        width=max(x1 - x0, 1.0),
        height=12.0,
        fill=colour,
        fill_opacity=0.45 if dash else None,
        stroke=colour if dash else None,
        stroke_dasharray=dash,
    )
    parts, end = [bar], x1
    if record.low is not None and record.high is not None:
        a, b = at(record.low), at(record.high)
        path = f"M{number(a)},{number(mid - 3)}v6m0,-3H{number(b)}m0,-3v6"
        parts.append(el("path", d=path, fill="none", stroke=theme.ink, stroke_width=1.1))
        end = max(end, b)
    return [*parts, _value(m, record, end + 6, mid, theme)]


def _value(
    m: Material, record: ValueRecord, x: float, mid: float, theme: Theme, *, anchor: str = "start"
) -> str:
    said = format_number(record.value, m.lang, decimals=record.decimals, signed=record.is_gap)
    return text(x, mid + 4, said, 10.5, fill=theme.muted, text_anchor=anchor)


def _spoken(m: Material, i: int) -> str:
    """One row in words: name, each population's value, the gap, the grade."""
    record = m.records[i]
    said = [f"{BASES_SHORT[side][m.lang]} {_words(m, records[i])}" for side, records in m.sides.items()]
    if record.basis == GAP:
        said.append(f"{BASES_SHORT[GAP][m.lang]} {_words(m, record)}")
    if record.ok:
        said.append(GRADES[record.grade][m.lang])
    return f"{m.names[record.zone][1]}{'：' if m.lang == 'zh' else ': '}{listed(said, m.lang)}"


def _words(m: Material, record: ValueRecord) -> str:
    if not record.ok:
        return STATUSES[record.status][m.lang]
    return format_number(record.value, m.lang, decimals=record.decimals, signed=record.is_gap)
