"""What is missing, in units, for the people who live here, and what planning by the register would hide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.query import Query
from equity.text import Label
from equity.web.parts import value_text, year_and_grade

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.zones import Zone

NOTHING = Label("按常住人口，没有一项服务低于比较标准。", "By residents, no service is below its yardstick.")
BY_REGISTER = Label("若按户籍人口规划：缺 {value}", "Planning by the register: {value} missing")
BY_REGISTER_NONE = Label("若按户籍人口规划：看不出缺口", "Planning by the register: no shortfall to be seen")
COVERED = Label("现有供给为{against}的 {value}", "Present supply: {value} of {against}")
POOLED = Label(
    "低于{against}的区县合计；富余不能互补，按此计覆盖 {value}",
    "Divisions below {against} together; surplus does not travel, which leaves {value} covered",
)
AGAINST = {
    "fixed": Label("标准", "the standard"),
    "city_resident": Label("全市常住水平", "the city's resident level"),
}
MET = Label("已达到比较标准：", "At or above the yardstick: ")


def shortfalls(indicators: Indicators, zone: Zone, lang: str) -> Any:
    """One card per service that falls short, the scarcest first; the services that do not are named below."""
    short, met = [], []
    for d in indicators.registry.of_kind("total", "facility"):
        missing = indicators.value(Query(d.id, "shortfall", "resident"), zone.code)
        if not missing.ok:
            continue
        if (missing.value or 0) < 0.5:
            met.append(d.label[lang])
            continue
        hidden = indicators.value(Query(d.id, "shortfall", "registered"), zone.code)
        covered = indicators.value(Query(d.id, "coverage", "resident"), zone.code)
        by_register = (
            BY_REGISTER[lang].format(value=value_text(hidden, lang))
            if not hidden.ok or (hidden.value or 0) >= 0.5
            else BY_REGISTER_NONE[lang]
        )
        against = AGAINST[d.standard.type][lang] if d.standard else ""
        card = html.Li(
            [
                html.Div(
                    [html.Span(d.label[lang]), year_and_grade(missing.year, missing.grade, lang)],
                    className="card-head",
                ),
                html.P(value_text(missing, lang), className="card-value"),
                html.Span(
                    html.Span(style={"width": f"{min(covered.value or 0, 100):.1f}%"}),
                    className="meter",
                    **{"aria-hidden": "true"},
                ),
                html.P(
                    (COVERED if zone.level == "division" else POOLED)[lang].format(
                        value=value_text(covered, lang), against=against
                    ),
                    className="card-note",
                ),
                html.P(by_register, className="card-note"),
            ],
            className="card" + (" is-illustrative" if missing.grade == "illustrative" else ""),
        )
        short.append((covered.value or 0, card))
    tail = [html.P(MET[lang] + ("、" if lang == "zh" else ", ").join(met), className="note")] if met else []
    if not short:
        return html.Div([html.P(NOTHING[lang]), *tail])
    return html.Div(
        [html.Ul([card for _, card in sorted(short, key=lambda s: s[0])], className="cards-grid"), *tail]
    )
