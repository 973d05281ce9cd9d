"""What lies where: facilities, settlement points with their access, and townships with their people, who of them has a facility
within reach and what stands there; and the register against the residents, where an office has counted both by township."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from equity.indicators.facts import REGISTER_MEASURES
from equity.indicators.publishable import Publishable
from equity.warehouse import Warehouse

FACILITIES = """
    SELECT facility_id, name_zh, zone_code AS adcode, lon, lat, capacity, facility_type, placement, year, grade, source
    FROM core_facilities
    WHERE service = ? AND lon IS NOT NULL
    ORDER BY facility_id
"""
POINTS = """
    SELECT p.point_id, p.zone_code, p.lon, p.lat, p.local, p.non_local, p.registered, a.applies, a.reached, a.nearest_m,
           a.access_score, a.adequacy, p.grade, l.point_id IS NOT NULL AND NOT a.reached AS line_only
    FROM core_points AS p
    JOIN out_access__point_service AS a USING (point_id)
    LEFT JOIN core_line_reach AS l ON l.point_id = a.point_id AND l.service = a.service
    WHERE a.service = ?
    ORDER BY p.point_id
"""


def facilities(warehouse: Warehouse, service: str) -> pd.DataFrame:
    """Facilities of one service: id, name, division, lon, lat (WGS-84), capacity, type, grade.

    Those registered without coordinates count as supply of their division and are not among them.
    """
    return warehouse.read(FACILITIES, [service])


def points(warehouse: Warehouse, service: str, hidden: Collection[str]) -> pd.DataFrame:
    """Settlement points with their baseline access to one service (``line_only``: near in a straight line only); those with too
    few people to be shown (``hidden``) are left out.
    """
    found = warehouse.read(POINTS, [service])
    return found[~found["point_id"].isin(hidden)].reset_index(drop=True)


TOWNSHIPS = """
    WITH living AS (
        SELECT s.town_code, p.zone_code, p.local, p.non_local, p.lon, p.lat, p.local + p.non_local AS residents,
               a.applies, a.applies AND a.reached AS reached, p.grade, p.point_id IN (SELECT unnest($hidden)) AS few
        FROM core_points AS p
        JOIN stg_settlement_points AS s USING (point_id)
        JOIN out_access__point_service AS a ON a.point_id = p.point_id AND a.service = $service
        WHERE s.town_code IS NOT NULL
    ),
    served AS (
        SELECT town_code, zone_code, count(*) AS facilities, sum(capacity) AS capacity, max(grade_rank(grade)) AS grade
        FROM core_facilities
        WHERE service = $service AND town_code IS NOT NULL AND zone_code IS NOT NULL
        GROUP BY ALL
    ),
    counted AS (
        SELECT town_code, zone_code, sum(local) AS local, sum(non_local) AS non_local,
               sum(local * reached::INTEGER) / nullif(sum(local * applies::INTEGER), 0) AS local_reach,
               sum(non_local * reached::INTEGER) / nullif(sum(non_local * applies::INTEGER), 0) AS non_local_reach,
               sum(lon * residents) / nullif(sum(residents), 0) AS lon, sum(lat * residents) / nullif(sum(residents), 0) AS lat,
               max(grade_rank(grade)) AS grade
        FROM living
        GROUP BY ALL
        HAVING NOT bool_or(few)
    )
    SELECT c.town_code, t.name_zh, c.zone_code AS adcode, coalesce(p.lon, c.lon) AS lon, coalesce(p.lat, c.lat) AS lat,
           c.local, c.non_local, 100 * c.local_reach AS local_reach, 100 * c.non_local_reach AS non_local_reach,
           coalesce(f.facilities, 0) AS facilities, coalesce(f.capacity, 0) AS capacity,
           grade_name(greatest(c.grade, coalesce(f.grade, 0))) AS grade
    FROM counted AS c
    JOIN stg_townships AS t USING (town_code)
    LEFT JOIN stg_township_points AS p USING (town_code)
    LEFT JOIN served AS f ON f.town_code = c.town_code AND f.zone_code = c.zone_code
    ORDER BY c.town_code, c.zone_code
"""


def townships(warehouse: Warehouse, service: str, hidden: Collection[str]) -> pd.DataFrame:
    """One row per township and division with settlement points: persons of both groups, percent of each with a facility of the
    service within reach (baseline; missing where no radius holds or nobody lives), facilities and capacity that name the township.

    ``lon``, ``lat`` (WGS-84): the township's known point, else the middle of its people; no boundary is known. A township with a
    ``hidden`` settlement point, one of too few people, is left out.
    """
    return warehouse.read(TOWNSHIPS, {"service": service, "hidden": sorted(hidden)})


COUNTED = """
    SELECT p.town_code, t.name_zh, t.adcode, coalesce(t.lon, a.lon) AS lon, coalesce(t.lat, a.lat) AS lat,
           p.year, p.population_group, p.persons, p.grade, p.source
    FROM stg_township_population AS p
    JOIN stg_townships AS t USING (town_code)
    LEFT JOIN stg_township_points AS a USING (town_code)
    WHERE p.year = (SELECT max(year) FROM stg_township_population AS o WHERE o.town_code = p.town_code)
    ORDER BY p.town_code, grade_rank(p.grade)
"""
PLACE = ("town_code", "name_zh", "adcode", "lon", "lat", "year")
GROUPS = ("resident", "local", "non_local", "registered", "absent")
WHOLES = {"resident": ("local", "non_local"), "registered": ("local", "absent")}
NUMBERS = (*GROUPS, "register_coverage", "beyond_register")


def township_people(warehouse: Warehouse, publishable: Publishable) -> pd.DataFrame:
    """One row per township that an office has counted, in its latest year: persons by group, percent of the residents whom the
    register covers, and how many are beyond it; missing where not counted or hidden (``status`` suppressed).

    ``lon``, ``lat`` (WGS-84): the township's seat, else its known point; missing for one without either. ``grade``: the worst of its rows.
    """
    counted = warehouse.read(COUNTED)
    rows = [_people(town, publishable) for _, town in counted.groupby("town_code", sort=True)]
    return pd.DataFrame(rows, columns=[*PLACE, *NUMBERS, "status", "grade", "source"])


def _people(town: pd.DataFrame, publishable: Publishable) -> dict[str, Any]:
    last = town.iloc[-1]
    persons = dict(zip(town["population_group"], town["persons"].astype(float), strict=True))
    shown = {g: n for g, n in persons.items() if publishable.town(last["town_code"], int(last["year"]), g)}
    for whole, parts in WHOLES.items():
        if whole not in persons and set(parts) <= set(shown):
            shown[whole] = sum(shown[part] for part in parts)
    found: dict[str, Any] = {name: last[name] for name in (*PLACE, "grade")} | shown
    found["source"] = "; ".join(dict.fromkeys(town["source"]))
    if {"resident", "registered"} <= set(shown) and shown["resident"]:
        both = shown["resident"], shown["registered"]
        found["register_coverage"] = 100 * REGISTER_MEASURES["register_coverage"](*both)
        found["beyond_register"] = REGISTER_MEASURES["beyond_register"](*both)
    known = "register_coverage" in found
    return found | {"status": "suppressed" if len(shown) < len(persons) else "ok" if known else "no_data"}
