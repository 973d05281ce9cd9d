"""Compare: both truths side by side, with one legend and one camera."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, dcc, html

from equity.dashboard import ids
from equity.dashboard.components.inequality import NAME as INEQUALITY_NAME
from equity.dashboard.components.inequality import inequality_table
from equity.dashboard.figures.dumbbell import dumbbell
from equity.dashboard.maps.banner import illustrative_banner
from equity.dashboard.maps.catalogue import PEOPLE, SHORT_BASES
from equity.dashboard.maps.controls import map_controls
from equity.dashboard.maps.drawing import first_drawing
from equity.dashboard.maps.figure import map_figure, map_patch
from equity.dashboard.maps.panel import opening
from equity.dashboard.maps.state import CONCERNED, MapState, class_total, query_ids, read_state
from equity.dashboard.parts import value_text, year_and_grade
from equity.draw.scales import classes
from equity.draw.theme import RINGS
from equity.http.view import read_args
from equity.indicators.units import concerned, part_in_demand
from equity.query import GAP, Notice, Query
from equity.say import BASES, Label
from equity.views.classes import classes as map_classes_of
from equity.views.headline import headline
from equity.views.map import map_spec

if TYPE_CHECKING:
    from equity.dashboard.index import Application
    from equity.http.context import Context
    from equity.http.view import PageView
    from equity.indicators.registry import Registry

PATH = "/compare"
TITLE = Label("对比", "Compare")
LIVE = ("service", "measure", "basis", "year", "scenario", "zone")

PADDING = {"left": 24, "right": 24, "top": 100, "bottom": 150}
GRAPH_CONFIG = {"displayModeBar": False, "scrollZoom": True, "doubleClick": False, "responsive": True}
CHART_NAME = Label("14 个区县的两种口径", "Both populations in the 14 divisions")
MAP_NAME = Label("地图：{}", "Map: {}")
DIVISIONS = Label("{} 个", "{}")
CITY = Label("全市 {}", "City {}")
SORTED = Label("按差距（{ring} − {dot}）由大到小排列。", "Sorted by the gap ({ring} − {dot}), largest first.")
MOST_BEYOND = Label(
    "按户籍之外的人数（常住 − 户籍）由多到少排列。",
    "Sorted by the people beyond the register (resident − registered), most first.",
)
STARS = Label("带 * 者为示意数据。", " * marks illustrative data.")


def comparable(registry: Registry, query: Query) -> tuple[Query, list[Notice]]:
    """The nearest query with two sides to compare: the people themselves, or the same service where it has such a measure."""
    measure = registry.measures[query.measure]
    if measure.family == "population":
        return query.but(measure=PEOPLE["resident"]), []
    if measure.two_sided:
        return query, []
    for other in registry.measures_of(query.service):
        if other.two_sided:
            moved = Query(query.service, other.id, GAP if other.gap else other.sides[0])
            return moved, [Notice("measure", query.measure, other.id)]
    people = Query(measure=PEOPLE["resident"])
    return people, [Notice("service", query.service, people.service)]


def side_query(query: Query, side: str) -> Query:
    """The question that one of both maps answers."""
    return query.but(measure=PEOPLE[side]) if query.measure in PEOPLE.values() else query.but(basis=side)


def narrow(ctx: Context, view: PageView) -> PageView:
    query, notices = comparable(ctx.indicators.registry, view.query)
    return replace(view, query=query, notices=(*view.notices, *notices))


def read_compare(ctx: Context, view: PageView) -> MapState:
    """The state of the comparison; one scale for both maps."""
    indicators, measure = ctx.indicators, ctx.indicators.registry.measures[view.query.measure]
    query = (view.query.but(basis=GAP) if measure.gap else view.query).but(level="division")
    if measure.family == "population":
        sides = {side: indicators.values(side_query(query, side)) for side in PEOPLE}
        city = {
            side: indicators.value(side_query(query, side).but(level="city"), indicators.city.code)
            for side in PEOPLE
        }
        scale = read_state(indicators, query, theme=view.theme, lang=view.lang).scale
        state = MapState(query, sides["resident"], sides, (), city, scale)
    else:
        state = read_state(indicators, query, theme=view.theme, lang=view.lang)
    both = [r for records in state.sides.values() for r in records]
    return replace(state, scale=classes(both, theme=view.theme, lang=view.lang))


SIDES = (
    (
        ids.COMPARE_LEFT,
        ids.COMPARE_LEFT_SLOT,
        ids.COMPARE_LEFT_IMAGE,
        ids.COMPARE_LEFT_DRAWING,
        ids.COMPARE_LEFT_TITLE,
    ),
    (
        ids.COMPARE_RIGHT,
        ids.COMPARE_RIGHT_SLOT,
        ids.COMPARE_RIGHT_IMAGE,
        ids.COMPARE_RIGHT_DRAWING,
        ids.COMPARE_RIGHT_TITLE,
    ),
)
FIGURES = (ids.COMPARE_LEFT_FIGURE, ids.COMPARE_RIGHT_FIGURE)
GRAPHS = (ids.COMPARE_LEFT_GRAPH, ids.COMPARE_RIGHT_GRAPH)


def layout(ctx: Context, view: PageView) -> Any:
    state = read_compare(ctx, view)
    shown = replace(view, query=state.query)
    bounds = ctx.shapes().bounds()
    stores = [
        dcc.Store(
            id=store,
            data={
                "figure": map_figure(ctx, shown, state, basis=side, camera="compare"),
                "bounds": bounds,
                "padding": PADDING,
                "name": "compare",
            },
        )
        for store, side in zip(FIGURES, state.sides, strict=True)
    ]
    graphs = [
        dcc.Store(id=store, data=_graph(names[0]).to_plotly_json())
        for store, names in zip(GRAPHS, SIDES, strict=True)
    ]
    return [
        dcc.Store(id=ids.VIEW, data={"search": view.search()}),
        dcc.Store(id=ids.COMPARE_STATE, data=_data(shown, state)),
        dcc.Store(id=ids.COMPARE_WANTED),
        *stores,
        *graphs,
        html.H1(TITLE[view.lang], className="visually-hidden"),
        html.Div(
            illustrative_banner(ctx.indicators.registry, shown, state.illustrative),
            id=ids.COMPARE_BANNER,
            className="banner",
            role="note",
        ),
        html.Div(map_controls(ctx.indicators, shown, compared=True), className="compare-bar"),
        html.Div(
            [
                html.Div(
                    [
                        *(
                            _map(ctx, shown, state, side, names)
                            for side, names in zip(state.sides, SIDES, strict=True)
                        ),
                        html.Div(
                            _legend(ctx.indicators.registry, state, view.lang),
                            id=ids.COMPARE_LEGEND,
                            className="compare-legend",
                        ),
                    ],
                    className="compare-maps",
                ),
                _panel(ctx, view, state),
            ],
            className="compare",
        ),
    ]


def _map(ctx: Context, shown: PageView, state: MapState, side: str, names: tuple[str, ...]) -> html.Div:
    """One side: the server's drawing, the place of the web map, the picture for paper, and the title."""
    _, slot, image, drawing, title = names
    lang = shown.lang
    said = MAP_NAME[lang].format(BASES[side][lang])
    asked = shown.of(ctx.indicators)
    own = map_spec(asked, side_query(state.query, side))
    both = map_classes_of((r for records in state.sides.values() for r in records), asked.voice)
    spec = replace(own, breaks=both.breaks, classes=both.words)
    return html.Div(
        [
            html.Div(
                [
                    html.Div(id=slot, className="map-slot"),
                    html.Img(id=image, className="map-image", alt=said),
                    first_drawing(ctx, spec, lang, id=drawing),
                ],
                className="map-frame",
            ),
            html.Div(id=title, className="compare-title", children=_title(ctx, state, side, lang)),
        ],
        className="map-area",
        role="region",
        **{"aria-label": said},
    )


def _graph(id: str) -> dcc.Graph:
    return dcc.Graph(
        id=id, config=GRAPH_CONFIG, className="map-graph", responsive=True, style={"height": "100%"}
    )


def _data(shown: PageView, state: MapState) -> dict[str, Any]:
    """The question, and the address of each side's own drawing."""
    sides = [replace(shown, query=side_query(state.query, side)) for side in state.sides]
    return {"query": query_ids(state.query), "searches": [side.search() for side in sides]}


def _panel(ctx: Context, view: PageView, state: MapState) -> html.Aside:
    return html.Aside(
        [
            html.Div(
                _said(ctx, view, state),
                id=ids.COMPARE_HEADLINE,
                className="lead-sentence",
            ),
            html.H2(CHART_NAME[view.lang], className="chart-name"),
            dcc.Graph(
                id=ids.COMPARE_CHART,
                figure=_chart(ctx, view, state),
                config={"displayModeBar": False, "responsive": True},
                className="compare-chart",
                responsive=True,
            ),
            html.P(_note(state, view.lang), id=ids.COMPARE_NOTE, className="panel-notes"),
            html.Div(_inequality(ctx, state, view.lang), id=ids.COMPARE_INEQUALITY),
        ],
        className="panel",
        id="main-table",
        tabIndex="0",
    )


def _is_people(state: MapState) -> bool:
    """Whether the people themselves are compared, and no service."""
    return state.query.measure in PEOPLE.values()


def _said(ctx: Context, view: PageView, state: MapState) -> list[Any]:
    """What the comparison says; of the people, whom planning by the register would cover."""
    asked = view.of(ctx.indicators)
    query = Query(year=state.query.year) if _is_people(state) else state.query
    first, rest = opening(headline(asked, query).text, asked.voice)
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
        lang=view.lang,
        selected=view.zone,
        people=_is_people(state),
    )


def _note(state: MapState, lang: str) -> str:
    if _is_people(state):
        return MOST_BEYOND[lang]
    dot, ring = (SHORT_BASES[side][lang] for side in sorted(state.sides, key=RINGS.__contains__))
    return SORTED[lang].format(ring=ring, dot=dot) + (STARS[lang] if state.illustrative else "")


def _inequality(ctx: Context, state: MapState, lang: str) -> Any:
    """The indices on both sides; a total of people has none."""
    if _is_people(state):
        return None
    table = inequality_table(ctx.indicators, state.query, tuple(state.sides), lang)
    return [html.H2(INEQUALITY_NAME[lang], className="chart-name"), table]


def _title(ctx: Context, state: MapState, side: str, lang: str) -> list[Any]:
    """Which population the map shows, of what, and the city's value on it."""
    city, registry = state.city[side], ctx.indicators.registry
    subject = (
        registry[state.query.service].label[lang],
        registry.measures[side_query(state.query, side).measure].label[lang],
    )
    return [
        html.H2([html.I(className=f"knob knob-{side.replace('_', '-')}"), _capital(BASES[side][lang])]),
        html.P(" · ".join(subject), className="compare-subject"),
        html.P([CITY[lang].format(value_text(city, lang)), " ", year_and_grade(city.year, city.grade, lang)]),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _legend(registry: Registry, state: MapState, lang: str) -> list[Any]:
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
                        DIVISIONS[lang].format(len(held)),
                        html.Small(class_total(held, lang)),
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
    unit = next(iter(state.sides.values()))[0].unit(lang)
    definition = registry[state.query.service]
    part = part_in_demand(definition)
    about = (
        [part[lang]]
        if part
        else [
            concerned(definition, registry.measures[side_query(state.query, side).measure], side)[lang]
            for side in state.sides
        ]
    )
    said = CONCERNED[lang].format(("、" if lang == "zh" else ", ").join(about))
    return [html.P(f"{unit} · {said}", className="compare-unit"), html.Ol(columns)]


def update(ctx: Context, search: str) -> tuple[Any, ...]:
    """Both maps, their titles, legend, chart, sentence, note and banner for a new address of this page."""
    view = narrow(ctx, ctx.view(read_args(search)))
    state = read_compare(ctx, view)
    shown = replace(view, query=state.query)
    left, right = state.sides
    return (
        map_patch(ctx, shown, state, basis=left),
        map_patch(ctx, shown, state, basis=right),
        _data(shown, state),
        _title(ctx, state, left, view.lang),
        _title(ctx, state, right, view.lang),
        _legend(ctx.indicators.registry, state, view.lang),
        _chart(ctx, view, state),
        _said(ctx, view, state),
        _note(state, view.lang),
        illustrative_banner(ctx.indicators.registry, shown, state.illustrative),
        _inequality(ctx, state, view.lang),
    )


def register_callbacks(app: Application, ctx: Context) -> None:
    @app.callback(
        Output(ids.COMPARE_LEFT_FIGURE, "data"),
        Output(ids.COMPARE_RIGHT_FIGURE, "data"),
        Output(ids.COMPARE_STATE, "data"),
        Output(ids.COMPARE_LEFT_TITLE, "children"),
        Output(ids.COMPARE_RIGHT_TITLE, "children"),
        Output(ids.COMPARE_LEGEND, "children"),
        Output(ids.COMPARE_CHART, "figure"),
        Output(ids.COMPARE_HEADLINE, "children"),
        Output(ids.COMPARE_NOTE, "children"),
        Output(ids.COMPARE_BANNER, "children"),
        Output(ids.COMPARE_INEQUALITY, "children"),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def follow(address: dict[str, str]) -> Any:
        return update(ctx, address["search"])

    graphs, slots, images, drawings, _ = zip(*SIDES, strict=True)
    in_browser = app.clientside_callback
    in_browser(
        ClientsideFunction("maps", "begin"),
        *(Output(slot, "children") for slot in slots),
        Input(ids.COMPARE_WANTED, "data"),
        *(State(graph, "data") for graph in GRAPHS),
    )
    in_browser(
        ClientsideFunction("compare", "mount"),
        *(Output(graph, "figure") for graph in graphs),
        *(Input(figure, "data") for figure in FIGURES),
    )
    in_browser(
        ClientsideFunction("compare", "picture"),
        *(Output(image, "src") for image in images),
        Input(ids.COMPARE_STATE, "data"),
    )
    in_browser(
        ClientsideFunction("compare", "draw"),
        *(Output(drawing, "html") for drawing in drawings),
        Input(ids.COMPARE_STATE, "data"),
        prevent_initial_call=True,
    )
    in_browser(
        ClientsideFunction("compare", "pick"),
        *(Input(graph, "clickData") for graph in graphs),
        prevent_initial_call=True,
    )
