"""``equity access`` on this machine and on a cluster: ``python -m benchmarks.scale [--every 10]``.

The country of `benchmarks.national`, or every n-th county of it, as Parquet: local engine, Sail on one core and on two
(Spark Connect), results compared bit for bit, and in the same run cKDTree's pairs of the same points. Every measurement is a process of its own; that of
Sail counts the server too.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.national import RADIUS_M, STANDARD_Q, apart, load, peak_gb, run_tree
from benchmarks.national_world import make_world
from equity.scale.local import run_locally
from equity.scale.results import TABLES as RESULTS
from equity.scale.spark import run_on_spark
from equity.settings import Settings

SERVER = """
import sys, time
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
server.stop()
"""


def main(every: int = 10, memory: str = "8GB") -> None:
    """Make the inputs, run everything one after the other, print the figures."""
    console = Console(width=110)
    console.print(f"load average at the start: {load()}; {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(write_inputs, folder / "in", every)
        tree = apart(run_tree, folder / "in")
        runs = {"local": apart(run_local, folder, memory)}
        for cores in (1, 2):
            runs[f"Sail, {cores} core{'s' if cores > 1 else ''}"] = apart(run_sail, folder, memory, cores)
        same = all(
            pd.read_parquet(folder / "local" / f"{t}.parquet").equals(
                pd.read_parquet(folder / f"sail{n}" / f"{t}.parquet")
            )
            for t in RESULTS
            for n in (1, 2)
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
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin and server.stdout
    port = server.stdout.readline().strip()
    wall, processor = perf_counter(), process_time()
    run_on_spark(
        folder / "in",
        folder / f"sail{cores}",
        rules(),
        Settings(memory_limit=memory),
        f"sc://127.0.0.1:{port}",
    )
    wall, processor = perf_counter() - wall, process_time() - processor
    server.stdin.close()
    for _ in range(100):
        if server.poll() is not None:
            break
        sleep(0.1)
    server.kill()
    server.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = peak_gb() + used.ru_maxrss * 1024 / 1e9
    return {"wall": wall, "processor": processor + used.ru_utime + used.ru_stime, "peak_gb": peak}


if __name__ == "__main__":
    typer.run(main)
