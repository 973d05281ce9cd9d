"""What is real and what is not: services × divisions, each cell the grade of the figure shown there."""

from dash import html

from equity.components.parts import grade_chip
from equity.components.words import link
from equity.http.view import PageView
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import DOMAINS, GRADE_HELP, GRADES, STATUSES, Label, texts_of

TEXTS = texts_of(__name__)
POPULATION_ROWS = ("residents", "local_residents", "non_local_residents", "registered", "absent")


def matrix_queries(indicators: Indicators) -> list[tuple[Label, str, Query]]:
    """Rows of the matrix: label, domain and what is asked. Services are shown on the resident basis."""
    registry = indicators.registry
    rows = [
        (registry.measures[m].label, "population", Query("population", m, "value")) for m in POPULATION_ROWS
    ]
    for d in registry.of_kind("total", "facility", "condition"):
        measure = registry.measures_of(d.id)[0].id
        rows.append((d.label, d.domain, Query(d.id, measure, "resident")))
    return rows


def coverage_matrix(view: PageView) -> html.Div:
    indicators, lang = view.indicators, view.lang
    divisions = indicators.zones("division")
    head = html.Tr(
        [
            html.Th(TEXTS.rows[lang], scope="col"),
            *[
                html.Th(
                    html.Span(link(view, z.short(lang), f"/district/{z.code}")),
                    scope="col",
                    className="turned",
                )
                for z in divisions
            ],
        ]
    )
    body, domain = [], ""
    for label, of, query in matrix_queries(indicators):
        if of != domain:
            domain = of
            body.append(
                html.Tr(
                    html.Th(DOMAINS[of][lang], colSpan=len(divisions) + 1, scope="colgroup"),
                    className="group-row",
                )
            )
        cells = []
        for zone, record in zip(divisions, indicators.values(query), strict=True):
            grade = record.grade if record.ok else record.status
            word = grade_words([record], view.voice) if record.ok else STATUSES[record.status][lang]
            cells.append(
                html.Td(
                    [
                        html.Span(className=f"grade-dot grade-{grade}", **{"aria-hidden": "true"}),
                        html.Span(word, className="visually-hidden"),
                    ],
                    title=f"{zone.name(lang)} · {label[lang]}{'：' if lang == 'zh' else ': '}{word}",
                )
            )
        body.append(html.Tr([html.Th(label[lang], scope="row"), *cells]))
    key = html.Ul(
        [
            *[
                html.Li(
                    [
                        html.Span(className=f"grade-dot grade-{g}"),
                        grade_chip(g, view.voice),
                        f" {GRADE_HELP[g][lang]}",
                    ]
                )
                for g in GRADES
            ],
            html.Li([html.Span(className="grade-dot grade-no_data"), STATUSES["no_data"][lang]]),
        ],
        className="swatch-key",
    )
    return html.Div(
        [
            key,
            html.Div(
                html.Table([html.Thead(head), html.Tbody(body)], className="table matrix"),
                className="table-frame",
            ),
        ]
    )
