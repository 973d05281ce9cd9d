"""Charts of a report on a page: bars of shares as boxes that follow the width, everything else as the drawing room's SVG."""

from typing import Any

from dash import html

from equity.components.parts import Markup, grade_chip
from equity.draw.chart import draw_chart
from equity.draw.frame import Frame
from equity.draw.lines import draw_lines
from equity.draw.theme import theme
from equity.say import BASES_SHORT, Voice, texts_of
from equity.views.drawings import Chart, Figure, Series
from equity.views.tables import ILLUSTRATIVE

WIDTHS = {"wide": 640.0, "narrow": 348.0}
ROOM_PCT, ROOM_PHONE_PCT = (
    10,
    20,
)  # share of a bar from which a number fits into its part, on a wide screen and a phone
NARROW_PCT = 14  # below it a group has no room for its name
SPANS = {"resident": (1, 3), "registered": (0, 2)}  # of the three groups: which ones a whole spans
TEXTS = texts_of(__name__)


def draw(figure: Figure, voice: Voice) -> Any:
    """The drawing of a figure."""
    chart = figure.chart
    if chart is None:
        return Markup(figure.svg, className="drawing")
    if chart.kind == "people":
        return people(chart, figure.alt, voice)
    if chart.kind == "shares":
        return shares(chart, voice)
    return html.Div([_drawn(figure, chart, voice, name) for name in WIDTHS])


def small(figure: Figure, voice: Voice) -> Markup:
    """The drawing for a phone alone, for a narrow place on any page."""
    assert figure.chart is not None
    return _drawn(figure, figure.chart, voice, "narrow", "small")


def _drawn(figure: Figure, chart: Chart, voice: Voice, size: str, name: str = "") -> Markup:
    """Drawn for a page and for a phone, of which one is shown: letters keep their size on both."""
    ids, said, width, label = f"{figure.id}-{name or size}", Frame(voice.lang), WIDTHS[size], figure.caption
    if chart.kind == "lines":
        drawn = draw_lines(chart, said, theme("page"), label=label, width=width, ids=ids)
    else:
        above = size == "narrow"
        drawn = draw_chart(chart, said, theme("page"), label=label, width=width, names_above=above, ids=ids)
    return Markup(drawn.inline, className=f"drawing drawing-{name or size}")


def people(chart: Chart, spoken: str, voice: Voice) -> html.Div:
    """One bar of the three groups with a bracket over the residents and one under the registered population."""
    edges = _edges([s.values[0] for s in chart.series])
    groups = [_group(s, edges[n + 1] - edges[n], chart, voice) for n, s in enumerate(chart.series)]
    over, under = (_bracket(whole, edges, chart, voice) for whole in chart.wholes)
    chip = [" ", grade_chip(ILLUSTRATIVE, voice)] if chart.illustrative else []
    key = [
        html.Li(
            [
                html.Span(className=f"swatch swatch-{s.id}"),
                f"{s.name} ",
                html.B(_said(s, chart, voice)),
                *chip,
            ]
        )
        for s in chart.series
    ]
    bar = html.Div(
        [over, html.Div(groups, className="groups"), under],
        className="groups-figure",
        role="img",
        **{"aria-label": spoken},
    )
    return html.Div([bar, html.Ul(key, className="group-key")])


def _group(series: Series, width: float, chart: Chart, voice: Voice) -> html.Div:
    said = _said(series, chart, voice)
    return html.Div(
        [html.Span(series.name, className="group-name"), html.Span(said, className="group-value")],
        className=f"group group-{series.id}" + (" group-narrow" if width < NARROW_PCT else ""),
        style={"flexBasis": f"{width:.3f}%"},
        title=f"{series.name} {said}",
    )


def _bracket(whole: Series, edges: list[float], chart: Chart, voice: Voice) -> html.Div:
    first, last = SPANS[whole.id]
    label = [html.B(voice(BASES_SHORT[whole.id])), " ", _said(whole, chart, voice)]
    return html.Div(
        html.Span(label, className="bracket-label"),
        className=f"bracket bracket-{whole.id}",
        style={"marginLeft": f"{edges[first]:.3f}%", "width": f"{edges[last] - edges[first]:.3f}%"},
    )


def shares(chart: Chart, voice: Voice) -> html.Div:
    """One named bar per category, each part with its number where it has room; the first one is the reader's own."""
    rows = []
    for n, name in enumerate(chart.categories):
        edges = _edges([s.values[n] for s in chart.series])
        said = [voice.value(s.values[n], chart.unit, decimals=chart.decimals) for s in chart.series]
        parts = [
            _part(series, k, said[k], edges[k + 1] - edges[k], len(chart.series))
            for k, series in enumerate(chart.series)
        ]
        spoken = voice.clauses(
            voice(TEXTS.said, name=s.name, value=text) for s, text in zip(chart.series, said, strict=True)
        )
        bar = html.Div(parts, className="stack", role="img", **{"aria-label": f"{name} {spoken}"})
        rows.append(
            html.Div(
                [html.Span(name, className="stack-name"), bar], className="stack-row" + ("" if n else " own")
            )
        )
    key = [
        html.Li([html.Span(className=f"swatch fill-{len(chart.series)}-{k}"), series.name])
        for k, series in enumerate(chart.series)
    ]
    return html.Div(
        [html.Div(rows, className="stacks"), html.Ul(key, className="swatch-key")], className="shares"
    )


def _part(series: Series, place: int, said: str, width: float, parts: int) -> html.Span:
    return html.Span(
        said if width >= ROOM_PCT else "",
        className=f"stack-part fill-{parts}-{place}" + (" narrow" if width < ROOM_PHONE_PCT else ""),
        style={"width": f"{width:.3f}%"},
        title=f"{series.name} {said}",
    )


def _edges(values: list[float | None]) -> list[float]:
    """Where each part of a whole begins and the last one ends, in percent."""
    sizes = [max(v or 0.0, 0.0) for v in values]
    whole = sum(sizes) or 1.0
    return [100 * sum(sizes[:n]) / whole for n in range(len(sizes) + 1)]


def _said(series: Series, chart: Chart, voice: Voice) -> str:
    return voice.value(series.values[0], chart.unit, decimals=chart.decimals)
