"""Housing conditions of a zone beside its functional zone and the city: one dot each on 0 to 100 %."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.components.service_table import beside_of
from equity.dashboard.components.words import link, table
from equity.dashboard.figures.service_bars import marks
from equity.dashboard.parts import grade_chip, value_text
from equity.query import Query
from equity.say import Label
from equity.settings import CITY_CODE

if TYPE_CHECKING:
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators
    from equity.indicators.zones import Zone

CONDITION_TITLE = Label("居住条件（只有常住口径）", "Housing conditions (residents only)")
ITEM = Label("居住条件", "Housing condition")
SCALE = Label("家庭户比例 0–100%", "Share of households, 0–100%")


def condition_table(indicators: Indicators, view: PageView, zone: Zone) -> Any:
    """Share of resident households with each amenity; nothing where the registry has no such service."""
    lang, beside = view.lang, beside_of(zone)
    rows = []
    for d in indicators.registry.of_kind("condition"):
        query = Query(d.id, "condition", "resident")
        own = indicators.value(query, zone.code)
        others = {c: indicators.value(query, c) for c in beside}
        points = marks([("resident", own)], 100.0)
        ticks = marks(list(others.items()), 100.0)
        chart = html.Span(
            [
                *[
                    html.Span(
                        className="bell-city" if c == CITY_CODE else "bell-tick",
                        style={"left": f"{t.position:.2f}%"},
                    )
                    for c, t in ticks.items()
                ],
                *[
                    html.Span(className="bell-point point-resident", style={"left": f"{p.position:.2f}%"})
                    for p in points.values()
                ],
            ],
            className="bell",
            **{"aria-hidden": "true"},
        )
        name = link(
            view, d.label[lang], "/", service=d.id, measure="condition", basis="resident", zone=zone.code
        )
        rows.append(
            [
                [
                    html.Span(name, className="service-name"),
                    html.Span(grade_chip(own.grade, lang), className="cell-foot"),
                ],
                html.Span(value_text(own, lang), className="cell-main"),
                chart,
                *[value_text(r, lang) for r in others.values()],
            ]
        )
    names = [zone.short(lang), *[indicators.zone(c).name(lang) for c in beside]]
    headers = [ITEM[lang], names[0], SCALE[lang], *names[1:]]
    numeric = (1, *range(3, 3 + len(beside)))
    return (
        table(
            headers,
            rows,
            labels=[ITEM[lang], names[0], "", *names[1:]],
            numeric=numeric,
            class_name="condition-table",
        )
        if rows
        else None
    )
