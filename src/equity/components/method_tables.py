"""Tables of the methods page, all read from the registry and the data."""

from typing import Any

import pandas as pd
from dash import html

from equity.components.dataset_list import unit_name
from equity.components.parts import grade_chip, records_chip
from equity.components.words import named, table
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.distance import amount_words, far_words, method_words
from equity.indicators.yardstick import Yardstick
from equity.query import Query
from equity.say import BASES_SHORT, GRADE_HELP, GRADES, MINUS, STATUSES, Voice, texts_of

TEXTS = texts_of(__name__)
MEASURE_HEAD = TEXTS.several("measure_head")
SERVICE_HEAD = TEXTS.several("service_head")
SCENARIO_HEAD = TEXTS.several("scenario_head")
STANDARD_HEAD = TEXTS.several("standard_head")
VERIFIED = TEXTS.verified
NOT_VERIFIED = TEXTS.not_verified
STATUS_MEANING = TEXTS["status_meaning"]
GRADE_HEAD = TEXTS.several("grade_head")
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
                _radius(indicators, d, voice),
                _rule(indicators, d, voice),
            ]
        )
    return table([voice(h) for h in SERVICE_HEAD], rows, class_name="rules-table")


def _yardstick(indicators: Indicators, d: Definition, voice: Voice) -> Any:
    if d.standard is None:
        return "—"
    if d.standard.units_per_person is not None:
        per_thousand = 1000 * d.standard.units_per_person
        decimals = 0 if per_thousand.is_integer() else 1
        found = indicators.library.yardstick(d.id)
        assert found is not None and found.item is not None
        return [
            f"{voice.number(per_thousand, decimals=decimals)} {voice(d.unit)}",
            html.Span(
                [voice.heading(found.dated), " · ", voice(found.item), " · ", named(found.document, voice)],
                className="cell-sub block",
            ),
        ]
    record = indicators.value(Query(d.id, "supply_rate", "resident"), indicators.city.code)
    return [
        html.Span(voice(TEXTS.city_level), className="muted"),
        " ",
        voice.record(record),
        " ",
        records_chip([record], voice),
    ]


def _radius(indicators: Indicators, d: Definition, voice: Voice) -> Any:
    """The radius, how distance to it is measured in these data, and where it comes from."""
    if d.reach is None:
        return "—"
    basis = indicators.bases.get(d.id, "line")
    country = TEXTS.no_rural
    if d.reach.rural:
        country = TEXTS.rural.format(amount=amount_words(d.reach.rural, basis), note=d.reach.rural.note)
    measured = (method_words(d.reach, basis), far_words(indicators.far(d.id)), d.reach.note, country)
    return [
        voice(amount_words(d.reach, basis)),
        *(html.Span(voice(words), className="cell-sub block") for words in measured if words.zh),
    ]


def _rule(indicators: Indicators, d: Definition, voice: Voice) -> Any:
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
    plan = indicators.city.words.plan
    clauses = (plan.rules.get(d.id) if plan else None, d.eligibility.clause)
    body: Any = html.Ul(factors) if factors else html.P(voice(TEXTS.everyone_admitted))
    return [
        html.P(voice(d.eligibility.rule)),
        body,
        html.P(voice.items(voice(clause) for clause in clauses if clause), className="cell-sub"),
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
                [r["item_en"] if not voice.zh else r["item_zh"], *_no_standard(Yardstick.of_row(r), voice)],
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


def _no_standard(yardstick: Yardstick, voice: Voice) -> list[Any]:
    """What stands in the table of standards and is none."""
    if yardstick.kind == "standard":
        return []
    return [html.Span(voice(TEXTS.no_standard, what=yardstick.name), className="cell-sub block")]


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
