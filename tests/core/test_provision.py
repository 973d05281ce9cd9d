"""Provision measures on the small world, by hand and against a naive second implementation."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from equity.settings import Settings
from tests.conftest import World

CITY = "530100"


def value(
    indicators: Indicators, zone: str, measure: str, basis: str, service: str = "health_staff"
) -> float | None:
    return indicators.value(Query(service, measure, basis), zone).value


def test_supply_per_1000_by_hand(world: World) -> None:
    indicators = world()
    # C: 6 staff, 2,000 residents, 600 registered
    assert value(indicators, "530111", "supply_per_1000", "resident") == pytest.approx(3.0)
    assert value(indicators, "530111", "supply_per_1000", "registered") == pytest.approx(10.0)
    assert value(indicators, "530111", "supply_per_1000", GAP) == pytest.approx(7.0)
    # B is registered more than lived in: planning by the register makes it look worse, not better
    assert value(indicators, "530103", "supply_per_1000", GAP) == pytest.approx(4 / 0.7 - 8.0)


def test_coverage_against_the_city_value_by_hand(world: World) -> None:
    indicators = world()
    # q = 20 staff / 3,500 residents; C needs 11.43 on the resident basis and has 6
    assert value(indicators, "530111", "coverage", "resident") == pytest.approx(52.5)
    assert value(indicators, "530111", "coverage", "registered") == pytest.approx(100.0)
    assert value(indicators, "530111", "coverage_uncapped", "registered") == pytest.approx(175.0)
    assert value(indicators, "530111", "coverage", GAP) == pytest.approx(47.5)
    assert value(indicators, "530111", "shortfall", "resident") == pytest.approx(2000 * 20 / 3500 - 6)
    assert value(indicators, "530111", "shortfall", GAP) == pytest.approx(2000 * 20 / 3500 - 6)


def test_city_coverage_pools_so_that_surplus_does_not_travel(world: World) -> None:
    indicators = world()
    met = 1000 * 20 / 3500 + 500 * 20 / 3500 + 6
    assert value(indicators, CITY, "coverage", "resident") == pytest.approx(100 * met / 20)
    assert value(indicators, CITY, "coverage_uncapped", "resident") == pytest.approx(100.0)


def test_a_zone_with_nobody_is_not_applicable_and_never_zero(world: World) -> None:
    record = world().value(Query("health_staff", "coverage", "resident"), "530112")
    assert (record.status, record.value, record.rank) == ("not_applicable", None, None)


def test_a_missing_total_is_no_data_and_spoils_no_other_zone(world: World) -> None:
    def drop_a(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["totals"] = [r for r in rows["totals"] if r["adcode"] != "530102"]

    indicators = world(drop_a)
    query = Query("health_staff", "supply_per_1000", "resident")
    assert indicators.value(query, "530102").status == "no_data"
    assert indicators.value(query, "530111").value == pytest.approx(3.0)
    city = indicators.value(query, CITY)
    assert city.status == "no_data" and city.note_zh and city.note_en


def test_small_counts_are_suppressed(world: World) -> None:
    def nine_people(rows: dict[str, list[dict[str, Any]]]) -> None:
        for row in rows["division_population"]:
            if row["adcode"] == "530112" and row["population_group"] in {"resident", "local", "registered"}:
                row["persons"] = 9
        for row in rows["settlement_points"]:
            if row["adcode"] == "530112":
                row["local_persons"] = 9

    record = world(nine_people).value(Query("health_staff", "supply_per_1000", "resident"), "530112")
    assert (record.status, record.value, record.persons) == ("suppressed", None, None)


def test_zero_supply_is_zero_where_a_register_exists(world: World) -> None:
    record = world().value(Query("clinic", "supply_per_1000", "resident"), "530111")
    assert (record.status, record.value) == ("ok", 0.0)


def test_a_result_has_the_worst_grade_of_its_inputs(world: World) -> None:
    indicators = world()
    assert indicators.value(Query("health_staff", "coverage", "resident"), CITY).grade == "estimated"
    assert indicators.value(Query("clinic", "coverage", "resident"), CITY).grade == "illustrative"
    assert indicators.value(Query("population", "residents", "value"), CITY).grade == "observed"


def test_a_published_total_wins_over_an_illustrative_register_and_loses_to_a_real_one(world: World) -> None:
    def publish(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["totals"].append(
            {
                "adcode": "530102",
                "service": "clinic",
                "item": "capacity",
                "value": 8,
                "unit": "GP",
                "year": 2022,
                "grade": "observed",
                "source": "yearbook",
            }
        )

    def publish_and_register(rows: dict[str, list[dict[str, Any]]]) -> None:
        publish(rows)
        for row in rows["facilities"]:
            row["grade"] = "observed"

    record = world(publish).value(Query("clinic", "supply_per_1000", "resident"), "530102")
    assert (record.value, record.grade, record.supply_year) == (pytest.approx(8.0), "observed", 2022)
    assert "yearbook" in record.sources
    record = world(publish_and_register).value(Query("clinic", "supply_per_1000", "resident"), "530102")
    assert (record.value, record.grade) == (pytest.approx(2.0), "observed")


def test_estimated_register_widens_the_registered_side_only(world: World) -> None:
    def uncertain(rows: dict[str, list[dict[str, Any]]]) -> None:
        for row in rows["division_population"]:
            if row["adcode"] == "530111" and row["population_group"] == "registered":
                row |= {"low": 500, "high": 750, "grade": "estimated"}

    indicators = world(uncertain)
    resident = indicators.value(Query("health_staff", "supply_per_1000", "resident"), "530111")
    registered = indicators.value(Query("health_staff", "supply_per_1000", "registered"), "530111")
    gap = indicators.value(Query("health_staff", "supply_per_1000", GAP), "530111")
    assert (resident.low, resident.high) == (None, None)
    assert (registered.low, registered.high) == (pytest.approx(8.0), pytest.approx(12.0))
    assert (gap.low, gap.high) == (pytest.approx(5.0), pytest.approx(9.0))


def test_ranks_and_their_range(world: World) -> None:
    indicators = world()
    ranks = {
        r.zone: (r.rank, r.rank_low, r.rank_high)
        for r in indicators.values(Query("health_staff", "supply_per_1000", "resident"))
    }
    assert ranks == {
        "530102": (1, 1, 1),
        "530103": (2, 2, 2),
        "530111": (3, 3, 3),
        "530112": (None, None, None),
    }


def _rows(settings: Settings, path: str) -> list[dict[str, str]]:
    with (settings.data_dir / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def naive_per_1000(settings: Settings, service: str, zone: str, basis: str) -> float:
    """Straight from the CSV files, one loop, no SQL: the second opinion."""
    supply = sum(
        float(r["value"])
        for r in _rows(settings, "services/totals.csv")
        if r["service"] == service and r["adcode"] == zone and r["item"] == "capacity" and r["year"] == "2020"
    )
    people = sum(
        float(r["persons"])
        for r in _rows(settings, "population/division_population.csv")
        if r["adcode"] == zone and r["year"] == "2020" and r["population_group"] == basis
    )
    return 1000 * supply / people


@pytest.mark.parametrize(
    "service", ["health_staff", "education_staff", "public_service_staff", "housing_space"]
)
def test_shipped_totals_agree_with_the_naive_reading(
    shipped: Indicators, shipped_settings: Settings, service: str
) -> None:
    for zone in shipped.zones("division"):
        for basis in ("resident", "registered"):
            expected = naive_per_1000(shipped_settings, service, zone.code, basis)
            assert value(shipped, zone.code, "supply_per_1000", basis, service) == pytest.approx(
                expected, rel=1e-12
            )


AGES = {"primary_school": {"age_5_9": 0.8, "age_10_14": 0.4}, "junior_school": {"age_10_14": 0.6}}


@pytest.mark.parametrize("service", list(AGES))
def test_shipped_school_coverage_agrees_with_the_naive_reading(
    shipped: Indicators, shipped_settings: Settings, service: str
) -> None:
    """Capacity by stated division over the age shares of the definition; one place per child."""
    places: dict[str, float] = {}
    for row in _rows(shipped_settings, f"services/facilities/{service}.csv"):
        places[row["adcode"]] = places.get(row["adcode"], 0.0) + float(row["capacity"])
    shares = {
        (r["adcode"], r["item"]): float(r["share"])
        for r in _rows(shipped_settings, "population/division_shares.csv")
        if r["year"] == "2020"
    }
    people = {
        (r["adcode"], r["population_group"]): float(r["persons"])
        for r in _rows(shipped_settings, "population/division_population.csv")
        if r["year"] == "2020"
    }
    met = need = 0.0
    for zone in shipped.zones("division"):
        children = (
            sum(w * shares[zone.code, item] for item, w in AGES[service].items())
            * people[zone.code, "resident"]
        )
        met, need = met + min(places[zone.code], children), need + children
        assert value(shipped, zone.code, "coverage", "resident", service) == pytest.approx(
            100 * min(1, places[zone.code] / children), rel=1e-9
        )
        assert value(shipped, zone.code, "shortfall", "resident", service) == pytest.approx(
            max(0, children - places[zone.code]), abs=1e-6
        )
    assert value(shipped, CITY, "coverage", "resident", service) == pytest.approx(100 * met / need, rel=1e-9)


def test_published_headline_figures(shipped: Indicators) -> None:
    """Health staff per 1,000 on both bases, rounded as printed in the data notes."""
    expected = {"530111": (8.7, 22.9), "530113": (10.8, 8.9), "530112": (24.3, 40.5), CITY: (12.6, 18.2)}
    for zone, (resident, registered) in expected.items():
        assert round(value(shipped, zone, "supply_per_1000", "resident") or 0, 1) == resident
        assert round(value(shipped, zone, "supply_per_1000", "registered") or 0, 1) == registered


def test_every_interval_holds_its_value(shipped: Indicators) -> None:
    for definition in shipped.registry.values():
        for measure in shipped.registry.measures_of(definition.id):
            for basis in measure.bases:
                query, notices = shipped.resolve(
                    {"service": definition.id, "measure": measure.id, "basis": basis}
                )
                assert not notices
                for record in (
                    *shipped.values(query),
                    *shipped.values(query.but(level="functional_zone")),
                    *shipped.values(query.but(level="city")),
                ):
                    assert record.ok == (record.value is not None)
                    if record.low is not None and record.high is not None and record.value is not None:
                        assert record.low - 1e-6 <= record.value <= record.high + 1e-6, record
                    assert record.value is None or math.isfinite(record.value)


def test_shipped_data_folder_is_not_touched_by_a_build(shipped_settings: Settings) -> None:
    assert Path(shipped_settings.warehouse_path).exists()
    assert not list(shipped_settings.var_dir.glob("build-*"))


def test_conditions_without_households_are_not_applicable(world: World) -> None:
    indicators = world()
    query = Query("toilet", "condition", "resident")
    assert indicators.value(query, "530112").status == "not_applicable"
    assert indicators.value(query, CITY).value == pytest.approx(90.0)


def test_the_yardstick_of_the_city_hands_on_its_grade(shipped: Indicators, world: World) -> None:
    """senior places of 东川 are published, but the city's level they are compared with is illustrative."""
    assert shipped.value(Query("senior_school", "supply_per_1000", "resident"), "530113").grade == "estimated"
    assert shipped.value(Query("senior_school", "coverage", "resident"), "530113").grade == "illustrative"
    assert shipped.value(Query("senior_school", "demand", "resident"), "530113").grade == "estimated"

    def one_condition_is_observed(rows: dict[str, list[dict[str, Any]]]) -> None:
        for row in rows["conditions"][1:]:
            row["grade"] = "estimated"

    assert (
        world(one_condition_is_observed).value(Query("toilet", "condition", "resident"), CITY).grade
        == "estimated"
    )
