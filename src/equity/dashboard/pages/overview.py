"""Overview: whom planning by the register leaves out, and where. The sentence, the map, and the table under the hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html

from equity.dashboard import ids
from equity.dashboard.browser import in_browser
from equity.dashboard.maps import panel
from equity.dashboard.maps.banner import illustrative_banner
from equity.dashboard.maps.catalogue import PLACES
from equity.dashboard.maps.controls import POPUP, map_controls, register_control_callbacks
from equity.dashboard.maps.drawing import map_frame, map_graph
from equity.dashboard.maps.figure import map_figure, map_patch
from equity.dashboard.maps.layers import register_layer_routes
from equity.dashboard.maps.legend import legend
from equity.dashboard.maps.ranked import ranked_data, ranked_table
from equity.dashboard.maps.state import MapState, city_line, layers_class, read_state, view_state
from equity.http.context import Context
from equity.http.view import PageView, read_args
from equity.say import texts_of
from equity.views.headline import headline
from equity.views.map import map_spec
from equity.views.model import Sentence

PATH = "/"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LIVE = (
    "service",
    "measure",
    "basis",
    "year",
    "scenario",
    "since",
    "zone",
    "layers",
    "facility",
    "scale",
    "sort",
    "q",
)

LAYERS = TEXTS["layers"]
MOST_OFFERED = 60  # facilities of a list at once; typing finds the others
# Empty space around the city: the cards float on the left.
PADDING = {"left": 320, "right": 24, "top": 28, "bottom": 28}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of one address, worked out once."""

    view: PageView
    state: MapState
    said: Sentence
    table: dict[str, Any]

    @classmethod
    def of(cls, ctx: Context, view: PageView) -> Shown:
        scale = view.presentation.scale
        state = read_state(ctx.indicators, view.query, theme=view.theme, voice=view.voice, scale=scale)
        return cls(view, state, headline(view), ranked_data(view, state))

    def panel(self) -> tuple[Any, ...]:
        """Sentence, key figures, key of the table, legend, notes and the years, in the order of ``PANEL``."""
        return (
            panel.lead(self.said, self.view, self.state),
            panel.figures(self.view),
            panel.table_key(self.state, self.view.voice, line=city_line(self.state)),
            legend(self.view, self.state),
            panel.notes(self.view, self.state),
            panel.years(self.view),
        )

    def data(self) -> dict[str, Any]:
        kept = view_state(self.view, self.state, self.said.text)
        return kept | {"table": self.table}

    def banner(self) -> Any:
        return illustrative_banner(self.view.registry, self.view, self.state.illustrative)


PANEL = (ids.HEADLINE, ids.KEY_FIGURES, ids.TABLE_KEY, ids.LEGEND, ids.PANEL_NOTES, ids.PANEL_YEARS)


def layout(ctx: Context, view: PageView) -> Any:
    shown = Shown.of(ctx, view)
    figure = {
        "figure": map_figure(ctx, view, shown.state),
        "bounds": ctx.shapes().bounds(),
        "padding": PADDING,
        "name": "map",
    }
    parts = dict(zip(PANEL, shown.panel(), strict=True))
    return [
        dcc.Store(id=ids.VIEW, data={"search": view.search()}),
        dcc.Store(id=ids.MAP_FIGURE, data=figure),
        dcc.Store(id=ids.MAP_GRAPH, data=map_graph(ids.MAP).to_plotly_json()),
        dcc.Store(id=ids.MAP_WANTED),
        dcc.Store(id=ids.STATE, data=shown.data()),
        dcc.Store(id=ids.LAYER_DATA),
        dcc.Store(id=ids.SORT, data=view.presentation.sort),
        html.H1(TITLE[view.lang], className="visually-hidden"),
        html.Div(shown.banner(), id=ids.BANNER, className="banner", role="note"),
        html.Div([_map_area(ctx, shown, parts), _panel(shown, parts)], className="overview"),
    ]


def _map_area(ctx: Context, shown: Shown, parts: dict[str, Any]) -> html.Div:
    view, voice = shown.view, shown.view.voice
    layers = dmc.ChipGroup(
        [
            dmc.Chip(
                voice(label),
                value=name,
                size="xs",
                radius="sm",
                className="layer" if name in PLACES else f"layer of-service of-{name}",
            )
            for name, label in LAYERS.items()
        ],
        id=ids.LAYERS,
        value=list(view.presentation.layers),
        multiple=True,
    )
    approval = ctx.settings.map_approval
    city, divisions = ctx.indicators.city, ctx.indicators.zones("division")
    name = voice(TEXTS.map_name.format(city=city.name, n=len(divisions)))
    definition = shown.view.registry[view.query.service]
    return html.Div(
        [
            map_frame(ctx, map_spec(shown.view, shown.state.query), voice, id=ids.MAP, alt=name),
            html.Div(map_controls(view), className="map-tools"),
            html.Div(
                [
                    html.Div(parts[ids.LEGEND], id=ids.LEGEND, className="legend-body"),
                    html.Div(
                        layers,
                        id=ids.LAYERS_BOX,
                        className=layers_class(ctx.indicators, definition),
                    ),
                    dmc.Select(
                        id=ids.FACILITY,
                        data=[],
                        searchable=True,
                        clearable=True,
                        limit=MOST_OFFERED,
                        size="xs",
                        placeholder=voice(TEXTS.facility),
                        nothingFoundMessage=voice(TEXTS.no_facility),
                        comboboxProps=POPUP,
                        className="facility-choice hidden",
                        **{"aria-label": voice(TEXTS.facility)},
                    ),
                ],
                className="legend",
            ),
            html.Button(
                voice(TEXTS.fitted),
                className="fit-button button",
                title=voice(TEXTS.fitted),
                **{"data-fit": ids.MAP},
            ),
            html.Span(approval, className="map-approval") if approval else None,
        ],
        className="map-area",
        role="region",
        **{"aria-label": name},
    )


def _panel(shown: Shown, parts: dict[str, Any]) -> html.Aside:
    view, lang = shown.view, shown.view.lang
    return html.Aside(
        [
            html.Div(parts[ids.HEADLINE], id=ids.HEADLINE, className="lead-sentence"),
            html.Dl(parts[ids.KEY_FIGURES], id=ids.KEY_FIGURES, className="key-figures"),
            html.Div(
                [
                    html.H2(TEXTS.table_name[lang], id="table-title"),
                    html.Div(parts[ids.TABLE_KEY], id=ids.TABLE_KEY, className="table-key"),
                    dmc.Select(
                        id=ids.SORT_CHOICE,
                        data=shown.table["sorts"],
                        value=view.presentation.sort,
                        allowDeselect=False,
                        className="table-sort",
                        **{"aria-label": TEXTS.sort[lang]},
                    ),
                    dmc.TextInput(
                        id=ids.FILTER,
                        value=view.presentation.q,
                        placeholder=TEXTS.filter[lang],
                        size="xs",
                        className="table-filter",
                        **{"aria-label": TEXTS.filter[lang]},
                    ),
                ],
                className="table-head",
            ),
            html.Div(ranked_table(shown.table, view.chosen), id=ids.TABLE, className="table-box"),
            html.P(parts[ids.PANEL_NOTES], id=ids.PANEL_NOTES, className="panel-notes"),
            html.Div(parts[ids.PANEL_YEARS], id=ids.PANEL_YEARS, className="panel-years"),
        ],
        className="panel",
    )


def update(ctx: Context, search: str) -> tuple[Any, ...]:
    """Map, data, banner, ways to sort and the parts of the panel for a new address of this page."""
    shown = Shown.of(ctx, ctx.view(read_args(search)))
    patch = map_patch(ctx, shown.view, shown.state)
    return patch, shown.data(), shown.banner(), shown.table["sorts"], *shown.panel()


def register_callbacks(app: Dash, ctx: Context) -> None:
    register_layer_routes(app.server, ctx)
    register_control_callbacks(app)

    @app.callback(
        Output(ids.MAP_FIGURE, "data"),
        Output(ids.STATE, "data"),
        Output(ids.BANNER, "children"),
        Output(ids.SORT_CHOICE, "data"),
        *(Output(part, "children") for part in PANEL),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def follow(address: dict[str, str]) -> Any:
        return update(ctx, address["search"])

    run, state, catalogue = partial(in_browser, app), (ids.STATE, "data"), (ids.CATALOGUE, "data")
    sort, words, layers = (ids.SORT, "data"), (ids.FILTER, "value"), (ids.LAYERS, "value")
    layer_data, chosen = (ids.LAYER_DATA, "data"), (ids.SORT_CHOICE, "value")
    run(
        "maps.begin",
        [(ids.MAP_WANTED, "data")],
        [(ids.MAP_SLOT, "children")],
        [(ids.MAP_GRAPH, "data")],
        at_once=True,
    )
    run(
        "maps.mount", [(ids.MAP_FIGURE, "data"), layer_data], [(ids.MAP, "figure")], [catalogue], at_once=True
    )
    run("maps.draw", [state], [(ids.MAP_DRAWING, "html")])
    run("maps.remember", [(ids.MAP, "relayoutData")])
    run("maps.pick", [(ids.MAP, "clickData")])
    run("maps.point", [(ids.MAP, "hoverData")])
    offered = [(ids.FACILITY, name) for name in ("data", "value", "className")]
    shown = [layer_data, layers, (ids.LAYERS_BOX, "className"), *offered]
    run("maps.layers", [state], shown, [catalogue], at_once=True)
    run("maps.chooseLayers", [layers])
    run("maps.chooseFacility", [(ids.FACILITY, "value")])
    run("overview.announce", [state], knows=[catalogue], at_once=True)
    run("overview.table", [state, sort, words], [(ids.TABLE, "children"), chosen], at_once=True)
    run("overview.chooseSort", [chosen], knows=[sort])
    run("overview.follow", [(ids.VIEW, "data")], [sort, words])
    run("overview.keep", [sort, words], knows=[state])
