"""Overview: where the gap is. The map, the sentence that says it, and the table under the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, State, dcc, html

from equity.dashboard import ids
from equity.dashboard.maps.banner import illustrative_banner
from equity.dashboard.maps.controls import map_controls, register_control_callbacks
from equity.dashboard.maps.figure import map_figure, map_patch
from equity.dashboard.maps.layers import register_layer_routes
from equity.dashboard.maps.state import MapState, as_data, read_state
from equity.dashboard.parts import map_loading
from equity.http.view import read_args
from equity.say import Label
from equity.views.headline import headline

if TYPE_CHECKING:
    from equity.dashboard.index import Application
    from equity.http.context import Context
    from equity.http.view import PageView

PATH = "/"
TITLE = Label("总览", "Overview")
LIVE = ("service", "measure", "basis", "year", "scenario", "zone", "layers", "scale", "sort", "q")

MAP_NAME = Label("昆明市 14 个区县地图", "Map of the 14 divisions of Kunming")
TABLE_NAME = Label("区县排名", "Divisions ranked")
FILTER = Label("筛选区县或功能区", "Filter by name or zone")
SORT = Label("排序", "Sort")
LAYERS = {
    "facilities": Label("设施", "Facilities"),
    "points": Label("居民点", "Settlements"),
    "circles": Label("服务半径", "Service radius"),
}
FITTED = Label("回到全市", "Whole city")
# Empty space around the city: the cards float on the left.
PADDING = {"left": 320, "right": 24, "top": 28, "bottom": 28}
GRAPH_CONFIG = {"displayModeBar": False, "scrollZoom": True, "doubleClick": False, "responsive": True}


def _state(ctx: Context, view: PageView) -> MapState:
    scale = view.presentation.scale
    return read_state(ctx.indicators, view.query, theme=view.theme, lang=view.lang, scale=scale)


def layout(ctx: Context, view: PageView) -> Any:
    indicators = ctx.indicators
    state = _state(ctx, view)
    lang = view.lang
    return [
        dcc.Store(id=ids.VIEW, data={"search": view.search()}),
        dcc.Store(
            id=ids.MAP_FIGURE,
            data={
                "figure": map_figure(ctx, view, state),
                "bounds": ctx.shapes().bounds(),
                "padding": PADDING,
                "name": "map",
            },
        ),
        dcc.Store(id=ids.STATE, data=view_data(ctx, view, state)),
        dcc.Store(id=ids.LAYER_DATA),
        dcc.Store(id=ids.SORT, data=view.presentation.sort),
        html.H1(TITLE[lang], className="visually-hidden"),
        html.Div(
            illustrative_banner(indicators.registry, view, state.illustrative),
            id=ids.BANNER,
            className="banner",
            role="note",
        ),
        html.Div([_map_area(ctx, view), _panel(view)], className="overview"),
    ]


def _map_area(ctx: Context, view: PageView) -> html.Div:
    lang = view.lang
    layers = dmc.ChipGroup(
        [
            dmc.Chip(label[lang], value=name, size="xs", radius="sm", className="layer")
            for name, label in LAYERS.items()
        ],
        id=ids.LAYERS,
        value=list(view.presentation.layers),
        multiple=True,
    )
    approval = ctx.settings.map_approval
    return html.Div(
        [
            dcc.Graph(
                id=ids.MAP,
                config=GRAPH_CONFIG,
                className="map-graph",
                responsive=True,
                style={"height": "100%"},
            ),
            html.Img(id=ids.MAP_IMAGE, className="map-image", alt=MAP_NAME[lang]),
            html.Div(id=ids.MAP_DRAWING, className="map-drawing"),
            map_loading(lang),
            html.Div(map_controls(ctx.indicators, view), className="map-tools"),
            html.Div(
                [
                    html.Div(id=ids.LEGEND, className="legend-body"),
                    html.Div(layers, id=ids.LAYERS_BOX, className="layers hidden"),
                ],
                className="legend",
            ),
            html.Button(
                FITTED[lang], className="fit-button button", title=FITTED[lang], **{"data-fit": ids.MAP}
            ),
            html.Span(approval, className="map-approval") if approval else None,
        ],
        className="map-area",
        role="region",
        **{"aria-label": MAP_NAME[lang]},
    )


def _panel(view: PageView) -> html.Aside:
    lang = view.lang
    return html.Aside(
        [
            html.Div(id=ids.HEADLINE, className="lead-sentence"),
            html.Dl(id=ids.KEY_FIGURES, className="key-figures"),
            html.Div(
                [
                    html.H2(TABLE_NAME[lang], id="table-title"),
                    html.Div(id=ids.TABLE_KEY, className="table-key"),
                    dmc.Select(
                        id=ids.SORT_CHOICE,
                        data=[],
                        value=view.presentation.sort,
                        allowDeselect=False,
                        className="table-sort",
                        **{"aria-label": SORT[lang]},
                    ),
                    dmc.TextInput(
                        id=ids.FILTER,
                        value=view.presentation.q,
                        placeholder=FILTER[lang],
                        size="xs",
                        className="table-filter",
                        **{"aria-label": FILTER[lang]},
                    ),
                ],
                className="table-head",
            ),
            html.Div(id=ids.TABLE, className="table-box"),
            html.P(id=ids.PANEL_NOTES, className="panel-notes"),
        ],
        className="panel",
    )


def view_data(ctx: Context, view: PageView, state: MapState) -> dict[str, Any]:
    """The state of the view as data for the browser (see :mod:`equity.dashboard.maps.state`)."""
    indicators = ctx.indicators
    data = as_data(indicators, view, state, headline(view.of(indicators)).text)
    return data | {"version": indicators.data_version}


def update(ctx: Context, search: str) -> tuple[Any, dict[str, Any], Any]:
    """Map, data and banner for a new address of this page."""
    view = ctx.view(read_args(search))
    state = _state(ctx, view)
    banner = illustrative_banner(ctx.indicators.registry, view, state.illustrative)
    return map_patch(ctx, view, state), view_data(ctx, view, state), banner


def register_callbacks(app: Application, ctx: Context) -> None:
    register_layer_routes(app.server, ctx)
    register_control_callbacks(app)

    @app.callback(
        Output(ids.MAP_FIGURE, "data"),
        Output(ids.STATE, "data"),
        Output(ids.BANNER, "children"),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def follow(address: dict[str, str]) -> Any:
        return update(ctx, address["search"])

    in_browser = app.clientside_callback
    in_browser(
        ClientsideFunction("maps", "mount"),
        Output(ids.MAP, "figure"),
        Input(ids.MAP_FIGURE, "data"),
        Input(ids.LAYER_DATA, "data"),
    )
    in_browser(ClientsideFunction("maps", "picture"), Output(ids.MAP_IMAGE, "src"), Input(ids.STATE, "data"))
    in_browser(
        ClientsideFunction("maps", "draw"), Output(ids.MAP_DRAWING, "className"), Input(ids.STATE, "data")
    )
    in_browser(
        ClientsideFunction("maps", "remember"), Input(ids.MAP, "relayoutData"), prevent_initial_call=True
    )
    in_browser(ClientsideFunction("maps", "pick"), Input(ids.MAP, "clickData"), prevent_initial_call=True)
    in_browser(ClientsideFunction("maps", "point"), Input(ids.MAP, "hoverData"), prevent_initial_call=True)
    in_browser(
        ClientsideFunction("maps", "layers"),
        Output(ids.LAYER_DATA, "data"),
        Output(ids.LAYERS, "value"),
        Output(ids.LAYERS_BOX, "className"),
        Input(ids.STATE, "data"),
        State(ids.CATALOGUE, "data"),
    )
    in_browser(
        ClientsideFunction("maps", "chooseLayers"), Input(ids.LAYERS, "value"), prevent_initial_call=True
    )
    in_browser(
        ClientsideFunction("overview", "draw"),
        Output(ids.HEADLINE, "children"),
        Output(ids.KEY_FIGURES, "children"),
        Output(ids.LEGEND, "children"),
        Output(ids.TABLE_KEY, "children"),
        Output(ids.PANEL_NOTES, "children"),
        Input(ids.STATE, "data"),
        State(ids.CATALOGUE, "data"),
    )
    in_browser(
        ClientsideFunction("overview", "table"),
        Output(ids.TABLE, "children"),
        Input(ids.STATE, "data"),
        Input(ids.SORT, "data"),
        Input(ids.FILTER, "value"),
        State(ids.CATALOGUE, "data"),
    )
    in_browser(
        ClientsideFunction("overview", "sorts"),
        Output(ids.SORT_CHOICE, "data"),
        Output(ids.SORT_CHOICE, "value"),
        Input(ids.STATE, "data"),
        Input(ids.SORT, "data"),
        State(ids.CATALOGUE, "data"),
    )
    in_browser(
        ClientsideFunction("overview", "chooseSort"),
        Input(ids.SORT_CHOICE, "value"),
        State(ids.SORT, "data"),
        prevent_initial_call=True,
    )
    in_browser(
        ClientsideFunction("overview", "follow"),
        Output(ids.SORT, "data"),
        Output(ids.FILTER, "value"),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    in_browser(
        ClientsideFunction("overview", "keep"),
        Input(ids.SORT, "data"),
        Input(ids.FILTER, "value"),
        State(ids.STATE, "data"),
        State(ids.CATALOGUE, "data"),
        prevent_initial_call=True,
    )
