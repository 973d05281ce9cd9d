"""Hand-made worlds in metres for the access engine, run through the product's own SQL in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from equity.settings import Settings
from equity.warehouse.access import access_steps, drop_working_tables
from equity.warehouse.connect import connect_for_build

SERVICE = "clinic"
VARIANTS = ("2sfca", "e2sfca", "3sfca")
DEMAND_GROUPS = ("resident", "registered")


@dataclass(frozen=True, slots=True)
class Point:
    """A settlement point: metres, persons."""

    id: str
    x: float
    y: float
    local: float = 100
    non_local: float = 0
    registered: float = 100
    zone: str = "A"
    rural: bool = False


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility: metres, capacity; ``zone=None`` lies in no division."""

    id: str
    x: float
    y: float
    capacity: float = 1
    zone: str | None = "A"
    service: str = SERVICE


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario of one service: a row of ``core_access_params``. ``rural_radius``: as ``radius``; None: no standard."""

    scenario: str = "baseline"
    variant: str = "2sfca"
    demand_group: str = "resident"
    radius: float = 1000
    detour: float = 1
    q: float = 0.01
    entitlement: float = 0.5
    service: str = SERVICE
    rural_radius: float | None = -1

    def radius_of(self, point: Point) -> float:
        """Metres that count from the point; negative where no standard holds for it."""
        if not point.rural or self.rural_radius == -1:
            return self.radius
        return -1 if self.rural_radius is None else self.rural_radius


ALL_RUNS = tuple(
    Run(f"{variant}_{group}", variant, group, radius=1000) for variant in VARIANTS for group in DEMAND_GROUPS
)


@dataclass(frozen=True)
class World:
    """Everything the engine reads. ``share``: people in demand per inhabitant, by zone; ``share_between``: its ends as parts of
    it; ``ratio``: how often a non-local resident needs the service for one time that a resident does, with its ends, by zone;
    ``affected``: share of non-local residents whom the rule concerns, by zone."""

    points: Sequence[Point]
    facilities: Sequence[Facility]
    runs: Sequence[Run] = (Run(),)
    share: dict[str, float] = field(default_factory=dict)
    network: Sequence[tuple[str, str, float]] = ()
    share_between: dict[str, tuple[float, float]] = field(default_factory=dict)
    ratio: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    affected: dict[str, float] = field(default_factory=dict)

    @property
    def zones(self) -> list[str]:
        return sorted({p.zone for p in self.points} | set(self.share))

    def demand_share(self, zone: str) -> float:
        return self.share.get(zone, 1.0)

    @cached_property
    def people(self) -> dict[str, tuple[float, float]]:
        """Local and non-local residents by zone."""
        each = {zone: [p for p in self.points if p.zone == zone] for zone in self.zones}
        return {z: (sum(p.local for p in ps), sum(p.non_local for p in ps)) for z, ps in each.items()}

    def needs(self, zone: str, group: str) -> float:
        """How often one of the group needs the service for one time that a resident does; the residents together do as ever."""
        local, non_local = self.people[zone]
        ratio = self.ratio.get(zone, (1.0, 1.0, 1.0))[0]
        if group == "non_local":
            return ratio if local else 1.0
        return max(0.0, 1 + (1 - ratio) * non_local / local) if local else 1.0

    def with_(self, **changes: Any) -> World:
        return replace(self, **changes)


@dataclass(frozen=True)
class Results:
    """What the engine leaves, read back as dictionaries."""

    scores: dict[tuple[str, str], float]  # (scenario, point) -> score; every point, 0 where unreached
    nearest: dict[tuple[str, str], float]  # only points with a facility in reach
    points: pd.DataFrame  # out_access__point_service
    zones: pd.DataFrame  # out_access__zone_service_scenario_group

    def point(self, point_id: str, service: str = SERVICE) -> Any:
        table = self.points
        return table[(table.point_id == point_id) & (table.service == service)].iloc[0]

    def zone(self, zone: str, group: str = "local", scenario: str = "baseline") -> Any:
        table = self.zones
        return table[
            (table.zone_code == zone) & (table.population_group == group) & (table.scenario == scenario)
        ].iloc[0]


class Engine:
    """One in-memory database for many worlds: loading the spatial extension each time would cost most."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def __call__(self, world: World) -> Results:
        self.clear()
        self.load(world)
        scores = {(run.scenario, p.id): 0.0 for run in world.runs for p in world.points}
        nearest = {}
        for step in access_steps(self.con):
            if step == "70_core_catchment_scores.sql":  # of one run: the next replaces them
                for scenario, point_id, score, metres in self.con.execute(SCORES).fetchall():
                    scores[scenario, point_id] = score
                    nearest[scenario, point_id] = metres
        return Results(
            scores,
            nearest,
            self.con.execute("SELECT * FROM out_access__point_service").df(),
            self.con.execute("SELECT * FROM out_access__zone_service_scenario_group").df(),
        )

    def clear(self) -> None:
        drop_working_tables(self.con)
        for (name,) in self.con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            self.con.execute(f'DROP TABLE "{name}"')

    def load(self, world: World) -> None:
        columns = "point_id zone_code lon lat x y rural local non_local registered grade"
        self.table(
            "core_points",
            columns,
            [
                (
                    p.id,
                    p.zone,
                    102.0,
                    25.0,
                    p.x,
                    p.y,
                    p.rural,
                    p.local,
                    p.non_local,
                    p.registered,
                    "illustrative",
                )
                for p in world.points
            ],
        )
        self.table(
            "core_facilities",
            "facility_id service zone_code x y capacity",
            [(f.id, f.service, f.zone, f.x, f.y, f.capacity) for f in world.facilities],
        )
        services = sorted({r.service for r in world.runs})
        self.table(
            "core_demand_share",
            "service zone_code share share_low share_high",
            [
                (service, zone, share, share * low, share * high)
                for service in services
                for zone in world.zones
                for share, (low, high) in [(world.demand_share(zone), world.share_between.get(zone, (1, 1)))]
            ],
        )
        self.table("core_zones", "zone_code", [(zone,) for zone in world.zones])
        params = (
            "service scenario radius_m rural_radius_m detour variant demand_group standard_q q_low q_high "
        )
        self.table(
            "core_access_params",
            params + "entitlement_local entitlement_non_local",
            [
                (
                    r.service,
                    r.scenario,
                    r.radius,
                    r.radius if r.rural_radius == -1 else r.rural_radius,
                    r.detour,
                    r.variant,
                    r.demand_group,
                    r.q,
                    r.q,
                    r.q,
                    1.0,
                    r.entitlement,
                )
                for r in world.runs
            ],
        )
        self.table(
            "core_group_demand",
            "service zone_code ratio ratio_low ratio_high",
            [(s, zone, *ratio) for s in services for zone, ratio in world.ratio.items()],
        )
        self.table(
            "core_rule_share",
            "service zone_code affected",
            [(s, zone, share) for s in services for zone, share in world.affected.items()],
        )
        if world.network:
            self.table("stg_network_distances", "point_id facility_id metres", list(world.network))

    def table(self, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        kinds = {"rural": pa.bool_()} | dict.fromkeys(TEXT, pa.string())
        schema = pa.schema([(c, kinds.get(c, pa.float64())) for c in columns.split()])
        incoming = pa.table(
            {field.name: pa.array([row[i] for row in rows], field.type) for i, field in enumerate(schema)}
        )
        self.con.register("incoming", incoming)
        self.con.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        self.con.unregister("incoming")


SCORES = """
    SELECT getvariable('run').scenario, point_id, access_score, nearest_m
    FROM core_catchment_scores JOIN core_catchment_points USING (point_key)
"""
TEXT = {
    *(
        "point_id",
        "facility_id",
        "zone_code",
        "service",
        "scenario",
        "variant",
        "demand_group",
        "grade",
        "population_group",
    ),
}


@contextmanager
def open_engine() -> Iterator[Engine]:
    con = connect_for_build(":memory:", Settings())
    try:
        yield Engine(con)
    finally:
        con.close()
