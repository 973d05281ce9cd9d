-- core_facilities: one row per facility with the division it lies in. The only place where facilities meet polygons.
-- Border rule: a point on a shared border belongs to the touching division with the smallest code, so always to exactly one.
-- A point inside no division keeps zone_code NULL and is listed by the check `facilities_outside`; it is never dropped.
-- Only points in cells that a border crosses meet a polygon themselves: a fifth of the time for a million facilities.
-- A facility without coordinates belongs to the division its register states (placement = 'stated').
-- units: degrees (WGS-84), metres (EPSG:4543), capacity in the unit of its service. source: services/facilities/*.csv
CREATE TABLE core_facilities AS
WITH standing AS (
    SELECT facility_id, service, lon, lat, CAST(floor(lon / 0.01) AS INTEGER) AS cell_x, CAST(floor(lat / 0.01) AS INTEGER) AS cell_y
    FROM stg_facilities
    WHERE lon IS NOT NULL
),
cells AS MATERIALIZED ( -- of 0.01 degrees, a little larger than they are, with each division they touch; whole: inside it and off its border
    SELECT c.cell_x, c.cell_y, d.code, d.geom, ST_ContainsProperly(d.geom, c.box) AS whole
    FROM (
        SELECT cell_x, cell_y, ST_MakeEnvelope(cell_x * 0.01 - 1e-9, cell_y * 0.01 - 1e-9, (cell_x + 1) * 0.01 + 1e-9, (cell_y + 1) * 0.01 + 1e-9) AS box
        FROM (SELECT DISTINCT cell_x, cell_y FROM standing)
    ) AS c
    JOIN stg_division_polygons AS d ON ST_Intersects(d.geom, c.box)
),
located AS (
    SELECT s.facility_id, s.service, min(c.code) AS zone_code
    FROM standing AS s
    JOIN cells AS c USING (cell_x, cell_y)
    WHERE CASE WHEN c.whole THEN TRUE ELSE ST_Intersects(c.geom, ST_Point(s.lon, s.lat)) END
    GROUP BY s.facility_id, s.service
)
SELECT f.facility_id, f.service, f.name_zh, f.adcode AS stated_code, f.town_code,
       coalesce(l.zone_code, CASE WHEN f.lon IS NULL THEN f.adcode END) AS zone_code,
       CASE WHEN f.lon IS NULL THEN 'stated' WHEN l.zone_code IS NULL THEN 'outside' ELSE 'point' END AS placement,
       f.lon, f.lat, f.x, f.y, f.capacity, f.facility_type, f.year, f.grade, f.source
FROM stg_facilities AS f
LEFT JOIN located AS l USING (facility_id, service)
ORDER BY f.service, f.facility_id;
