"""The published inequality indices of the shipped data against plain sums over the same divisions."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from math import isclose, nan
from pathlib import Path
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.indicators.inequality import LABELS, Inequality, inequality
from equity.query import Basis, Query
from equity.settings import Settings
from tests.measures import naive

QUERIES = [
    Query("health_staff", "supply_rate", "resident"),
    Query("clinic", "coverage", "registered"),
    Query("primary_school", "coverage_uncapped", "resident"),
    Query("junior_school", "effective", "non_local"),
    Query("clinic", "reach", "local"),
    Query("job_centre", "adequacy", "non_local"),
    Query("hospital", "parity", "value"),
    Query("running_water", "condition", "resident"),
]
World = Callable[..., Indicators]


def by_id(found: tuple[Inequality, ...]) -> dict[str, Inequality]:
    assert [i.id for i in found] == list(LABELS)
    return {i.id: i for i in found}


def row(path: Path, **wanted: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [r for r in csv.DictReader(file) if all(r[k] == v for k, v in wanted.items())]


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: f"{q.service}-{q.measure}-{q.basis}")
def test_every_index_is_that_of_the_records(shipped: Indicators, query: Query) -> None:
    records = shipped.values(query)
    x, w = [float(r.value or 0) for r in records], [float(r.persons or 0) for r in records]
    share = [
        float(shipped.value(Query("population", "non_local_share", "value"), r.zone).value or nan)
        for r in records
    ]
    zones = [shipped.zone(r.zone).functional_zone for r in records]
    mean = sum(a * b for a, b in zip(x, w, strict=True)) / sum(w)
    within = 0.0
    for zone in set(zones):
        gx = [a for a, z in zip(x, zones, strict=True) if z == zone]
        gw = [b for b, z in zip(w, zones, strict=True) if z == zone]
        within += sum(a * b for a, b in zip(gx, gw, strict=True)) / (mean * sum(w)) * naive.theil(gx, gw)
    found = by_id(inequality(shipped, query))
    expected = {
        "gini": naive.gini(x, w),
        "theil_t": naive.theil(x, w),
        "theil_between": naive.theil(x, w) - within,
        "theil_within": within,
        "cv": naive.variation(x, w),
        "hoover": sum(b * abs(a - mean) for a, b in zip(x, w, strict=True)) / (2 * mean * sum(w)),
        "max_min": max(x) / min(x),
        "concentration": naive.concentration(x, w, share) / mean,
    }
    assert len(records) == 14 and len(set(zones)) == 3
    for key, value in expected.items():
        assert found[key].status == "ok"
        assert found[key].value == pytest.approx(value, rel=1e-9, abs=1e-12), key
        assert found[key].grade == records[0].grade
    parts = (found["theil_between"].value or 0) + (found["theil_within"].value or 0)
    assert parts == pytest.approx(found["theil_t"].value, abs=1e-12)


def test_health_staff_straight_from_the_tables(shipped: Indicators) -> None:
    """Without the warehouse: staff per resident from the two CSV files, Gini by mean differences."""
    data = Settings().data_dir
    people = row(data / "population/division_population.csv", year="2020", population_group="resident")
    staff = {
        r["adcode"]: float(r["value"]) for r in row(data / "services/totals.csv", service="health_staff")
    }
    w = {r["adcode"]: float(r["persons"]) for r in people if r["adcode"] != "530100"}
    x = [1000 * staff[code] / w[code] for code in w]
    found = by_id(inequality(shipped, Query("health_staff", "supply_rate", "resident")))
    assert found["gini"].value == pytest.approx(naive.gini(x, list(w.values())), rel=1e-9)
    assert found["cv"].value == pytest.approx(naive.variation(x, list(w.values())), rel=1e-9)


@pytest.mark.parametrize(
    ("service", "measure", "basis"),
    [
        ("primary_school", "coverage", "resident"),
        ("primary_school", "coverage", "registered"),
        ("rental_housing", "supply_rate", "resident"),
    ],
)
def test_weights_are_those_that_make_the_city(
    shipped: Indicators, service: str, measure: str, basis: Basis
) -> None:
    """With people in demand as weights, the mean over the divisions is the city's own value."""
    for query in (Query(service, measure, basis),):
        records = shipped.values(query)
        mean = sum((r.value or 0) * (r.persons or 0) for r in records) / sum(r.persons or 0 for r in records)
        assert mean == pytest.approx(shipped.value(query, "530100").value, rel=1e-9)


def test_shares_of_the_population_are_weighted_by_their_denominator(shipped: Indicators) -> None:
    residents = {z.code: shipped.population(z.code)["resident"].value or 0 for z in shipped.zones("division")}
    records = shipped.values(Query("population", "non_local_share", "value"))
    found = by_id(inequality(shipped, Query("population", "non_local_share", "value")))
    x, w = [r.value or 0 for r in records], [residents[r.zone] for r in records]
    assert found["gini"].value == pytest.approx(naive.gini(x, w), rel=1e-9)
    assert (found["concentration"].status, found["concentration"].value) == ("not_applicable", None)


class Real:
    """The shipped world as if its placeholders were figures."""

    def __init__(self, shipped: Indicators) -> None:
        self._shipped = shipped

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shipped, name)

    def values(self, query: Query) -> tuple[Any, ...]:
        return tuple(replace(r, grade="estimated") for r in self._shipped.values(query))


def test_school_limits_are_those_of_the_standards_table(shipped: Indicators) -> None:
    for service, limit in (("primary_school", "0.50"), ("junior_school", "0.45")):
        cv = by_id(inequality(Real(shipped), Query(service, "effective", "non_local")))["cv"]
        assert cv.note is not None and cv.value is not None and cv.value < float(limit)
        assert cv.note.zh.startswith(f"未超过 {limit} 的上限（教督〔2017〕6号，未核对原文）")
        assert cv.note.en.startswith(f"Within the limit of {limit} ") and "not verified" in cv.note.en
    assert by_id(inequality(shipped, Query("clinic", "reach", "local")))["cv"].note is None


def test_notes_name_the_divisions_and_the_direction(shipped: Indicators) -> None:
    query = Query("running_water", "condition", "resident")
    found, records = by_id(inequality(shipped, query)), shipped.values(query)
    top, bottom = (pick(records, key=lambda r: r.value or 0) for pick in (max, min))
    note = found["max_min"].note
    assert note is not None
    assert note.zh.startswith("最高") and f"：{shipped.zone(top.zone).short_zh}；最低" in note.zh
    assert note.zh.endswith(f"：{shipped.zone(bottom.zone).short_zh}。")
    index = by_id(inequality(shipped, Query("health_staff", "supply_rate", "resident")))["concentration"]
    assert index.note is not None and index.value is not None
    assert index.note.en.startswith("Positive" if index.value > 0 else "Negative")


def test_nothing_is_said_of_placeholders_and_no_division_named_for_staff(shipped: Indicators) -> None:
    staff = by_id(inequality(shipped, Query("health_staff", "supply_rate", "resident")))
    assert staff["max_min"].value is not None and staff["max_min"].note is None
    for service in ("clinic", "primary_school"):
        found = by_id(inequality(shipped, Query(service, "coverage_uncapped", "resident")))
        assert found["max_min"].grade == "illustrative"
        assert [found[i].note for i in ("cv", "max_min", "concentration")] == [None, None, None]


def test_all_equal_is_said(world: World) -> None:
    def alike(rows: dict[str, list[dict[str, object]]]) -> None:
        for row, staff in zip(rows["totals"], (10, 5, 20, 0), strict=True):
            row["value"] = staff

    equal = by_id(inequality(world(alike), Query("health_staff", "supply_rate", "resident")))
    assert equal["max_min"].note is not None and equal["max_min"].note.en == "All divisions are equal."
    assert equal["gini"].value == pytest.approx(0, abs=1e-12) and equal["theil_within"].note is None


def test_every_selection_has_an_answer_without_nan(shipped: Indicators) -> None:
    for definition in shipped.registry.values():
        for measure in shipped.registry.measures_of(definition.id):
            for basis in measure.bases:
                for index in shipped.inequality(
                    Query(definition.id, measure.id, basis, definition.years[-1])
                ):
                    assert (index.value is None) == (index.status != "ok")
                    assert index.value is None or isclose(index.value, index.value)
                    assert index.status == "ok" or (
                        index.note is not None and index.note.zh and index.note.en
                    )


@pytest.mark.parametrize(
    ("query", "status", "note"),
    [
        (Query("health_staff", "shortfall", "resident"), "not_applicable", "is a total"),
        (Query("population", "residents", "value"), "not_applicable", "is a total"),
        (Query("clinic", "coverage", "gap"), "not_applicable", "either sign"),
        (Query("population", "non_local_share", "value", 2023), "no_data", "Only 0 of 14 divisions"),
    ],
)
def test_where_no_index_is_given(shipped: Indicators, query: Query, status: str, note: str) -> None:
    for index in inequality(shipped, query):
        assert (index.value, index.status) == (None, status)
        assert index.note is not None and note in index.note.en


def test_a_division_with_nobody_in_demand_changes_nothing(world: World) -> None:
    """A, B, C have 10, 8 and 3 staff per 1,000 of 1000, 500 and 2000 people; nobody lives in D."""
    found = by_id(inequality(world(), Query("health_staff", "supply_rate", "resident")))
    x, w = [10.0, 8.0, 3.0], [1000.0, 500.0, 2000.0]
    assert found["gini"].value == pytest.approx(naive.gini(x, w))
    assert found["max_min"].value == pytest.approx(10 / 3)
    assert found["gini"].note is not None and "3 of 4 divisions used" in found["gini"].note.en
    # non-local shares 40 %, 0 %, 75 %: the worse served, the more non-local
    absolute = naive.concentration(x, w, [40, 0, 75])
    assert found["concentration"].value == pytest.approx(absolute / naive_mean(x, w))


def naive_mean(x: list[float], w: list[float]) -> float:
    return sum(a * b for a, b in zip(x, w, strict=True)) / sum(w)


def test_a_division_without_a_figure_leaves_no_index(world: World) -> None:
    def drop(tables: dict[str, list[dict[str, Any]]]) -> None:
        tables["totals"] = [
            r for r in tables["totals"] if (r["adcode"], r["service"]) != ("530103", "health_staff")
        ]

    for index in inequality(world(drop), Query("health_staff", "supply_rate", "resident")):
        assert (index.value, index.status) == (None, "no_data")
        assert index.note is not None and "Only 3 of 4 divisions can be used (Yi: no data)" in index.note.en


@pytest.mark.parametrize(
    ("staff", "status"),
    [({"530103": 0}, "ok"), (dict.fromkeys(("530102", "530103", "530111"), 0), "not_applicable")],
)
def test_zero_is_a_value_unless_all_are_zero(world: World, staff: dict[str, int], status: str) -> None:
    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        for r in tables["totals"]:
            if r["service"] == "health_staff":
                r["value"] = staff.get(r["adcode"], r["value"])

    found = by_id(inequality(world(change), Query("health_staff", "supply_rate", "resident")))
    assert found["gini"].status == found["theil_t"].status == found["cv"].status == status
    assert (found["max_min"].status, found["max_min"].value) == ("not_applicable", None)


def test_a_share_of_nobody_is_not_the_lowest(world: World) -> None:
    """D has a share of households with a toilet but no residents: it is neither lowest nor counted."""

    def change(tables: dict[str, list[dict[str, Any]]]) -> None:
        for r in tables["conditions"]:
            r["value"] = {"530102": 0.9, "530103": 0.6, "530111": 0.8, "530112": 0.1}[r["adcode"]]

    found = by_id(inequality(world(change), Query("toilet", "condition", "resident")))
    assert found["max_min"].value == pytest.approx(0.9 / 0.6)
    assert found["gini"].note is not None and "3 of 4 divisions used" in found["gini"].note.en
