"""Compare: both truths side by side, with one legend and one camera."""

from dataclasses import replace
from functools import partial
from typing import Any

from dash import Dash, Input, Output, dcc, html

from equity.components.inequality import NAME as INEQUALITY_NAME
from equity.components.inequality import inequality_table
from equity.components.parts import grade_chip
from equity.dashboard import ids
from equity.dashboard.browser import in_browser, of_each
from equity.dashboard.figures.dumbbell import dumbbell
from equity.dashboard.maps.banner import illustrative_banner
from equity.dashboard.maps.catalogue import SHORT_BASES
from equity.dashboard.maps.compared import is_people, narrow, read_compare, side_query
from equity.dashboard.maps.controls import map_controls
from equity.dashboard.maps.drawing import map_frame, map_graph
from equity.dashboard.maps.figure import map_figure, map_patch
from equity.dashboard.maps.panel import opening
from equity.dashboard.maps.state import CONCERNED, MapState, class_total, query_ids
from equity.draw.theme import RINGS
from equity.http.context import Context
from equity.http.view import PageView, read_args
from equity.indicators.registry import Registry
from equity.indicators.units import concerned, part_in_demand
from equity.query import Query
from equity.say import BASES, Voice, texts_of
from equity.views.classes import classes as map_classes_of
from equity.views.headline import headline
from equity.views.map import map_spec

PATH = "/compare"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LIVE = ("service", "measure", "basis", "year", "scenario", "zone")

LONGEST = 46  # letters of a first sentence: the panel is narrower than that of the overview
PADDING = {"left": 24, "right": 24, "top": 100, "bottom": 150}


PARTS = (
    *ids.of_both_sides("title"), ids.COMPARE_LEGEND, ids.COMPARE_HEADLINE, ids.COMPARE_NOTE, ids.COMPARE_BANNER,
    ids.COMPARE_INEQUALITY,
)  # fmt: skip


def layout(ctx: Context, view: PageView) -> Any:
    state = read_compare(ctx, view)
    shown = replace(view, query=state.query)
    parts = dict(zip(PARTS, _parts(ctx, view, state), strict=True))
    bounds = ctx.shapes().bounds()
    stores: list[Any] = []
    maps: list[Any] = []
    for id, side in zip(ids.COMPARE_SIDES, state.sides, strict=True):
        drawn = map_figure(ctx, shown, state, basis=side, camera="compare")
        figure = {"figure": drawn, "bounds": bounds, "padding": PADDING, "name": "compare"}
        stores.append(dcc.Store(id=f"{id}-figure", data=figure))
        stores.append(dcc.Store(id=f"{id}-graph", data=map_graph(id).to_plotly_json()))
        maps.append(_map(ctx, shown, state, side, id, parts))
    legend = html.Div(parts[ids.COMPARE_LEGEND], id=ids.COMPARE_LEGEND, className="compare-legend")
    return [
        dcc.Store(id=ids.VIEW, data={"search": view.search()}),
        dcc.Store(id=ids.COMPARE_STATE, data=_data(shown, state)),
        dcc.Store(id=ids.COMPARE_WANTED),
        *stores,
        html.H1(TITLE[view.lang], className="visually-hidden"),
        html.Div(parts[ids.COMPARE_BANNER], id=ids.COMPARE_BANNER, className="banner", role="note"),
        html.Div(map_controls(shown, compared=True), className="compare-bar"),
        html.Div(
            [html.Div([*maps, legend], className="compare-maps"), _panel(ctx, view, state, parts)],
            className="compare",
        ),
    ]


def _parts(ctx: Context, view: PageView, state: MapState) -> tuple[Any, ...]:
    """Titles of both maps, legend, sentence, note, banner and indices, in the order of ``PARTS``."""
    registry = ctx.indicators.registry
    return (
        *(_title(ctx, state, side, view.voice) for side in state.sides),
        _legend(registry, state, view.voice),
        _said(view, state),
        _note(state, view.voice),
        illustrative_banner(registry, replace(view, query=state.query), state.illustrative),
        _inequality(ctx, state, view.voice),
    )


def _map(
    ctx: Context, shown: PageView, state: MapState, side: str, id: str, parts: dict[str, Any]
) -> html.Div:
    """One side: the server's drawing, the place of the web map, the picture for paper, and the title."""
    voice, title = shown.voice, f"{id}-title"
    said = voice(TEXTS.map_name).format(voice(BASES[side]))
    own = map_spec(shown, side_query(state.query, side))
    both = map_classes_of((r for records in state.sides.values() for r in records), voice)
    spec = replace(own, breaks=both.breaks, classes=both.words)
    return html.Div(
        [
            map_frame(ctx, spec, voice, id=id, alt=said, width="460", height="560"),
            html.Div(parts[title], id=title, className="compare-title"),
        ],
        className="map-area",
        role="region",
        **{"aria-label": said},
    )


def _data(shown: PageView, state: MapState) -> dict[str, Any]:
    """The question, and the address of each side's own drawing."""
    sides = [replace(shown, query=side_query(state.query, side)) for side in state.sides]
    return {"query": query_ids(state.query), "searches": [side.search() for side in sides]}


def _panel(ctx: Context, view: PageView, state: MapState, parts: dict[str, Any]) -> html.Aside:
    return html.Aside(
        [
            html.Div(parts[ids.COMPARE_HEADLINE], id=ids.COMPARE_HEADLINE, className="lead-sentence"),
            html.H2(
                view.voice(TEXTS.chart_name.format(n=len(ctx.indicators.zones("division")))),
                className="chart-name",
            ),
            dcc.Graph(
                id=ids.COMPARE_CHART,
                figure=_chart(ctx, view, state),
                config={"displayModeBar": False, "responsive": True},
                className="compare-chart",
                responsive=True,
            ),
            html.P(parts[ids.COMPARE_NOTE], id=ids.COMPARE_NOTE, className="panel-notes"),
            html.Div(parts[ids.COMPARE_INEQUALITY], id=ids.COMPARE_INEQUALITY),
        ],
        className="panel",
        id="main-table",
        tabIndex="0",
    )


def _said(view: PageView, state: MapState) -> list[Any]:
    """What the comparison says; of the people, whom planning by the register would cover."""
    query = Query(year=state.query.year) if is_people(state) else state.query
    first, rest = opening(headline(view, query).text, view.voice, most=LONGEST)
    return [
        html.Span(first, className="lead-first"),
        *([html.Span(rest, className="lead-second")] if rest else []),
    ]


def _chart(ctx: Context, view: PageView, state: MapState) -> dict[str, Any]:
    names = {z.code: z.short(view.lang) for z in ctx.indicators.zones("division")}
    labels = {side: SHORT_BASES[side][view.lang] for side in state.sides}
    return dumbbell(
        state.sides,
        names,
        labels,
        theme=view.theme,
        voice=view.voice,
        selected=view.chosen,
        people=is_people(state),
    )


def _note(state: MapState, voice: Voice) -> str:
    if is_people(state):
        return voice(TEXTS.most_beyond)
    dot, ring = (voice(SHORT_BASES[side]) for side in sorted(state.sides, key=RINGS.__contains__))
    return voice(TEXTS.sorted).format(ring=ring, dot=dot) + (voice(TEXTS.stars) if state.illustrative else "")


def _inequality(ctx: Context, state: MapState, voice: Voice) -> Any:
    """The indices on both sides; a total of people has none."""
    if is_people(state):
        return None
    table = inequality_table(ctx.indicators, state.query, tuple(state.sides), voice)
    return [html.H2(voice(INEQUALITY_NAME), className="chart-name"), table]


def _title(ctx: Context, state: MapState, side: str, voice: Voice) -> list[Any]:
    """Which population the map shows, of what, and the city's value on it."""
    city, registry = state.city[side], ctx.indicators.registry
    subject = (
        voice(registry[state.query.service].label),
        voice(registry.measure_of(side_query(state.query, side)).label),
    )
    return [
        html.H2([html.I(className=f"knob knob-{side.replace('_', '-')}"), _capital(voice(BASES[side]))]),
        html.P(" · ".join(subject), className="compare-subject"),
        html.P(
            [
                voice(TEXTS.city).format(voice.record(city, signed=False)),
                " ",
                html.Span(
                    [f"{voice.year(city.year)} ", grade_chip(city.grade, voice)], className="year-grade"
                ),
            ]
        ),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _legend(registry: Registry, state: MapState, voice: Voice) -> list[Any]:
    """Classes from low to high in a row: limits, then divisions and people of each map under its mark."""
    columns = []
    for i, (colour, label) in enumerate(zip(state.scale.colours, state.scale.labels, strict=True)):
        counts = []
        for side, records in state.sides.items():
            held = [r for r in records if r.ok and r.value is not None and state.scale.index(r.value) == i]
            counts.append(
                html.Span(
                    [
                        html.I(className=f"knob knob-{side.replace('_', '-')}"),
                        voice(TEXTS.divisions).format(len(held)),
                        html.Small(class_total(held, voice)),
                    ],
                    className="compare-count",
                )
            )
        columns.append(
            html.Li(
                [
                    html.Span(className="compare-swatch", style={"background": colour}),
                    html.Span(label, className="compare-limits"),
                    *counts,
                ]
            )
        )
    unit = next(iter(state.sides.values()))[0].unit(voice.lang)
    definition = registry[state.query.service]
    part = part_in_demand(definition)
    about = (
        [voice(part)]
        if part
        else [
            voice(concerned(definition, registry.measures[side_query(state.query, side).measure], side))
            for side in state.sides
        ]
    )
    said = voice(CONCERNED).format(("、" if voice.zh else ", ").join(about))
    return [html.P(f"{unit} · {said}", className="compare-unit"), html.Ol(columns)]


def update(ctx: Context, search: str) -> tuple[Any, ...]:
    """Both maps, the question, the chart and ``PARTS`` for a new address of this page."""
    view = narrow(ctx, ctx.view(read_args(search)))
    state = read_compare(ctx, view)
    shown = replace(view, query=state.query)
    maps = [map_patch(ctx, shown, state, basis=side) for side in state.sides]
    return *maps, _data(shown, state), _chart(ctx, view, state), *_parts(ctx, view, state)


def register_callbacks(app: Dash, ctx: Context) -> None:
    figures, state = of_each(ids.of_both_sides("figure"), "data"), (ids.COMPARE_STATE, "data")

    @app.callback(
        *(
            Output(*part)
            for part in (*figures, state, (ids.COMPARE_CHART, "figure"), *of_each(PARTS, "children"))
        ),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def follow(address: dict[str, str]) -> Any:
        return update(ctx, address["search"])

    slots, graphs = (
        of_each(ids.of_both_sides("slot"), "children"),
        of_each(ids.of_both_sides("graph"), "data"),
    )
    run = partial(in_browser, app)
    run("maps.begin", [(ids.COMPARE_WANTED, "data")], slots, graphs, at_once=True)
    run("compare.mount", figures, of_each(ids.COMPARE_SIDES, "figure"), at_once=True)
    run("compare.follow", [state], of_each(ids.of_both_sides("paper"), "data-search"), at_once=True)
    run("compare.draw", [state], of_each(ids.of_both_sides("drawing"), "html"))
    run("compare.pick", of_each(ids.COMPARE_SIDES, "clickData"))
