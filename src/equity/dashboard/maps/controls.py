"""The controls that float on a map: service, measure, basis, year, scenario; on a phone a bottom sheet."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, dcc, html

from equity.components.parts import icon
from equity.dashboard import ids
from equity.dashboard.browser import in_browser, of_each
from equity.dashboard.maps.catalogue import (
    SHORT_BASES,
    catalogue,
    measure_options,
    service_options,
    since_options,
)
from equity.dashboard.maps.state import query_ids
from equity.dashboard.static import labels
from equity.http.view import PageView
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.say import texts_of

TEXTS = texts_of(__name__)
POPUP = {"withinPortal": True, "shadow": "md", "offset": 4}
OF_YEARS = "control control-year"
SHOWN = (ids.SERVICE_SHOWN, ids.MEASURE_SHOWN, ids.SCENARIO_SHOWN, ids.SHEET_SHOWN, ids.SHEET_BASIS)
CONTROLS = (ids.SERVICE, ids.MEASURE, ids.BASIS, ids.YEAR, ids.SCENARIO, ids.SINCE)


def map_controls(view: PageView, *, compared: bool = False) -> list[Any]:
    """The card, the button that opens it on a small screen, and the data it moves by.

    ``compared``: both populations are on screen, so there is no basis to choose and only what has two is offered.
    """
    indicators = view.indicators
    lang, query, registry = view.lang, view.query, indicators.registry
    measure = registry.measures[query.measure]
    years = indicators.years(registry[query.service], measure, level=query.level)
    services = service_options(indicators, view.voice, compared=compared)
    measures = measure_options(
        registry, query.service, view.voice, compared=compared, scenario=query.scenario
    )
    chosen = [labels(services).get(query.service, ""), labels(measures).get(query.measure, "")]
    chosen += [str(query.year)] if len(years) > 1 else []
    return [
        dcc.Store(id=ids.QUERY, data=query_ids(query)),
        dcc.Store(id=ids.CATALOGUE, data=catalogue(indicators, view.voice, compared=compared)),
        html.Button(
            [
                icon("sliders"),
                html.Span(
                    [
                        html.Span(" · ".join(filter(None, chosen)), id=ids.SHEET_SHOWN),
                        html.Span(id=ids.SHEET_BASIS, className="sheet-basis"),
                    ],
                    className="sheet-shown",
                ),
            ],
            className="sheet-open button",
            title=TEXTS.open[lang],
            **{"data-sheet": "open"},
        ),
        html.Div(
            [
                _field(
                    TEXTS.service[lang],
                    _select(
                        ids.SERVICE,
                        TEXTS.service[lang],
                        services,
                        query.service,
                        leftSection=html.Span(className="icon service-icon"),
                        maxDropdownHeight=600,
                        renderOption={"function": "serviceOption"},
                    ),
                    shown=ids.SERVICE_SHOWN,
                ),
                _field(
                    TEXTS.measure[lang],
                    _select(
                        ids.MEASURE,
                        TEXTS.measure[lang],
                        measures,
                        query.measure,
                        maxDropdownHeight=420,
                    ),
                    shown=ids.MEASURE_SHOWN,
                ),
                _field(
                    TEXTS.basis[lang],
                    dmc.SegmentedControl(
                        id=ids.BASIS,
                        data=[{"value": b, "label": SHORT_BASES[b][lang]} for b in measure.bases],
                        value=query.basis,
                        fullWidth=True,
                        className="segments",
                        **{"aria-label": TEXTS.basis[lang]},
                    ),
                    hidden=compared or len(measure.bases) == 1,
                    id=ids.BASIS_FIELD,
                ),
                _field(
                    TEXTS.year[lang],
                    _select(
                        ids.YEAR,
                        TEXTS.year[lang],
                        [str(y) for y in years],
                        str(query.year),
                        className=OF_YEARS,
                    ),
                    hidden=len(years) == 1,
                    id=ids.YEAR_FIELD,
                ),
                _field(
                    TEXTS.since[lang],
                    _select(
                        ids.SINCE,
                        TEXTS.since[lang],
                        since_options(indicators, query, view.voice),
                        str(query.since),
                        className=OF_YEARS,
                    ),
                    hidden=compared or not measure.change,
                    id=ids.SINCE_FIELD,
                ),
                _field(
                    TEXTS.scenario[lang],
                    _select(
                        ids.SCENARIO,
                        TEXTS.scenario[lang],
                        [{"value": k, "label": s.label[lang]} for k, s in registry.scenarios.items()],
                        query.scenario,
                    ),
                    hidden=measure.family not in SCENARIO_FAMILIES,
                    id=ids.SCENARIO_FIELD,
                    shown=ids.SCENARIO_SHOWN,
                ),
                html.Button(
                    TEXTS.close[lang],
                    type="button",
                    className="sheet-close button button-primary",
                    **{"data-sheet": ""},
                ),
            ],
            className="map-controls",
            role="group",
            **{"aria-label": TEXTS.open[lang]},
        ),
    ]


def _select(id_: str, name: str, offered: list[Any], chosen: str, **more: Any) -> dmc.Select:
    return dmc.Select(
        id=id_,
        data=offered,
        value=chosen,
        allowDeselect=False,
        comboboxProps=POPUP,
        checkIconPosition="right",
        **{"className": "control", "aria-label": name} | more,
    )


def _field(label: str, control: Any, *, hidden: bool = False, id: str = "", shown: str = "") -> html.Div:
    """A named control. ``shown`` is the id of what is chosen, written over the control, where it may take two lines."""
    extra = {"id": id} if id else {}
    if shown:
        words = html.Span(id=shown, className="control-shown", **{"aria-hidden": "true"})
        control = html.Div([control, words], className="control-frame")
    return html.Div(
        [html.Span(label, className="control-label"), control],
        className="field hidden" if hidden else "field",
        **extra,
    )


def register_control_callbacks(app: Dash) -> None:
    """Controls follow the address (back and forward included), the address follows the controls."""
    chosen = of_each(CONTROLS, "value")
    shown = [
        *chosen,
        *of_each((ids.MEASURE, ids.BASIS, ids.YEAR, ids.SINCE), "data"),
        *of_each((ids.BASIS_FIELD, ids.YEAR_FIELD, ids.SCENARIO_FIELD, ids.SINCE_FIELD), "className"),
        *of_each(SHOWN, "children"),
    ]
    in_browser(app, "maps.controls", of_each((ids.QUERY, ids.CATALOGUE), "data"), shown, at_once=True)
    in_browser(app, "maps.choose", chosen)
