"""What if: a plan is drawn on the map or written in a list; beside it stands what it does for whom."""

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html

from equity.dashboard import ids
from equity.dashboard.browser import in_browser, of_each
from equity.dashboard.maps.banner import illustrative_banner
from equity.dashboard.maps.catalogue import SHORT_BASES
from equity.dashboard.maps.drawing import first_drawing, map_graph, on_paper
from equity.dashboard.planning.editor import editor_state, written_list
from equity.dashboard.planning.map import legend, plan_figure, point_layer, register_facility_route
from equity.dashboard.planning.panel import panel
from equity.dashboard.planning.state import BASES, Planning, narrow, planned_services, read_planning
from equity.http.context import Context
from equity.http.plans import ARGS
from equity.http.view import PageView, read_args
from equity.say import texts_of
from equity.views.map import map_spec
from equity.views.plans import change_map

PATH = "/plan"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
LIVE = (*ARGS, "edit", "service", "measure", "basis", "scenario", "open")
PADDING = {"left": 300, "right": 30, "top": 16, "bottom": 16}

__all__ = ["LIVE", "PATH", "TITLE", "layout", "narrow", "register_callbacks"]


def layout(ctx: Context, view: PageView) -> Any:
    planning = read_planning(ctx, view)
    return [
        dcc.Store(id=ids.VIEW, data={"search": view.corrected()}),
        dcc.Store(id=ids.PLAN_FIGURE, data=_figure(ctx, planning)),
        dcc.Store(id=ids.PLAN_STATE, data=editor_state(ctx, planning)),
        dcc.Store(id=ids.PLAN_GRAPH, data=map_graph(ids.PLAN_MAP).to_plotly_json()),
        dcc.Store(id=ids.PLAN_WANTED),
        dcc.Store(id=ids.PLAN_EDITED),
        html.H1(TITLE[view.lang], className="visually-hidden"),
        html.Div(_banner(ctx, planning), id=ids.PLAN_BANNER, className="banner", role="note"),
        html.Div(_controls(ctx, planning), className="plan-controls", role="group"),
        html.Div(
            [
                html.Div([_map_area(ctx, planning), _list(planning)], className="plan-left"),
                html.Aside(panel(planning), id=ids.PLAN_PANEL, className="panel", tabIndex="0"),
            ],
            className="overview plan",
        ),
    ]


def _figure(ctx: Context, planning: Planning) -> dict[str, Any]:
    return {
        "figure": plan_figure(ctx, planning),
        "layers": {"points": point_layer(planning)},
        "bounds": ctx.shapes().bounds(),
        "padding": PADDING,
        "name": "plan",
    }


def _banner(ctx: Context, planning: Planning) -> Any:
    illustrative = any(r.grade == "illustrative" for r in planning.records() if r.ok)
    return illustrative_banner(ctx.indicators.registry, planning.view, illustrative)


def _map_area(ctx: Context, planning: Planning) -> html.Div:
    lang, result = planning.view.lang, planning.result
    spec = (
        change_map(planning.view, result, planning.service, planning.basis).map
        if result
        else map_spec(planning.view, planning.view.query)
    )
    assert spec is not None
    approval = ctx.settings.map_approval
    return html.Div(
        [
            html.Div(
                [
                    html.Div(id=ids.PLAN_SLOT, className="map-slot"),
                    on_paper(
                        ids.PLAN_MAP,
                        TEXTS.map_name[lang],
                        measure="effective",
                        service=planning.service,
                        basis=planning.basis,
                    ),
                    first_drawing(ctx, spec, planning.view.voice, id=ids.PLAN_DRAWING),
                    html.Div(id=ids.PLAN_MARKERS, className="plan-markers"),
                ],
                className="map-frame",
            ),
            html.Div(legend(planning), id=ids.PLAN_LEGEND, className="legend plan-legend"),
            html.Button(
                TEXTS.fitted[lang],
                className="fit-button button",
                title=TEXTS.fitted[lang],
                **{"data-fit": ids.PLAN_MAP},
            ),
            html.Span(approval, className="map-approval") if approval else None,
        ],
        className="map-area",
        role="region",
        **{"aria-label": TEXTS.map_name[lang]},
    )


def _controls(ctx: Context, planning: Planning) -> list[Any]:
    lang = planning.view.lang
    return [
        html.Div(
            [
                html.Span(TEXTS.service[lang], className="control-label"),
                dmc.Select(
                    id=ids.PLAN_SERVICE,
                    data=[{"value": d.id, "label": d.label[lang]} for d in planned_services(ctx.indicators)],
                    value=planning.service,
                    allowDeselect=False,
                    comboboxProps={"withinPortal": True, "shadow": "md", "offset": 4},
                    className="control",
                    **{"aria-label": TEXTS.service[lang]},
                ),
            ],
            className="field",
        ),
        html.Div(
            [
                html.Span(TEXTS.group[lang], className="control-label"),
                dmc.SegmentedControl(
                    id=ids.PLAN_BASIS,
                    data=[{"value": b, "label": SHORT_BASES[b][lang]} for b in BASES],
                    value=planning.basis,
                    fullWidth=True,
                    className="segments",
                    **{"aria-label": TEXTS.group[lang]},
                ),
            ],
            className="field",
        ),
        html.P(TEXTS.hint[lang], className="plan-hint for-webgl"),
    ]


def _list(planning: Planning) -> html.Section:
    """The list that the browser draws, and the same in words for the first answer and for paper."""
    lang = planning.view.lang
    return html.Section(
        [
            html.Div(id=ids.PLAN_EDITOR, className="plan-editor"),
            html.Ol(written_list(planning), className="plan-written"),
        ],
        className="plan-list",
        id="main-table",
        tabIndex=-1,
        **{"aria-label": TEXTS.list_name[lang]},
    )


def update(ctx: Context, search: str) -> tuple[Any, ...]:
    planning = read_planning(ctx, narrow(ctx, ctx.view(read_args(search))))
    return (
        _figure(ctx, planning),
        editor_state(ctx, planning),
        _banner(ctx, planning),
        panel(planning),
        legend(planning),
        planning.service,
        planning.basis,
    )


def register_callbacks(app: Dash, ctx: Context) -> None:
    register_facility_route(app.server, ctx)

    @app.callback(
        Output(ids.PLAN_FIGURE, "data"),
        Output(ids.PLAN_STATE, "data"),
        Output(ids.PLAN_BANNER, "children"),
        Output(ids.PLAN_PANEL, "children"),
        Output(ids.PLAN_LEGEND, "children"),
        Output(ids.PLAN_SERVICE, "value"),
        Output(ids.PLAN_BASIS, "value"),
        Input(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def follow(address: dict[str, str]) -> Any:
        return update(ctx, address["search"])

    run, state = partial(in_browser, app), (ids.PLAN_STATE, "data")
    slot, graph = [(ids.PLAN_SLOT, "children")], [(ids.PLAN_GRAPH, "data")]
    run("maps.begin", [(ids.PLAN_WANTED, "data")], slot, graph, at_once=True)
    run("plan.mount", [(ids.PLAN_FIGURE, "data"), state], [(ids.PLAN_MAP, "figure")], at_once=True)
    run("plan.edit", [state], [(ids.PLAN_EDITED, "data")], at_once=True)
    run("plan.remember", [(ids.PLAN_MAP, "relayoutData")])
    run("plan.choose", of_each((ids.PLAN_SERVICE, ids.PLAN_BASIS), "value"), knows=[state])
