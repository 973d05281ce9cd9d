-- core_catchment_points: one row per settlement point, under a small key in the order of a grid, so that neighbours stay
-- together in everything that follows. units: metres, persons. source: core_points
CREATE TABLE core_catchment_points AS
WITH grid AS (SELECT coalesce(max(cell_m), 1) AS cell_m FROM core_catchment_services)
SELECT CAST(row_number() OVER (ORDER BY floor(p.x / g.cell_m), floor(p.y / g.cell_m), p.point_id) AS INTEGER) AS point_key,
       p.point_id, p.zone_code, p.x, p.y, p.local, p.non_local, p.registered
FROM core_points AS p
CROSS JOIN grid AS g
ORDER BY point_key;
