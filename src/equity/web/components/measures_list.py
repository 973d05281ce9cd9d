"""The measures of the plan: for one zone those that concern it, for the policy page all of them with city values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dash import html

from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.settings import CITY_CODE
from equity.text import BASES_SHORT, Label
from equity.web.components.words import disclosure, link, named
from equity.web.parts import grade_chip, value_text

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.registry import Definition
    from equity.web.view import PageView

NO_INDICATOR = Label("本看板暂无指标", "No indicator on this dashboard yet")
CLAUSE = Label("条文全文", "Full clause (in Chinese)")
DEPARTMENTS = Label("责任部门", "Departments in charge")
INDICATORS = Label("指标与全市现值", "Indicators and present city value")
HERE = Label("在此地的差距", "Gap here")
MEASURE_NO = Label("第 {n} 项", "Measure {n}")


def main_measure(definition: Definition) -> tuple[str, tuple[str, ...]]:
    """The measure that stands for a service in a list, and the sides that are shown."""
    if definition.kind == "condition":
        return "condition", ("resident",)
    if definition.kind == "population":
        return "registered_ratio", ("value",)
    return "coverage_uncapped", ("resident", "registered")


def values_of(indicators: Indicators, definition: Definition, zone: str) -> dict[str, ValueRecord]:
    """Records of the sides that stand for a service, and of the gap where there is one."""
    measure, sides = main_measure(definition)
    found = {side: indicators.value(Query(definition.id, measure, side), zone) for side in sides}
    if indicators.registry.measures[measure].gap:
        found[GAP] = indicators.value(Query(definition.id, measure, GAP), zone)
    return found


def indicator_line(indicators: Indicators, view: PageView, service: str, zone: str) -> html.Li:
    """One service as a link to its map, with its value on both bases, the gap and the grade."""
    lang, definition = view.lang, indicators.registry[service]
    measure, sides = main_measure(definition)
    values = values_of(indicators, definition, zone)
    basis = GAP if GAP in values else sides[0]
    changes = {} if zone == CITY_CODE else {"zone": zone}
    name = link(view, definition.label[lang], "/", service=service, measure=measure, basis=basis, **changes)
    label = indicators.registry.measures[measure].label[lang]
    parts: list[Any] = []
    for side in sides:
        dot = html.Span(className=f"dot dot-{side}") if side in {"resident", "registered"} and len(sides) > 1 else None
        word = BASES_SHORT[side][lang] if len(sides) > 1 else label
        parts.append(html.Span([dot, f"{word} ", html.B(value_text(values[side], lang))], className="indicator-side"))
    if GAP in values:
        parts.append(html.Span([f"{BASES_SHORT[GAP][lang]} ", html.B(value_text(values[GAP], lang, signed=True))], className="indicator-side"))
    parts.append(grade_chip(next(iter(values.values())).grade, lang))
    illustrative = any(r.grade == "illustrative" for r in values.values())
    return html.Li(
        [html.Span(name, className="indicator-name"), html.Span(parts, className="indicator-values")],
        className="indicator" + (" is-illustrative" if illustrative else ""),
    )


def departments_of(row: Mapping[str, Any], lang: str) -> list[str]:
    return list(row["departments_en" if lang == "en" else "departments_zh"])


def measure_article(indicators: Indicators, view: PageView, row: Mapping[str, Any], *, zone: str, linked_departments: Any = None) -> html.Article:
    """One measure: number, title, summary and clause; its indicators with values; its departments."""
    lang, services = view.lang, [s for s in row["services"] if s in indicators.registry]
    number = int(row["number"])
    title = row["title_en"] if lang == "en" else row["title_zh"]
    clause = html.P(row["clause_zh"], **({"lang": "zh"} if lang == "en" else {}), className="clause")
    text = [html.P(row["summary_en"], className="summary")] if lang == "en" else []
    shown = (
        html.Ul([indicator_line(indicators, view, s, zone) for s in services], className="indicator-list")
        if services
        else html.P(NO_INDICATOR[lang], className="no-indicator")
    )
    departments = linked_departments or html.Ul([html.Li(named(d, lang)) for d in departments_of(row, lang)], className="department-list")
    return html.Article(
        [
            html.Div(
                [
                    html.P(MEASURE_NO[lang].format(n=number), className="measure-number"),
                    html.H3(title), *text, disclosure(CLAUSE[lang], clause),
                ],
                className="measure-text",
            ),
            html.Div([html.H4(INDICATORS[lang] if zone == CITY_CODE else HERE[lang]), shown], className="measure-indicators"),
            html.Div([html.H4(DEPARTMENTS[lang]), departments], className="measure-departments"),
        ],
        className="measure" + ("" if services else " measure-bare"), id=f"measure-{number}",
    )


def measures_of_zone(indicators: Indicators, view: PageView, zone: str) -> html.Div:
    """The measures with indicators, those with the largest gap in this zone first."""
    def largest(row: Mapping[str, Any]) -> float:
        gaps = [
            values_of(indicators, indicators.registry[s], zone).get(GAP) for s in row["services"] if s in indicators.registry
        ]
        return max((g.value for g in gaps if g is not None and g.ok and g.value is not None), default=float("-inf"))

    rows = [r for r in indicators.library.policy_measures.to_dict("records") if r["services"]]
    rows.sort(key=lambda r: (-largest(r), r["number"]))
    return html.Div([measure_article(indicators, view, r, zone=zone) for r in rows], className="measures")
