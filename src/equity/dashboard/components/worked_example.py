"""One division worked out by hand: numbers from the data, every step computed here, the result compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import prod
from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.components.markup import Markup
from equity.dashboard.components.mathml import frac, math, mn, mo, row, words
from equity.dashboard.components.words import table
from equity.dashboard.parts import grade_chip, value_text
from equity.headlines import split_sentence
from equity.indicators.records import ValueRecord
from equity.query import GAP, Basis, Query
from equity.say import MINUS, STATUSES, Label
from equity.settings import CENSUS_YEAR, CITY_CODE

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

DIVISION, SERVICE, SPLIT_SERVICE = "530111", "health_staff", "rental_housing"
FACTORS = {
    "reach": Label("可达", "Reach"),
    "adequacy": Label("容量", "Capacity"),
    "entitlement": Label("资格", "Entitlement"),
}
HEADERS = (Label("步骤", "Step"), Label("算式", "Working"), Label("看板上的数", "On the dashboard"))
SAME = Label("与看板一致", "same as on the dashboard")
ORDER = Label("换算次序", "Order of exchange")
MEAN = Label("六种次序的平均", "Mean of the six orders")
FACTOR_HEAD = (
    Label("因子", "Factor"),
    Label("本地户籍常住", "Local residents"),
    Label("外来常住", "Non-local residents"),
)
PRODUCT = Label("三者之积：有效覆盖率", "Product: effective coverage")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the example: what it finds, the working as MathML, result and the facade's record."""

    title: Label
    working: str
    result: float
    record: ValueRecord


def supply_of(indicators: Indicators, service: str, code: str) -> float | None:
    """The newest total of a service as the table has it (units of the service); None where there is none."""
    totals = indicators.library.table("totals")
    found = totals[
        (totals["service"] == service) & (totals["adcode"] == code) & (totals["item"] == "capacity")
    ].sort_values("year")
    return float(found["value"].iloc[-1]) if len(found) else None


def steps(indicators: Indicators) -> list[Step]:
    """Supply per 1,000, yardstick, coverage, gap and shortfall of one division from supply and population.

    Empty where a total or a population it needs is not there.
    """
    if not indicators.has_zone(DIVISION):
        return []

    def record(measure: str, basis: Basis, zone: str = DIVISION) -> ValueRecord:
        return indicators.value(Query(SERVICE, measure, basis), zone)

    people, city = indicators.population(DIVISION), indicators.population(CITY_CODE)
    resident, registered, everyone = (
        float(p.value or 0) for p in (people["resident"], people["registered"], city["resident"])
    )
    supply = supply_of(indicators, SERVICE, DIVISION)
    totals = [supply_of(indicators, SERVICE, z.code) for z in indicators.zones("division")]
    of_city = sum(t for t in totals if t is not None)
    if supply is None or None in totals or not (of_city and resident and registered):
        return []
    q = of_city / everyone
    by_resident, by_registered = 100 * supply / (q * resident), 100 * supply / (q * registered)
    unit = words(" %")
    return [
        Step(
            Label("每千名常住人口", "Per 1,000 residents"),
            _working(row("1000", "×", _ratio(supply, resident)), 1000 * supply / resident),
            1000 * supply / resident,
            record("supply_per_1000", "resident"),
        ),
        Step(
            Label("每千名户籍人口", "Per 1,000 registered"),
            _working(row("1000", "×", _ratio(supply, registered)), 1000 * supply / registered),
            1000 * supply / registered,
            record("supply_per_1000", "registered"),
        ),
        Step(
            Label("标准 q：全市供给 ÷ 全市常住人口", "Yardstick q: the city's supply over its residents"),
            math(_ratio(of_city, everyone), "=", mn(f"{q:.6f}"), block=False),
            1000 * q,
            record("supply_per_1000", "resident", CITY_CODE),
        ),
        Step(
            Label("覆盖率（常住，不封顶）", "Coverage, residents, uncapped"),
            math(
                frac(_n(supply), row(mn(f"{q:.6f}"), "×", _n(resident))),
                "=",
                mn(f"{by_resident:.1f}"),
                unit,
                block=False,
            ),
            by_resident,
            record("coverage_uncapped", "resident"),
        ),
        Step(
            Label("覆盖率（户籍，不封顶）", "Coverage, registered, uncapped"),
            math(
                frac(_n(supply), row(mn(f"{q:.6f}"), "×", _n(registered))),
                "=",
                mn(f"{by_registered:.1f}"),
                unit,
                block=False,
            ),
            by_registered,
            record("coverage_uncapped", "registered"),
        ),
        Step(
            Label("口径差距", "Basis gap"),
            math(
                mn(f"{by_registered:.1f}"),
                "−",
                mn(f"{by_resident:.1f}"),
                "=",
                mn(f"{by_registered - by_resident:.1f}"),
                block=False,
            ),
            by_registered - by_resident,
            record("coverage_uncapped", GAP),
        ),
        Step(
            Label("缺口数量", "Shortfall"),
            math(
                mn(f"{q:.6f}"),
                "×",
                _n(resident),
                "−",
                _n(supply),
                "=",
                _n(q * resident - supply),
                block=False,
            ),
            max(0.0, q * resident - supply),
            record("shortfall", "resident"),
        ),
    ]


def worked_example(indicators: Indicators, lang: str) -> html.Div:
    found = steps(indicators)
    if not found:
        return html.Div(html.P(STATUSES["no_data"][lang], className="muted"))
    zone, definition = indicators.zone(DIVISION), indicators.registry[SERVICE]
    title = f"{zone.name(lang)} · {definition.label[lang]} · {CENSUS_YEAR}"
    rows = []
    for step in found:
        agrees = step.record.value is not None and abs(step.record.value - step.result) < 1e-6 * max(
            1, abs(step.result)
        )
        shown: list[Any] = [html.B(value_text(step.record, lang, signed=step.record.is_gap))]
        shown += (
            [
                html.Span(
                    "✓", className="agrees", title=SAME[lang], **{"aria-label": SAME[lang], "role": "img"}
                )
            ]
            if agrees
            else []
        )
        rows.append(
            [step.title[lang], Markup(step.working, tag="span", className="working"), html.Span(shown)]
        )
    grade = indicators.value(Query(SERVICE, "supply_per_1000", "resident"), DIVISION).grade
    return html.Div(
        [
            html.H3([title, " ", grade_chip(grade, lang)], className="sub-title"),
            table([h[lang] for h in HEADERS], rows, class_name="example-table", numeric=(2,)),
        ]
    )


def shapley_orders(first: list[float], second: list[float]) -> list[tuple[tuple[int, ...], list[float]]]:
    """For each of the six orders: what the product loses as ``first`` gives way to ``second``."""
    found = []
    for order in permutations(range(3)):
        current, parts = list(first), [0.0, 0.0, 0.0]
        for k in order:
            before = prod(current)
            current[k] = second[k]
            parts[k] = before - prod(current)
        found.append((order, parts))
    return found


def split_example(indicators: Indicators, lang: str) -> html.Div:
    """The gap in effective coverage taken apart by hand, all six orders written out."""
    if not indicators.has_zone(DIVISION):
        return html.Div(html.P(STATUSES["no_data"][lang], className="muted"))
    zone, definition = indicators.zone(DIVISION), indicators.registry[SPLIT_SERVICE]
    sides = {
        g: [indicators.value(Query(SPLIT_SERVICE, f, g), DIVISION) for f in FACTORS]
        for g in ("local", "non_local")
    }
    split = indicators.split(SPLIT_SERVICE, DIVISION)
    head = html.H3(
        [f"{zone.name(lang)} · {definition.label[lang]} ", grade_chip(split.grade, lang)],
        className="sub-title",
    )
    if split.status != "ok" or any(r.value is None for side in sides.values() for r in side):
        return html.Div([head, html.P(split_sentence(indicators, SPLIT_SERVICE, DIVISION, lang))])
    local, other = ([float(r.value or 0) / 100 for r in sides[g]] for g in ("local", "non_local"))
    names = [label[lang] for label in FACTORS.values()]
    factors = [[names[i], *[value_text(sides[g][i], lang) for g in sides]] for i in range(3)]
    factors.append([html.B(PRODUCT[lang]), *[html.B(f"{100 * prod(x):.1f}%") for x in (local, other)]])
    orders = shapley_orders(local, other)
    rows = [
        [" → ".join(names[k] for k in order), *[_points(100 * p) for p in parts], _points(100 * sum(parts))]
        for order, parts in orders
    ]
    mean = [sum(parts[k] for _, parts in orders) / len(orders) for k in range(3)]
    rows.append(
        [html.B(MEAN[lang]), *[html.B(_points(100 * m)) for m in mean], html.B(_points(100 * sum(mean)))]
    )
    gap = Label("差距", "Gap")
    return html.Div(
        [
            head,
            html.Div(
                [
                    table(
                        [h[lang] for h in FACTOR_HEAD],
                        factors,
                        numeric=(1, 2),
                        class_name="factor-table",
                        cards=False,
                    ),
                    table(
                        [ORDER[lang], *names, gap[lang]],
                        rows,
                        numeric=(1, 2, 3, 4),
                        class_name="order-table",
                        cards=False,
                    ),
                ],
                className="split-example",
            ),
            html.P(split_sentence(indicators, SPLIT_SERVICE, DIVISION, lang), className="note"),
        ]
    )


def _points(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if value >= 0 or text == "0.0" else MINUS + text


def _n(value: float) -> str:
    return mn(f"{value:,.0f}")


def _ratio(over: float, under: float) -> str:
    return frac(_n(over), _n(under))


def _working(left: str, result: float) -> str:
    return math(left, mo("="), mn(f"{result:.1f}"), block=False)
