"""What is the same for every tile of one service, worked out once: runs, demand shares, people of each zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from equity.say import texts_of
from equity.scale.tiling import Tiling, cells, cut_tiles
from equity.warehouse.access import check_params, drop_working_tables, read_sql
from equity.warehouse.connect import Connection
from equity.warehouse.tiles import STATEMENTS, TileEngine

TEXTS = texts_of(__name__)

People = Mapping[str, pa.Table]
PEOPLE = (
    "30_core_catchment_points.sql",
    "32_core_catchment_living.sql",
    "35_core_catchment_people.sql",
    "36_core_catchment_crowds.sql",
)
CONSTANTS = (
    "core_catchment_services",
    "core_catchment_runs",
    "core_catchment_living",
    "core_demand_share",
    "core_group_demand",
    "core_population_slack",
)


@dataclass(frozen=True)
class ServicePlan:
    """One service over the whole country. ``search_m``: the longest straight line that any of its scenarios counts."""

    service: str
    engine: TileEngine
    search_m: float
    chooses: bool  # a 3sfca run: a facility's demand depends on what else its people can choose
    on_network: bool

    @property
    def halo_radii(self) -> int:
        """How many radii around a tile its facilities' demand depends on."""
        return 2 if self.chooses else 1


def scenario_params(con: Connection, rules: Mapping[str, pd.DataFrame]) -> None:
    """``in_params``: ``core_access_params`` of every service that has facilities, from the definitions.

    A service whose standard is the city's own value is held against the input's own: all capacity over all demand.
    Raises :class:`UserError` for a service without a definition, or without the demand shares its definition asks for.
    """
    for name in ("services", "scenarios"):
        con.register(f"rule_{name}", rules[name])
    unknown = con.execute(
        "SELECT DISTINCT service FROM in_facilities WHERE service NOT IN (SELECT service FROM rule_services WHERE kind = 'facility') ORDER BY 1"
    ).fetchall()
    if unknown:
        known = ", ".join(
            r[0] for r in con.execute("SELECT service FROM rule_services WHERE kind = 'facility'").fetchall()
        )
        raise TEXTS.user_error("no_service", service=unknown[0][0], known=known)
    lacking = con.execute(
        """SELECT r.service FROM rule_services AS r WHERE r.demand_rule <> 'everyone'
           AND r.service IN (SELECT service FROM in_facilities) AND r.service NOT IN (SELECT service FROM in_demand_share) ORDER BY 1"""
    ).fetchall()
    if lacking:
        raise TEXTS.user_error("no_shares", service=lacking[0][0])
    con.execute(
        """
        CREATE TABLE in_shares AS
        FROM in_demand_share
        UNION ALL
        SELECT r.service, z.zone_code, 1.0, 1.0, 1.0
        FROM rule_services AS r CROSS JOIN in_zones AS z
        WHERE r.kind = 'facility' AND r.demand_rule = 'everyone' AND r.service NOT IN (SELECT service FROM in_demand_share);

        CREATE TABLE in_params AS
        WITH demand AS (
            SELECT d.service, sum(d.share * p.persons) AS demand
            FROM in_shares AS d
            JOIN (SELECT zone_code, sum("local" + non_local) AS persons FROM in_points GROUP BY ALL) AS p USING (zone_code)
            GROUP BY ALL
        ),
        supply AS (
            SELECT service, sum(capacity) AS supply FROM in_facilities WHERE zone_code IS NOT NULL GROUP BY ALL
        ),
        standards AS (
            SELECT r.*, coalesce(r.units_per_person, s.supply / nullif(d.demand, 0), 0) AS q
            FROM rule_services AS r JOIN supply AS s USING (service) LEFT JOIN demand AS d USING (service)
            WHERE r.kind = 'facility'
        )
        SELECT r.service, c.scenario, r.radius_m * c.radius AS radius_m, r.rural_radius_m * c.radius AS rural_radius_m,
               greatest(1, r.detour * c.detour) AS detour, c.variant,
               c.demand_group, r.q AS standard_q, r.q AS q_low, r.q AS q_high, CAST(1 AS DOUBLE) AS entitlement_local,
               CASE WHEN c.assumed_rules THEN r.admitted_assumed ELSE r.admitted END AS entitlement_non_local
        FROM standards AS r CROSS JOIN rule_scenarios AS c
        ORDER BY ALL
        """
    )


def count_people(con: Connection, services: Sequence[str]) -> People:
    """The people of each zone and the largest points: the same for every service."""
    if services:
        stage_service(con, services[0])
        con.execute("CREATE OR REPLACE TEMP VIEW core_points AS FROM in_points")
        for name in PEOPLE:
            con.execute(read_sql(name))
    living, crowds = (
        con.execute(f"FROM core_catchment_{name}").to_arrow_table() for name in ("living", "crowds")
    )
    return {"core_catchment_living": living, "core_catchment_crowds": crowds}


def plan_service(con: Connection, service: str, people: People, memory: str) -> ServicePlan:
    """The plan of one service. Leaves its small tables staged in ``con``; those of another service go first."""
    stage_service(con, service)
    for name, table in people.items():
        _store(con, name, table)
    con.execute(read_sql("37_core_catchment_runs.sql"))
    ((search_m, on_network),) = con.execute(
        "SELECT search_m, on_network FROM core_catchment_services"
    ).fetchall()
    ((chooses,),) = con.execute("SELECT bool_or(chooses) FROM core_catchment_runs").fetchall()
    constants = {name: con.execute(f'FROM "{name}"').to_arrow_table() for name in CONSTANTS}
    engine = TileEngine({name: read_sql(f"{name}.sql") for name in STATEMENTS}, constants, memory)
    return ServicePlan(service, engine, search_m, chooses, on_network)


def tile_service(con: Connection, plan: ServicePlan, limit: int) -> Tiling:
    """Cut the plane for a planned service and leave ``near_1`` and, where the plan needs it, ``near_2``."""
    found = con.execute(cells(plan.search_m)).fetchnumpy()
    tiling = cut_tiles(found["cell_x"], found["cell_y"], found["points"], limit)
    for radii in range(1, plan.halo_radii + 1):
        _store(con, f"near_{radii}", tiling.halo(radii))
    return tiling


def stage_service(con: Connection, service: str) -> None:
    """What the engine's first statements read, for one service."""
    drop_working_tables(con)
    for name, query in (
        ("core_access_params", "SELECT * FROM in_params WHERE service = $service"),
        ("core_demand_share", "SELECT * FROM in_shares WHERE service = $service"),
        ("in_service", "SELECT * FROM in_facilities WHERE service = $service"),
    ):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}", {"service": service})
    for name, source in (
        ("core_group_demand", "in_group_demand"),
        ("core_rule_share", "in_rule_share"),
        ("core_population_slack", "in_population_slack"),
        ("core_facilities", "in_service"),
        ("stg_network_distances", "in_network_distances"),
    ):
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {source}")
    check_params(con)
    con.execute(read_sql("00_macros.sql"))
    con.execute(read_sql("10_core_catchment_services.sql"))


def _store(con: Connection, name: str, table: pa.Table) -> None:
    con.register("arriving", table)
    con.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS FROM arriving')
    con.unregister("arriving")
