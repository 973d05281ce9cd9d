-- core_facilities: one row per facility with the division it lies in (15_located.sql).
-- One inside no division keeps zone_code NULL and is listed by the check `facilities_outside`; it is never dropped.
-- A facility without coordinates belongs to the division its register states (placement = 'stated').
-- units: degrees (WGS-84), metres (EPSG:4543), capacity in the unit of its service. source: services/facilities/*.csv
CREATE TEMP VIEW facility_places AS SELECT facility_id, service, lon, lat FROM stg_facilities WHERE lon IS NOT NULL;

CREATE TABLE core_facilities AS
SELECT f.facility_id, f.service, f.name_zh, f.adcode AS stated_code, f.town_code,
       coalesce(l.zone_code, CASE WHEN f.lon IS NULL THEN f.adcode END) AS zone_code,
       CASE WHEN f.lon IS NULL THEN 'stated' WHEN l.zone_code IS NULL THEN 'outside' ELSE 'point' END AS placement,
       f.lon, f.lat, f.x, f.y, f.capacity, f.facility_type, f.year, f.grade, f.source
FROM stg_facilities AS f
LEFT JOIN located('facility_places') AS l USING (facility_id, service)
ORDER BY f.service, f.facility_id;
