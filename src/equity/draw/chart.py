"""Charts by row: two populations as dots on a line, one as a bar with its interval, a gap as stacked parts.

Every row carries its name, its numbers and, where it is illustrative, the mark, so that no line can be cut out without them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from equity.draw.element import Drawing, Node, drawing, el, line_of_text, moved, number
from equity.draw.frame import MARGIN, Frame, Sizes, draw_chip, draw_foot, draw_head
from equity.draw.lettering import clip, text_width
from equity.draw.theme import RINGS, Theme
from equity.say import GRADES, Voice, texts_of
from equity.views.drawings import Chart, Series
from equity.views.tables import ILLUSTRATIVE

LETTERS, SMALL, CHIP = 11.5, 10.5, 9.0
NAME = 15.0  # height of a name over its row
ROW, TALLEST_ROW = 22.0, 40.0
TEXTS = texts_of(__name__)
LAID_END_TO_END = frozenset({"stacked", "shares"})
SIGNED = frozenset({"stacked", "tornado"})
OF_PARTS = LAID_END_TO_END | SIGNED
Axis = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``values`` by series, none where one is missing (``missing`` says why); ``said`` stand at its end."""

    label: str
    values: tuple[float, ...]
    said: tuple[str, ...]
    missing: str
    interval: tuple[float, float] | None
    illustrative: bool
    bold: bool
    code: str
    spoken: str


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand: right edge of the names, right edges of the columns of numbers, positions of values; with names over
    their rows, their right edge is the drawing's own.
    """

    left: float
    above: bool
    columns: tuple[float, ...]
    axis: Axis


def draw_chart(
    chart: Chart,
    frame: Frame,
    theme: Theme,
    *,
    label: str,
    width: float,
    height: float = 0.0,
    is_live: bool = False,
    names_above: bool = False,
    ids: str = "c",
) -> Drawing:
    """The chart, ``width`` CSS pixels wide, at least ``height`` high: rows spread to fill it; ``label`` is its name for a
    screen reader. ``is_live``: for a page, each row is an element of class ``z`` that takes the keyboard focus and says its
    numbers. ``names_above``: names stand over their rows, for a drawing too narrow for both.
    """
    voice, size = Voice(frame.lang), Sizes()
    rows = rows_of(chart, voice)
    head, y = draw_head(frame, width, size, theme, illustrative=chart.illustrative)
    head += _key(chart, y + 14, width, theme)
    y += 26
    foot, low = draw_foot(frame, width, size, theme)
    low = max(low, 8.0)
    step = min(max(ROW, (height - y - low) / max(len(rows), 1)), TALLEST_ROW)
    step += NAME if names_above else 0.0
    bottom = y + step * len(rows)
    plot = _plot(chart, rows, width, voice, names_above=names_above)
    lines = [
        el("line", x1=x, y1=y, x2=x, y2=bottom, stroke=theme["line-strong"], stroke_dasharray=dash)
        for x, dash in ((plot.axis(0.0), None), *(((plot.axis(chart.line), "4 3"),) if chart.line else ()))
    ]
    drawn = [
        _row(chart, row, y + step * i, step, plot, theme, voice, is_live=is_live)
        for i, row in enumerate(rows)
    ]
    total = max(bottom + low, height)
    style = ".z:hover .hit,.z:focus .hit{fill-opacity:.55}.z:focus{outline:none}"
    return drawing(
        [*head, *lines, *drawn, moved(foot, total - low)],
        width=width,
        height=total,
        lang=voice.lang,
        label=label,
        description=voice.items(row.spoken for row in rows),
        theme=theme,
        style=style if is_live else "",
        ids=ids,
        role="group" if is_live else "img",
    )


def rows_of(chart: Chart, voice: Voice) -> tuple[Row, ...]:
    """The categories as rows, their numbers worded."""
    return tuple(_row_of(chart, i, name, voice) for i, name in enumerate(chart.categories))


def _row_of(chart: Chart, i: int, name: str, voice: Voice) -> Row:
    values = [s.values[i] for s in chart.series]
    known = tuple(v for v in values if v is not None)
    known = known if len(known) == len(values) else ()
    grade = chart.grades[i] if chart.grades else ""
    words = [voice.number(v, decimals=chart.decimals, signed=chart.kind in SIGNED) for v in values]
    missing = chart.missing[i] if chart.missing else ""
    said = [f"{s.name} {word}" for s, word in zip(chart.series, words, strict=True)] if known else [missing]
    said += [voice.grade(grade)] if grade and known else []
    total = voice.number(sum(known), decimals=chart.decimals, signed=True) if known else ""
    return Row(
        label=name,
        values=known,
        said=(total,) if chart.kind == "stacked" else tuple(words),
        missing=missing,
        interval=chart.intervals[i] if chart.intervals and len(values) == 1 else None,
        illustrative=grade == ILLUSTRATIVE,
        bold=name == chart.highlight,
        code=chart.codes[i] if chart.codes else "",
        spoken=voice(TEXTS.spoken, name=name, said=voice.clauses(said)),
    )


def _key(chart: Chart, y: float, width: float, theme: Theme) -> list[Node]:
    parts, x = [], MARGIN
    for series, colour in series_colours(chart, theme) if len(chart.series) > 1 else ():
        parts += [knob(series.id, colour, x + 5, y - 4, theme), line_of_text(x + 15, y, series.name, 11)]
        x += 30 + text_width(series.name, 11)
    return [
        *parts,
        line_of_text(width - MARGIN, y, chart.unit, 11, fill=theme["ink-2"], text_anchor="end"),
    ]


def _plot(chart: Chart, rows: tuple[Row, ...], width: float, voice: Voice, *, names_above: bool) -> _Plot:
    """Names take the room they need, numbers a column each at the end; zero is always on the axis."""
    named = max((text_width(row.label, LETTERS) for row in rows), default=0.0) + 12
    if chart.illustrative:
        named += text_width(GRADES[ILLUSTRATIVE][voice.lang], CHIP) + 18
    left = MARGIN if names_above else MARGIN + min(named, 0.42 * width)
    count = max((len(row.said) for row in rows), default=0)
    wide = [max(text_width(row.said[i], SMALL) for row in rows) + 10 for i in range(count)]
    ends = [width - MARGIN - sum(wide[i:]) for i in range(count + 1)]
    reach = [0.0, *([chart.line] if chart.line else [])]
    for row in rows:
        if chart.kind in LAID_END_TO_END:
            reach += [sum(v for v in row.values if v < 0), sum(v for v in row.values if v > 0)]
        else:
            reach += [*row.values, *(row.interval or ())]
    low, span = min(reach), (max(reach) - min(reach)) or 1.0
    return _Plot(
        left,
        names_above,
        tuple(end for _, end in pairwise(ends)),
        lambda v: left + 4 + (ends[0] - left - 20) * (v - low) / span,
    )


def _row(
    chart: Chart,
    row: Row,
    y: float,
    step: float,
    plot: _Plot,
    theme: Theme,
    voice: Voice,
    *,
    is_live: bool,
) -> Node:
    middle = y + step / 2 + (NAME / 2 if plot.above else 0.0)
    if plot.above:
        parts = _name(row, plot.columns[-1], middle - ROW / 2 - 6, theme, voice, anchor="start")
    else:
        parts = _name(row, plot.left - 8, middle, theme, voice)
    if row.values:
        draw = _parts if chart.kind in OF_PARTS else _dots if len(row.values) > 1 else _bar
        parts += draw(chart, row, middle, plot.axis, theme)
    else:
        parts.append(line_of_text(plot.axis(0.0) + 8, middle + 4, row.missing, 11, fill=theme["ink-2"]))
    for i, (end, said) in enumerate(zip(plot.columns, row.said, strict=True)):
        parts.append(
            line_of_text(
                end,
                middle + 4,
                said,
                SMALL,
                fill=theme.side(chart.series[i].id) if chart.kind == "dumbbell" else theme["ink"],
                text_anchor="end",
                font_weight="bold" if row.bold else None,
            )
        )
    if not is_live:
        return el("g", *parts)
    hit = {"x": 4.0, "y": y, "width": plot.columns[-1], "height": step, "rx": 3}
    return el(
        "g",
        el("title", text=row.spoken),
        el("rect", class_="hit", fill=theme["line"], fill_opacity=0.0, **hit),
        *parts,
        class_="z",
        tabindex=0,
        role="img",
        aria_label=row.spoken,
        data_code=row.code or None,
    )


def _name(
    row: Row, right: float, middle: float, theme: Theme, voice: Voice, *, anchor: str = "end"
) -> list[Node]:
    """The name flush right, and before the axis the mark of illustrative data as part of the line; flush left over its row."""
    parts, x = [], right
    if row.illustrative:
        chip, wide = draw_chip(GRADES[ILLUSTRATIVE][voice.lang], x, middle, CHIP, theme)
        x -= wide + 5
        parts.append(chip)
    name = clip(row.label, LETTERS, x - MARGIN + 8)
    weight = "bold" if row.bold else None
    at = x if anchor == "end" else MARGIN
    return [*parts, line_of_text(at, middle + 4, name, LETTERS, text_anchor=anchor, font_weight=weight)]


def _dots(chart: Chart, row: Row, middle: float, axis: Axis, theme: Theme) -> list[Node]:
    places = [axis(v) for v in row.values]
    line = el(
        "line",
        x1=min(places),
        y1=middle,
        x2=max(places),
        y2=middle,
        stroke=theme["border"],
        stroke_width=3.0 if row.bold else 1.8,
        stroke_dasharray="1.5 3" if row.illustrative else None,
    )
    coloured = zip(series_colours(chart, theme), places, strict=True)
    knobs = [knob(series.id, colour, x, middle, theme) for (series, colour), x in coloured]
    return [line, *knobs[::-1]]


def knob(side: str, colour: str, x: float, y: float, theme: Theme, *, radius: float = 5.0) -> Node:
    """A ring for those on the register, a dot for the others."""
    if side in RINGS:
        return el("circle", cx=x, cy=y, r=radius - 0.5, fill=theme["paper"], stroke=colour, stroke_width=2.0)
    return el("circle", cx=x, cy=y, r=radius, fill=colour)


def series_colours(chart: Chart, theme: Theme) -> list[tuple[Series, str]]:
    """Populations and parts of a gap have colours of their own; shares of a whole are shades of one colour, the last the darkest."""
    own = [theme.own(series.id) for series in chart.series]
    colours = own if all(own) else theme.levels[-len(own) :]
    return list(zip(chart.series, colours, strict=True))


def _bar(chart: Chart, row: Row, middle: float, axis: Axis, theme: Theme) -> list[Node]:
    start, end = sorted((axis(0.0), axis(row.values[0])))
    colour = theme.side(chart.series[0].id)
    outline = (
        {"fill_opacity": 0.45, "stroke": colour, "stroke_dasharray": "1.5 3"} if row.illustrative else {}
    )
    bar = el("rect", x=start, y=middle - 6, width=max(end - start, 1.0), height=12.0, fill=colour, **outline)
    if row.interval is None:
        return [bar]
    low, high = (number(axis(end)) for end in row.interval)
    whisker = f"M{low},{number(middle - 3)}v6m0,-3H{high}m0,-3v6"
    return [bar, el("path", d=whisker, fill="none", stroke=theme["ink"], stroke_width=1.1)]


def _parts(chart: Chart, row: Row, middle: float, axis: Axis, theme: Theme) -> list[Node]:
    """The positive parts to the right of zero, the negative ones to the left: laid end to end, or both ends of a tornado from zero on."""
    drawn, ends = [], {True: 0.0, False: 0.0}
    end_to_end = chart.kind in LAID_END_TO_END
    edge = {"stroke": theme["paper"], "stroke_width": 0.6} if end_to_end else {}
    for (_, colour), value in zip(series_colours(chart, theme), row.values, strict=True):
        side = value >= 0
        start, end = sorted((axis(ends[side]), axis(ends[side] + value)))
        ends[side] += value if end_to_end else 0.0
        where = {"x": start, "y": middle - 7, "width": end - start, "height": 14.0}
        drawn.append(el("rect", **where, fill=colour, **edge))
    return drawn
