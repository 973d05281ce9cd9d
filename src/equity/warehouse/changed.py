"""A warehouse with a few changes in it, in memory, beside the one it starts from: what a rebuild would hold, without the rebuild.

The statements are the product's own: those of the build that read what was changed, and the access engine, run over the places that a
change can touch, once as they are and once as they would be. Its sums are whole numbers, so that the difference added to
the sums of all points gives those of a rebuild, bit for bit. Where everything is touched (people of a whole division, a
yardstick that is the city's average, distances along roads) the engine runs over all points of the service.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import resources

import duckdb
import pandas as pd
import pyarrow as pa

from equity.warehouse.access import drop_working_tables, engine_steps, read_sql
from equity.warehouse.build import run_sql
from equity.warehouse.reader import Warehouse
from equity.warehouse.roads import add_ways

KEPT = ("living", "crowds")
GIVEN = ("32_core_catchment_living.sql", "36_core_catchment_crowds.sql")
NOT_WANTED = ("90_out_access_points.sql", "95_out_access_zones.sql")
SCORES = "70_core_catchment_scores.sql"
RADII, RADII_IF_CHOSEN = 3, 6  # around a change that hold all its scores depend on; with a 3sfca choice
AFTER = "memory.main,base.main"
NO_PLACES = pd.DataFrame({"x": pd.Series(dtype=float), "y": pd.Series(dtype=float)})


@dataclass(frozen=True)
class Alteration:
    """What differs from the base, for ``services`` and one ``scenario``.

    ``facilities``: changed ones as rows of ``core_facilities``; ``gone``: (service, facility_id) of those closed or changed;
    ``supply``: (service, adcode, added). ``services_table``: the definitions' table ``services`` where a rule differs.
    ``points`` (point_id, local_persons, non_local_persons) and ``population`` (adcode, population_group, added), where people do.
    """

    services: tuple[str, ...]
    scenario: str
    facilities: pd.DataFrame
    gone: pd.DataFrame
    supply: pd.DataFrame
    places: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    services_table: pd.DataFrame | None = None
    points: pd.DataFrame | None = None
    population: pd.DataFrame | None = None


@contextmanager
def changed_warehouse(base: Warehouse, alteration: Alteration) -> Iterator[Warehouse]:
    """The warehouse that a rebuild with the changes would give, as far as the services of the alteration in its scenario go.

    Beside its tables it has ``plan_moved`` and ``plan_changed_points``. Closed at the end.
    """
    with _opened(base) as con:
        _write_inputs(con, alteration)
        _write_ways(con, base, alteration)
        _run_engine(con, alteration, compared=True, known=False)
        run_sql(con, ("90_out_access_zones.sql",))
        yield replace(base, connection=con, search_path=AFTER)


def changed_sums(base: Warehouse, alterations: Iterable[Alteration]) -> Iterator[pd.DataFrame]:
    """``out_access__zone_service_scenario_group`` after each of them: what is asked of many variants of one plan.

    All must name the same services and, of each, the same ``places``: the state before is worked out once.
    """
    with _opened(base) as con:
        for done, alteration in enumerate(alterations):
            for (name,) in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'memory' AND schema_name = 'main' AND NOT temporary"
            ).fetchall():
                con.execute(f'DROP TABLE memory.main."{name}"')
            con.execute("DROP VIEW IF EXISTS memory.main.core_facilities")
            _write_inputs(con, alteration)
            _write_ways(con, base, alteration)
            _run_engine(con, alteration, compared=False, known=done > 0)
            yield con.execute("FROM out_access__zone_service_scenario_group").df()


@contextmanager
def _opened(base: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory beside the base, which it can read."""
    con = duckdb.connect(":memory:", config={"threads": 2, "autoload_known_extensions": False})
    try:
        con.execute(f"ATTACH '{str(base.path).replace(chr(39), chr(39) * 2)}' AS base (READ_ONLY)")
        con.execute("SET enable_external_access = false")
        con.execute('CREATE SCHEMA "before"; CREATE SCHEMA "after"')
        con.execute(f"SET search_path = '{AFTER}'")
        yield con
    finally:
        con.close()


def _write_inputs(con: duckdb.DuckDBPyConnection, alteration: Alteration) -> None:
    """Every table that a build would write before the access engine, as far as it differs."""
    _load(con, "plan_facilities", alteration.facilities)
    _load(con, "plan_gone", alteration.gone)
    _load(con, "plan_supply", alteration.supply)
    run_sql(con, ("plan/10_core_facilities.sql",))
    if alteration.services_table is not None:
        _load(con, "stg_services", alteration.services_table)
    if alteration.points is not None and alteration.population is not None:
        _load(con, "plan_points", alteration.points)
        _load(con, "plan_population", alteration.population)
        run_sql(
            con,
            (
                "plan/20_people.sql",
                "30_core_population.sql",
                "40_core_demand.sql",
                "70_access_points.sql",
            ),
        )
    run_sql(con, ("50_core_supply.sql", "75_access_inputs.sql"))
    wanted = "service IN (SELECT unnest($services)) AND scenario = $scenario"
    asked = {"services": list(alteration.services), "scenario": alteration.scenario}
    con.execute(f"DELETE FROM core_access_params WHERE NOT ({wanted})", asked)  # noqa: S608 - a constant above
    con.execute("CREATE TABLE plan_params AS FROM core_access_params")
    if alteration.points is None:
        con.execute(
            "CREATE TABLE core_demand AS FROM base.core_demand WHERE service IN (SELECT unnest(?))",
            [list(alteration.services)],
        )
    con.execute(f"CREATE TABLE plan_params_before AS FROM base.core_access_params WHERE {wanted}", asked)
    run_sql(con, ("plan/25_tables.sql",))


def _write_ways(con: duckdb.DuckDBPyConnection, base: Warehouse, alteration: Alteration) -> None:
    """Distances along the roads to changed facilities, and to all of a service whose rule differs; the others stay as they are. What
    the straight line hid is not worked out for a plan."""
    con.execute("CREATE TABLE memory.main.out_line_only AS FROM base.out_line_only LIMIT 0")
    along = con.execute(
        "SELECT DISTINCT service FROM base.core_road_places WHERE service IN (SELECT unnest(?)) ORDER BY 1",
        [list(alteration.services)],
    ).fetchall()
    if not along:
        return
    table = "plan_facilities" if alteration.services_table is None else "core_facilities"
    con.execute(
        "CREATE TABLE memory.main.stg_network_distances AS FROM base.stg_network_distances "  # noqa: S608 - two names from above
        f"WHERE facility_id NOT IN (SELECT facility_id FROM plan_gone UNION ALL SELECT facility_id FROM {table} "
        "WHERE service IN (SELECT unnest(?)))",
        [[service for (service,) in along]],
    )
    con.execute("CREATE TABLE memory.main.core_road_places AS FROM base.core_road_places LIMIT 0")
    add_ways(con, base.roads, [service for (service,) in along], table)
    con.execute("DROP TABLE memory.main.core_road_places")


def _run_engine(
    con: duckdb.DuckDBPyConnection, alteration: Alteration, *, compared: bool, known: bool
) -> None:
    """``out_access__zone_service_scenario_group`` of the services, one service after the other.

    ``compared``: the two states point by point as well. ``known``: that before is there from an earlier run, for one service.
    """
    people_stay, several = alteration.points is None, len(alteration.services) > 1
    for service, q_before, q_after, on_network, chooses, search_m in con.execute(
        _sql("28_services")
    ).fetchall():
        whole = on_network or q_after != q_before or not people_stay
        _load(con, "plan_places", alteration.places.get(service, NO_PLACES))
        reach = (RADII_IF_CHOSEN if chooses else RADII) * search_m + 1.0
        named = {"service": service, "scenario": alteration.scenario, "whole": whole}
        _execute(con, "30_around", named | {"reach": reach})
        if not people_stay:
            con.execute('CREATE OR REPLACE VIEW "after".core_points AS FROM memory.main.core_points')
        if compared or several or not known:
            _score(con, "before", given=True)
        _score(con, "after", given=people_stay)
        con.execute(f"SET search_path = '{AFTER}'")
        if compared:
            _execute(con, "50_moved", {"service": service, "q_before": q_before, "q_after": q_after})
        _execute(con, "60_served", named)
    drop_working_tables(con)
    _give_sums(con, "base.core_access" if people_stay else "plan")
    for name in ("00_macros.sql", "10_core_catchment_services.sql", "37_core_catchment_runs.sql"):
        con.execute(read_sql(name))
    con.execute(_sql("70_catchment_served"))
    con.execute(read_sql("95_out_access_zones.sql"))


def _score(con: duckdb.DuckDBPyConnection, state: str, *, given: bool) -> None:
    """Leave ``plan_scores_<state>`` and ``plan_served_<state>`` of the points and facilities in the schema of that name.

    ``given``: the sums over all points are those of the base.
    """
    con.execute(f"SET search_path = 'memory.{state},{AFTER if state == 'after' else 'base.main'}'")
    con.execute(f"DROP TABLE IF EXISTS memory.{state}.out_access__point_service")
    drop_working_tables(con)
    if given:
        _give_sums(con, "base.core_access")
    for name in engine_steps(con, {*NOT_WANTED, *(GIVEN if given else ())}):
        if name == SCORES:
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE plan_scores_{state} AS SELECT p.point_id, s.access_score "  # noqa: S608 - two words
                "FROM core_catchment_scores AS s JOIN core_catchment_points AS p USING (point_key)"
            )
    con.execute(f"CREATE OR REPLACE TEMP TABLE plan_served_{state} AS FROM core_catchment_served")
    if not given:
        for kept in KEPT:
            con.execute(f"CREATE OR REPLACE TABLE memory.main.plan_{kept} AS FROM core_catchment_{kept}")


def _give_sums(con: duckdb.DuckDBPyConnection, source: str) -> None:
    for kept in KEPT:
        con.execute(f"CREATE OR REPLACE TEMP TABLE core_catchment_{kept} AS FROM {source}_{kept}")


def _sql(name: str) -> str:
    folder = resources.files("equity.warehouse").joinpath("sql", "plan")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _execute(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]) -> None:
    """Run each statement of a file with the values that it names."""
    for statement in con.extract_statements(_sql(name)):
        con.execute(statement, {k: v for k, v in values.items() if k in statement.named_parameters})


def _load(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    con.register("arriving", pa.Table.from_pandas(frame, preserve_index=False))
    con.execute(f"CREATE OR REPLACE TABLE memory.main.{name} AS FROM arriving")  # names from this module
    con.unregister("arriving")
