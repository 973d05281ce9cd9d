-- core_facilities: one row per facility with the division it lies in. The only place where facilities meet polygons.
-- Border rule: a point on a shared border belongs to the touching division with the smallest code, so always to exactly one.
-- A point inside no division keeps zone_code NULL and is listed by the check `facilities_outside`; it is never dropped.
-- A cell that lies within a division, off its border, answers for all of its points at once; only the points of the other cells meet
-- a polygon themselves: a fifth of the time for a million facilities in one city.
-- A facility without coordinates belongs to the division its register states (placement = 'stated').
-- units: degrees (WGS-84), metres (EPSG:4543), capacity in the unit of its service. source: services/facilities/*.csv
CREATE TABLE core_facilities AS
WITH grid AS ( -- cells of some fifty points, were these spread evenly
    SELECT greatest(0.001, sqrt((max(lon) - min(lon)) * (max(lat) - min(lat)) * 50 / count(*))) AS side
    FROM stg_facilities
    WHERE lon IS NOT NULL
),
standing AS (
    SELECT f.facility_id, f.service, f.lon, f.lat, CAST(floor(f.lon / g.side) AS INTEGER) AS cell_x, CAST(floor(f.lat / g.side) AS INTEGER) AS cell_y
    FROM stg_facilities AS f
    CROSS JOIN grid AS g
    WHERE f.lon IS NOT NULL
),
cells AS ( -- a little larger than they are, for the rounding of their corners
    SELECT cell_x, cell_y, ST_MakeEnvelope(cell_x * side - 1e-9, cell_y * side - 1e-9, (cell_x + 1) * side + 1e-9, (cell_y + 1) * side + 1e-9) AS box
    FROM (SELECT DISTINCT cell_x, cell_y FROM standing)
    CROSS JOIN grid
),
whole AS MATERIALIZED (
    SELECT c.cell_x, c.cell_y, d.code
    FROM cells AS c
    JOIN stg_division_polygons AS d ON ST_ContainsProperly(d.geom, c.box)
),
located AS (
    SELECT s.facility_id, s.service, w.code AS zone_code
    FROM standing AS s
    JOIN whole AS w USING (cell_x, cell_y)
    UNION ALL
    SELECT s.facility_id, s.service, min(d.code)
    FROM (FROM standing ANTI JOIN whole USING (cell_x, cell_y)) AS s
    JOIN stg_division_polygons AS d ON ST_Intersects(d.geom, ST_Point(s.lon, s.lat))
    GROUP BY s.facility_id, s.service
)
SELECT f.facility_id, f.service, f.name_zh, f.adcode AS stated_code, f.town_code,
       coalesce(l.zone_code, CASE WHEN f.lon IS NULL THEN f.adcode END) AS zone_code,
       CASE WHEN f.lon IS NULL THEN 'stated' WHEN l.zone_code IS NULL THEN 'outside' ELSE 'point' END AS placement,
       f.lon, f.lat, f.x, f.y, f.capacity, f.facility_type, f.year, f.grade, f.source
FROM stg_facilities AS f
LEFT JOIN located AS l USING (facility_id, service)
ORDER BY f.service, f.facility_id;
