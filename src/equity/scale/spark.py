"""A Spark cluster as the engine, through Spark Connect: any Spark 4 or Sail that sees the same files.

Each tile is one group of rows; the worker runs the product's statements on it in a DuckDB of its own, so workers need
the packages duckdb and pyarrow and nothing of this product. A task that is lost or repeated gives the same rows again.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from equity.say import texts_of
from equity.scale import wire
from equity.scale.inputs import TABLES, InputFolder, load_inputs
from equity.scale.local import POINTS_PER_TILE, Progress
from equity.scale.results import POINT_RESULT, SERVED, collect, whole_results, zone_rows
from equity.scale.service_plan import ServicePlan, count_people, plan_service, scenario_params, tile_service
from equity.scale.tiling import RATIOS, Tiling, members, ratios_of
from equity.settings import Settings
from equity.warehouse import tiles
from equity.warehouse.connect import Connection, connect_for_build

TEXTS = texts_of(__name__)

SEEN = {
    "core_points": TABLES["points"],
    "core_facilities": TABLES["facilities"] | {"own": "BOOLEAN"},
    "stg_network_distances": TABLES["network_distances"],
    "given_ratios": RATIOS,
}
GIVEN = {
    "points": POINT_RESULT,
    "served": {wire.SERVED_AS.get(column, column): kind for column, kind in SERVED.items()},
}


def run_on_spark(
    folder: Path,
    out: Path,
    rules: Mapping[str, pd.DataFrame],
    settings: Settings,
    remote: str,
    *,
    points_per_tile: int = POINTS_PER_TILE,
    progress: Progress = lambda service, done, total: None,
) -> None:
    """:func:`~equity.scale.local.run_locally` on the cluster at ``remote`` (``sc://host:port``): the same tables, bit for bit.

    ``folder`` and the place of ``out`` are seen by the cluster under the same paths. Raises
    :class:`~equity.errors.UserError` without the optional packages or the cluster, and for unusable inputs.
    """
    work = out.with_name(f".{out.name}.work")
    shutil.rmtree(work, ignore_errors=True)
    with (
        whole_results(out) as fresh,
        closing(connect_for_build(":memory:", settings)) as con,
        _session(remote) as spark,
    ):
        try:
            inputs = InputFolder(folder)
            load_inputs(con, inputs)
            scenario_params(con, rules)
            _show_inputs(spark, inputs)
            services = [
                s for (s,) in con.execute("SELECT DISTINCT service FROM in_params ORDER BY 1").fetchall()
            ]
            people = count_people(con, services)
            for service in services:
                plan = plan_service(con, service, people, settings.memory_limit)
                _run_service(
                    spark, con, plan, tile_service(con, plan, points_per_tile), work / service, progress
                )
            parts = {s: (f"{work}/{s}/points/*.parquet", f"{work}/{s}/ratios/*.parquet") for s in services}
            collect(con, parts, fresh)
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _session(remote: str) -> Iterator[Any]:
    """A session that sends what the workers run by value."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # pyspark tells what it thinks of newer pandas, which it is not used with here
        # Only Spark Connect is used: pyspark must not look for a Spark with Java on this machine.
        os.environ.setdefault("SPARK_HOME", os.curdir)
        try:
            from pyspark import cloudpickle
            from pyspark.sql import SparkSession
        except ImportError:
            raise TEXTS.user_error("no_packages") from None
        try:
            spark = SparkSession.builder.remote(remote).create()
        except Exception as error:
            raise TEXTS.user_error("no_cluster", remote=remote, error=error) from None
        sent = (tiles, wire)
        for module in sent:
            cloudpickle.register_pickle_by_value(module)
        try:
            yield spark
        finally:
            spark.stop()
            for module in sent:
                cloudpickle.unregister_pickle_by_value(module)


def _show_inputs(spark: Any, inputs: InputFolder) -> None:
    """The views ``in_…`` for the cluster: files by their path, what the folder lacks as an empty table."""
    for name, columns in TABLES.items():
        source = inputs.source(name)
        listed = ", ".join(
            f"CAST({c if source else 'NULL'} AS {wire.TYPES[kind]}) AS {c}" for c, kind in columns.items()
        )
        if source:
            spark.read.parquet(source).createOrReplaceTempView(f"file_{name}")
        spark.sql(
            f"SELECT {listed} {f'FROM file_{name}' if source else 'WHERE FALSE'}"
        ).createOrReplaceTempView(f"in_{name}")


def _run_service(
    spark: Any,
    con: Connection,
    plan: ServicePlan,
    tiling: Tiling,
    work: Path,
    progress: Progress,
) -> None:
    work.mkdir(parents=True)
    spark.sql(f"SELECT * FROM in_facilities WHERE service = '{plan.service}'").createOrReplaceTempView(
        "in_service"
    )
    for radii in range(1, plan.halo_radii + 1):
        spark.createDataFrame(tiling.halo(radii)).createOrReplaceTempView(f"near_{radii}")
    progress(plan.service, 0, 2 * tiling.tiles)
    first, second = (_Pass(progress, plan.service, n, tiling.tiles) for n in (0, 1))
    seen = members("facility", plan.search_m, chooses=plan.chooses, on_network=plan.on_network)
    tables = {name: SEEN[name] for name in seen}
    task = wire.facility_task(plan.engine, tables)
    _on_tiles(spark, seen, tables, task, {"": RATIOS}, work / "ratios", first)
    spark.read.parquet(str(work / "ratios")).createOrReplaceTempView("in_ratios")
    progress(plan.service, tiling.tiles, 2 * tiling.tiles)
    seen = members("point", plan.search_m, chooses=plan.chooses, on_network=plan.on_network)
    seen["given_ratios"] = ratios_of(seen["core_facilities"])
    tables = {name: SEEN[name] for name in seen}
    order = list(wire.columns_of(GIVEN))
    task = wire.point_task(plan.engine, tables, order)
    _on_tiles(spark, seen, tables, task, GIVEN, work / "points", second)
    served = ", ".join(f"{wire.SERVED_AS.get(column, column)} AS {column}" for column in SERVED)
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW in_served AS "
        f"SELECT {served} FROM read_parquet('{work}/points/*.parquet') WHERE run_key IS NOT NULL"
    )
    zone_rows(con)
    progress(plan.service, 2 * tiling.tiles, 2 * tiling.tiles)


def _on_tiles(
    spark: Any,
    seen: Mapping[str, str],
    tables: Mapping[str, dict[str, str]],
    task: Any,
    given: Mapping[str, dict[str, str]],
    to: Path,
    heard: _Pass,
) -> None:
    rows = spark.sql(wire.together(seen, tables))
    spark.registerProgressHandler(heard)
    try:
        rows.groupBy("tile").applyInArrow(task, wire.schema(given)).write.mode("overwrite").parquet(str(to))
    finally:
        spark.removeProgressHandler(heard)


@dataclass(frozen=True)
class _Pass:
    """Hears from the cluster how many tasks of one of the two passes are done, and tells it in tiles. A cluster that says nothing
    is told of at the end of the pass."""

    progress: Progress
    service: str
    number: int
    tiles: int

    def __call__(self, stages: Iterable[Any] | None, *_: object, **__: object) -> None:
        known = list(stages or ())
        tasks, done = (sum(getattr(s, name) for s in known) for name in ("num_tasks", "num_completed_tasks"))
        if tasks:
            self.progress(self.service, (self.number * tasks + done) * self.tiles // tasks, 2 * self.tiles)
