"""One division worked out by hand: numbers from the data, every step computed here, the result compared."""

from dataclasses import dataclass
from itertools import permutations
from math import prod
from typing import Any

from dash import html

from equity.components.formula import math
from equity.components.parts import Markup, grade_chip
from equity.components.words import table
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.query import Query
from equity.say import MINUS, STATUSES, Label, Voice, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.split import split_sentence
from equity.views.view import View

SPLIT_SERVICE = "rental_housing"
TEXTS = texts_of(__name__)
FACTORS = TEXTS["factors"]
HEADERS = TEXTS.several("headers")
FACTOR_HEAD = TEXTS.several("factor_head")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the example: what it finds, the working as MathML, result and the facade's record."""

    title: Label
    working: str
    result: float
    record: ValueRecord


def steps(indicators: Indicators) -> list[Step]:
    """Register coverage of one division and the persons beyond its register, from the two populations.

    Empty where one of them is not there.
    """
    division = indicators.city.example_division
    if not indicators.has_zone(division):
        return []
    people = indicators.population(division)
    resident, registered = (people[group].value for group in ("resident", "registered"))
    if not resident or registered is None:
        return []

    def record(measure: str) -> ValueRecord:
        return indicators.value(Query("population", measure, "value"), division)

    share = 100 * registered / resident
    return [
        Step(
            Label("户籍人口 ÷ 常住人口，至多 100%", "Registered over resident people, at most 100 %"),
            math(rf"\frac{{{_n(registered)}}}{{{_n(resident)}}} = {share:.1f}\,\%", block=False),
            min(100.0, share),
            record("register_coverage"),
        ),
        Step(
            Label("常住人口 − 户籍人口", "Resident less registered people"),
            math(f"{_n(resident)} - {_n(registered)} = {_n(resident - registered)}", block=False),
            max(0.0, resident - registered),
            record("beyond_register"),
        ),
    ]


def worked_example(indicators: Indicators, voice: Voice) -> html.Div:
    division = indicators.city.example_division
    found = steps(indicators)
    if not found:
        return html.Div(html.P(voice(STATUSES["no_data"]), className="muted"))
    measure = indicators.registry.measures["register_coverage"]
    title = f"{indicators.zone(division).name(voice.lang)} · {voice(measure.label)} · {CENSUS_YEAR}"
    rows = []
    for step in found:
        agrees = step.record.value is not None and abs(step.record.value - step.result) < 1e-6 * max(
            1, abs(step.result)
        )
        shown: list[Any] = [html.B(voice.record(step.record))]
        shown += (
            [
                html.Span(
                    "✓",
                    className="agrees",
                    title=voice(TEXTS.same),
                    **{"aria-label": voice(TEXTS.same), "role": "img"},
                )
            ]
            if agrees
            else []
        )
        rows.append(
            [voice(step.title), Markup(step.working, tag="span", className="working"), html.Span(shown)]
        )
    grade = found[0].record.grade
    return html.Div(
        [
            html.H3([title, " ", grade_chip(grade, voice)], className="sub-title"),
            table([voice(h) for h in HEADERS], rows, class_name="example-table", numeric=(2,)),
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


def split_example(indicators: Indicators, voice: Voice) -> html.Div:
    """The gap in effective coverage taken apart by hand, all six orders written out."""
    division = indicators.city.example_division
    if not indicators.has_zone(division):
        return html.Div(html.P(voice(STATUSES["no_data"]), className="muted"))
    zone, definition = indicators.zone(division), indicators.registry[SPLIT_SERVICE]
    sides = {
        g: [indicators.value(Query(SPLIT_SERVICE, f, g), division) for f in FACTORS]
        for g in ("local", "non_local")
    }
    split = indicators.split(SPLIT_SERVICE, division)
    head = html.H3(
        [f"{zone.name(voice.lang)} · {voice(definition.label)} ", grade_chip(split.grade, voice)],
        className="sub-title",
    )
    if split.status != "ok" or any(r.value is None for side in sides.values() for r in side):
        return html.Div(
            [
                head,
                html.P(split_sentence(View(indicators, voice).at(division), SPLIT_SERVICE).text),
            ]
        )
    local, other = ([float(r.value or 0) / 100 for r in sides[g]] for g in ("local", "non_local"))
    names = [voice(label) for label in FACTORS.values()]
    factors = [[names[i], *[voice.record(sides[g][i]) for g in sides]] for i in range(3)]
    factors.append([html.B(voice(TEXTS.product)), *[html.B(f"{100 * prod(x):.1f}%") for x in (local, other)]])
    orders = shapley_orders(local, other)
    rows = [
        [" → ".join(names[k] for k in order), *[_points(100 * p) for p in parts], _points(100 * sum(parts))]
        for order, parts in orders
    ]
    mean = [sum(parts[k] for _, parts in orders) / len(orders) for k in range(3)]
    rows.append(
        [
            html.B(voice(TEXTS.mean)),
            *[html.B(_points(100 * m)) for m in mean],
            html.B(_points(100 * sum(mean))),
        ]
    )
    gap = Label("差距", "Gap")
    return html.Div(
        [
            head,
            html.Div(
                [
                    table(
                        [voice(h) for h in FACTOR_HEAD],
                        factors,
                        numeric=(1, 2),
                        class_name="factor-table",
                        cards=False,
                    ),
                    table(
                        [voice(TEXTS.order), *names, voice(gap)],
                        rows,
                        numeric=(1, 2, 3, 4),
                        class_name="order-table",
                        cards=False,
                    ),
                ],
                className="split-example",
            ),
            html.P(
                split_sentence(View(indicators, voice).at(division), SPLIT_SERVICE).text,
                className="note",
            ),
        ]
    )


def _points(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if value >= 0 or text == "0.0" else MINUS + text


def _n(value: float) -> str:
    """A number with its thousands set apart by commas, as text: in a formula a comma ends a number."""
    return rf"\text{{{value:,.0f}}}"
