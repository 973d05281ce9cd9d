-- core_facilities: one row per facility with the division it lies in. The only place where facilities meet polygons.
-- Border rule: a point on a shared border belongs to the touching division with the smallest code, so always to exactly one.
-- A point inside no division keeps zone_code NULL and is listed by the check `facilities_outside`; it is never dropped.
-- A facility without coordinates belongs to the division its register states (placement = 'stated').
-- units: degrees (WGS-84), metres (EPSG:4543), capacity in the unit of its service. source: services/facilities/*.csv
CREATE TABLE core_facilities AS
WITH located AS (
    SELECT f.facility_id, f.service, min(d.code) AS zone_code
    FROM stg_facilities AS f
    JOIN stg_division_polygons AS d ON ST_Intersects(d.geom, ST_Point(f.lon, f.lat))
    WHERE f.lon IS NOT NULL
    GROUP BY f.facility_id, f.service
)
SELECT f.facility_id, f.service, f.name_zh, f.adcode AS stated_code, f.town_code,
       coalesce(l.zone_code, CASE WHEN f.lon IS NULL THEN f.adcode END) AS zone_code,
       CASE WHEN f.lon IS NULL THEN 'stated' WHEN l.zone_code IS NULL THEN 'outside' ELSE 'point' END AS placement,
       f.lon, f.lat, f.x, f.y, f.capacity, f.facility_type, f.year, f.grade, f.source
FROM stg_facilities AS f
LEFT JOIN located AS l USING (facility_id, service)
ORDER BY f.service, f.facility_id;
