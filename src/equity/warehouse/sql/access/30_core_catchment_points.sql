-- core_catchment_points: one row per settlement point, under a small key, neighbours together: everything that follows
-- then finds what it needs close by. Which point gets which key changes no result. units: metres, persons. source: core_points
CREATE TEMP TABLE core_catchment_points AS
WITH grid AS (SELECT coalesce(max(cell_m), 1) AS cell_m FROM core_catchment_services)
SELECT CAST(row_number() OVER () AS INTEGER) AS point_key, *
FROM (
    SELECT p.point_id, p.zone_code, p.x, p.y, p.rural, p.local, p.non_local, p.registered
    FROM core_points AS p
    CROSS JOIN grid AS g
    ORDER BY CAST(floor(p.x / g.cell_m) AS INTEGER), CAST(floor(p.y / g.cell_m) AS INTEGER)
);
