"""What a change of a plan takes, and a proposal: ``python -m benchmarks.plans [--points 1000000]``.

First on the shipped data, then on a city of as many settlement points: every point of the shipped register divided into
many within 400 m, its people with it, and the facilities drawn ten times as close. Processor seconds beside wall seconds, because
a machine is rarely idle.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
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
from equity.warehouse import build, open_warehouse

SEED, REPEATS, SPREAD_M, CLOSER = 7, 30, 400.0, 10
METRES = np.array([100_800.0, 110_900.0])  # of a degree of longitude and latitude at 25° N
FIXED, AVERAGE = "clinic", "senior_school"


def main(points: int = 1_000_000) -> None:
    console, table = Console(width=120), Table("what", "wall p50 / p95", "processor p50", "bar")
    with tempfile.TemporaryDirectory() as name:
        kunming, million = Settings(var_dir=Path(name) / "kunming"), Path(name) / "million"
        build(kunming, rule_tables(registry()))
        for row in measured(kunming, "Kunming", "≤ 300 ms", REPEATS):
            table.add_row(*row)
        console.print(table)
        started = perf_counter()
        settings = Settings(data_dir=million / "data", var_dir=million / "var", memory_limit="8GB")
        make_city(settings, points)
        console.print(f"a city of {points:,} points built in {perf_counter() - started:.0f} s")
        for row in measured(settings, f"{points:,} points", "≤ 5 s", 8):
            table.add_row(*row)
    console.print(table)


def measured(settings: Settings, name: str, bar: str, repeats: int) -> list[tuple[str, str, str, str]]:
    indicators = Indicators(open_warehouse(settings.warehouse_path), registry(), suppress_below=1)
    draw, rows = np.random.default_rng(SEED), []
    for service, what in ((FIXED, "a stated standard"), (AVERAGE, "the city's average as yardstick")):
        kinds = changes(indicators, service, draw)
        times = [timed(partial(run_one, kinds[n % len(kinds)], indicators)) for n in range(repeats)]
        rows.append((f"{name}: a change of a facility, {what}", *spoken(times[1:]), bar))
    grown = ChangePeople(division="530111", group="non_local", growth=0.05, source="bench")
    few = [timed(lambda: evaluate(Plan(name="b", changes=(grown,)), indicators)) for _ in range(3)]
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

    def place() -> dict[str, float]:
        point = points.iloc[int(draw.integers(len(points)))]
        return {"lon": float(point.lon), "lat": float(point.lat)}

    def facility() -> str:
        return str(facilities.facility_id.iloc[int(draw.integers(len(facilities)))])

    return [
        lambda: AddFacility(service=service, capacity=20, **place()),
        lambda: ChangeCapacity(service=service, facility_id=facility(), capacity=30),
        lambda: MoveFacility(service=service, facility_id=facility(), **place()),
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
        f"{1000 * np.median(processor):,.0f} ms",
    )


def make_city(settings: Settings, points: int) -> None:
    """The shipped data with so many settlement points; only the baseline scenario is built."""
    shutil.copytree(Settings().data_dir, settings.data_dir)
    file = settings.data_dir / "population" / "settlement_points.csv"
    register, draw = pd.read_csv(file, dtype={"adcode": str, "town_code": str}), np.random.default_rng(SEED)
    each = -(-points // len(register))
    dense = register.loc[register.index.repeat(each)].reset_index(drop=True)
    number = np.tile(np.arange(each), len(register))
    dense["point_id"] = dense["point_id"].astype(str) + "-" + pd.Series(number).astype(str)
    for column in ("local_persons", "non_local_persons", "absent_persons"):
        whole = dense[column].to_numpy()
        dense[column] = whole // each + (number < whole % each)
    scatter(dense, draw)
    dense.to_csv(file, index=False)
    for path in (settings.data_dir / "services" / "facilities").glob("*.csv"):
        facilities = pd.read_csv(path, dtype={"adcode": str, "town_code": str})
        closer = facilities.loc[facilities.index.repeat(CLOSER)].reset_index(drop=True)
        closer["facility_id"] += "-" + pd.Series(np.tile(np.arange(CLOSER), len(facilities))).astype(str)
        scatter(closer, draw)
        closer.to_csv(path, index=False)
    rules = rule_tables(registry())
    build(settings, rules | {"scenarios": rules["scenarios"].query("scenario == 'baseline'")})


def scatter(places: pd.DataFrame, draw: np.random.Generator) -> None:
    """Move places about; the first of each stays where it was."""
    metres = draw.uniform(-SPREAD_M, SPREAD_M, (len(places), 2))
    for column, shift in zip(("lon", "lat"), (metres / METRES).T, strict=True):
        places[column] = (places[column] + shift).round(6)


if __name__ == "__main__":
    typer.run(main)
