"""Intervals of results: every draw of the inputs within theirs falls inside, exact inputs give none, small worlds by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import registry
from equity.query import GAP, Query
from tests.access import uncertain
from tests.access.uncertain import Draw, Key, Uncertain, random_uncertain
from tests.access.worlds import Engine, Facility, Point, Run
from tests.access.worlds import World as Access
from tests.conftest import World
from tests.world import CITY_CODE, facility


def said(indicators: Indicators, key: Key) -> tuple[float, float, float] | None:
    """Value, low and high of what the product says, as a fraction; low = value = high without an interval."""
    service, measure, basis, scenario, zone = key
    if measure.startswith("part_"):
        split, part = indicators.split(service, zone, scenario), measure.removeprefix("part_")
        value = getattr(split, part)
        if value is None:
            return None
        low, high = split.intervals.get(part, (value, value))
        return value / 100, low / 100, high / 100
    record = indicators.value(Query(service, measure, basis, 2020, "division", scenario), zone)
    if record.value is None:
        return None
    scale = indicators.registry.measures[measure].scale
    ends = (record.value, *((record.low, record.high) if record.low is not None else (record.value,) * 2))
    value, low, high = (float(end or 0.0) / scale for end in ends)
    return value, low, high


def assert_inside(indicators: Indicators, found: dict[Key, float], seen: dict[Key, Any]) -> None:
    for key, value in found.items():
        if key not in seen:
            seen[key] = said(indicators, key)
        if seen[key] is None:
            continue
        _, low, high = seen[key]
        slack = 1e-8 * max(1.0, abs(value))
        assert low - slack <= value <= high + slack, (key, value, seen[key])


@pytest.mark.parametrize("seed", range(3))
def test_every_draw_of_the_inputs_lies_inside_every_interval(world: World, seed: int) -> None:
    """And where a record has no interval no draw changes it: assert_inside then compares with the value itself."""
    rng, made = random.Random(seed), random_uncertain(seed)
    indicators, seen = world(made.change(), uncertain.rules_known() if seed else None), {}
    central = uncertain.results(made, made.central(), _rules(indicators))
    for key, value in central.items():
        mine = said(indicators, key)
        if mine is not None:
            assert value == pytest.approx(mine[0], rel=1e-7, abs=1e-8), key
    for drawn in made.draws(rng, 24):
        rules = uncertain.rules_drawn(rng, indicators.registry)
        assert_inside(indicators, uncertain.results(made, drawn, rules), seen)
    known = [ends for ends in seen.values() if ends is not None]
    assert len(known) > 1000
    assert sum(low < high for _, low, high in known) > 0.4 * len(known)
    assert sum(low == high for _, low, high in known) > 50


def test_composites_hold_every_draw(world: World) -> None:
    made = random_uncertain(4)
    indicators, rng = world(made.change(), uncertain.rules_known()), random.Random(4)
    query = Query("composite", "composite_parity", "value")
    records = {zone: indicators.value(query, zone) for zone in uncertain.ZONES}
    known = {zone: r for zone, r in records.items() if r.ok}
    assert len(known) >= 5
    for drawn in made.draws(rng, 12):
        found = uncertain.results(made, drawn, uncertain.rules_drawn(rng, indicators.registry))
        for zone, record in known.items():
            assert record.low is not None and record.high is not None
            assert record.low - 1e-9 <= _composite(indicators, found, zone) <= record.high + 1e-9


def test_the_ends_are_reached_where_only_one_thing_is_uncertain(world: World) -> None:
    """With nothing but the registered populations uncertain, all of them at one end give the ends of the planned results."""
    made = random_uncertain(5, populations_only=True)
    indicators, rules = world(made.change()), _rules(world(made.change()))
    ends = [
        uncertain.results(made, {c: _registered(made, c, end) for c in made.inputs}, rules) for end in (0, 1)
    ]
    wide = 0
    for service in uncertain.SERVICES:
        for zone in uncertain.ZONES:
            key = (service, "adequacy", "local", "as_planned", zone)
            mine = said(indicators, key)
            demand = indicators.registry[service].demand
            if mine is None or demand.ages or (zone not in uncertain.CODES and demand.rule != "everyone"):  # type: ignore[union-attr]
                continue  # how the groups share the demand weighs the divisions of a zone
            assert (ends[1][key], ends[0][key]) == pytest.approx(mine[1:], rel=1e-8, abs=1e-8)
            wide += mine[2] - mine[1] > 0.01
    assert wide > 10


def test_what_does_not_depend_on_an_estimate_has_no_interval(world: World) -> None:
    made = random_uncertain(5, populations_only=True)
    indicators = world(made.change())
    for service in uncertain.SERVICES:
        demand = indicators.registry[service].demand
        for zone in uncertain.ZONES:
            for side in ("local", "non_local"):
                # the register enters the demand as planned, but not who is reached; within a division the groups' demand does not
                if zone in uncertain.CODES or demand.rule == "everyone":  # type: ignore[union-attr]
                    assert _ends(indicators, service, "reach", side, zone, "as_planned") == (None, None)
                if demand.rule == "everyone":  # type: ignore[union-attr]
                    # demand as lived: nobody's register enters, and both groups need it alike
                    assert _ends(indicators, service, "adequacy", side, zone) == (None, None)
                    assert _ends(indicators, service, "effective", side, zone) == (None, None)
                    assert indicators.split(service, zone).intervals == {}
    known = world(made.change(), uncertain.rules_known()).split("clinic", CITY_CODE)
    assert {"non_local", "gap", "within", "entitlement"} <= set(known.intervals)
    assert not {"local", "residence"} & set(known.intervals)


def test_how_the_groups_share_the_demand_moves_capacity(run: Engine) -> None:
    """100 local children at the door of a school with 50 places, 100 others at one with 200; one of them for each ten."""
    made = Access(
        [Point("l", 0, 0, 100, 0), Point("n", 20_000, 0, 0, 100)],
        [Facility("fl", 0, 0, 50), Facility("fn", 20_000, 0, 200)],
        [Run(q=1)],
        ratio={"A": (1.0, 0.5, 1.5)},
    )
    results = run(made)
    local, non_local = results.zone("A"), results.zone("A", "non_local")
    # half as often: 150 local children and 50 others; half as often again: 50 and 150
    assert (local.persons, local.persons_low, local.persons_high) == pytest.approx((100, 50, 150))
    assert (local.served, local.served_low, local.served_high) == pytest.approx((50, 100 / 3, 100))
    assert (non_local.persons_low, non_local.persons_high, non_local.served_low) == pytest.approx(
        (50, 150, 100)
    )


def test_reach_of_a_division_is_a_share_that_its_total_does_not_change(world: World) -> None:
    made = random_uncertain(2)
    indicators = world(made.change())
    for service in uncertain.SERVICES:
        for zone, members in uncertain.ZONES.items():
            record = indicators.value(Query(service, "reach", "non_local"), zone)
            if len(members) == 1:
                assert record.low is None
            assert record.low is None or record.low < record.high  # type: ignore[operator]


def observed(rows: dict[str, list[dict[str, Any]]]) -> None:
    for row in (*rows["facilities"], *rows["settlement_points"]):
        row["grade"] = "observed"


def test_exact_inputs_give_no_interval_but_that_of_the_rule(world: World) -> None:
    indicators = world(observed, uncertain.rules_known())
    for record in _all(indicators, ("reach", "adequacy", "coverage", "shortfall", "coverage_uncapped")):
        assert (record.low, record.high) == (None, None), record
    record = indicators.value(Query("clinic", "effective", "non_local"), "530102")
    assert (record.low, record.high) == (pytest.approx(90), pytest.approx(100))


def test_planned_adequacy_by_hand(world: World) -> None:
    """A: GPs for 600 people at the door of 800 registered people (700 to 1,000)."""

    each = registry()["clinic"].standard.units_per_person  # type: ignore[union-attr]

    def change(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["facilities"] = [facility("c1", "clinic", 500, 500, 600 * each)]
        for code in ("530103", "530111"):  # registers without a place
            rows["facilities"].append(facility(f"c-{code}", "clinic", 0, 0, 0, code, lon="", lat=""))
        observed(rows)
        for row in rows["division_population"]:
            if row["adcode"] == "530102" and row["population_group"] in {"registered", "absent"}:
                here = row["population_group"] == "registered"
                row |= {"low": 700 if here else 100, "high": 1000 if here else 400, "grade": "estimated"}

    indicators = world(change, uncertain.rules_known())
    query = Query("clinic", "adequacy", "local", scenario="as_planned")
    found = indicators.value(query, "530102")
    assert (found.value, found.low, found.high) == pytest.approx((75, 60, 100 * 600 / 700))
    effective = indicators.value(query.but(measure="effective", basis="non_local"), "530102")
    assert (effective.value, effective.low) == pytest.approx((75 * 0.97, 60 * 0.9))
    assert effective.high == pytest.approx(100 * 600 / 700)
    parity = indicators.value(query.but(measure="parity", basis="value"), "530102")
    assert (parity.value, parity.low) == pytest.approx((0.97, 0.9 * 0.6 / (600 / 700)))
    # city: 600 of 1,600 local residents are reached, by A's clinic
    city = indicators.value(query.but(measure="effective"), CITY_CODE)
    assert (city.value, city.low) == pytest.approx((75 * 600 / 1600, 60 * 600 / 1600))
    # as lived, 1,000 residents: nothing estimated in it
    assert indicators.value(query.but(scenario="baseline"), "530102").low is None


def test_renting_households_bring_the_interval_of_their_sample(world: World) -> None:
    def change(rows: dict[str, list[dict[str, Any]]], value: float = 0.2) -> None:
        rows["facilities"].append(facility("r1", "rental_housing", 500, 500, 30))
        observed(rows)
        rows["conditions"] += [
            {
                "adcode": row["adcode"],
                "year": 2020,
                "item": "renting_share",
                "value": value,
                "unit": "1",
                "low": 0.9 * value,
                "high": 1.1 * value,
                "grade": "estimated",
                "source": "test",
            }
            for row in rows["households"]
        ]

    query = Query("rental_housing", "demand", "resident")
    record = world(change).value(query, "530102")
    assert (record.value, record.low, record.high) == pytest.approx((100, 90, 110))
    assert record.grade == "observed", "as this world states"
    other = world(lambda rows: change(rows, 0.25)).value(query, "530102")
    assert (other.value, other.low) == (100, None), (
        "the interval of another share is not the interval of this one"
    )


def test_what_is_invented_has_no_interval(shipped: Indicators) -> None:
    for definition in shipped.registry.of_kind("facility"):
        if shipped.standing(definition.id) == "waiting":
            continue
        for zone in shipped.zones():
            assert shipped.split(definition.id, zone.code, "as_planned").intervals == {}
            for measure in ("reach", "adequacy", "effective"):
                record = shipped.value(Query(definition.id, measure, GAP, scenario="as_planned"), zone.code)
                assert (record.grade, record.low, record.high) == ("illustrative", None, None)


def test_shipped_records_with_and_without(shipped: Indicators) -> None:
    renting = shipped.value(Query("rental_housing", "demand", "resident"), "530102")
    assert renting.low is not None and renting.grade == "estimated", "a share of the 10 % sample"


def _rules(indicators: Indicators) -> uncertain.Rules:
    found: uncertain.Rules = {}
    for d in indicators.registry.of_kind("facility"):
        assert d.eligibility and d.demand
        known = d.eligibility.admitted()
        found[d.id] = known[0] if known else None, d.demand.by_group.ratio, None
    return found


def _registered(made: Uncertain, code: str, end: int) -> Draw:
    one = made.inputs[code]
    return Draw(one.local, one.registered_ends[end], one.renting, one.staff)


def _ends(
    indicators: Indicators, service: str, measure: str, basis: str, zone: str, scenario: str = "baseline"
) -> tuple[float | None, float | None]:
    record = indicators.value(Query(service, measure, basis, scenario=scenario), zone)
    return record.low, record.high


def _all(indicators: Indicators, measures: tuple[str, ...]) -> Iterable[ValueRecord]:
    for service in ("clinic",):
        for measure in indicators.registry.measures_of(service):
            if measure.id not in measures:
                continue
            for basis in measure.bases:
                for level in ("division", "functional_zone", "city"):
                    yield from indicators.values(Query(service, measure.id, basis, level=level))


def _composite(indicators: Indicators, found: dict[Key, float], zone: str) -> float:
    """Geometric mean of the services' parities, equal weights of domains."""
    domains: dict[str, list[float]] = {}
    for d in indicators.registry.of_kind("facility"):
        value = found[d.id, "parity", "value", "baseline", zone]
        domains.setdefault(d.domain, []).append(math.log(value))
    means = [sum(logs) / len(logs) for logs in domains.values()]
    return math.exp(sum(means) / len(means))


def test_an_uncertain_demand_share_moves_both_ends(run: Engine) -> None:
    """Two divisions 20 km apart, 100 people each, half a place per person in demand; A's share is 0.8 to 1.25 times itself."""
    made = Access(
        [Point("a", 0, 0), Point("b", 20_000, 0, zone="B")],
        [Facility("fa", 0, 0, 20), Facility("fb", 20_000, 0, 20, zone="B")],
        [Run(q=0.5)],
        share_between={"A": (0.8, 1.25)},
    )
    zones = {zone: run(made).zone(zone) for zone in ("A", "B")}
    ends = {zone: (r.served_low, r.served_high, r.persons_high) for zone, r in zones.items()}
    # 20 places for 125 or 80 people at 0.5 each, among the 100 people of the central figures
    assert ends == {"A": (pytest.approx(32), pytest.approx(50), 125), "B": (40, 40, 100)}
