"""The access engine: pairs within the radius, floating catchments, reach, adequacy and entitlement, all in SQL.

The statements are the files of ``sql/access``, in the order of their names; each says grain, source and units.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import duckdb

from equity.errors import DataError, Problem

Progress = Callable[[str], None]

# Adequacy k = min(1, A / q), the one formula of two tables; where nothing is to be had it is 0 even under a standard of 0.
ADEQUACY = """
CREATE OR REPLACE TEMP MACRO adequacy(score, q) AS CASE WHEN score > 0 THEN least(1.0, score / q) ELSE 0.0 END
"""
VIEWS = ("core_catchment_weights", "core_catchment_decayed")


def build_access(
    con: duckdb.DuckDBPyConnection, *, points_scenario: str = "baseline", progress: Progress | None = None
) -> None:
    """Build the ``out_access__*`` tables, and the ``core_pairs`` and ``core_catchment*`` tables they come from.

    ``con`` holds (metres in one projected system; persons; more columns do no harm):

    - ``core_points`` point_id, zone_code, x, y, local, non_local, registered
    - ``core_facilities`` facility_id, service, x, y, capacity
    - ``core_access_params`` service, scenario, radius_m, detour, variant (2sfca, e2sfca, 3sfca), demand_group (resident,
      registered), standard_q, entitlement_local, entitlement_non_local
    - ``core_demand_share`` service, zone_code, share: people in demand per inhabitant
    - ``core_network_times`` (may be absent) point_id, facility_id, service, metres: for a service that has rows here,
      these distances replace straight line × detour; ``distance_basis`` of the results says which it was

    Inside means distance ≤ radius. A point or facility without coordinates takes part in no pair. Points are paired once
    per service, within the longest reach of its scenarios; memory is bounded by what ``con`` allows, beyond that DuckDB
    spills. ``points_scenario`` is the one whose single points are kept; ``progress`` is called with the name of each file
    before it runs. Raises :class:`~equity.errors.DataError` for parameters the engine cannot run with.
    """
    _check(con)
    con.execute(ADEQUACY)
    con.execute("SET VARIABLE points_scenario = $scenario", {"scenario": points_scenario})
    for name in statements():
        if progress:
            progress(name)
        con.execute(read_sql(name))
    for view in VIEWS:
        con.execute(f"DROP VIEW {view}")


def statements() -> tuple[str, ...]:
    """File names of the engine's steps, in order."""
    folder = resources.files("equity.warehouse").joinpath("sql", "access")
    return tuple(sorted(f.name for f in folder.iterdir() if f.name[0].isdigit() and f.name.endswith(".sql")))


def read_sql(name: str) -> str:
    return resources.files("equity.warehouse").joinpath("sql", "access", name).read_text(encoding="utf-8")


def _check(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(read_sql("check_params.sql")).fetchall()
    if rows:
        raise DataError(
            [
                Problem(
                    "core_access_params", field, str(value),
                    f"服务 {service}、情景 {scenario} 的参数无法用于计算。",
                    f"the access engine cannot run with this for service {service}, scenario {scenario}.",
                )
                for service, scenario, field, value in rows
            ]
        )
