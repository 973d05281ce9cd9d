"""A plan comes to exactly what a rebuild with its changes written into the data comes to, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity.indicators.compute import Indicators
from equity.indicators.registry import Registry
from equity.indicators.rules import rule_tables
from equity.plans import (
    AddFacility,
    Change,
    ChangeCapacity,
    ChangePeople,
    ChangeRule,
    CloseFacility,
    MoveFacility,
    Plan,
)
from equity.plans.alter import alter, spread, with_rule
from equity.plans.check import check_plan
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.warehouse import build, open_warehouse
from equity.warehouse.access import build_access
from equity.warehouse.build import AFTER_ACCESS, BEFORE_ACCESS
from equity.warehouse.changed import changed_warehouse
from equity.warehouse.connect import connect_for_build
from equity.warehouse.loading import load_inputs, run_sql
from equity.warehouse.roads import add_road_distances
from tests.plans.worlds import DEFINED, RADIUS, Rows, along_roads, crowded
from tests.world import CITY_CODE, CODES, lonlat, write_world

KEYS = {
    "core_facilities": ["service", "facility_id"],
    "core_supply": ["service", "division_code"],
    "core_city_supply": ["service"],
    "core_standard": ["service", "year"],
    "core_demand": ["service", "division_code", "year", "basis"],
    "core_population": ["zone_code", "year", "population_group"],
    "core_rule_share": ["service", "zone_code"],
    "out_access__zone_service_scenario_group": ["service", "zone_code", "population_group"],
    "out_access": ["service", "zone_code", "population_group"],
}
Draw = Callable[[st.SearchStrategy[Any]], Any]
SCENARIOS = ("baseline", "three_step", "distance_decay", "as_planned")


def drawn(draw: Draw, rows: Rows) -> tuple[Change, ...]:
    """Some changes that do not get into each other's way."""
    left = {s: [f for f in rows["facilities"] if f["service"] == s] for s in RADIUS}
    first = {(f["service"], f["adcode"]): f["facility_id"] for f in reversed(rows["facilities"])}
    changes: list[Change] = []
    kinds = st.sampled_from(["add", "capacity", "move", "close", "rule", "people"])
    for kind in draw(st.lists(kinds, min_size=1, max_size=5)):
        service = draw(st.sampled_from(list(RADIUS)))
        lon, lat = lonlat(draw(st.integers(20, 2980)) + 0.5, draw(st.integers(20, 980)))
        if kind in ("capacity", "move", "close"):
            row = left[service].pop(draw(st.integers(0, len(left[service]) - 1)))
            if row["facility_id"] in first.values():
                kind = "capacity"  # something stays in every division
            known = {"service": service, "facility_id": row["facility_id"]}
            if kind == "capacity":
                changes.append(ChangeCapacity(**known, capacity=draw(st.sampled_from([1, 7.5]))))
            elif kind == "move":
                changes.append(MoveFacility(**known, lon=lon, lat=lat))
            else:
                changes.append(CloseFacility(**known))
        elif kind == "add":
            capacity = draw(st.sampled_from([1, 3, 25.5]))
            changes.append(AddFacility(service=service, lon=lon, lat=lat, capacity=capacity))
        elif any(c.kind == kind for c in changes):
            continue
        elif kind == "rule":
            outside: Any = draw(st.sampled_from([None, "division", "city", "province"]))
            rule = ChangeRule(service=service, admitted=0.5, low=0.4, high=0.75, registered_outside=outside, who="office", why="test")  # fmt: skip
            changes.append(rule)
        else:
            group: Any = draw(st.sampled_from(["local", "non_local"]))
            code, growth = draw(st.sampled_from(["530102", "530111"])), draw(st.sampled_from([-0.5, 0.07, 1]))
            changes.append(ChangePeople(division=code, group=group, growth=growth, source="test"))
    return tuple(changes)


def written(rows: Rows, changes: tuple[Change, ...]) -> None:
    """The changes, written into the rows of the data files by hand."""
    for number, change in enumerate(changes, 1):
        if isinstance(change, ChangeRule):
            continue
        if isinstance(change, ChangePeople):
            write_people(rows, change)
            continue
        if isinstance(change, AddFacility):
            code = division_of(change.lon)
            rows["facilities"].append(
                {"facility_id": f"plan-{number}", "service": change.service, "name_zh": f"plan-{number}", "adcode": code,
                 "lon": change.lon, "lat": change.lat, "capacity": change.capacity, "year": 2023, "grade": "estimated", "source": "plan"}
            )  # fmt: skip
            supply(rows, change.service, code, change.capacity)
            continue
        row = next(f for f in rows["facilities"] if f["facility_id"] == change.facility_id)
        supply(rows, change.service, row["adcode"], -row["capacity"])
        if isinstance(change, CloseFacility):
            rows["facilities"].remove(row)
            continue
        if isinstance(change, ChangeCapacity):
            row["capacity"] = change.capacity
        else:
            row |= {"lon": change.lon, "lat": change.lat, "adcode": division_of(change.lon)}
        supply(rows, change.service, row["adcode"], row["capacity"])


def division_of(lon: float) -> str:
    return next(code for i, code in enumerate(CODES) if lon < lonlat((i + 1) * 1000, 500)[0])


def supply(rows: Rows, service: str, code: str, more: float) -> None:
    for total in rows["totals"]:
        if total["service"] == service and total["adcode"] in (code, CITY_CODE):
            for name in ("value", "low", "high"):
                total[name] += more


def write_people(rows: Rows, change: ChangePeople) -> None:
    column = f"{change.group}_persons"
    here = [p for p in rows["settlement_points"] if p["adcode"] == change.division]
    now = pd.Series([p[column] for p in here])
    assert change.growth is not None
    then = spread(round(now.sum() * (1 + change.growth)), now.to_numpy(float))
    for p, persons in zip(here, then, strict=True):
        p[column] = int(persons)
        p["grade"] = "estimated"
    more = int(then.sum() - now.sum())
    for row in rows["division_population"]:
        groups = (change.group, "resident", *(["registered"] if change.group == "local" else []))
        if row["adcode"] == change.division and row["population_group"] in groups:
            row["persons"] = max(0, row["persons"] + more)
            row["grade"] = "estimated"
        elif row["adcode"] == change.division:
            row["grade"] = (
                "estimated"
                if row["population_group"] in ("local", "non_local", "registered")
                else row["grade"]
            )


@pytest.fixture(scope="module", params=[crowded, along_roads], ids=["straight lines", "roads"])
def base(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Indicators, duckdb.DuckDBPyConnection, Any]]:
    """The world as it is, an empty engine in which worlds with changes are built, one after the other, and what makes the world."""
    here = Settings(**{name: tmp_path_factory.mktemp(name) for name in ("data_dir", "var_dir")})
    write_world(here.data_dir, request.param(1))
    build(here, rule_tables(DEFINED))
    indicators = Indicators(open_warehouse(here.warehouse_path), DEFINED)
    engine = connect_for_build(":memory:", here)
    yield indicators, engine, request.param(1)
    indicators.warehouse.close()
    engine.close()


@settings(max_examples=4, derandomize=True, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_plan_equals_rebuild(
    data: st.DataObject, base: tuple[Indicators, duckdb.DuckDBPyConnection, Any], tmp_path: Path
) -> None:
    changes: list[Change] = []
    indicators, engine, world = base

    def change(rows: Rows) -> None:
        world(rows)
        changes.extend(drawn(data.draw, rows))
        written(rows, tuple(changes))

    number = len(list(tmp_path.iterdir()))
    folder = tmp_path / f"world_{number}"
    folder.mkdir()
    write_world(folder, change)
    defined = DEFINED
    for each in changes:
        if isinstance(each, ChangeRule):
            defined = with_rule(defined, each)
    plan = Plan(name="test", changes=tuple(changes), scenario=data.draw(st.sampled_from(SCENARIOS)))
    altered = alter(plan, check_plan(plan, indicators))
    with (
        rebuilt(engine, folder, defined) as con,
        changed_warehouse(indicators.warehouse, altered.alteration) as changed,
    ):
        for table, keys in KEYS.items():
            expected, found = (
                tidy(frame, keys, altered.alteration)
                for frame in (con.execute(f"FROM {table}").df(), changed.table(table))
            )
            pd.testing.assert_frame_equal(
                found, expected, check_exact=True, check_dtype=False, obj=f"{table} after {changes}"
            )


@contextmanager
def rebuilt(
    engine: duckdb.DuckDBPyConnection, data: Path, defined: Registry
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a build from that folder."""
    with engine.cursor() as con:
        con.execute(f"ATTACH ':memory:' AS {data.name}; USE {data.name}")
        load_inputs(con, read_inputs(data, data / "none.json"), rule_tables(defined), "test")
        run_sql(con, BEFORE_ACCESS)
        add_road_distances(con)
        build_access(con)
        run_sql(con, AFTER_ACCESS)
        yield con
        con.execute(f"USE memory; DETACH {data.name}")


def tidy(frame: pd.DataFrame, keys: list[str], alteration: Any) -> pd.DataFrame:
    if "basis" in frame or "scenario" in frame:
        frame = frame[frame["service"].isin(alteration.services)]
    if "scenario" in frame:
        frame = frame[frame["scenario"] == alteration.scenario]
    return frame.sort_values(keys).reset_index(drop=True)
