"""The methods page: formulas, and examples whose arithmetic is that of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import pytest

from equity.components.formula import formulas
from equity.components.method_tables import NOT_VERIFIED, VERIFIED
from equity.components.worked_example import FACTORS, SPLIT_SERVICE, shapley_orders, steps
from equity.indicators.compute import Indicators
from equity.measures.cohorts import LEAST, MOST
from equity.query import Query
from equity.say import Voice
from tests.web_pages.conftest import Markup, nodes, with_class, words
from tests.world import CITY

LANGS = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_formula_is_set_as_mathml_with_its_terms(lang: str, draw: Callable[..., Any]) -> None:
    page = draw("/methods", lang=lang)
    cards = {c.id: c for c in with_class(page, "formula-card")}
    for formula in (f for group in formulas().values() for f in group):
        card = cards[f"formula-{formula.id}"]
        maths = [n.html for n in nodes(card) if isinstance(n, Markup)]
        assert all("<math" in m for m in maths)
        assert len(maths) == len(formula.maths) + len(formula.terms)
        assert all(text[lang] in words(card) for _, text in formula.terms)


@pytest.mark.parametrize("lang", LANGS)
def test_the_projection_of_children_is_explained(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    """Its figures are those of code and data: the split of a band, years of births, growth, ratios; one division worked out."""
    text = words(draw("/methods", lang=lang, zone="530114"))
    assert f"{LEAST:g}" in text and f"{MOST:g}" in text
    ranges = next(f for f in formulas()["children"] if f.id == "cohorts_range")
    assert all(f"{end:g}" in " ".join(ranges.maths) for end in (LEAST, MOST))
    known = shipped.children.assumed()
    assert all(str(year) in text for year in (*known.births, known.later))
    record = shipped.value(Query("population", "children_primary", "value", 2029), "530114")
    parts = shipped.children.parts("530114", "primary", 2029)
    assert parts is not None and Voice(lang).record(record) in text and Voice(lang).interval(record) in text
    assert (parts.bands.value + parts.births.value) * parts.moves.value == pytest.approx(record.value)
    assert all(Voice(lang).number(n.value, exact=True) in text for n in (parts.bands, parts.births))


def test_the_worked_example_arrives_at_the_dashboards_numbers(shipped: Indicators) -> None:
    found = steps(shipped)
    assert [step.record.measure for step in found] == ["register_coverage", "beyond_register"]
    for step in found:
        assert step.record.value is not None
        assert step.result == pytest.approx(step.record.value, rel=1e-9), step.title.zh


@pytest.mark.parametrize("lang", LANGS)
def test_the_worked_example_shows_and_ticks_every_step(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    table = with_class(draw("/methods", lang=lang), "example-table")[0]
    for step in steps(shipped):
        assert Voice(lang).record(step.record) in words(table)
    assert len(with_class(table, "agrees")) == len(steps(shipped)) > 0


def test_the_six_orders_average_to_the_split(shipped: Indicators) -> None:
    for zone in shipped.zones("division"):
        split = shipped.split(SPLIT_SERVICE, zone.code)
        sides = [
            [shipped.value(Query(SPLIT_SERVICE, f, g), zone.code).value for f in FACTORS]
            for g in ("local", "non_local")
        ]
        if split.gap is None or any(v is None for side in sides for v in side):
            continue
        local, other = ([float(v or 0) / 100 for v in side] for side in sides)
        orders = shapley_orders(local, other)
        mean = [100 * sum(parts[k] for _, parts in orders) / 6 for k in range(3)]
        assert mean == pytest.approx(list(split.parts().values()), abs=1e-9)
        assert all(sum(parts) == pytest.approx(prod(local) - prod(other), abs=1e-12) for _, parts in orders)


@pytest.mark.parametrize("lang", LANGS)
def test_rules_standards_and_signs_come_from_registry_and_data(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/methods", lang=lang)
    text = words(page)
    for measure in shipped.registry.measures.values():
        assert measure.meaning[lang] in text
        assert measure.gap_meaning is None or measure.gap_meaning[lang] in text
    for scenario in shipped.registry.scenarios.values():
        assert scenario.label[lang] in text
    for d in shipped.registry.of_kind("facility"):
        assert d.eligibility is not None and d.eligibility.rule[lang] in text
        assert all(f.label[lang] in text for f in d.eligibility.factors)
    standards = shipped.library.standards.query("not standard_id.str.startswith('document_')")
    marks = words(with_class(page, "standard-table"))
    verified = int((standards["verified"].astype(str).str.lower() == "true").sum())
    assert marks.count(NOT_VERIFIED[lang]) == len(standards) - verified
    assert (
        marks.count(VERIFIED[lang])
        - (marks.count(NOT_VERIFIED[lang]) if VERIFIED[lang] in NOT_VERIFIED[lang] else 0)
        == verified
    )
    assert CITY.example_division in {z.code for z in shipped.zones()}
