-- core_zones: one row per zone (divisions; functional zones where the city has them; the city).
-- core_zone_members: one row per zone and division inside it; a division is its own member;
--   members counts the divisions of the zone, so that a sum can tell whether it is complete.
-- units: km2 (published area, may be missing), degrees. source: geo/divisions.csv
CREATE TABLE core_zones AS
SELECT adcode AS zone_code, 'division' AS level, name_zh, name_en, short_zh, functional_zone,
       area_km2_published AS area_km2, seat_lon AS lon, seat_lat AS lat
FROM stg_divisions
ORDER BY adcode;

CREATE TABLE core_zone_members AS
WITH members AS (
    SELECT adcode AS zone_code, 'division' AS level, adcode AS division_code FROM stg_divisions
    UNION ALL SELECT functional_zone, 'functional_zone', adcode FROM stg_divisions WHERE functional_zone IS NOT NULL
    UNION ALL SELECT (SELECT city_code FROM stg_run), 'city', adcode FROM stg_divisions
)
SELECT *, count(*) OVER (PARTITION BY zone_code) AS members FROM members ORDER BY ALL;
