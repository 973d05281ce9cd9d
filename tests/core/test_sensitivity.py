"""What moves a figure: the inputs give back the record and its interval; what is left is what the record would say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from equity.query import Query
from equity.say import Voice
from equity.views.drawings import Figure
from equity.views.narrowing import narrowing_table
from equity.views.sensitivity import sensitivity_blocks
from equity.views.view import View
from tests.access.uncertain import random_uncertain, rules_known
from tests.world import CITY_CODE

ASKED = [
    Query("population", "register_coverage", "value"),
    Query("population", "beyond_register", "value"),
    Query("population", "registered_ratio", "value", 2023),
    Query("population", "children_primary", "value", 2026),
    Query("population", "children_senior", "value", 2030),
    Query("health_staff", "supply_rate", "resident"),
]


ASKED_OF_REGISTERS = [
    Query(service, measure, basis)  # type: ignore[arg-type]
    for service, measure, basis in (
        ("clinic", "coverage", "registered"),
        ("clinic", "coverage", "gap"),
        ("clinic", "coverage_uncapped", "registered"),
        ("clinic", "shortfall", "registered"),
        ("health_staff", "percent_of_average", "resident"),
        ("rental_housing", "supply_rate", "resident"),
        ("clinic", "reach", "non_local"),
        ("clinic", "adequacy", "local"),
        ("clinic", "entitlement", "non_local"),
        ("rental_housing", "effective", "non_local"),
        ("rental_housing", "effective", "gap"),
        ("rental_housing", "parity", "value"),
    )
]


def test_access_pooled_figures_and_gaps_are_taken_apart(world) -> None:
    """Registers are loaded: the inputs give back every record and its interval, of divisions, zones and the city."""
    indicators = world(random_uncertain(1).change(), rules_known())
    told = dict.fromkeys([(q.measure, q.basis) for q in ASKED_OF_REGISTERS], 0)
    seen = set()
    for query in ASKED_OF_REGISTERS:
        for zone in indicators.zones():
            record, found = indicators.value(query, zone.code), indicators.sensitivity(query, zone.code)
            assert (found is None) == (record.value is None)
            if found is None or not found.swings:
                continue
            assert found.value == pytest.approx(record.value)
            assert (found.low, found.high) == (pytest.approx(record.low), pytest.approx(record.high))
            assert sum(s.share for s in found.swings) == pytest.approx(1)
            assert all(found.low - 1e-9 <= s.left[0] <= s.left[1] <= found.high + 1e-9 for s in found.swings)
            assert all(s.directed or s.at_low <= s.at_high for s in found.swings)
            told[query.measure, query.basis] += 1
            seen |= {s.input for s in found.swings}
    assert all(told.values()), told
    assert {"supply", "demand", "people", "rule"} <= seen


def test_what_is_left_is_what_a_world_with_that_register_says(world) -> None:
    """The same world with the supply of every division exact: the interval that is left."""
    made = random_uncertain(2)
    exact = replace(
        made, inputs={c: replace(i, staff_ends=(i.staff, i.staff)) for c, i in made.inputs.items()}
    )
    query = Query("health_staff", "percent_of_average", "resident")
    # residents are exact here, so with the supply nothing is left
    asked = [Query("health_staff", "supply_rate", "resident"), query]
    now = world(made.change(), rules_known())
    left = {(q, z.code): now.sensitivity(q, z.code) for q in asked for z in now.zones()}
    then = world(exact.change(), rules_known())
    for (q, zone), found in left.items():
        if found is None or not found.swings:
            continue
        record = then.value(q, zone)
        ends = (record.low, record.high) if record.low is not None else (record.value, record.value)
        free = {s.input: s.left for s in found.swings}
        if q is query:
            assert set(free) <= {"supply"} and record.low is None
        else:
            assert free["supply"] == pytest.approx(ends)


def test_children_of_one_group_have_the_ratio_among_their_inputs(shipped) -> None:
    query = Query("population", "children_junior", "non_local", 2028)
    record, found = shipped.value(query, "530111"), shipped.sensitivity(query, "530111")
    assert (found.low, found.high) == (pytest.approx(record.low), pytest.approx(record.high))
    assert "group_ratio" in {s.input for s in found.swings}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_missing_dataset_is_told_with_what_it_would_narrow(shipped, lang) -> None:
    table = narrowing_table(View(shipped, Voice(lang)))
    rows = [(row[0].text, row[1].text) for row in table.rows]
    assert ("公安户籍年报" if lang == "zh" else "The police register") in rows[0][0]
    assert len(rows) == len(set(rows)) and len({dataset for dataset, _ in rows}) > 8
    first = table.rows[0]
    query = Query("population", "register_coverage", "value")
    wide = [
        r.high - r.low
        for z in shipped.zones("division")
        if (r := shipped.value(query, z.code)).low is not None
    ]
    assert first[2].value == len(wide) and first[3].value == pytest.approx(sum(wide) / len(wide))
    assert (first[4].value, first[5].value) == (0, 100), "the register leaves nothing of it open"
    assert all(0 <= c.value <= 100 for c in table.cells("narrower") if c.value is not None)
    without = [row for row in table.rows if row[3].value is None]
    assert len(without) == len(shipped.registry.of_kind("facility")), "no register of theirs is real"


@pytest.mark.parametrize("query", ASKED, ids=lambda q: q.measure)
def test_the_inputs_give_back_the_record(shipped, query) -> None:
    told = 0
    for zone in shipped.zones():
        record, found = shipped.value(query, zone.code), shipped.sensitivity(query, zone.code)
        if found is None:
            continue
        assert found.value == pytest.approx(record.value)
        if found.swings and record.low is not None:
            assert (found.low, found.high) == (pytest.approx(record.low), pytest.approx(record.high))
            assert sum(s.share for s in found.swings) == pytest.approx(1)
            told += 1
    assert told >= 9


def test_what_would_be_left_if_an_input_were_known(shipped) -> None:
    (only,) = shipped.sensitivity(ASKED[0], "530114").swings
    assert (only.input, only.share, only.left[0]) == ("registered", 1, only.left[1])
    for swing in shipped.sensitivity(ASKED[4], CITY_CODE).swings:
        low, high = shipped.value(ASKED[4], CITY_CODE).low, shipped.value(ASKED[4], CITY_CODE).high
        assert low <= swing.left[0] <= swing.left[1] <= high and swing.left != (low, high)


def test_placeholders_and_changes_have_none(shipped) -> None:
    assert shipped.sensitivity(Query("clinic", "coverage", "resident"), "530111") is None
    assert shipped.sensitivity(Query("clinic", "effective", "local"), "530111") is None
    assert shipped.sensitivity(Query("population", "residents", "value", 2023, since=2020), "530111") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_name_the_register(shipped, lang) -> None:
    said, drawn, table = sensitivity_blocks(View(shipped, Voice(lang), ASKED[0]).at("530114"))
    assert ("公安户籍年报" if lang == "zh" else "the police register") in said.text and "41.0" in said.text
    assert isinstance(drawn, Figure) and drawn.chart is not None and drawn.chart.kind == "tornado"
    down, up = (s.values[0] for s in drawn.chart.series)
    assert down < 0 < up
    assert [c.text for c in table.cells("share")] == ["100%"]
    assert (
        sensitivity_blocks(View(shipped, Voice(lang), Query("clinic", "coverage", "resident")).at("530111"))
        == ()
    )
