"""``equity access`` on this machine and on a cluster: ``python -m benchmarks.scale [--every 10]``.

The country of `benchmarks.national`, or every n-th county of it, as Parquet: local engine, Sail on one core and on two
(Spark Connect), results compared bit for bit, and in the same run cKDTree's pairs of the same points. Every measurement is a process of its own; that of
Sail counts the server too.
"""

from __future__ import annotations

import os
import resource
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clusters import java, killing_an_executor, memory_watched, sail
from benchmarks.national import RADIUS_M, STANDARD_Q, apart, load, peak_gb, run_tree
from benchmarks.national_world import make_world
from equity.scale.local import run_locally
from equity.scale.results import TABLES as RESULTS
from equity.scale.spark import run_on_spark
from equity.settings import Settings


def main(every: int = 10, memory: str = "8GB", spark_home: Path | None = None) -> None:
    """Make the inputs, run everything one after the other, print the figures. ``spark_home``: the folder of a whole ``pyspark`` (as
    against ``pyspark-client``), for a Spark with Java beside them; one of its executors is killed in a second run."""
    console = Console(width=110)
    console.print(f"load average at the start: {load()}; {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(write_inputs, folder / "in", every)
        tree = apart(run_tree, folder / "in")
        runs = {"local": apart(run_local, folder, memory)}
        for cores in (1, 2):
            runs[f"Sail, {cores} core{'s' if cores > 1 else ''}"] = apart(run_sail, folder, memory, cores)
        if spark_home:
            runs["Spark, Java"] = apart(run_java, folder, memory, spark_home, 0)
            half = runs["Spark, Java"]["wall"] / 2
            runs["Spark, Java, executor killed"] = apart(run_java, folder, memory, spark_home, half)
        same = all(
            pd.read_parquet(folder / "local" / f"{t}.parquet").equals(pd.read_parquet(other / f"{t}.parquet"))
            for t in RESULTS
            for other in folder.glob("cluster-*")
        )
    pairs = tree["pairs"]
    table = Table(
        "engine", "wall s", "processor s", "peak GB", "processor ns per pair", "÷ cKDTree's pairs, processor"
    )
    table.add_row(
        "cKDTree, pairs only",
        f"{tree['wall']:.1f}",
        f"{tree['processor']:.1f}",
        f"{tree['peak_gb']:.1f}",
        *each(tree, tree),
    )
    for engine, found in runs.items():
        table.add_row(
            engine,
            f"{found['wall']:.1f}",
            f"{found['processor']:.1f}",
            f"{found['peak_gb']:.1f}",
            *each(found, tree),
        )
    console.print(f"{pairs:,} pairs")
    console.print(table)
    console.print(f"the same results, bit for bit: {same}; load average at the end: {load()}")


def each(found: dict[str, Any], tree: dict[str, Any]) -> tuple[str, str]:
    return f"{1e9 * found['processor'] / tree['pairs']:.0f}", f"{found['processor'] / tree['processor']:.1f}"


def rules() -> dict[str, pd.DataFrame]:
    """One service with the radius of the benchmark, one scenario: as `benchmarks.national` runs it."""
    service = {
        "service": "clinic", "kind": "facility", "demand_rule": "everyone", "standard_type": "fixed", "units_per_person": STANDARD_Q,
        "radius_m": RADIUS_M, "rural_radius_m": RADIUS_M, "detour": 1.0, "admitted": 0.9, "admitted_assumed": 0.9,
    }  # fmt: skip
    scenario = {
        "scenario": "baseline", "variant": "e2sfca", "demand_group": "resident", "radius": 1.0, "detour": 1.0, "assumed_rules": False,
    }  # fmt: skip
    return {"services": pd.DataFrame([service]), "scenarios": pd.DataFrame([scenario])}


def write_inputs(folder: Path, every: int) -> None:
    folder.mkdir()
    world = make_world(every=every)
    points = world.points.assign(rural=False)
    columns = ["point_id", "zone_code", "rural", "x", "y", "local", "non_local", "registered"]
    points[columns].to_parquet(folder / "points.parquet", index=False)
    places = world.facilities.assign(
        zone_code=world.facilities["adcode"], capacity=world.facilities["capacity"].astype(float)
    )
    columns = ["facility_id", "service", "zone_code", "x", "y", "capacity"]
    places[columns].to_parquet(folder / "facilities.parquet", index=False)
    pd.DataFrame({"zone_code": list(world.counties)}).to_parquet(folder / "zones.parquet", index=False)


def run_local(folder: Path, memory: str) -> dict[str, float]:
    wall, processor = perf_counter(), process_time()
    run_locally(folder / "in", folder / "local", rules(), Settings(memory_limit=memory))
    return {"wall": perf_counter() - wall, "processor": process_time() - processor, "peak_gb": peak_gb()}


def run_sail(folder: Path, memory: str, cores: int) -> dict[str, float]:
    """Server and workers are one process, kept to some of the cores."""
    os.sched_setaffinity(0, list(range(cores)))
    before = spent()
    with sail() as remote:
        wall = on_cluster(folder, f"sail-{cores}", memory, remote)
    peak = peak_gb() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e9
    return {"wall": wall, "processor": spent() - before, "peak_gb": peak}


def run_java(folder: Path, memory: str, home: Path, kill_after_s: float) -> dict[str, float]:
    """Master, server and two executors are processes of their own; start and end of them count as processor time, not as wall time."""
    before, name = spent(), f"java-{'killed' if kill_after_s else 'whole'}"
    with java(home) as remote, memory_watched() as peak:
        if kill_after_s:
            with killing_an_executor(kill_after_s) as killed:
                wall = on_cluster(folder, name, memory, remote)
            assert killed, "the run was over before an executor could be killed"
        else:
            wall = on_cluster(folder, name, memory, remote)
    return {"wall": wall, "processor": spent() - before, "peak_gb": peak[0]}


def on_cluster(folder: Path, name: str, memory: str, remote: str) -> float:
    started = perf_counter()
    run_on_spark(folder / "in", folder / f"cluster-{name}", rules(), Settings(memory_limit=memory), remote)
    return perf_counter() - started


def spent() -> float:
    """Processor seconds of this process and of all below it that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    typer.run(main)
