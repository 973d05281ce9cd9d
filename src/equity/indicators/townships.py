"""Results at the level of the township: its people, who of them has a facility within reach, and what stands there."""

from collections.abc import Collection

import pandas as pd

from equity.warehouse import Warehouse

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
