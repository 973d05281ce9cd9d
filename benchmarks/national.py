"""The access engine on a made-up country: ``python -m benchmarks.national [--scale 0.1] [--memory 12GB]``.

2,875 real county polygons, 3 million settlement points, 300,000 facilities, all steps through the product's
own SQL files. In the same run: scipy's cKDTree on the same points, a tenth of the country through the engine
(growth), PySAL ``access`` on the pairs of that tenth, and the whole again within 4 GB. Every measurement is a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from math import exp
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import shapely
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.national_world import make_world
from equity.settings import Settings
from equity.warehouse.access import access_steps
from equity.warehouse.connect import connect_for_build
from equity.warehouse.loading import run_sql

RADIUS_M = 4_000.0  # straight line: gives some 90 million pairs
STANDARD_Q = 0.004
TENTH = 10
KEPT = ("core_pairs", "core_catchment_points", "core_catchment_facilities", "core_catchment_scores")
STAGES = {  # of the files up to this number
    "20": "facility → county (spatial join)",
    "39": "keys",
    "44": "pairs",
    "79": "E2SFCA",
    "84": "county results",
    "94": "point results",
    "99": "county results",
}
PLACED = "20_core_facilities.sql"

Seconds = dict[str, tuple[float, float]]  # stage -> wall, processor


def main(scale: float = 1.0, memory: str = "12GB", small_memory: str = "4GB") -> None:
    """Make the country, run everything one after the other, print the figures."""
    every = round(1 / scale)
    console = Console(width=110)
    console.print(f"load average at the start: {load()}; {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        whole, tenth = Path(name) / "whole", Path(name) / "tenth"
        for folder, step in ((whole, every), (tenth, every * TENTH)):
            apart(write_world, folder, step)
        engine = apart(run_engine, whole, memory)
        tree = apart(run_tree, whole)
        squeezed = apart(run_engine, whole, small_memory)
        small = apart(run_engine, tenth, memory, True)
        small_tree = apart(run_tree, tenth)
        pysal = apart(run_pysal, tenth)
    runs = {"whole": engine, f"whole, {small_memory}": squeezed, "a tenth": small}
    console.print(engine_table(runs))
    console.print(comparison_table(engine, tree, small, small_tree, pysal))
    console.print(f"load average at the end: {load()}")


def load() -> str:
    return ", ".join(f"{x:.1f}" for x in os.getloadavg())


def apart(work: Callable[..., Any], *arguments: object) -> Any:
    """``work(*arguments)`` in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def peak_gb() -> float:
    """Peak resident memory of this process, GB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e9


def write_world(folder: Path, every: int) -> None:
    folder.mkdir()
    world = make_world(every=every)
    world.points.to_parquet(folder / "points.parquet")
    world.facilities.to_parquet(folder / "facilities.parquet")
    codes, shapes = list(world.counties), shapely.to_wkb(list(world.counties.values()))
    pd.DataFrame({"code": codes, "wkb": shapes}).to_parquet(folder / "counties.parquet")


def stage_world(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The tables that the product's SQL starts from; not timed."""
    con.execute(
        f"""
        CREATE TABLE stg_facilities AS
            SELECT *, '' AS name_zh, '' AS town_code, '' AS facility_type, 2020 AS year,
                'illustrative' AS grade, '' AS "source"
            FROM '{folder}/facilities.parquet';
        CREATE TABLE stg_division_polygons AS
            SELECT code, ST_GeomFromWKB(wkb) AS geom FROM '{folder}/counties.parquet';
        CREATE TABLE core_points AS SELECT *, false AS rural FROM '{folder}/points.parquet';
        CREATE TABLE core_zones AS SELECT code AS zone_code FROM stg_division_polygons;
        CREATE TABLE core_demand_share AS
            SELECT 'clinic' AS service, zone_code, 1.0::DOUBLE AS "share", 1.0::DOUBLE AS share_low,
                1.0::DOUBLE AS share_high FROM core_zones;
        CREATE TABLE core_access_params AS
            SELECT 'clinic' AS service, 'baseline' AS scenario, {RADIUS_M} AS radius_m, CAST(NULL AS DOUBLE) AS rural_radius_m, 1.0 AS detour,
                'e2sfca' AS variant, 'resident' AS demand_group, {STANDARD_Q} AS standard_q,
                {STANDARD_Q} AS q_low, {STANDARD_Q} AS q_high,
                1.0 AS entitlement_local, 0.9 AS entitlement_non_local;
        """  # noqa: S608 - names from above
    )


def run_engine(folder: Path, memory: str, keep: bool = False) -> dict[str, Any]:
    """Seconds per stage, rows, peak memory; with ``keep`` pairs and scores stay in ``folder`` to compare."""
    with tempfile.TemporaryDirectory(dir=folder) as spill:
        file = Path(spill) / "national.duckdb"
        con = connect_for_build(file, Settings(memory_limit=memory), Path(spill) / "spill")
        stage_world(con, folder)
        seconds: Seconds = dict.fromkeys(STAGES.values(), (0.0, 0.0))
        wall, processor = perf_counter(), process_time()

        def book(name: str) -> None:
            nonlocal wall, processor
            before, stage = (wall, processor), stage_of(name)
            wall, processor = perf_counter(), process_time()
            seconds[stage] = (seconds[stage][0] + wall - before[0], seconds[stage][1] + processor - before[1])

        run_sql(con, ("15_located.sql", PLACED))
        book(PLACED)
        for name in access_steps(con):
            book(name)
        rows = {
            name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]  # noqa: S608 - names from above
            for name in (
                "core_points",
                "core_facilities",
                "core_pairs",
                "out_access__zone_service_scenario_group",
            )
        }
        if keep:
            for name in KEPT:
                con.execute(f"COPY {name} TO '{folder}/{name}.parquet'")
        con.close()
    return {"seconds": seconds, "rows": rows, "peak_gb": peak_gb()}


def stage_of(name: str) -> str:
    if name == PLACED:
        return STAGES["20"]
    return next(stage for last, stage in STAGES.items() if last != "20" and name[:2] <= last)


def run_tree(folder: Path) -> dict[str, float]:
    """cKDTree: all pairs with distances as arrays by the faster of its two ways, the other one beside it."""
    from scipy.spatial import cKDTree

    points = pd.read_parquet(folder / "points.parquet")[["x", "y"]].to_numpy()
    facilities = pd.read_parquet(folder / "facilities.parquet")[["x", "y"]].to_numpy()
    wall, processor = perf_counter(), process_time()
    tree = cKDTree(points)
    found = tree.sparse_distance_matrix(cKDTree(facilities), RADIUS_M, output_type="ndarray")
    result = {"wall": perf_counter() - wall, "processor": process_time() - processor, "pairs": len(found)}
    del found
    wall = perf_counter()
    cKDTree(facilities).query_ball_point(points, RADIUS_M, workers=2)
    return result | {"ball_wall": perf_counter() - wall, "peak_gb": peak_gb()}


def run_pysal(folder: Path) -> dict[str, float]:
    """PySAL ``access`` on the pairs that the engine found: seconds, and the largest difference of a score."""
    from access.fca import two_stage_fca

    pairs = pd.read_parquet(folder / "core_pairs.parquet")
    points = pd.read_parquet(folder / "core_catchment_points.parquet").set_index("point_key")
    facilities = pd.read_parquet(folder / "core_catchment_facilities.parquet").set_index("facility_key")
    scores = pd.read_parquet(folder / "core_catchment_scores.parquet").set_index("point_key")["access_score"]
    demand = (points["local"] + points["non_local"]).to_frame("demand").rename_axis("geoid")
    supply = facilities[["capacity"]].rename_axis("geoid").rename(columns={"capacity": "supply"})
    edge = exp(-0.5)
    wall, processor = perf_counter(), process_time()
    theirs = two_stage_fca(
        demand,
        supply,
        pairs,
        max_cost=RADIUS_M + 1e-6,
        demand_index=True,
        supply_index=True,
        cost_origin="point_key",
        cost_dest="facility_key",
        cost_name="metres",
        weight_fn=lambda m: max(0.0, (exp(-0.5 * (m / RADIUS_M) ** 2) - edge) / (1 - edge)),
    )
    result = {"wall": perf_counter() - wall, "processor": process_time() - processor, "peak_gb": peak_gb()}
    both = pd.concat([scores, theirs], axis=1, keys=["ours", "theirs"])
    difference = (both["ours"] - both["theirs"]).abs()
    scored = both["theirs"].notna()  # 0 / 0 where a facility reaches only empty points
    return result | {
        "pairs": len(pairs),
        "difference": float(np.max(difference[scored])),
        "unscored": int((~scored & (both["ours"] != 0)).sum()),
    }


def engine_table(runs: dict[str, dict[str, Any]]) -> Table:
    table = Table("seconds: wall (processor)", *runs, title="access engine")
    for stage in dict.fromkeys(STAGES.values()):
        table.add_row(stage, *("{:.1f} ({:.1f})".format(*run["seconds"][stage]) for run in runs.values()))
    totals = [np.sum(list(run["seconds"].values()), axis=0) for run in runs.values()]
    table.add_row("all", *(f"{wall:.1f} ({processor:.1f})" for wall, processor in totals))
    table.add_row("peak memory, GB", *(f"{run['peak_gb']:.1f}" for run in runs.values()))
    for rows in next(iter(runs.values()))["rows"]:
        table.add_row(f"rows of {rows}", *(f"{run['rows'][rows]:,}" for run in runs.values()))
    return table


def comparison_table(*results: dict[str, Any]) -> Table:
    engine, tree, small, small_tree, pysal = results
    table = Table("what", "measured", "bar", title="beside other libraries, same points, same run")
    wall = sum(wall for wall, _ in engine["seconds"].values())
    table.add_row("all of it", f"{wall:.1f} s, {engine['peak_gb']:.1f} GB", "≤ 60 s, ≤ 12 GB")
    for name, ours, theirs in (("whole", engine, tree), ("a tenth", small, small_tree)):
        pairs = ours["seconds"]["pairs"]
        table.add_row(
            f"pairs / cKDTree.sparse_distance_matrix, {name}",
            f"{pairs[0]:.1f} s / {theirs['wall']:.1f} s = {pairs[0] / theirs['wall']:.2f}"
            f" (processor {pairs[1] / theirs['processor']:.2f})",
            "≤ 1.5",
        )
        table.add_row(
            f"pairs / cKDTree.query_ball_point on 2 threads, {name}",
            f"{pairs[0]:.1f} s / {theirs['ball_wall']:.1f} s = {pairs[0] / theirs['ball_wall']:.2f}",
            "",
        )
        table.add_row(
            f"same number of pairs, {name}", f"{ours['rows']['core_pairs']:,} = {theirs['pairs']:,}", "equal"
        )
    ours = small["seconds"]["E2SFCA"]
    table.add_row(
        f"PySAL access / E2SFCA, {pysal['pairs']:,} pairs",
        f"{pysal['wall']:.1f} s / {ours[0]:.2f} s = {pysal['wall'] / ours[0]:.0f}"
        f" (processor {pysal['processor'] / ours[1]:.0f})",
        "≥ 10",
    )
    table.add_row(
        "largest difference of a score", f"{pysal['difference']:.1e} ({pysal['unscored']} unscored)", "≤ 1e-9"
    )
    return table


if __name__ == "__main__":
    typer.run(main)
