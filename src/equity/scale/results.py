"""What `equity access` leaves: one Parquet table per kind of place, the same from every engine, all of them or none."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from equity.errors import EquityError
from equity.say import texts_of
from equity.scale.tiling import RATIOS
from equity.warehouse.access import read_sql
from equity.warehouse.connect import Connection

TEXTS = texts_of(__name__)

TABLES = ("points", "facilities", "zones")
POINT_RESULT = {
    "point_id": "VARCHAR",
    "service": "VARCHAR",
    "applies": "BOOLEAN",
    "reached": "BOOLEAN",
} | dict.fromkeys(("nearest_m", "access_score", "adequacy"), "DOUBLE")
SERVED = {"run_key": "SMALLINT", "zone_code": "VARCHAR", "population_group": "VARCHAR"} | dict.fromkeys(
    ("reached", "served", "served_low", "served_high"), "DECIMAL(38, 0)"
)


@contextmanager
def whole_results(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` to write to, which takes its place at the end; nothing stays of it after a failure."""
    if out.exists() and any(out.iterdir()) and not all((out / f"{name}.parquet").exists() for name in TABLES):
        raise TEXTS.user_error("not_empty", folder=out)
    fresh, old = (out.with_name(f".{out.name}.{word}") for word in ("new", "old"))
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        shutil.rmtree(old, ignore_errors=True)
        if out.exists():
            out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def zone_rows(con: Connection) -> None:
    """Add the zones of the staged service to ``zone_results``, from ``in_served``: what all its tiles add to them."""
    con.execute("CREATE OR REPLACE TEMP VIEW core_zones AS FROM in_zones")
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE core_catchment_served AS
        SELECT r.run_key, s.zone_code, s.population_group,
               CAST(sum(s.reached) AS DECIMAL(38, 0)) AS reached, CAST(sum(s.served) AS DECIMAL(38, 0)) AS served,
               CAST(sum(s.served_low) AS DECIMAL(38, 0)) AS served_low, CAST(sum(s.served_high) AS DECIMAL(38, 0)) AS served_high
        FROM in_served AS s
        JOIN core_catchment_runs AS r USING (run_key)
        GROUP BY ALL
        """
    )
    con.execute(read_sql("95_out_access_zones.sql"))
    con.execute(
        "CREATE TABLE IF NOT EXISTS zone_results AS FROM out_access__zone_service_scenario_group WHERE FALSE;"
        "INSERT INTO zone_results FROM out_access__zone_service_scenario_group;"
        "DROP TABLE out_access__zone_service_scenario_group"
    )


def collect(con: Connection, parts: Mapping[str, tuple[str, str]], fresh: Path) -> None:
    """Write the three tables: points and ratios from the files of each service, zones from ``zone_results``.

    Raises :class:`EquityError` where a point of the inputs is missing or there twice: a result of a tile was lost.
    """
    points = " UNION ALL ".join(
        f"SELECT {', '.join(POINT_RESULT)} FROM read_parquet('{p}')" for p, _ in parts.values()
    )
    ratios = " UNION ALL ".join(
        f"SELECT '{service}' AS service, {', '.join(RATIOS)} FROM read_parquet('{r}')"
        for service, (_, r) in parts.items()
    )
    for name, query in (
        ("points", f"FROM ({points}) WHERE point_id IS NOT NULL ORDER BY service, point_id"),
        ("facilities", f"FROM ({ratios}) ORDER BY service, scenario, facility_id"),
        ("zones", "FROM zone_results ORDER BY ALL"),
    ):
        con.execute(f"COPY ({query}) TO '{fresh}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    lost = con.execute(
        f"SELECT service, count(*) FROM '{fresh}/points.parquet' GROUP BY service "
        "HAVING count(*) <> (SELECT count(*) FROM in_points) OR count(DISTINCT point_id) <> count(*)"
    ).fetchall()
    if lost:
        raise EquityError(f"points lost or counted twice by the engine: {lost}")
