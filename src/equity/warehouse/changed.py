"""A warehouse with a few changes in it, in memory, beside the one it starts from: what a rebuild would hold, without the rebuild.

The statements are the product's own: those of the build that read what was changed, and the access engine, run over what lies around
the changes. The scores of all other points are those that the base keeps (``core_access_scores``), which a change elsewhere does not move
by a bit; sums over all points follow, so that they are those of a rebuild. Where everything is touched (people of a whole
division, distances along roads) the engine runs over all points of the service.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import resources
from queue import Empty

import duckdb
import pandas as pd
import pyarrow as pa

from equity.say import texts_of
from equity.warehouse.access import drop_working_tables, engine_steps
from equity.warehouse.loading import run_sql
from equity.warehouse.reader import Warehouse
from equity.warehouse.roads import add_ways

TEXTS = texts_of(__name__)

GIVEN = ("32_core_catchment_living.sql", "36_core_catchment_crowds.sql")
NOT_WANTED = ("85_core_access_scores.sql", "90_out_access_points.sql")
SCORES = "70_core_catchment_scores.sql"
PEOPLE = ("plan/20_people.sql", "30_core_population.sql", "40_core_demand.sql", "70_access_points.sql")
AFTER, AROUND = "memory.after,base.main", "memory.around,memory.after,base.main"
MOST_KEPT = 2  # databases in memory that wait for the next plan
MANY_POINTS = 50_000  # from here on a second thread is worth its while: handing work out costs more than the work of a city
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

    Beside its tables it has ``plan_moved``, ``plan_towns`` and ``plan_changed_points``. Gone at the end.
    """
    with _opened(base) as con:
        _alter(con, base, alteration, compared=True)
        run_sql(con, ("90_out_access_zones.sql",))
        yield replace(base, connection=con, search_path=AFTER)


def changed_sums(base: Warehouse, alterations: Iterable[Alteration]) -> Iterator[pd.DataFrame]:
    """``out_access__zone_service_scenario_group`` after each of them: what is asked of many variants of one plan."""
    with _opened(base) as con:
        for alteration in alterations:
            _alter(con, base, alteration, compared=False)
            yield con.execute("FROM out_access__zone_service_scenario_group").df()
            _clear(con)


@contextmanager
def _opened(base: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory beside the base, which it can read: one that an earlier plan has left, or a new one."""
    try:
        con = base.beside.get_nowait()
    except Empty:
        con = _attached(base)
    try:
        yield con
        _clear(con)
    except duckdb.OutOfMemoryException as error:
        con.close()
        raise TEXTS.user_error("no_memory") from error
    except BaseException:
        con.close()
        raise
    if base.beside.qsize() < MOST_KEPT:
        base.beside.put(con)
    else:
        con.close()


def _attached(base: Warehouse) -> duckdb.DuckDBPyConnection:
    limit = {"memory_limit": base.memory_limit} if base.memory_limit else {}
    spill = str(base.path.with_name("spill"))
    con = duckdb.connect(
        ":memory:",
        config={"threads": 1, "autoload_known_extensions": False, "temp_directory": spill, **limit},
    )
    con.execute(f"ATTACH '{str(base.path).replace(chr(39), chr(39) * 2)}' AS base (READ_ONLY)")
    con.execute("SET enable_external_access = false")
    many = con.execute("SELECT count(*) > ? FROM base.core_points", [MANY_POINTS]).fetchall()[0][0]
    if many:
        con.execute("SET threads = 2")
    return con


def _clear(con: duckdb.DuckDBPyConnection) -> None:
    con.execute('DROP SCHEMA IF EXISTS memory.around CASCADE; DROP SCHEMA IF EXISTS memory."after" CASCADE')
    con.execute("SET search_path = 'memory.main'; DROP TABLE IF EXISTS plan_states")
    drop_working_tables(con)


def _alter(
    con: duckdb.DuckDBPyConnection, base: Warehouse, alteration: Alteration, *, compared: bool
) -> None:
    """The tables that differ in the schema ``after``. ``compared``: with what changes point by point as well."""
    con.execute('CREATE SCHEMA memory."after"; CREATE SCHEMA memory.around')
    con.execute(f"SET search_path = '{AFTER}'")
    _write_inputs(con, alteration)
    _write_ways(con, base, alteration)
    _run_engine(con, alteration, compared=compared)


def _write_inputs(con: duckdb.DuckDBPyConnection, alteration: Alteration) -> None:
    """Every table that a build would write before the access engine, as far as it differs."""
    _load(con, "plan_facilities", alteration.facilities)
    _load(con, "plan_gone", alteration.gone)
    _load(con, "plan_supply", alteration.supply)
    steps = [
        "plan/10_core_facilities.sql",
        "50_core_supply.sql",
        "77_access_params.sql",
        "plan/25_tables.sql",
    ]
    if alteration.services_table is not None:
        _load(con, "stg_services", alteration.services_table)
    if alteration.points is None or alteration.population is None:
        con.execute("CREATE VIEW core_points AS FROM base.core_points")
    else:
        _load(con, "plan_points", alteration.points)
        _load(con, "plan_population", alteration.population)
        steps[1:1] = PEOPLE
    if alteration.points is not None or alteration.services_table is not None:
        steps.append("75_access_inputs.sql")
    run_sql(con, tuple(steps))


def _write_ways(con: duckdb.DuckDBPyConnection, base: Warehouse, alteration: Alteration) -> None:
    """Distances along the roads to changed facilities, and to all of a service whose rule differs; the others stay as they are. What
    the straight line hid is not worked out for a plan."""
    con.execute("CREATE TABLE out_line_only AS FROM base.out_line_only LIMIT 0")
    along = con.execute(
        "SELECT DISTINCT service FROM base.core_road_places WHERE service IN (SELECT unnest(?)) ORDER BY 1",
        [list(alteration.services)],
    ).fetchall()
    if not along:
        return
    table = "plan_facilities" if alteration.services_table is None else "core_facilities"
    con.execute(
        "CREATE TABLE stg_network_distances AS FROM base.stg_network_distances "  # noqa: S608 - two names from above
        f"WHERE facility_id NOT IN (SELECT facility_id FROM plan_gone UNION ALL SELECT facility_id FROM {table} "
        "WHERE service IN (SELECT unnest(?)))",
        [[service for (service,) in along]],
    )
    con.execute("CREATE TABLE core_road_places AS FROM base.core_road_places LIMIT 0")
    add_ways(con, base.roads, [service for (service,) in along], table)
    con.execute("DROP TABLE core_road_places")


def _run_engine(con: duckdb.DuckDBPyConnection, alteration: Alteration, *, compared: bool) -> None:
    """``out_access__zone_service_scenario_group`` of the services, one service after the other.

    A change moves the scores of points within one radius; these rest on facilities within two and on points within three. Where people choose (3sfca) whom a
    facility serves rests on all others around: three radii, and six.
    """
    people_stay = alteration.points is None
    asked = {"services": list(alteration.services), "scenario": alteration.scenario}
    for service, q_before, q_after, on_network, chooses, search_m, catchment in _execute(
        con, "28_services", asked
    ).fetchall():
        _load(con, "plan_places", alteration.places.get(service, NO_PLACES))
        moved, needed = (3, 6) if chooses else (1, 3)
        named = {
            "service": service,
            "scenario": alteration.scenario,
            "whole": on_network or not people_stay,
            "moved": moved * search_m + 0.5,
            "needed": needed * search_m + 1.0,
            "catchment": catchment,
            "q_before": q_before,
            "q_after": q_after,
        }
        _execute(con, "30_around", named)
        con.execute(f"SET search_path = '{AROUND}'")
        drop_working_tables(con)
        if people_stay:
            for kept in ("living", "crowds"):
                con.execute(f"CREATE TEMP TABLE core_catchment_{kept} AS FROM base.core_access_{kept}")
        for name in engine_steps(con, {*NOT_WANTED, *(GIVEN if people_stay else ())}):
            if name == SCORES:
                _execute(con, "40_states", named)
                if compared:
                    _execute(con, "50_moved", named)
        _execute(con, "60_kept", named)
        con.execute(f"SET search_path = '{AFTER}'")


def _sql(name: str) -> str:
    folder = resources.files("equity.warehouse").joinpath("sql", "plan")
    return folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _execute(
    con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]
) -> duckdb.DuckDBPyConnection:
    """Run each statement of a file with the values that it names; the result is the last one's."""
    for statement in con.extract_statements(_sql(name)):
        con.execute(statement, {k: v for k, v in values.items() if k in statement.named_parameters})
    return con


def _load(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    con.register("arriving", pa.Table.from_pandas(frame, preserve_index=False))
    con.execute(f'CREATE OR REPLACE TABLE memory."after".{name} AS FROM arriving')  # names from this module
    con.unregister("arriving")
