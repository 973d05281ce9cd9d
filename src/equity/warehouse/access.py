"""The access engine: who has a facility in reach, and how much of it, by floating catchment areas in SQL.

The statements are the files of ``sql/access`` in the order of their names; each says grain, source and units. Those of
``PER_RUN`` are executed once for every service and scenario.
"""

from collections.abc import Callable, Collection, Iterator
from importlib import resources

import duckdb

from equity.errors import DataError, Problem

PER_RUN = (
    "40_core_pairs.sql",
    "50_core_catchment_decayed.sql",
    "52_core_catchment_weights.sql",
    "55_core_catchment_demand.sql",
    "60_core_catchment_ratios.sql",
    "70_core_catchment_scores.sql",
    "80_core_catchment_served.sql",
    "85_core_access_scores.sql",
    "90_out_access_points.sql",
)
ONCE_PER = {  # key of core_catchment_runs: statements with the same result for all runs of one key
    "service_key": ("40_core_pairs.sql", "50_core_catchment_decayed.sql"),
    "demand_key": ("55_core_catchment_demand.sql",),
    "catchment_key": (
        "52_core_catchment_weights.sql",
        "60_core_catchment_ratios.sql",
        "70_core_catchment_scores.sql",
        "85_core_access_scores.sql",
    ),
}
OPTIONAL = (
    "CREATE TABLE IF NOT EXISTS stg_network_distances (point_id VARCHAR, facility_id VARCHAR, metres DOUBLE)",
    "CREATE TABLE IF NOT EXISTS core_population_slack (zone_code VARCHAR, population_group VARCHAR, down DOUBLE, up DOUBLE)",
    "CREATE TABLE IF NOT EXISTS core_group_demand (service VARCHAR, zone_code VARCHAR, ratio DOUBLE, ratio_low DOUBLE, ratio_high DOUBLE)",
    "CREATE TABLE IF NOT EXISTS core_rule_share (service VARCHAR, zone_code VARCHAR, affected DOUBLE)",
)


def build_access(
    con: duckdb.DuckDBPyConnection, progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Leave ``out_access__point_service``, ``out_access__zone_service_scenario_group``, ``core_access_scores`` and working tables.

    ``con`` holds, in metres of one projected system and in persons (more columns do no harm):

    - ``core_points`` point_id, zone_code, x, y, rural, local, non_local, registered
    - ``core_facilities`` facility_id, service, zone_code, x, y, capacity
    - ``core_zones`` zone_code
    - ``core_demand_share`` service, zone_code, share, share_low, share_high: people in demand per inhabitant, and its ends
    - ``core_access_params`` service, scenario, radius_m, rural_radius_m (missing: rural points are left out), detour,
      variant (2sfca, e2sfca, 3sfca), demand_group
      (resident, registered), standard_q and its ends q_low, q_high, entitlement_local, entitlement_non_local
    - ``core_population_slack`` (may be absent: all exact) zone_code, population_group (resident, local, non_local,
      registered, absent), down, up: persons by which a division's total may be smaller or larger
    - ``core_group_demand`` (may be absent: all alike) service, zone_code, ratio and its ends: how often a non-local resident needs
      the service for one time that a resident does
    - ``core_rule_share`` (may be absent: all) service, zone_code, affected: share of non-local residents whom the rule concerns
    - ``stg_network_distances`` (may be absent) point_id, facility_id, metres: for a service that has any here
      these are its only distances, instead of straight line × detour

    The low and high ends of the results hold for every combination of inputs between theirs
    (``35_core_catchment_people.sql`` says why) and equal the central figures, bit by bit, where none of them matters.
    Memory is DuckDB's: what does not fit spills to its temporary folder. Raises
    :class:`~equity.errors.DataError` for parameters the engine cannot run with. ``progress`` hears of steps done and all.
    """
    runs = con.execute("SELECT count(*) FROM core_access_params").fetchall()[0][0]
    names = _files()
    total = len(names) + (runs - 1) * sum(name in PER_RUN for name in names)
    progress(0, total)
    for done, _ in enumerate(access_steps(con), start=1):
        progress(done, total)


def access_steps(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """:func:`build_access` step by step: the name of each file after it has run, those of ``PER_RUN`` several times."""
    for statement in OPTIONAL:
        con.execute(statement)
    yield from engine_steps(con)


def engine_steps(con: duckdb.DuckDBPyConnection, given: Collection[str] = ()) -> Iterator[str]:
    """The engine alone, on inputs that are all there, without the files in ``given``: whoever calls has their tables already,
    or does not want them."""
    check_params(con)
    for name in _files():
        if name in given:
            continue
        if name not in PER_RUN:
            con.execute(read_sql(name))
            yield name
        elif name == PER_RUN[0]:
            statements = {each: read_sql(each) for each in PER_RUN if each not in given}
            for settled in _runs(con):
                for each, statement in statements.items():
                    if each not in settled:
                        con.execute(statement)
                    yield each


def _runs(con: duckdb.DuckDBPyConnection) -> Iterator[set[str]]:
    """One run after the other, its row in the variable ``run`` that the statements of a run read: those of them that need not run
    again, because the run before left the same, as where two scenarios differ in a rule alone."""
    before: dict[str, int] = {}
    for run_key, *keys in con.execute(
        f"SELECT run_key, {', '.join(ONCE_PER)} FROM core_catchment_runs ORDER BY catchment_key, run_key"  # noqa: S608 - names above
    ).fetchall():
        row = f"SELECT r FROM core_catchment_runs AS r WHERE run_key = {run_key:d}"  # noqa: S608 - a number
        con.execute(f"SET VARIABLE run = ({row})")
        now = dict(zip(ONCE_PER, keys, strict=True))
        yield {name for key, names in ONCE_PER.items() if now[key] == before.get(key) for name in names}
        before = now


def read_sql(name: str) -> str:
    return resources.files("equity.warehouse").joinpath("sql", "access", name).read_text(encoding="utf-8")


def _files() -> list[str]:
    """The numbered SQL files in the order in which they run."""
    files = resources.files("equity.warehouse").joinpath("sql", "access").iterdir()
    return sorted(file.name for file in files if file.name[:2].isdigit())


def drop_working_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Remove pairs and catchments: readers never ask for them, and they are by far the largest tables."""
    for view in ("core_catchment_weights", "core_catchment_decayed"):
        con.execute(f"DROP VIEW IF EXISTS {view}")
    for (name,) in con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE table_name SIMILAR TO 'core_(pairs|catchment).*'"
    ).fetchall():
        con.execute(f'DROP TABLE "{name}"')


def check_params(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(read_sql("check_params.sql")).fetchall()
    if rows:
        raise DataError(
            [
                Problem(
                    "core_access_params",
                    field,
                    str(value),
                    f"服务 {service}、情景 {scenario} 的参数无法用于计算。",
                    f"the access engine cannot run with this for service {service}, scenario {scenario}.",
                )
                for service, scenario, field, value in rows
            ]
        )
