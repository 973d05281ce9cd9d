"""Whom a plan concerns: people newly reached and served, those who lose, those who still have nothing within the radius."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from equity.indicators.compute import Indicators
from equity.plans.result import Group, Moved, PointChange
from equity.query import LEVELS, Query
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

MOST_POINTS = 2_000
GROUPS: tuple[Group, ...] = ("local", "non_local")
MOVED = ("reached_new", "reached_lost", "served_more", "served_less")
SUMS = "SELECT * FROM out_access WHERE service = ? AND scenario = ?"
IN_DEMAND = """
    SELECT m.*, coalesce(a.persons / nullif(l.persons, 0), 0) AS share
    FROM plan_moved AS m
    JOIN out_access__zone_service_scenario_group AS a USING (service, zone_code, population_group)
    JOIN plan_people AS l USING (service, zone_code, population_group)
    WHERE m.service = ? AND a.scenario = ?
"""
POINTS = """
    SELECT c.*, p.zone_code AS zone, p.lon, p.lat, p.local + p.non_local AS people
    FROM plan_changed_points AS c JOIN core_points AS p USING (point_id)
    ORDER BY people DESC, c.service, c.point_id
"""


def moved(before: Indicators, after: Indicators, service: str, scenario: str) -> Iterator[Moved]:
    """One row per zone of every level and group."""
    own = _read(after, IN_DEMAND, service, scenario)
    sums = {key: {name: row[name] * row["share"] for name in MOVED} for key, row in own.items()}
    now, then = (_read(state, SUMS, service, scenario) for state in (before, after))
    for level in LEVELS:
        for group in GROUPS:
            for record in after.unranked(Query(service, "reach", group, CENSUS_YEAR, level, scenario)):
                known: dict[str, Any] = {"service": service, "zone": record.zone, "level": level, "group": group,
                                         "status": record.status, "grade": record.grade}  # fmt: skip
                key = record.zone, group
                if record.ok:
                    inside = [sums.get((d, group), {}) for d in after.members(record.zone)]
                    known |= {name: sum(each.get(name, 0.0) for each in inside) for name in MOVED}
                    known["people"] = then[key]["persons"]
                    known["unreached"] = then[key]["persons"] - then[key]["reached"]
                    known["admitted_more"] = then[key]["entitled"] - now[key]["entitled"]
                yield Moved(**known)


def _read(state: Indicators, sql: str, service: str, scenario: str) -> Mapping[tuple[str, str], Any]:
    rows = state.warehouse.read(sql, [service, scenario]).to_dict("records")
    return {(r["zone_code"], r["population_group"]): r for r in rows}


def changed_points(before: Indicators, after: Warehouse) -> tuple[tuple[PointChange, ...], int]:
    """The settlement points that change and may be shown, those with the most people first, and how many more there are."""
    found = after.read(POINTS)
    found = found[~found["point_id"].isin(before.publishable.hidden_points)]
    rows = found.head(MOST_POINTS).to_dict("records")
    return tuple(PointChange(**row) for row in rows), len(found) - len(rows)
