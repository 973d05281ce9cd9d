"""What is missing, in units, for the people who live here, and what planning by the register would hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.parts import interval_line, value_text, year_and_grade
from equity.headlines import with_standard
from equity.query import Query
from equity.say import Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.definition import Definition
    from equity.indicators.records import ValueRecord
    from equity.indicators.zones import Zone

NOTHING = Label("按常住人口，没有一项服务低于比较标准。", "By residents, no service is below its yardstick.")
COVERED = Label("现有供给为{against}的 {value}", "Present supply: {value} of {against}")
POOLED = Label(
    "低于{against}的区县合计；富余不能互补，按此计覆盖 {value}",
    "Divisions below {against} together; surplus does not travel, which leaves {value} covered",
)
MET = Label("已达到比较标准：", "At or above the yardstick: ")


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one kind of yardstick, and what being below it means."""

    title: Label
    lead: Label
    against: Label
    by_register: Label
    unseen: Label


GROUPS = {
    "fixed": Group(
        Label("低于标准（应补）", "Below a standard (to be added)"),
        Label(
            "让住在这里的人达到固定标准，还需要增加的数量。",
            "Units to add so that the people who live here reach the fixed standard.",
        ),
        Label("标准", "the standard"),
        Label("若按户籍人口规划：缺 {value}", "Planning by the register: {value} missing"),
        Label("若按户籍人口规划：看不出缺口", "Planning by the register: no shortfall to be seen"),
    ),
}


def shortfalls(indicators: Indicators, zone: Zone, lang: str) -> Any:
    """Cards of the services below their yardstick, by the kind of yardstick, the scarcest first; those at it are named below."""
    short: dict[str, list[tuple[float, html.Li]]] = {kind: [] for kind in GROUPS}
    met = []
    for d in with_standard(indicators):
        missing = indicators.value(Query(d.id, "shortfall", "resident"), zone.code)
        if d.standard is None or not missing.ok:
            continue
        if (missing.value or 0) < 0.5:
            met.append(d.label[lang])
            continue
        covered = indicators.value(Query(d.id, "coverage", "resident"), zone.code)
        card = _card(indicators, zone, d, missing, covered, lang)
        short[d.standard.type].append((covered.value or 0, card))
    blocks: list[Any] = []
    for kind, cards in short.items():
        if cards:
            ordered = [card for _, card in sorted(cards, key=lambda s: s[0])]
            blocks += [
                html.H3(GROUPS[kind].title[lang], className="sub-title"),
                html.P(GROUPS[kind].lead[lang], className="lead"),
                html.Ul(ordered, className="cards-grid"),
            ]
    if met:
        blocks.append(html.P(MET[lang] + ("、" if lang == "zh" else ", ").join(met), className="note"))
    return html.Div(blocks if any(short.values()) else [html.P(NOTHING[lang]), *blocks])


def _card(
    indicators: Indicators, zone: Zone, d: Definition, missing: ValueRecord, covered: ValueRecord, lang: str
) -> html.Li:
    group = GROUPS[d.standard.type if d.standard else "fixed"]
    hidden = indicators.value(Query(d.id, "shortfall", "registered"), zone.code)
    seen = not hidden.ok or (hidden.value or 0) >= 0.5
    by_register = (
        group.by_register[lang].format(value=value_text(hidden, lang)) if seen else group.unseen[lang]
    )
    coverage = (COVERED if zone.level == "division" else POOLED)[lang].format(
        value=value_text(covered, lang), against=group.against[lang]
    )
    ends = interval_line(missing, lang)
    return html.Li(
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
            *([html.P(ends, className="card-note")] if ends else []),
            html.P(coverage, className="card-note"),
            html.P(by_register, className="card-note"),
        ],
        className="card" + (" is-illustrative" if missing.grade == "illustrative" else ""),
    )
