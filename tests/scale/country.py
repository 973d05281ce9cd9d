"""Small made-up countries as Parquet inputs, and what the engine says of them when it sees all at once."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from equity.scale.inputs import NUMBER, TABLES, TEXT, YES_NO, InputFolder, load_inputs
from equity.scale.service_plan import scenario_params, stage_service
from equity.settings import Settings
from equity.warehouse.connect import connect_for_build

SCENARIOS = {
    "baseline": ("2sfca", "resident", 1.0, 1.0),
    "decay": ("e2sfca", "registered", 1.0, 1.1),
    "choice": ("3sfca", "resident", 1.3, 1.0),
}
ARROW = {NUMBER: pa.float64(), TEXT: pa.string(), YES_NO: pa.bool_()}
RADII = {"clinic": 1000.0, "hospital": 3000.0}


def rules(*scenarios: str) -> dict[str, pd.DataFrame]:
    """Two services and some scenarios as the definitions give them."""
    services = [
        {
            "service": service,
            "kind": "facility",
            "demand_rule": "everyone",
            "standard_type": "fixed" if service == "clinic" else "city_resident",
            "units_per_person": 0.002 if service == "clinic" else None,
            "radius_m": radius,
            "rural_radius_m": 2 * radius if service == "clinic" else None,
            "detour": 1.2,
            "admitted": 0.7,
            "admitted_assumed": 0.5,
        }
        for service, radius in RADII.items()
    ]
    names = ("scenario", "variant", "demand_group", "radius", "detour")
    rows = [
        {**dict(zip(names, (s, *SCENARIOS[s]), strict=True)), "assumed_rules": s == "choice"}
        for s in scenarios or SCENARIOS
    ]
    return {
        "services": pd.DataFrame(services).astype({"rural_radius_m": float, "units_per_person": float}),
        "scenarios": pd.DataFrame(rows),
    }


@dataclass
class Country:
    """Rows of the input tables; ``write`` leaves them in a folder."""

    points: list[tuple[object, ...]]
    facilities: list[tuple[object, ...]]
    zones: list[str]
    slack: list[tuple[object, ...]] = field(default_factory=list)
    network: list[tuple[object, ...]] = field(default_factory=list)
    group_demand: list[tuple[object, ...]] = field(default_factory=list)
    rule_share: list[tuple[object, ...]] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        rows = {
            "points": self.points,
            "facilities": self.facilities,
            "zones": [(z,) for z in self.zones],
            "population_slack": self.slack,
            "network_distances": self.network,
            "group_demand": self.group_demand,
            "rule_share": self.rule_share,
        }
        for name, body in rows.items():
            if body:
                types = {c: ARROW[kind] for c, kind in TABLES[name].items()}
                columns = dict(zip(types, zip(*body, strict=True), strict=True))
                pq.write_table(
                    pa.table({c: pa.array(columns[c], t) for c, t in types.items()}),
                    folder / f"{name}.parquet",
                )
        return folder


def random_country(seed: int, points: int = 300, facilities: int = 60, side: float = 12_000.0) -> Country:
    """Two towns (one of them dense), villages, empty points, facilities without capacity or zone, a zone over all of it."""
    rng = random.Random(seed)
    towns = [(0.0, 0.0), (side, side / 3)]

    def place() -> tuple[float, float]:
        if rng.random() < 0.3:
            return rng.uniform(-side / 4, side * 1.2), rng.uniform(-side / 2, side)
        town = towns[rng.random() < 0.3]
        return rng.gauss(town[0], 900), rng.gauss(town[1], 900)

    zones = ["530001", "530002", "530003"]

    def persons() -> float:
        return float(rng.choice([0, rng.randint(1, 900)]))

    return Country(
        [
            (f"p{i:04d}", rng.choice(zones), i % 4 == 0, *place(), persons(), persons(), persons())
            for i in range(points)
        ],
        [
            (
                f"f{i:03d}",
                "clinic" if i % 3 else "hospital",
                rng.choice([*zones, None]) if i % 7 == 0 else rng.choice(zones),
                *place(),
                rng.choice([None, float(rng.randint(0, 40))]) if i % 5 == 0 else float(rng.randint(1, 40)),
            )
            for i in range(facilities)
        ],
        [*zones, "530099"],
        [
            (z, g, float(rng.randint(0, 200)), float(rng.randint(0, 300)))
            for z in zones[:2]
            for g in ("local", "non_local", "resident")
        ],
        group_demand=[("clinic", z, 1.4, 0.9, 1.6) for z in zones],
        rule_share=[("clinic", z, 0.6) for z in zones[:2]],
    )


def all_at_once(folder: Path, rule_tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Points, ratios of facilities and zones of a country from `build_access`, which knows no tiles."""
    found: dict[str, list[pd.DataFrame]] = {"points": [], "facilities": [], "zones": []}
    with closing(connect_for_build(":memory:", Settings())) as con:
        load_inputs(con, InputFolder(folder))
        scenario_params(con, rule_tables)
        for (service,) in con.execute("SELECT DISTINCT service FROM in_params ORDER BY 1").fetchall():
            with closing(con.cursor()) as one:
                stage_service(one, service)
                one.execute("DROP TABLE core_catchment_services")
                one.execute("CREATE OR REPLACE TEMP VIEW core_points AS FROM in_points")
                one.execute("CREATE OR REPLACE TEMP VIEW core_zones AS FROM in_zones")
                from equity.warehouse.access import access_steps

                for step in access_steps(one):
                    if step.startswith("60_"):
                        found["facilities"].append(
                            one.execute(
                                "SELECT ? AS service, getvariable('run').scenario AS scenario, facility_id, ratio, ratio_low, ratio_high, unbounded "
                                "FROM core_catchment_ratios JOIN core_catchment_facilities USING (facility_key)",
                                [service],
                            ).df()
                        )
                found["points"].append(one.execute("FROM out_access__point_service").df())
                found["zones"].append(one.execute("FROM out_access__zone_service_scenario_group").df())
                one.execute(
                    "DROP VIEW out_access__point_service; DROP TABLE core_access_reach; DROP TABLE core_access_points; "
                    "DROP TABLE out_access__zone_service_scenario_group"
                )
    return {name: pd.concat(parts) for name, parts in found.items()}
