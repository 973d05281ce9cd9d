-- core_catchment_points: one row per settlement point, with a small integer key in the order of a grid, so that points
-- near each other stay together in everything that follows.
-- units: metres (projected), persons. source: core_points
CREATE OR REPLACE TABLE core_catchment_points AS
WITH grid AS (SELECT coalesce(max(cell_m), 1.0) AS cell_m FROM core_catchment_services)
SELECT CAST(row_number() OVER (ORDER BY floor(p.x / g.cell_m), floor(p.y / g.cell_m), p.point_id) AS INTEGER) AS point_key,
       p.point_id, p.zone_code, p.x, p.y, CAST(p.local AS DOUBLE) AS local, CAST(p.non_local AS DOUBLE) AS non_local,
       CAST(p.local + p.non_local AS DOUBLE) AS resident, CAST(p.registered AS DOUBLE) AS registered
FROM core_points AS p
CROSS JOIN grid AS g
ORDER BY point_key;
