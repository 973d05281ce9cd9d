-- core_points: one row per settlement point. rural: as the register states it (城乡分类 2xx), else by its township: subdistricts
-- (街道) are urban, towns and townships (镇、乡) rural; a point that states neither counts as urban (check points_urban_or_rural).
-- units: metres (EPSG:4543), persons. source: population/settlement_points.csv, geo/townships.csv
CREATE TABLE core_points AS
SELECT p.point_id, p.adcode AS zone_code, p.lon, p.lat, p.x, p.y, CAST(p.local_persons AS DOUBLE) AS local,
       CAST(p.non_local_persons AS DOUBLE) AS non_local, CAST(p.local_persons + p.absent_persons AS DOUBLE) AS registered,
       coalesce(p.urban_rural = 'rural', t.kind IN ('town', 'township', 'ethnic_township'), FALSE) AS rural, p.grade, p.town_code
FROM stg_settlement_points AS p
LEFT JOIN stg_townships AS t ON t.town_code = p.town_code
ORDER BY p.point_id;

-- point_places: for the check points_elsewhere.
CREATE OR REPLACE TEMP VIEW point_places AS SELECT point_id, adcode, lon, lat FROM stg_settlement_points;
