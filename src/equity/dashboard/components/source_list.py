"""Where the numbers of a page come from, by grade, and what has to be kept in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from equity.dashboard.components.measures_list import main_measure
from equity.dashboard.components.words import joined, link, named
from equity.dashboard.parts import grade_chip
from equity.indicators.citations import cite_all
from equity.query import Query
from equity.say import GRADE_HELP, GRADES, Label

if TYPE_CHECKING:
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators

OF = Label("（{names}）", " ({names})")
CAVEATS = Label("使用时请注意", "Bear in mind")
MORE = Label(
    "各项公式、区间与状态见“方法”。", "Formulas, intervals and statuses are explained under Methods."
)


def source_list(indicators: Indicators, view: PageView, zone: str) -> html.Div:
    """Sources of every service shown, under the grade of the result; then each different caveat once."""
    lang = view.lang
    services: dict[str, list[str]] = {g: [] for g in GRADES}
    sources: dict[str, set[str]] = {g: set() for g in GRADES}
    caveats: dict[str, list[str]] = {}
    for d in indicators.registry.values():
        measure, sides = main_measure(indicators.registry, d.id)
        record = indicators.value(Query(d.id, measure, sides[0]), zone)
        if not record.ok:
            continue
        services[record.grade].append(d.label[lang])
        sources[record.grade].update(record.sources)
        for caveat in indicators.caveats(d.id, zone):
            caveats.setdefault(caveat[lang], []).append(d.label[lang])
    blocks = [
        html.Div(
            [
                html.Div([grade_chip(g, lang), html.Span(GRADE_HELP[g][lang])], className="source-head"),
                html.P(joined(services[g], lang), className="source-services"),
                html.Ul(
                    [html.Li(named(s, lang)) for s in cite_all(sorted(sources[g]), lang)],
                    className="source-items",
                ),
            ],
            className="source-block",
        )
        for g in GRADES
        if services[g]
    ]
    notes = html.Ul(
        [
            html.Li([text, html.Span(OF[lang].format(names=joined(names, lang)), className="muted")])
            for text, names in caveats.items()
        ]
    )
    return html.Div(
        [
            html.Div(blocks, className="source-blocks"),
            html.H3(CAVEATS[lang]),
            notes,
            html.P(link(view, MORE[lang], "/methods"), className="note"),
        ],
        className="sources",
    )
