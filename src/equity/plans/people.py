"""Whom a plan concerns: people newly reached and served, those who lose, those who still have nothing within the radius."""

from collections.abc import Iterable, Iterator, Mapping
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
TOWNS = """
    SELECT t.*, n.name_zh, coalesce(a.persons / nullif(l.persons, 0), 0) AS share
    FROM plan_towns AS t
    JOIN stg_townships AS n USING (town_code)
    JOIN out_access__zone_service_scenario_group AS a USING (service, zone_code, population_group)
    JOIN plan_people AS l USING (service, zone_code, population_group)
    WHERE t.service = $service AND a.scenario = $scenario AND (t.town_code, t.zone_code) NOT IN (
        SELECT (s.town_code, s.adcode) FROM stg_settlement_points AS s
        WHERE s.town_code IS NOT NULL AND s.point_id IN (SELECT unnest($hidden))
    )
    ORDER BY t.town_code, t.zone_code, t.population_group DESC
"""
POINTS = """
    SELECT c.*, p.zone_code AS zone, p.lon, p.lat, p.local + p.non_local AS people, count(*) OVER () AS every
    FROM plan_changed_points AS c JOIN core_points AS p USING (point_id)
    WHERE c.point_id NOT IN (SELECT unnest($hidden))
    ORDER BY people DESC, c.service, c.point_id
    LIMIT $most
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


def townships(
    before: Indicators, after: Warehouse, service: str, scenario: str, zones: Iterable[Moved]
) -> Iterator[Moved]:
    """One row per township and group in which something changes; none where the figures of its division may not be shown."""
    shown = {(m.zone, m.group): m for m in zones if m.status == "ok"}
    hidden = sorted(before.publishable.hidden_points)
    for row in after.rows(TOWNS, {"service": service, "scenario": scenario, "hidden": hidden}):
        if whole := shown.get((row["zone_code"], row["population_group"])):
            numbers = {name: row[name] * row["share"] for name in (*MOVED, "people", "unreached")}
            place = {
                "zone": row["town_code"],
                "level": "township",
                "name": row["name_zh"],
                "within": whole.zone,
            }
            yield whole.model_copy(update=place | numbers | {"admitted_more": None})


def _read(state: Indicators, sql: str, service: str, scenario: str) -> Mapping[tuple[str, str], Any]:
    rows = state.warehouse.rows(sql, [service, scenario])
    return {(r["zone_code"], r["population_group"]): r for r in rows}


def changed_points(before: Indicators, after: Warehouse) -> tuple[tuple[PointChange, ...], int]:
    """The settlement points that change and may be shown, those with the most people first, and how many more there are."""
    asked = {"hidden": sorted(before.publishable.hidden_points), "most": MOST_POINTS}
    rows = after.rows(POINTS, asked)
    every = [row.pop("every") for row in rows]
    return tuple(PointChange.model_validate(row) for row in rows), every[0] - len(rows) if rows else 0
