"""All divisions to choose from: where no division was named, or one that does not exist."""

from typing import Any

from dash import html

from equity.components.locator import locator
from equity.components.parts import records_chip
from equity.components.words import link
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.zones import Zone
from equity.query import Query
from equity.say import texts_of

TEXTS = texts_of(__name__)


def district_index(ctx: Context, view: PageView, message: str = "") -> html.Div:
    """Cards of the divisions, under their functional zones where there are any; ``message`` says why the reader is here."""
    indicators, lang = view.indicators, view.lang
    notice = [html.P(message, className="page-notice", role="alert")] if message else []
    divisions, zones = indicators.zones("division"), indicators.zones("functional_zone")
    lead = (TEXTS.lead if zones else TEXTS.lead_without_zones)[lang].format(n=len(divisions))
    groups = [
        html.Section(
            [
                html.H2(link(view, wider.name(lang), f"/district/{wider.code}")),
                html.Ul(
                    [_card(view, z) for z in divisions if z.parent == wider.code],
                    className="division-cards",
                ),
            ],
            className="section",
        )
        for wider in zones or indicators.zones("city")
    ]
    wider = [z for z in indicators.zones() if z.level != "division"]
    buttons = [link(view, z.name(lang), f"/district/{z.code}", class_name="button") for z in reversed(wider)]
    head = html.Header(
        [
            html.Div(
                [
                    *notice,
                    html.H1(TEXTS.choose[lang]),
                    html.P(lead, className="lead"),
                    html.Div(buttons, className="wider-zones"),
                ],
                className="page-head-text",
            ),
            locator(ctx, view, None),
        ],
        className="page-head with-map",
    )
    return html.Div([head, html.Div(groups, id="main-table")], className="text-page district-index")


def _card(view: PageView, zone: Zone) -> Any:
    indicators, lang = view.indicators, view.lang
    residents = indicators.value(Query("population", "residents", "value"), zone.code)
    ratio = indicators.value(Query("population", "registered_ratio", "value"), zone.code)
    label = indicators.registry.measures["residents"].label[lang]
    inside = [
        html.Span(zone.name(lang), className="division-name"),
        html.Span([f"{label} ", html.B(view.voice.record(residents))], className="division-fact"),
        html.Span(
            [
                f"{TEXTS.ratio[lang]} ",
                html.B(view.voice.record(ratio)),
                " ",
                records_chip([residents, ratio], view.voice),
            ],
            className="division-fact",
        ),
    ]
    return html.Li(link(view, inside, f"/district/{zone.code}", class_name="division-card"))
