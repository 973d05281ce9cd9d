"""The access engine: who has a facility in reach, and how much of its capacity, by floating catchment areas in SQL.

Reads ``core_points``, ``core_facilities``, ``core_demand_share`` and ``core_access_params`` (``sql/70_access_inputs.sql``) and,
where an office has them, network distances (``stg_network_distances``: point_id, facility_id, metres) instead of the
straight line × detour. Leaves ``out_access__point_service`` and ``out_access__zone_service_scenario_group``.
"""

from __future__ import annotations

from importlib import resources

import duckdb

STEPS = ("10_core_pairs.sql", "20_core_catchment.sql", "30_out_access_points.sql")
NETWORK = "CREATE TABLE IF NOT EXISTS stg_network_distances (point_id VARCHAR, facility_id VARCHAR, metres DOUBLE)"


def build_access(con: duckdb.DuckDBPyConnection) -> None:
    """Run the engine on an open connection. Memory is DuckDB's: what does not fit spills to its temporary folder."""
    con.execute(NETWORK)
    for step in STEPS:
        run_step(con, step)


def run_step(con: duckdb.DuckDBPyConnection, step: str) -> None:
    con.execute(resources.files("equity.warehouse").joinpath("sql", "access", step).read_text(encoding="utf-8"))


def drop_working_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Remove pairs and catchments: readers never ask for them, and they are by far the largest tables."""
    con.execute("DROP VIEW IF EXISTS core_catchment_weights")
    for (name,) in con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'core_pairs%' OR table_name LIKE 'core_catchment%'"
    ).fetchall():
        con.execute(f'DROP TABLE "{name}"')
