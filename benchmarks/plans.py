"""What a change of a plan takes, and a proposal: ``python -m benchmarks.plans [--points 1000000]``.

First on the shipped data, then on a city of as many settlement points: every point of the shipped register divided into
many within 400 m, its people with it, and the facilities of the two services drawn ten times as close. Processor seconds beside wall
seconds, because a machine is rarely idle.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from equity.indicators.compute import Indicators
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.plans import (
    AddFacility,
    Change,
    ChangeCapacity,
    ChangePeople,
    CloseFacility,
    MoveFacility,
    Plan,
    Question,
    evaluate,
    suggest,
)
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.warehouse import build, open_warehouse
from equity.warehouse.access import build_access, drop_working_tables
from equity.warehouse.build import AFTER_ACCESS, BEFORE_ACCESS
from equity.warehouse.connect import connect_for_build
from equity.warehouse.loading import load_inputs, run_sql
from equity.warehouse.roads import add_road_distances

SEED, REPEATS, SPREAD_M, CLOSER = 7, 30, 400.0, 10
METRES = np.array([100_800.0, 110_900.0])  # of a degree of longitude and latitude at 25° N
FIXED, AVERAGE, FEW, MEMORY = "clinic", "senior_school", 6, "6GB"


def main(points: int = 1_000_000) -> None:
    console, table = Console(width=120), Table("what", "wall p50 / p95", "processor p50 / p95", "bar")
    with tempfile.TemporaryDirectory() as name:
        kunming = Settings(var_dir=Path(name) / "kunming")
        build(kunming, rule_tables(registry()))
        for row in measured(kunming.warehouse_path, "Kunming", "≤ 300 ms", REPEATS):
            table.add_row(*row)
        console.print(table)
        started, file = perf_counter(), Path(name) / "million.duckdb"
        make_city(file, points)
        console.print(f"a city of {points:,} points built in {perf_counter() - started:.0f} s")
        for row in measured(file, f"{points:,} points", "≤ 5 s", FEW):
            table.add_row(*row)
    console.print(table)


def measured(file: Path, name: str, bar: str, repeats: int) -> list[tuple[str, str, str, str]]:
    indicators = Indicators(open_warehouse(file, MEMORY), registry(), suppress_below=1)
    draw, rows = np.random.default_rng(SEED), []
    for service, what in ((FIXED, "a stated standard"), (AVERAGE, "the city's average as yardstick")):
        kinds = changes(indicators, service, draw)
        times = [timed(partial(run_one, kinds[n % len(kinds)], indicators)) for n in range(repeats)]
        rows.append((f"{name}: a change of a facility, {what}", *spoken(times[1:]), bar))
    grown = ChangePeople(division="530111", group="non_local", growth=0.05, source="bench")
    few = [
        timed(lambda: evaluate(Plan(name="b", changes=(grown,)), indicators))
        for _ in range(1 + (repeats == REPEATS))
    ]
    rows.append((f"{name}: people of a division, all services", *spoken(few), ""))
    if repeats == REPEATS:
        for objective in ("reach", "served", "gap", "worst"):
            asked = Question(service=FIXED, count=5, capacity=20, objective=objective)
            rows.append(
                (
                    f"{name}: five clinics, {objective}",
                    *spoken([timed(partial(suggest, asked, indicators))]),
                    "≤ 30 s",
                )
            )
    indicators.warehouse.close()
    return rows


def changes(indicators: Indicators, service: str, draw: np.random.Generator) -> list[Callable[[], Change]]:
    """One of each kind, at a random place each time."""
    facilities, points = indicators.facilities(service), indicators.warehouse.table("core_points")

    def place() -> tuple[float, float]:
        point = points.iloc[int(draw.integers(len(points)))]
        return float(point.lon), float(point.lat)

    def facility() -> str:
        return str(facilities.facility_id.iloc[int(draw.integers(len(facilities)))])

    def add(lon: float, lat: float) -> Change:
        return AddFacility(service=service, capacity=20, lon=lon, lat=lat)

    def move(lon: float, lat: float) -> Change:
        return MoveFacility(service=service, facility_id=facility(), lon=lon, lat=lat)

    return [
        lambda: add(*place()),
        lambda: ChangeCapacity(service=service, facility_id=facility(), capacity=30),
        lambda: move(*place()),
        lambda: CloseFacility(service=service, facility_id=facility()),
    ]


def run_one(make: Callable[[], Change], indicators: Indicators) -> None:
    evaluate(Plan(name="b", changes=(make(),)), indicators)


def timed(run: Callable[[], object]) -> tuple[float, float]:
    wall, processor = perf_counter(), process_time()
    run()
    return perf_counter() - wall, process_time() - processor


def spoken(times: list[tuple[float, float]]) -> tuple[str, str]:
    wall, processor = (np.array([t[n] for t in times]) for n in (0, 1))
    return (
        f"{1000 * np.median(wall):,.0f} / {1000 * np.quantile(wall, 0.95):,.0f} ms",
        f"{1000 * np.median(processor):,.0f} / {1000 * np.quantile(processor, 0.95):,.0f} ms",
    )


def make_city(file: Path, points: int) -> None:
    """The shipped data with so many settlement points, without a way through files; only the baseline scenario, and two services."""
    inputs = read_inputs(Settings().data_dir, file.with_name("none"))
    register, draw = inputs.tables["settlement_points"], np.random.default_rng(SEED)
    each = -(-points // len(register))
    dense = closer("point_id", register, each, draw)
    number = np.tile(np.arange(each), len(register))
    for column in ("local_persons", "non_local_persons", "absent_persons"):
        whole = dense[column].to_numpy(dtype=np.int64)
        dense[column] = whole // each + (number < whole % each)
    facilities = inputs.tables["facilities"]
    facilities = facilities[facilities["service"].isin([FIXED, AVERAGE])].reset_index(drop=True)
    tables = {"settlement_points": dense, "facilities": closer("facility_id", facilities, CLOSER, draw)}
    rules = rule_tables(registry())
    rules |= {"scenarios": rules["scenarios"].query("scenario == 'baseline'")}
    with closing(connect_for_build(file, Settings(memory_limit=MEMORY), file.with_name("spill"))) as con:
        load_inputs(con, replace(inputs, tables=inputs.tables | tables), rules, "bench")
        run_sql(con, BEFORE_ACCESS)
        add_road_distances(con)
        build_access(con)
        run_sql(con, AFTER_ACCESS)
        drop_working_tables(con)


def closer(id_: str, places: pd.DataFrame, each: int, draw: np.random.Generator) -> pd.DataFrame:
    """Every place as many, scattered about it."""
    many = places.loc[places.index.repeat(each)].reset_index(drop=True)
    many[id_] = many[id_] + "-" + pd.Series(np.tile(np.arange(each), len(places))).astype("str")
    scatter(many, draw)
    return many


def scatter(places: pd.DataFrame, draw: np.random.Generator) -> None:
    """Move places about."""
    metres = draw.uniform(-SPREAD_M, SPREAD_M, (len(places), 2))
    for column, shift in zip(("lon", "lat"), (metres / METRES).T, strict=True):
        places[column] = (places[column] + shift).round(6)


if __name__ == "__main__":
    typer.run(main)
