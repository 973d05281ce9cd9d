"""Tables of the methods page, all read from the registry and the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from dash import html

from equity.dashboard.components.dataset_words import unit_name
from equity.dashboard.components.words import named, table
from equity.dashboard.parts import grade_chip, records_chip, value_text
from equity.indicators.definition import Definition
from equity.query import Query
from equity.say import (
    BASES_SHORT,
    GRADE_HELP,
    GRADES,
    MINUS,
    STATUSES,
    Label,
    Voice,
)

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

MEASURE_HEAD = (
    Label("指标", "Measure"),
    Label("含义", "Meaning"),
    Label("口径", "Sides"),
    Label("差距 =", "Gap ="),
    Label("正负号", "Sign"),
)
SERVICE_HEAD = (
    Label("服务", "Service"),
    Label("谁需要", "Who needs it"),
    Label("标准（每千名需求）", "Yardstick (per 1,000 in demand)"),
    Label("半径", "Radius"),
    Label("外来常住的准入", "Entitlement of non-local residents"),
)
SCENARIO_HEAD = (
    Label("情景", "Scenario"),
    Label("方法", "Method"),
    Label("需求口径", "Demand"),
    Label("半径 ×", "Radius ×"),
    Label("绕行 ×", "Detour ×"),
)
STANDARD_HEAD = (
    Label("标准", "Standard"),
    Label("数值", "Value"),
    Label("文件", "Document"),
    Label("条款", "Clause"),
    Label("核对", "Checked"),
    Label("用于", "Used by"),
)
CITY_LEVEL = Label("全市常住水平", "city's resident level")
EVERYONE_ADMITTED = Label("不限户籍", "no condition on registration")
VERIFIED = Label("已核对原文", "checked in print")
NOT_VERIFIED = Label("未核对原文", "not checked in print")
DETOUR = Label("绕行系数 {value}", "detour factor {value}")
STATUS_MEANING: dict[str, Label] = {
    "no_data": Label(
        "没有可用的数字，或部分区县缺数而不作合计",
        "no figure to use, or some divisions lack one and no total is given",
    ),
    "not_applicable": Label("没有需求人口，比例没有意义", "nobody in demand, so a ratio means nothing"),
    "suppressed": Label(
        "人数少于 {n}，为保护个人不公布", "fewer than {n} persons; not shown, to protect them"
    ),
    "unreachable": Label(
        "半径内没有有容量的设施；可达率与有效覆盖率为 0，充足度与资格无从计算",
        "no facility with capacity within the radius: reach and effective coverage are 0, adequacy and "
        "entitlement are not defined",
    ),
}
GRADE_HEAD = (Label("标记", "Mark"), Label("含义", "Meaning"))
OF_DOCUMENTS = (
    "document_"  # page layout of official documents, which the exports follow; not a yardstick of services
)


def measure_table(indicators: Indicators, voice: Voice) -> html.Div:
    rows = []
    for m in indicators.registry.measures.values():
        sides = [voice(BASES_SHORT[s]) for s in m.sides if s != "value"]
        gap = f"{voice(BASES_SHORT[m.gap[0]])} {MINUS} {voice(BASES_SHORT[m.gap[1]])}" if m.gap else ""
        rows.append(
            [
                voice(m.label),
                voice(m.meaning),
                " · ".join(sides) or "—",
                gap or "—",
                voice(m.gap_meaning) if m.gap_meaning else "",
            ]
        )
    return table([voice(h) for h in MEASURE_HEAD], rows, class_name="measure-table")


def service_rules(indicators: Indicators, voice: Voice) -> html.Div:
    """Demand, yardstick, radius and rule of every service with supply, parameters with grade."""
    rows = []
    for d in indicators.registry.of_kind("total", "facility"):
        rows.append(
            [
                voice(d.label),
                voice(d.demand.label) if d.demand else "",
                _yardstick(indicators, d, voice),
                _radius(d, voice),
                _rule(d, voice),
            ]
        )
    return table([voice(h) for h in SERVICE_HEAD], rows, class_name="rules-table")


def _yardstick(indicators: Indicators, d: Definition, voice: Voice) -> Any:
    if d.standard is None:
        return "—"
    if d.standard.units_per_person is not None:
        per_thousand = 1000 * d.standard.units_per_person
        decimals = 0 if per_thousand.is_integer() else 1
        standards = indicators.library.standards.set_index("standard_id")
        row = standards.loc[d.standard.standard_id]
        return [
            f"{voice.number(per_thousand, decimals=decimals)} {voice(d.unit)}",
            html.Span(
                [row["item_en" if not voice.zh else "item_zh"], " · ", named(str(row["document"]), voice)],
                className="cell-sub block",
            ),
        ]
    record = indicators.value(Query(d.id, "supply_rate", "resident"), indicators.city.code)
    return [
        html.Span(voice(CITY_LEVEL), className="muted"),
        " ",
        value_text(record, voice),
        " ",
        records_chip([record], voice),
    ]


def _radius(d: Definition, voice: Voice) -> Any:
    if d.reach is None:
        return "—"
    return [
        f"{d.reach.radius_m:,.0f} m",
        html.Span(voice(DETOUR).format(value=f"{d.reach.detour:g}"), className="cell-sub block"),
        html.Span(voice(d.reach.note), className="cell-sub block"),
    ]


def _rule(d: Definition, voice: Voice) -> Any:
    if d.eligibility is None:
        return "—"
    factors = [
        html.Li(
            [
                f"{voice(f.label)} ",
                html.B(f"{100 * f.value:.0f}%"),
                html.Span(f" ({100 * f.low:.0f}–{100 * f.high:.0f}%) ", className="muted"),
                grade_chip(f.grade, voice),
            ]
        )
        for f in d.eligibility.factors
    ]
    body: Any = html.Ul(factors) if factors else html.P(voice(EVERYONE_ADMITTED))
    return [
        html.P(voice(d.eligibility.rule)),
        body,
        html.P(voice(d.eligibility.clause), className="cell-sub"),
    ]


def scenario_table(indicators: Indicators, voice: Voice) -> html.Div:
    rows = [
        [
            voice(s.label),
            s.variant.upper(),
            voice(BASES_SHORT[s.demand_group]),
            f"{s.radius:g}",
            f"{s.detour:g}",
        ]
        for s in indicators.registry.scenarios.values()
    ]
    return table(
        [voice(h) for h in SCENARIO_HEAD], rows, numeric=(3, 4), cards=False, class_name="scenario-table"
    )


def _decimals(number: float) -> int:
    """As many as the standard itself prints, two at most."""
    return next((d for d in (0, 1) if round(number, d) == number), 2)


def standard_table(indicators: Indicators, voice: Voice) -> html.Div:
    used: dict[str, list[str]] = {}
    for d in indicators.registry.values():
        for id_ in {d.standard.standard_id if d.standard else "", d.reach.standard_id if d.reach else ""} - {
            ""
        }:
            used.setdefault(id_, []).append(voice(d.label))
    services = [
        r
        for r in indicators.library.standards.to_dict("records")
        if not r["standard_id"].startswith(OF_DOCUMENTS)
    ]
    order = sorted(services, key=lambda r: r["standard_id"] not in used)
    rows = []
    for r in order:
        verified = str(r["verified"]).lower() == "true"
        clause = " ".join(str(r[k]) for k in ("edition", "clause") if not pd.isna(r[k]))
        number = float(r["value"])
        value = voice.value(number, unit_name(str(r["unit"]), voice), decimals=_decimals(number), exact=True)
        rows.append(
            [
                r["item_en"] if not voice.zh else r["item_zh"],
                value,
                named(str(r["document"]), voice),
                named(clause, voice),
                html.Span(
                    voice(VERIFIED if verified else NOT_VERIFIED),
                    className="chip" + (" chip-observed" if verified else " chip-unverified"),
                ),
                ("、" if voice.zh else ", ").join(used.get(str(r["standard_id"]), [])) or "—",
            ]
        )
    return table([voice(h) for h in STANDARD_HEAD], rows, numeric=(1,), class_name="standard-table")


def grade_table(voice: Voice) -> html.Div:
    return table(
        [voice(h) for h in GRADE_HEAD],
        [[grade_chip(g, voice), voice(GRADE_HELP[g])] for g in GRADES],
        class_name="words-table",
        cards=False,
    )


def status_table(voice: Voice, suppress_below: int) -> html.Div:
    rows = [
        [html.Span(voice(STATUSES[s]), className="status-word"), voice(m).format(n=suppress_below)]
        for s, m in STATUS_MEANING.items()
    ]
    return table([voice(h) for h in GRADE_HEAD], rows, class_name="words-table", cards=False)
