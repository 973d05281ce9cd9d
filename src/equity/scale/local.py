"""This machine as the engine: DuckDB holds what does not fit into memory, tiles are worked on side by side.

Every finished tile is a file of the working folder, so that a run that was stopped goes on where it was.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from equity.scale.inputs import InputFolder, load_inputs
from equity.scale.results import collect, whole_results, zone_rows
from equity.scale.service_plan import ServicePlan, count_people, plan_service, scenario_params, tile_service
from equity.scale.tiling import Pass, Tiling, members, ratios_of
from equity.settings import Settings
from equity.warehouse.connect import Connection, connect_for_build
from equity.warehouse.loading import program_version

POINTS_PER_TILE = 150_000
Progress = Callable[[str, int, int], None]
Tables = dict[str, pa.Table]


def run_locally(
    folder: Path,
    out: Path,
    rules: Mapping[str, pd.DataFrame],
    settings: Settings,
    *,
    points_per_tile: int = POINTS_PER_TILE,
    progress: Progress = lambda service, done, total: None,
) -> None:
    """Access of every point, facility and zone of ``folder`` as Parquet tables in ``out``.

    ``rules``: the tables of :func:`equity.indicators.rules.rule_tables`. ``progress`` hears of the service, tiles done
    and all (each counts twice: its facilities, its points). Raises :class:`~equity.errors.UserError` for inputs that
    cannot be used; ``out`` is then as it was.
    """
    inputs = InputFolder(folder)
    work = out.with_name(f".{out.name}.work")
    with whole_results(out) as fresh:
        steps = _steps_folder(work, inputs, rules, points_per_tile)
        database = work / "inputs.duckdb"
        database.unlink(missing_ok=True)
        with closing(connect_for_build(database, settings, work / "spill")) as con:
            load_inputs(con, inputs)
            scenario_params(con, rules)
            services = [
                s for (s,) in con.execute("SELECT DISTINCT service FROM in_params ORDER BY 1").fetchall()
            ]
            people = count_people(con, services)
            for service in services:
                (steps / service).mkdir(exist_ok=True)
                plan = plan_service(con, service, people, settings.memory_limit)
                _run_service(
                    con, plan, tile_service(con, plan, points_per_tile), steps / service, settings, progress
                )
            parts = {
                s: (f"{steps}/{s}/point-*.points.parquet", f"{steps}/{s}/facility-*.ratios.parquet")
                for s in services
            }
            collect(con, parts, fresh)
    shutil.rmtree(work, ignore_errors=True)


def _steps_folder(work: Path, inputs: InputFolder, rules: Mapping[str, pd.DataFrame], limit: int) -> Path:
    """Where the finished tiles of exactly this run are; those of another run are removed."""
    known = [
        inputs.fingerprint(),
        program_version(),
        limit,
        {name: table.to_csv() for name, table in sorted(rules.items())},
    ]
    steps = work / hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]
    for other in work.iterdir() if work.exists() else ():
        if other.is_dir() and other != steps:
            shutil.rmtree(other, ignore_errors=True)
    steps.mkdir(parents=True, exist_ok=True)
    return steps


def _run_service(
    con: Connection,
    plan: ServicePlan,
    tiling: Tiling,
    steps: Path,
    settings: Settings,
    progress: Progress,
) -> None:
    total, done = 2 * tiling.tiles, 0

    def run(which: Pass, work: Callable[[Tables], Tables]) -> None:
        nonlocal done
        missing = [t for t in range(tiling.tiles) if not (steps / f"{which}-{t}.done").exists()]
        done += tiling.tiles - len(missing)
        progress(plan.service, done, total)
        queries = members(which, plan.search_m, chooses=plan.chooses, on_network=plan.on_network)
        if which == "point":
            queries["given_ratios"] = ratios_of(queries["core_facilities"])
        for tile, tables in _side_by_side(work, _inputs(con, queries, missing), settings.threads):
            _keep(steps, f"{which}-{tile}", tables)
            done += 1
            progress(plan.service, done, total)

    run("facility", lambda tables: {"ratios": plan.engine.facility_pass(tables)})
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW in_ratios AS FROM read_parquet('{steps}/facility-*.ratios.parquet')"
    )
    run("point", lambda tables: dict(zip(("points", "served"), plan.engine.point_pass(tables), strict=True)))
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW in_served AS FROM read_parquet('{steps}/point-*.served.parquet')"
    )
    zone_rows(con)


def _inputs(con: Connection, queries: Mapping[str, str], tiles: list[int]) -> Iterator[tuple[int, Tables]]:
    """What each tile sees, one tile after the other. A table of all of it, in the order of the tiles, is made first."""
    if tiles:
        for name, query in queries.items():
            con.execute(
                f'CREATE OR REPLACE TEMP TABLE "seen_{name}" AS SELECT * FROM ({query}) ORDER BY tile'
            )
    for tile in tiles:
        yield (
            tile,
            {
                name: con.execute(
                    f'SELECT * EXCLUDE (tile) FROM "seen_{name}" WHERE tile = {tile:d}'
                ).to_arrow_table()
                for name in queries
            },
        )


def _side_by_side(
    work: Callable[[Tables], Tables], inputs: Iterator[tuple[int, Tables]], threads: int
) -> Iterator[tuple[int, Tables]]:
    """``work`` on every tile in ``threads`` threads; no more inputs are fetched than are waited for."""
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[Tables], int] = {}
        try:
            for tile, tables in inputs:
                running[pool.submit(work, tables)] = tile
                while len(running) > threads:
                    yield from _finished(running)
            while running:
                yield from _finished(running)
        finally:
            for future in running:
                future.cancel()


def _finished(running: dict[Future[Tables], int]) -> list[tuple[int, Tables]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    return [(running.pop(future), future.result()) for future in done]


def _keep(steps: Path, name: str, tables: Tables) -> None:
    """Write the results of one tile; the mark that it is done comes last."""
    for kind, table in tables.items():
        unfinished = steps / f".{name}.{kind}"
        pq.write_table(table, unfinished)
        unfinished.replace(steps / f"{name}.{kind}.parquet")
    (steps / f"{name}.done").touch()
