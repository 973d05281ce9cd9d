"""The product's own numbers of a service in both states, side by side."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.split import FACTORS, GapSplit
from equity.plans.result import Compared, Figure, Group, Moved, PointChange
from equity.query import GAP, LEVELS, Basis, Query
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

ACCESS: tuple[tuple[str, tuple[Basis, ...]], ...] = (
    ("reach", ("local", "non_local", GAP)),
    ("adequacy", ("local", "non_local")),
    ("entitlement", ("local", "non_local")),
    ("effective", ("local", "non_local", GAP)),
)
PROVISION: tuple[tuple[str, tuple[Basis, ...]], ...] = (
    ("coverage", ("resident",)),
    ("shortfall", ("resident",)),
)
PARTS = {
    "within": "within",
    "residence": "residence",
    **{factor: f"{factor}_part" for factor in FACTORS},
}
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


def compare(before: Indicators, after: Indicators, service: str, scenario: str) -> Iterator[Compared]:
    """Every number of the service at every level, then the parts of the gap."""
    registry = before.registry
    offered = {m.id for m in registry.measures_of(service)}
    years = registry[service].years
    year = CENSUS_YEAR if CENSUS_YEAR in years else years[0]
    for level in LEVELS:
        for measure, bases in (*ACCESS, *PROVISION):
            for basis in bases if measure in offered else ():
                query = Query(service, measure, basis, year, level, scenario)
                for b, a in zip(before.unranked(query), after.unranked(query), strict=True):
                    known = {"zone": b.zone, "level": level, "measure": measure, "basis": basis}
                    yield _row(service, known, b.unit_en, figure(b), figure(a))
        for zone in before.zones(level):
            splits = [state.split(service, zone.code, scenario) for state in (before, after)]
            for part, name in PARTS.items():
                figures = [_part(split, part) for split in splits]
                if any(f.value is not None for f in figures):
                    known = {"zone": zone.code, "level": level, "measure": name, "basis": GAP}
                    yield _row(service, known, "percentage points", *figures)


def figure(record: ValueRecord) -> Figure:
    return Figure(
        value=record.value, status=record.status, grade=record.grade, low=record.low, high=record.high
    )


def _part(split: GapSplit, part: str) -> Figure:
    low, high = split.intervals.get(part, (None, None))
    found: dict[str, Any] = {"value": getattr(split, part), "status": split.status, "grade": split.grade}
    return Figure(**found, low=low, high=high)


def _row(service: str, known: dict[str, Any], unit: str, before: Figure, after: Figure) -> Compared:
    change = None if before.value is None or after.value is None else after.value - before.value
    return Compared(service=service, unit=unit, before=before, after=after, change=change, **known)


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
