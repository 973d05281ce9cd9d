"""Lines over the years: what is one series is joined, where the method or the grade changes the line breaks.

A dot or a ring is a published figure, a diamond an estimate with its interval. The same numbers stand in a table beside it.
"""

from dataclasses import dataclass
from itertools import groupby, pairwise

from equity.draw.chart import SMALL, knob
from equity.draw.element import Drawing, Node, drawing, el, line_of_text, moved, number
from equity.draw.frame import MARGIN, Frame, Sizes, draw_foot, draw_head
from equity.draw.lettering import text_width
from equity.draw.theme import Theme
from equity.say import Voice, texts_of
from equity.views.classes import level_breaks
from equity.views.drawings import Chart, Series

TICKS, ROOM = 5, 26.0
INKS = ("resident", "ink", "ink-3")  # of lines that are no populations, at most so many
BAND = 3  # from so many joined points on the intervals are drawn as a band
TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Point:
    """A known value of a series: where it stands, what it is, and which run it belongs to."""

    name: str
    x: float
    y: float
    value: float
    ends: tuple[float, float] | None
    estimated: bool
    run: int


def draw_lines(
    chart: Chart,
    frame: Frame,
    theme: Theme,
    *,
    label: str,
    width: float,
    height: float = 0.0,
    ids: str = "l",
) -> Drawing:
    """The chart of kind ``lines``, ``width`` CSS pixels wide, with its key; ``height`` is that of the plot (0: by the width)."""
    voice, size = Voice(frame.lang), Sizes()
    head, y = draw_head(frame, width, size, theme, illustrative=chart.illustrative)
    key, top = _key(chart, y + 14, width, theme, voice)
    bottom = top + (height or min(max(0.36 * width, 170.0), 240.0))
    ticks, low, high = _scale(chart)
    left = MARGIN + max(text_width(_tick(t, chart, voice), SMALL) for t in ticks) + 8
    right = width - MARGIN - 20

    def place(value: float) -> float:
        return bottom - (bottom - top) * (value - low) / (high - low)

    xs = _places(chart.categories, left + 12, right)
    parts = [*head, *key]
    for tick in ticks:
        parts.append(el("line", x1=left, y1=place(tick), x2=right, y2=place(tick), stroke=theme["line"]))
        said = _tick(tick, chart, voice)
        parts.append(
            line_of_text(left - 6, place(tick) + 3.5, said, SMALL, fill=theme["ink-3"], text_anchor="end")
        )
    for name, x in _named(chart.categories, xs):
        parts.append(line_of_text(x, bottom + 17, name, SMALL, fill=theme["ink-3"], text_anchor="middle"))
    every = [_points(series, chart.categories, xs, place) for series in chart.series]
    for points, (series, colour) in zip(every, _coloured(chart, theme), strict=True):
        parts += _line(points, series, colour, theme)
        parts += _values(points, colour, chart, voice, every)
    foot, deep = draw_foot(frame, width, size, theme)
    return drawing(
        [*parts, moved(foot, bottom + ROOM)],
        width=width,
        height=bottom + ROOM + deep,
        lang=voice.lang,
        label=label,
        description=voice.items(
            _spoken(s, p, chart, voice) for s, p in zip(chart.series, every, strict=True)
        ),
        theme=theme,
        ids=ids,
    )


def _coloured(chart: Chart, theme: Theme) -> list[tuple[Series, str]]:
    """Populations have colours of their own; other lines take inks that can be read on paper, as thin as a line is."""
    own = [theme.own(series.id) for series in chart.series]
    inks = [theme[ink] for ink in INKS]
    return list(zip(chart.series, own if all(own) else inks, strict=False))


def joined(series: Series) -> list[list[int]]:
    """Places of the known values of a series, those of one run together."""
    known = [i for i, value in enumerate(series.values) if value is not None]
    return [list(run) for _, run in groupby(known, key=lambda i: series.runs[i] if series.runs else 0)]


def _scale(chart: Chart) -> tuple[tuple[float, ...], float, float]:
    """Round ticks that hold every value and interval, and the ends of the axis; it begins at 0 only where that costs little."""
    ends = [v for s in chart.series for v in s.values if v is not None]
    ends += [e for s in chart.series for pair in s.intervals if pair for e in pair]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    if 0 <= low < 0.4 * high:
        low = 0.0
    if high == low:
        low, high = low - max(abs(low), 1.0) / 10, high + max(abs(high), 1.0) / 10
    breaks = level_breaks([low, high], TICKS)
    step = breaks[1] - breaks[0] if len(breaks) > 1 else high - low
    first, last = low, high
    if breaks:
        first = breaks[0] - step if breaks[0] > low else breaks[0]
        last = breaks[-1] + step if breaks[-1] < high else breaks[-1]
    found = [first + n * step for n in range(round((last - first) / step) + 1)]
    return tuple(found), first, last


def _places(categories: tuple[str, ...], left: float, right: float) -> list[float]:
    """Years at the distance they have from each other, other categories evenly."""
    at = (
        [float(c) for c in categories]
        if all(c.isdigit() for c in categories)
        else [*map(float, range(len(categories)))]
    )
    span = (at[-1] - at[0]) or 1.0
    return [left + (right - left) * (x - at[0]) / span for x in at]


def _named(categories: tuple[str, ...], xs: list[float]) -> list[tuple[str, float]]:
    """The categories that have room for their name, counted back from the last."""
    shown: list[tuple[str, float]] = []
    for name, x in reversed(list(zip(categories, xs, strict=True))):
        if not shown or shown[-1][1] - x >= text_width(name, SMALL) + 8:
            shown.append((name, x))
    return shown


def _points(series: Series, categories: tuple[str, ...], xs: list[float], place: object) -> list[Point]:
    assert callable(place)
    found = []
    for i, value in enumerate(series.values):
        if value is None:
            continue
        pair = series.intervals[i] if series.intervals else None
        ends = (place(pair[0]), place(pair[1])) if pair else None
        grade = series.grades[i] if series.grades else ""
        run = series.runs[i] if series.runs else 0
        found.append(
            Point(categories[i], xs[i], place(value), value, ends, grade not in {"", "observed"}, run)
        )
    return found


def _line(points: list[Point], series: Series, colour: str, theme: Theme) -> list[Node]:
    """Each run as a line with its marks, and the sign of a break between two."""
    parts: list[Node] = []
    runs = [list(run) for _, run in groupby(points, key=lambda p: p.run)]
    for run in runs:
        spans = [(p.x, *p.ends) for p in run if p.ends]
        if len(run) >= BAND and len(spans) == len(run):
            over = [f"{number(x)},{number(high)}" for x, _, high in spans]
            under = [f"{number(x)},{number(low)}" for x, low, _ in reversed(spans)]
            parts.append(el("path", d=f"M{'L'.join([*over, *under])}z", fill=colour, fill_opacity=0.16))
        else:
            parts += [
                el(
                    "path",
                    d=f"M{number(x - 3)},{number(high)}h6m-3,0V{number(low)}m-3,0h6",
                    fill="none",
                    stroke=theme["ink-3"],
                    stroke_width=1.0,
                )
                for x, low, high in spans
            ]
        if len(run) > 1:
            d = "M" + "L".join(f"{number(p.x)},{number(p.y)}" for p in run)
            dash = "5 3" if run[0].estimated else None
            parts.append(el("path", d=d, fill="none", stroke=colour, stroke_width=2.0, stroke_dasharray=dash))
        parts += [_mark(p, series, colour, theme) for p in run]
    return parts + [_break((a[-1].x + b[0].x) / 2, (a[-1].y + b[0].y) / 2, theme) for a, b in pairwise(runs)]


def _mark(point: Point, series: Series, colour: str, theme: Theme) -> Node:
    if not point.estimated:
        return knob(series.id, colour, point.x, point.y, theme, radius=3.4)
    d = f"M{number(point.x)},{number(point.y - 4.5)}l4.5,4.5l-4.5,4.5l-4.5,-4.5z"
    return el("path", d=d, fill=theme["paper"], stroke=colour, stroke_width=1.6)


def _break(x: float, y: float, theme: Theme) -> Node:
    """Two strokes across where a line would have run on."""
    d = f"M{number(x - 4)},{number(y + 5)}l4,-10m2,10l4,-10"
    return el("path", d=d, fill="none", stroke=theme["ink-3"], stroke_width=1.3, class_="break")


def _values(
    points: list[Point], colour: str, chart: Chart, voice: Voice, every: list[list[Point]]
) -> list[Node]:
    """The first and the last value in words; under its point where that is the lowest of several of its category."""
    ends = {p.name: p for p in (*points[:1], *points[-1:])}
    shown = []
    for point in ends.values():
        said = voice.number(point.value, decimals=chart.decimals)
        beside = [p.y for each in every for p in each if p.name == point.name]
        below = len(beside) > 1 and point.y == max(beside)
        edge = max(abs(point.y - e) for e in point.ends) if point.ends else 0.0
        y = point.y + 17 + min(edge, 24) if below else point.y - 9 - min(edge, 24)
        anchor = "start" if point is points[0] and len(points) > 1 else "end"
        x = point.x - 6 if anchor == "start" else point.x + 18
        shown.append(line_of_text(x, y, said, SMALL, fill=colour, text_anchor=anchor, font_weight="bold"))
    return shown


def _tick(value: float, chart: Chart, voice: Voice) -> str:
    return voice.number(value, decimals=chart.decimals if abs(value) < 10 else 0, exact=True)


def _key(chart: Chart, y: float, width: float, theme: Theme, voice: Voice) -> tuple[list[Node], float]:
    """The series, the unit, and the signs that the chart uses, in as many rows as they need; and where the plot begins."""
    parts: list[Node] = []
    x, unit = MARGIN, text_width(chart.unit, SMALL) + 12
    parts.append(line_of_text(width - MARGIN, y, chart.unit, SMALL, fill=theme["ink-2"], text_anchor="end"))
    entries = [
        (s.name, knob(s.id, colour, 5.0, -4.0, theme, radius=4.0)) for s, colour in _coloured(chart, theme)
    ]
    if any(grade not in {"", "observed"} for s in chart.series for grade in s.grades):
        mark = el("path", d="M5,-8.5l4.5,4.5l-4.5,4.5l-4.5,-4.5z", fill=theme["paper"], stroke=theme["ink-2"])
        entries.append((voice(TEXTS.estimate), mark))
    if any(len(joined(s)) > 1 for s in chart.series):
        entries.append((voice(TEXTS.broken), _break(4.0, -4.0, theme)))
    for name, mark in entries:
        wide = 15 + text_width(name, 11)
        if x > MARGIN and x + wide > width - MARGIN - unit:
            x, y, unit = MARGIN, y + 17, 0.0
        mark.set("transform", f"translate({number(x)},{number(y)})")
        parts += [mark, line_of_text(x + 15, y, name, 11)]
        x += wide + 16
    return parts, y + 28


def _spoken(series: Series, points: list[Point], chart: Chart, voice: Voice) -> str:
    said = [
        voice(TEXTS.point, year=p.name, value=voice.value(p.value, chart.unit, decimals=chart.decimals))
        for p in points
    ]
    return voice(TEXTS.spoken, series=series.name, said=voice.clauses(said))
