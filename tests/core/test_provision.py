"""Provision measures on the small world, by hand, and on the shipped data against a naive second implementation."""

from __future__ import annotations

import csv
import math
import shutil
from pathlib import Path
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.store import build_warehouse, open_indicators
from equity.measures import rank_ranges
from equity.query import GAP, Query
from equity.say import Voice
from equity.settings import Settings
from equity.views.figures import key_figures
from equity.views.headline import headline
from equity.views.view import View
from tests.conftest import World

CITY = "530100"
Rows = dict[str, list[dict[str, Any]]]
Q = 0.000399  # GPs per person


def ask(
    indicators: Indicators,
    zone: str,
    measure: str,
    basis: str = "resident",
    service: str = "clinic",
    year: int = 2020,
) -> ValueRecord:
    return indicators.value(Query(service, measure, basis, year), zone)  # type: ignore[arg-type]


def value(
    indicators: Indicators, zone: str, measure: str, basis: str = "resident", service: str = "clinic"
) -> float | None:
    return ask(indicators, zone, measure, basis, service).value


def third(rows: Rows) -> None:
    """A 0.2, B 0.1, C 0.3 GPs; nobody lives in D, which has a register with nothing in it."""
    rows["facilities"] = []
    rows["totals"] += [
        total("clinic", code, n)
        for code, n in {"530102": 0.2, "530103": 0.1, "530111": 0.3, "530112": 0}.items()
    ]


def total(
    service: str, code: str, n: float, item: str = "capacity", year: int = 2020, **more: Any
) -> dict[str, Any]:
    known = {"adcode": code, "service": service, "item": item, "value": n, "unit": "1", "year": year}
    return known | {"grade": "observed", "source": "yearbook"} | more


def test_rate_by_hand(world: World) -> None:
    indicators = world()
    # C: 6 staff, 2,000 residents; per 10,000
    record = ask(indicators, "530111", "supply_rate", service="health_staff")
    assert record.value == pytest.approx(30.0)
    assert (record.unit_zh, record.unit_en) == ("人/万人", "staff per 10,000 people")
    assert ask(indicators, "530111", "supply_rate", "registered", "health_staff").status == "not_applicable"
    assert ask(indicators, "530111", "supply_rate", GAP, "health_staff").status == "not_applicable"


def test_coverage_of_a_stated_standard_by_hand(world: World) -> None:
    indicators = world(third)
    # C: 0.3 GPs; 2,000 residents ask for 0.798, 600 registered for 0.2394
    assert value(indicators, "530111", "coverage") == pytest.approx(100 * 0.3 / (Q * 2000))
    assert value(indicators, "530111", "coverage", "registered") == pytest.approx(100.0)
    assert value(indicators, "530111", "coverage_uncapped", "registered") == pytest.approx(
        100 * 0.3 / (Q * 600)
    )
    assert value(indicators, "530111", "coverage", GAP) == pytest.approx(100 - 100 * 0.3 / (Q * 2000))
    assert value(indicators, "530111", "shortfall") == pytest.approx(Q * 2000 - 0.3)
    assert value(indicators, "530111", "shortfall", "registered") == pytest.approx(0.0)
    # B is registered more than lived in: planning by the register sees more of a shortage, not less
    assert (value(indicators, "530103", "coverage", GAP) or 0) < 0


def test_city_coverage_pools_so_that_surplus_does_not_travel(world: World) -> None:
    indicators = world(third)
    met = min(0.2, Q * 1000) + min(0.1, Q * 500) + min(0.3, Q * 2000)
    assert value(indicators, CITY, "coverage") == pytest.approx(100 * met / (Q * 3500))
    assert value(indicators, CITY, "coverage_uncapped") == pytest.approx(100 * 0.6 / (Q * 3500))
    assert value(indicators, CITY, "shortfall") == pytest.approx(Q * 3500 - met)


def test_percent_of_the_average_by_hand(world: World) -> None:
    """20 staff for 3,500 people; C has 6 for 2,000. The city itself has none, and no pooled coverage."""
    indicators = world()
    found = {
        z: ask(indicators, z, "percent_of_average", service="health_staff") for z in ("530111", "core", CITY)
    }
    assert found["530111"].value == pytest.approx(100 * (6 / 2000) / (20 / 3500))
    assert found["core"].value == pytest.approx(100 * (14 / 1500) / (20 / 3500))
    assert found[CITY].status == "not_applicable" and found[CITY].note_zh
    assert ask(indicators, CITY, "coverage", service="health_staff").status == "not_applicable"


def test_the_average_holds_the_divisions_own_figures(world: World) -> None:
    """Staff of A 10 (8 to 12), B 4, C 6; residents 1,000, 500, 2,000: A's own is in the average as well."""

    def change(rows: Rows) -> None:
        for row in rows["totals"]:
            if row["adcode"] == "530102":
                row |= {"low": 8, "high": 12}

    indicators = world(change)
    c = ask(indicators, "530111", "percent_of_average", service="health_staff")
    ends = (52.5, 100 * 6 * 3500 / 22 / 2000, 100 * 6 * 3500 / 18 / 2000)
    assert (c.value, c.low, c.high) == pytest.approx(ends)
    # 8 of 18 and 12 of 22, not 8 of 22 and 12 of 18
    a = ask(indicators, "530102", "percent_of_average", service="health_staff")
    assert (a.value, a.low, a.high) == pytest.approx((175, 100 * 8 / 18 * 3.5, 100 * 12 / 22 * 3.5))


def test_a_stated_interval_of_the_city_narrows_its_rate(world: World) -> None:
    def change(rows: Rows) -> None:
        for row in rows["totals"]:
            row |= {"low": 0.5 * row["value"], "high": 1.5 * row["value"]}
        rows["totals"].append(rows["totals"][0] | {"adcode": CITY, "value": 20, "low": 19, "high": 21})

    record = ask(world(change), CITY, "supply_rate", service="health_staff")
    assert (record.low, record.high) == (pytest.approx(10_000 * 19 / 3500), pytest.approx(10_000 * 21 / 3500))


@pytest.mark.parametrize("gone", ["530102", "530103", "530111"])
def test_a_division_without_a_figure_leaves_both_sides_of_the_average(world: World, gone: str) -> None:
    def drop(rows: Rows) -> None:
        rows["totals"] = [r for r in rows["totals"] if r["adcode"] != gone]

    indicators = world(drop)
    staff = {"530102": (10, 1000), "530103": (4, 500), "530111": (6, 2000)}
    left = {code: both for code, both in staff.items() if code != gone}
    average = sum(s for s, _ in left.values()) / sum(p for _, p in left.values())
    for code, (s, people) in left.items():
        record = ask(indicators, code, "percent_of_average", service="health_staff")
        assert record.value == pytest.approx(100 * s / people / average)
        assert "3 个区县" in record.note_zh and "3 of 4" in record.note_en
    assert ask(indicators, gone, "percent_of_average", service="health_staff").status == "no_data"


def test_anning_without_guandu(tmp_path: Path) -> None:
    """Fault 1 on the shipped data: 官渡's people must not stay in the yardstick when its staff are gone (108.3 %)."""
    shutil.copytree(Settings().data_dir, tmp_path / "data")
    path = tmp_path / "data/services/totals.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("530111,health_staff,", f"{CITY},health_staff,")
    path.write_text("".join(line for line in lines if not line.startswith(gone)), encoding="utf-8")
    settings = Settings(data_dir=tmp_path / "data", var_dir=tmp_path / "var")
    build_warehouse(settings)
    record = ask(open_indicators(settings), "530181", "percent_of_average", service="health_staff")
    assert record.value is not None and round(record.value, 1) == 87.8
    assert "13 个区县" in record.note_zh and "官渡" in record.note_zh


def test_a_zone_with_nobody_is_not_applicable_and_never_zero(world: World) -> None:
    record = world(third).value(Query("clinic", "coverage", "resident"), "530112")
    assert (record.status, record.value, record.rank) == ("not_applicable", None, None)


@pytest.mark.parametrize("measure", ["coverage", "coverage_uncapped", "shortfall", "supply_rate"])
@pytest.mark.parametrize("basis", ["resident", "registered"])
def test_no_register_is_no_data_and_never_zero_or_ranked(world: World, measure: str, basis: str) -> None:
    """C has no clinics in the register and no total: nothing is known of it. A stated 0 is a 0."""
    if measure == "supply_rate" and basis == "registered":
        return
    query = Query("clinic", measure, basis)  # type: ignore[arg-type]
    record = world().value(query, "530111")
    assert (record.status, record.value, record.rank) == ("no_data", None, None)

    def stated(rows: Rows) -> None:
        rows["totals"].append(total("clinic", "530111", 0))

    record = world(stated).value(query, "530111")
    zero = pytest.approx(Q * (2000 if basis == "resident" else 600)) if measure == "shortfall" else 0.0
    assert (record.status, record.value) == ("ok", zero)


def test_services_of_the_plan_without_any_data_wait_for_a_register(shipped: Indicators) -> None:
    for service in ("kindergarten", "elderly_care", "social_assistance"):
        assert shipped.registry[service].kind == "facility" and shipped.standing(service) == "waiting"
        assert shipped.facilities(service).empty
        for record in shipped.values(Query(service, "supply_rate", "resident")):
            assert (record.status, record.value, record.rank) == (
                "no_data",
                None,
                None,
            ) and "等待台账" in record.note_zh
        assert shipped.value(Query(service, "demand", "resident"), "530111").ok


def test_a_zone_stands_on_the_divisions_that_have_both_and_says_which(world: World) -> None:
    def drop_b(rows: Rows) -> None:
        third(rows)
        rows["totals"] = [r for r in rows["totals"] if r["adcode"] != "530103"]

    indicators = world(drop_b)
    city = ask(indicators, CITY, "coverage")
    assert (
        city.value == pytest.approx(100 * (0.2 + 0.3) / (Q * 3000))
        and "乙" in city.note_zh
        and "Yi" in city.note_en
    )
    assert ask(indicators, CITY, "shortfall").status == "no_data", "a total needs every division"

    def drop_c(rows: Rows) -> None:  # 2,000 of 3,500 people
        third(rows)
        rows["totals"] = [r for r in rows["totals"] if r["adcode"] != "530111"]

    assert ask(world(drop_c), CITY, "coverage").status == "no_data", "too few are left to stand for the city"


def test_small_counts_are_suppressed(world: World) -> None:
    def nine_people(rows: Rows) -> None:
        for row in rows["division_population"]:
            if row["adcode"] == "530112" and row["population_group"] in {"resident", "local", "registered"}:
                row["persons"] = 9
        for row in rows["settlement_points"]:
            if row["adcode"] == "530112":
                row["local_persons"] = 9

    record = world(nine_people).value(Query("health_staff", "supply_rate", "resident"), "530112")
    assert (record.status, record.value, record.persons) == ("suppressed", None, None)


def test_a_result_has_the_worst_grade_of_its_inputs(world: World) -> None:
    indicators = world()
    assert ask(indicators, "530111", "percent_of_average", service="health_staff").grade == "estimated"
    assert ask(indicators, "530102", "coverage").grade == "illustrative"
    assert indicators.value(Query("population", "residents", "value"), CITY).grade == "observed"


def test_a_published_total_wins_over_an_illustrative_register_and_loses_to_a_real_one(world: World) -> None:
    def publish(rows: Rows) -> None:
        rows["totals"].append(total("clinic", "530102", 8, year=2022))

    def publish_and_register(rows: Rows) -> None:
        publish(rows)
        for row in rows["facilities"]:
            row["grade"] = "observed"

    record = ask(world(publish), "530102", "supply_rate")
    assert (record.value, record.grade, record.supply_year) == (pytest.approx(80.0), "observed", 2022)
    assert "yearbook" in record.sources
    record = ask(world(publish_and_register), "530102", "supply_rate")
    assert (record.value, record.grade) == (pytest.approx(20.0), "observed")


def test_estimated_register_widens_the_registered_side_only(world: World) -> None:
    def uncertain(rows: Rows) -> None:
        third(rows)
        for row in rows["division_population"]:
            if row["adcode"] == "530111" and row["population_group"] == "registered":
                row |= {"low": 500, "high": 1000, "grade": "estimated"}

    indicators = world(uncertain)
    found = {b: ask(indicators, "530111", "coverage_uncapped", b) for b in ("resident", "registered")}
    assert (found["resident"].low, found["resident"].high) == (None, None)
    assert found["registered"].low == pytest.approx(100 * 0.3 / (Q * 1000))
    assert found["registered"].high == pytest.approx(100 * 0.3 / (Q * 500))
    gap, here = ask(indicators, "530111", "coverage", GAP), 100 * 0.3 / (Q * 2000)
    assert (gap.low, gap.high) == (pytest.approx(100 * 0.3 / (Q * 1000) - here), pytest.approx(100 - here))


@pytest.mark.parametrize("year", [2020, 2023])
def test_one_quantity_has_one_interval(shipped: Indicators, year: int) -> None:
    """The registered population as population and as demand of a service for everyone: the same record, in every zone."""
    for basis, measure in (("registered", "registered"), ("resident", "residents")):
        for zone in shipped.zones():
            known = shipped.value(Query("population", measure, "value", year), zone.code)
            demand = shipped.value(Query("clinic", "demand", basis, year), zone.code)  # type: ignore[arg-type]
            assert (demand.value, demand.low, demand.high, demand.grade) == (
                known.value,
                known.low,
                known.high,
                known.grade,
            )


@pytest.mark.parametrize("service", ["primary_school", "junior_school", "senior_school"])
@pytest.mark.parametrize("year", [2020, 2023])
def test_what_the_city_total_leaves_to_a_part_of_the_people(
    shipped: Indicators, service: str, year: int
) -> None:
    """Demand of the city by the register is tied to the published total, so narrower than the sum of the divisions' bounds."""
    query = Query(service, "demand", "registered", year)
    parts = shipped.values(query)
    city = shipped.value(query, CITY)
    summed = sum((r.high or r.value or 0) - (r.low or r.value or 0) for r in parts)
    assert city.low is not None and city.high is not None and city.high - city.low < 0.85 * summed
    assert city.value == pytest.approx(sum(r.value or 0 for r in parts))


def test_ranks_and_their_range(world: World) -> None:
    found = {
        r.zone: (r.rank, r.rank_low, r.rank_high, r.ranked_among)
        for r in world().values(Query("population", "registered_ratio", "value"))
    }
    assert found == {
        "530111": (1, 1, 1, 3),
        "530102": (2, 2, 2, 3),
        "530103": (3, 3, 3, 3),
        "530112": (None, None, None, None),
    }


def test_people_counted_where_they_live_are_neither_ranked_nor_compared(shipped: Indicators) -> None:
    """Context only: no rank, no end among the key figures, no superlative in the sentence; 95 % of worlds would range from 6 to 10."""
    for service in ("health_staff", "education_staff", "public_service_staff"):
        for measure in ("supply_rate", "percent_of_average"):
            query = Query(service, measure, "resident")
            assert {r.rank for r in shipped.values(query)} == {None}
            view = View(shipped, Voice("en"), query)
            assert not any(f.record.zone != CITY for f in key_figures(view))
            assert "context" in headline(view).text and "highest" not in headline(view).text
    rates = shipped.values(Query("health_staff", "supply_rate", "resident"))
    ends = ([getattr(r, end) for r in rates] for end in ("value", "low", "high"))
    ranges = dict(zip([r.zone for r in rates], zip(*rank_ranges(*ends), strict=True), strict=True))
    assert tuple(ranges["530111"][1:]) == (6, 10)  # overlap of intervals alone allows 5 to 13


def _rows(settings: Settings, path: str) -> list[dict[str, str]]:
    with (settings.data_dir / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("service", ["health_staff", "education_staff", "public_service_staff"])
def test_shipped_rates_agree_with_the_naive_reading(
    shipped: Indicators, shipped_settings: Settings, service: str
) -> None:
    people = {
        r["adcode"]: float(r["persons"])
        for r in _rows(shipped_settings, "population/division_population.csv")
        if r["year"] == "2020" and r["population_group"] == "resident"
    }
    staff = {
        r["adcode"]: float(r["value"])
        for r in _rows(shipped_settings, "services/totals.csv")
        if r["service"] == service
    }
    for zone in shipped.zones("division"):
        expected = 10_000 * staff[zone.code] / people[zone.code]
        assert value(shipped, zone.code, "supply_rate", service=service) == pytest.approx(expected, rel=1e-12)


# service: (years after 2020, the single years of age in 2020 by band)
COHORTS = {
    ("primary_school", 2020): {"age_5_9": 4, "age_10_14": 2},
    ("primary_school", 2022): {"age_0_4": 1, "age_5_9": 5},
    ("primary_school", 2023): {"age_0_4": 2, "age_5_9": 4},
    ("junior_school", 2020): {"age_10_14": 3},
    ("junior_school", 2022): {"age_10_14": 3},
    ("junior_school", 2023): {"age_5_9": 1, "age_10_14": 2},
    ("senior_school", 2022): {"age_10_14": 2, "age_15_19": 1},
    ("senior_school", 2023): {"age_10_14": 3},
}


@pytest.mark.parametrize("service", ["primary_school", "junior_school"])
@pytest.mark.parametrize("year", [2020, 2023])
def test_shipped_school_coverage_agrees_with_the_naive_reading(
    shipped: Indicators, shipped_settings: Settings, service: str, year: int
) -> None:
    """Capacity by stated division over the children of that year, band by band; one place per child."""
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
        if r["year"] == str(year)
    }
    met = need = 0.0
    for zone in shipped.zones("division"):
        children = (
            sum(n / 5 * shares[zone.code, item] for item, n in COHORTS[service, year].items())
            * people[zone.code, "resident"]
        )
        met, need = met + min(places[zone.code], children), need + children
        assert ask(shipped, zone.code, "coverage", "resident", service, year).value == pytest.approx(
            100 * min(1, places[zone.code] / children), rel=1e-9
        )
        assert ask(shipped, zone.code, "shortfall", "resident", service, year).value == pytest.approx(
            max(0, children - places[zone.code]), abs=1e-6
        )
    assert ask(shipped, CITY, "coverage", "resident", service, year).value == pytest.approx(
        100 * met / need, rel=1e-9
    )


@pytest.mark.parametrize(
    ("zone", "service", "year", "ratio"),
    [
        ("530124", "primary_school", 2022, 99.4),  # not "1,122 places missing"
        ("530114", "primary_school", 2023, 89.4),  # not 115.9 %
        ("530114", "junior_school", 2023, 115.5),
        ("530113", "primary_school", 2023, 98.8),
        ("530113", "junior_school", 2023, 93.4),
        (CITY, "primary_school", 2022, 104.0),  # over the children of its divisions together
    ],
)
def test_pupils_per_100_children_of_the_same_year(
    shipped: Indicators, zone: str, service: str, year: int, ratio: float
) -> None:
    record = ask(shipped, zone, "enrolment_ratio", "resident", service, year)
    assert record.value is not None and round(record.value, 1) == ratio
    assert record.low is not None and record.high is not None and record.low < record.value < record.high
    assert record.grade == "estimated" and record.unit_zh == "人/百名同龄儿童"


def test_pupils_are_no_capacity(world: World) -> None:
    """Published pupils give a ratio, and neither coverage nor a shortfall; designed places do."""

    def pupils(rows: Rows) -> None:
        rows["totals"].append(total("primary_school", "530102", 80, item="enrolled"))

    def places(rows: Rows) -> None:
        pupils(rows)
        rows["totals"].append(total("primary_school", "530102", 40))

    indicators = world(pupils)
    children = (0.8 * 0.05 + 0.4 * 0.05) * 1000
    record = ask(indicators, "530102", "enrolment_ratio", "resident", "primary_school")
    assert record.value == pytest.approx(100 * 80 / children)
    # 4 of 5 single years: 0.76 to 0.84 of the band; 2 of 5: 0.32 to 0.48
    assert (record.low, record.high) == (pytest.approx(8000 / (1.32 * 50)), pytest.approx(8000 / (1.08 * 50)))
    for measure in ("coverage", "shortfall"):
        assert ask(indicators, "530102", measure, "resident", "primary_school").status == "no_data"
    indicators = world(places)
    assert value(indicators, "530102", "coverage", "resident", "primary_school") == pytest.approx(
        100 * 40 / children
    )
    assert value(indicators, "530102", "shortfall", "resident", "primary_school") == pytest.approx(
        children - 40
    )


def test_children_not_born_at_the_census_are_not_made_up(world: World) -> None:
    def later(rows: Rows) -> None:
        rows["totals"].append(total("primary_school", "530102", 80, item="enrolled", year=2027))

    assert (
        ask(world(later), "530102", "enrolment_ratio", "resident", "primary_school", 2027).status == "no_data"
    )


def test_floor_space_is_a_housing_condition(shipped: Indicators, shipped_settings: Settings) -> None:
    record = shipped.value(Query("housing_space", "amount", "resident"), "530111")
    assert (record.value, record.unit_zh, record.decimals) == (30.97, "m²/人", 1)
    conditions = {
        r["adcode"]: float(r["value"])
        for r in _rows(shipped_settings, "services/conditions.csv")
        if r["item"] == "m2_per_person"
    }
    people = {
        r["adcode"]: int(r["family_households"]) * float(r["avg_household_size"])
        for r in _rows(shipped_settings, "population/households.csv")
    }
    mean = sum(conditions[c] * people[c] for c in conditions) / sum(people.values())
    assert shipped.value(Query("housing_space", "amount", "resident"), CITY).value == pytest.approx(mean)


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
