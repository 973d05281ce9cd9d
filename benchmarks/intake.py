"""A register of a million rows, from file to serving data: ``python -m benchmarks.intake [--rows 1000000] [--only hospital]``.

Through the product's own steps in one fresh process per register, as the command line takes them: read (in a child
process with limits), check, preview, commit. The registers are made up, with a fixed seed: ``clinic`` spread evenly over
the city (radius 1 km), ``hospital`` clustered where people live (radius 5 km: some 85 million pairs of settlement point
and facility, the hardest case there is), ``settlement_points`` with the people of each division spread over its points.
"""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from equity.checking.census_fit import apportion
from equity.checking.outcome import Examination
from equity.checking.surroundings import Surroundings
from equity.indicators.store import build_warehouse
from equity.intake import desk, staging, versions
from equity.intake.desk import Choices
from equity.intake.draft import build_draft
from equity.intake.preview import compare
from equity.reading.isolate import read_isolated
from equity.settings import CENSUS_YEAR, Settings, load

Result = TypeVar("Result")
SEED = 2020
SPREAD = 0.005  # degrees around a settlement point, some 500 m
CAPACITY = {"clinic": "全科医生", "hospital": "床位"}
REGISTERS = ("clinic", "hospital", "settlement_points")
BAR_S, BAR_GB = 60.0, 4.0


@dataclass
class Times:
    """Seconds by step, and the peak of the larger of both processes (the reader and the rest), GB."""

    rows: int = 0
    processor_s: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    peak_gb: float = 0.0

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def main(rows: int = 1_000_000, only: str = "") -> None:
    """Make each register (or ``only`` one), bring it in, print the times."""
    console, found = Console(width=110), {}
    for name in [only] if only else REGISTERS:
        with tempfile.TemporaryDirectory() as folder, fresh_process() as pool:
            found[name] = pool.submit(measure, name, rows, Path(folder)).result()
    steps = list(next(iter(found.values())).seconds)
    table = Table("", *(f"{name}: {t.rows:,} rows" for name, t in found.items()), "bar", title="seconds")
    for step in steps:
        table.add_row(step, *(f"{t.seconds[step]:.1f}" for t in found.values()))
    table.add_row("all", *(f"{t.total:.1f}" for t in found.values()), f"≤ {BAR_S:.0f}")
    table.add_row("processor", *(f"{t.processor_s:.0f}" for t in found.values()), "")
    table.add_row("peak memory, GB", *(f"{t.peak_gb:.1f}" for t in found.values()), f"≤ {BAR_GB:.0f}")
    console.print(table)
    for name, times in found.items():
        console.print(name, ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in times.stages.items()))


def fresh_process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def measure(name: str, rows: int, folder: Path) -> Times:
    """Bring one register in; runs in a process of its own, so that its peak memory is its own."""
    settings, file, times = replace(load(), var_dir=folder / "var"), folder / f"{name}.csv", Times()
    build_warehouse(settings)
    with fresh_process() as pool:
        pool.submit(write_register, file, name, rows).result()
    clock, before = Clock(times), processor_s()
    with staging.held_folder(settings) as held:
        examination = read_and_check(settings, file, held, clock)
        times.rows = examination.accepted_rows
        origin = versions.state(settings)

        def show() -> Path:
            built = build_draft(settings, examination, held, report=clock.report)
            compare(settings, examination, built)
            return built.warehouse

        prepared = clock.time("preview", show)
        clock.time(
            "commit",
            lambda: versions.commit(
                settings,
                examination,
                who="benchmark",
                file=file.name,
                origin=origin,
                prepared=prepared,
                report=clock.report,
            ),
        )
    times.processor_s = processor_s() - before
    kib = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    times.peak_gb = kib * 1024 / 1e9
    return times


def read_and_check(settings: Settings, file: Path, held: Path, clock: Clock) -> Examination:
    raw = clock.time("read", lambda: read_isolated(file, held))
    fit = (
        file.stem == "settlement_points"
    )  # points beside a border may be rejected, and their people with them
    choices = Choices(file.stem, datum="wgs84", source="benchmark", year=2024, fit_census=fit)
    around = desk.surroundings(settings)
    plan = desk.make_plan(settings, raw, choices)
    return clock.time("check", lambda: desk.check(plan, choices, around, report=clock.report))


def processor_s() -> float:
    """Of this process and the children that have ended."""
    return sum(os.times()[:4])


class Clock:
    """Seconds of each step, and of each stage within."""

    def __init__(self, times: Times) -> None:
        self._times, self._stage, self._since = times, "", perf_counter()

    def time(self, step: str, work: Callable[[], Result]) -> Result:
        started = perf_counter()
        try:
            return work()
        finally:
            self._times.seconds[step] = perf_counter() - started
            self.report("", 0, 0)

    def report(self, stage: str, done: int, total: int) -> None:
        now = perf_counter()
        if self._stage and stage != self._stage:
            stages = self._times.stages
            stages[self._stage] = stages.get(self._stage, 0.0) + now - self._since
        if stage != self._stage:
            self._stage, self._since = stage, now


def write_register(file: Path, name: str, rows: int) -> None:
    """The made-up register as an office would send it: a CSV with Chinese headers."""
    rng, around = np.random.default_rng(SEED), desk.surroundings(Settings(var_dir=Path("none")))
    lon, lat = places(rng, around, rows, clustered=name != "clinic")
    code = around.areas.locate(lon, lat)
    inside = np.flatnonzero(code != "")[:rows]
    lon, lat, code = lon[inside], lat[inside], code[inside]
    divisions = [around.gazetteer.names[c] for c in code]
    if name == "settlement_points":
        header, columns = "名称,区县,经度,纬度,本地户籍常住,外来常住", people(around, code)
    else:
        header = f"名称,区县,经度,纬度,{CAPACITY[name]},年份"
        columns = [rng.integers(1, 90, len(code)), np.full(len(code), 2024)]
    with file.open("w", encoding="utf-8") as out:
        out.write(header + "\n")
        for i, row in enumerate(zip(divisions, lon, lat, *columns, strict=True)):
            out.write(f"记录{i + 1},{row[0]},{row[1]:.6f},{row[2]:.6f},{row[3]},{row[4]}\n")


def places(
    rng: np.random.Generator, around: Surroundings, rows: int, *, clustered: bool
) -> tuple[np.ndarray, np.ndarray]:
    """More (longitude, latitude) than needed: some fall outside the city."""
    if not clustered:
        west, south, east, north = around.inputs.polygons.total_bounds
        return rng.uniform(west, east, rows * 3), rng.uniform(south, north, rows * 3)
    points = around.tables["settlement_points"]
    persons = (points["local_persons"] + points["non_local_persons"]).to_numpy(float)
    chosen = rng.choice(len(points), rows + rows // 4, p=persons / persons.sum())
    spread = rng.normal(0, SPREAD, (2, len(chosen)))
    return points["lon"].to_numpy(float)[chosen] + spread[0], points["lat"].to_numpy(float)[chosen] + spread[
        1
    ]


def people(around: Surroundings, code: np.ndarray) -> list[np.ndarray]:
    """Whole persons per point, local and non-local, that add up to the census of each division."""
    population = around.tables["division_population"]
    census = population[population["year"] == CENSUS_YEAR].set_index(["adcode", "population_group"])[
        "persons"
    ]
    columns = []
    for group in ("local", "non_local"):
        persons = np.zeros(len(code), dtype=np.int64)
        for division in np.unique(code):
            here = np.flatnonzero(code == division)
            persons[here] = apportion(np.ones(len(here)), int(census[(division, group)]))
        columns.append(persons)
    return columns


if __name__ == "__main__":
    typer.run(main)
