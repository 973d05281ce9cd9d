"""The measures of the plan with their indicators."""

from collections.abc import Mapping
from typing import Any

from dash import html

from equity.components.parts import records_chip
from equity.components.words import disclosure, link
from equity.draw.lettering import punctuate
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord, supply_years
from equity.indicators.registry import Registry
from equity.query import GAP, Basis, Query
from equity.say import BASES_SHORT, STATUSES, Voice, texts_of, worst_grade

TEXTS = texts_of(__name__)
NO_INDICATOR = TEXTS.no_indicator


def main_measure(registry: Registry, service: str) -> tuple[str, tuple[Basis, ...]]:
    """The measure that stands for a service in a list, and the sides that are shown."""
    measure = registry.measures_of(service)[0]
    return measure.id, measure.sides


def values_of(indicators: Indicators, definition: Definition, zone: str) -> dict[str, ValueRecord]:
    """Records of the sides that stand for a service, and of the gap where there is one."""
    measure, sides = main_measure(indicators.registry, definition.id)
    found: dict[str, ValueRecord] = {
        side: indicators.value(Query(definition.id, measure, side), zone) for side in sides
    }
    if indicators.registry.measures[measure].gap:
        found[GAP] = indicators.value(Query(definition.id, measure, GAP), zone)
    return found


def indicator_row(view: PageView, service: str, zone: str) -> html.Tr:
    """One service as a link to its map, with its value on both bases, the gap and the grade."""
    indicators = view.indicators
    lang, definition = view.lang, indicators.registry[service]
    measure, sides = main_measure(indicators.registry, definition.id)
    values = values_of(indicators, definition, zone)
    known = [r.grade for r in values.values() if r.ok]  # what has no value has no grade
    grade = worst_grade(*known) if known else ""
    unit = values[sides[0]].unit(lang) if GAP in values else indicators.registry.measures[measure].label[lang]
    if years := supply_years(list(values.values())):
        unit += TEXTS.supply_of[lang].format(years)
    name = [_map_link(view, definition, values, zone), html.Span(unit, className="indicator-unit")]
    cells: list[Any] = [html.Th(name, scope="row")]
    if GAP in values:
        cells += [
            html.Td(
                _number(values[side], view.voice), className="num", **{"data-label": BASES_SHORT[side][lang]}
            )
            for side in (*sides, GAP)
        ]
    else:
        cells.append(html.Td(view.voice.record(values[sides[0]]), className="num", colSpan=1))
        cells.append(html.Td(colSpan=2))
    cells.append(html.Td(records_chip(list(values.values()), view.voice), className="num"))
    return html.Tr(cells, className="is-illustrative" if grade == "illustrative" else "")


def _number(record: ValueRecord, voice: Voice) -> str:
    """The value without its unit, which the row names once."""
    return (
        voice.number(record.value, decimals=record.decimals, signed=record.signed)
        if record.ok
        else voice(STATUSES[record.status])
    )


def _map_link(view: PageView, definition: Definition, values: Mapping[str, ValueRecord], zone: str) -> html.A:
    record = next(iter(values.values()))
    measure, sides = record.measure, tuple(values)
    changes = {} if record.query.level == "city" else {"zone": zone}
    return link(
        view,
        definition.label[view.lang],
        "/",
        service=definition.id,
        measure=measure,
        basis=GAP if GAP in values else sides[0],
        **changes,
    )


def measure_article(
    indicators: Indicators,
    view: PageView,
    row: Mapping[str, Any],
    *,
    zone: str,
    departments: Any,
    demo: bool,
) -> html.Article:
    """One measure: number, title, summary, clause and departments; beside them its indicators with values.

    Without ``demo`` services that have only placeholders, or no register at all, are named and say nothing else.
    """
    lang, services = view.lang, [s for s in row["services"] if s in indicators.registry]
    number = int(row["number"])
    clause = html.P(
        punctuate(row["clause_zh"]), **({"lang": "zh"} if lang == "en" else {}), className="clause"
    )
    text = [html.P(row["summary_en"], className="summary")] if lang == "en" else []
    shown = [s for s in services if demo or indicators.standing(s) == "real"]
    waiting = [indicators.registry[s].label[lang] for s in services if s not in shown]
    found: list[Any] = [_indicator_table(view, shown, zone)] if shown else []
    if waiting:
        found.append(
            html.P(TEXTS.waiting[lang].format(names=view.voice.clauses(waiting)), className="no-indicator")
        )
    if not services:
        found.append(html.P(NO_INDICATOR[lang], className="no-indicator"))
    return html.Article(
        [
            html.Div(
                [
                    html.P(TEXTS.measure_no[lang].format(n=number), className="measure-number"),
                    html.H3(row["title_en"] if lang == "en" else punctuate(row["title_zh"])),
                    *text,
                    html.Div(
                        [html.Span(TEXTS.departments[lang], className="visually-hidden"), departments],
                        className="measure-departments",
                    ),
                    disclosure(TEXTS.clause[lang], clause),
                ],
                className="measure-text",
            ),
            html.Div(found, className="measure-indicators"),
        ],
        className="measure" + ("" if services else " measure-bare"),
        id=f"measure-{number}",
    )


def _indicator_table(view: PageView, services: list[str], zone: str) -> html.Table:
    lang = view.lang
    sides = [
        html.Th(BASES_SHORT[s][lang], scope="col", className="num") for s in ("resident", "registered", GAP)
    ]
    head = [
        html.Th(TEXTS.indicator[lang], scope="col"),
        *sides,
        html.Th(TEXTS.grade[lang], scope="col", className="num"),
    ]
    rows = [indicator_row(view, s, zone) for s in services]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table indicator-table")
