-- Executed for the runs of one service together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_pairs: one row per settlement point and facility within the search distance of the service.
-- The only place where points meet facilities. A facility is entered in every cell that its circle can touch (of the 5 × 5
-- around it), a point stands in one cell: an equality join finds each pair once, and the exact test follows. rural: of the point,
-- because town and country have radii of their own.
-- units: metres, straight line before any detour, or along the network.
-- source: core_catchment_points, core_catchment_facilities, stg_network_distances
RESET disabled_optimizers; -- set by 50, for the service before

CREATE OR REPLACE TEMP TABLE core_pairs AS
WITH around AS (
    SELECT f.facility_key, f.x, f.y, s.search_m, s.cell_m,
           CAST(floor(f.x / s.cell_m) AS INTEGER) + dx.i AS cell_x, CAST(floor(f.y / s.cell_m) AS INTEGER) + dy.i AS cell_y
    FROM core_catchment_facilities AS f
    JOIN core_catchment_services AS s ON s.service_key = f.service_key AND NOT s.on_network
    CROSS JOIN (SELECT CAST(i AS INTEGER) AS i FROM range(-2, 3) AS r(i)) AS dx
    CROSS JOIN (SELECT CAST(i AS INTEGER) AS i FROM range(-2, 3) AS r(i)) AS dy
    WHERE f.service_key = getvariable('run').service_key
),
entered AS MATERIALIZED ( -- a table of its own is read by all threads, the few facilities by one
    SELECT facility_key, x, y, cell_x, cell_y, search_m * search_m AS search_m2
    FROM around
    WHERE -- the nearest corner of the cell is within the circle
          greatest(0, cell_x * cell_m - x, x - (cell_x + 1) * cell_m) ** 2
        + greatest(0, cell_y * cell_m - y, y - (cell_y + 1) * cell_m) ** 2 <= search_m * search_m * (1 + 1e-9)
),
standing AS (
    SELECT p.point_key, p.rural, p.x, p.y,
           CAST(floor(p.x / s.cell_m) AS INTEGER) AS cell_x, CAST(floor(p.y / s.cell_m) AS INTEGER) AS cell_y
    FROM core_catchment_points AS p
    JOIN core_catchment_services AS s ON s.service_key = getvariable('run').service_key AND NOT s.on_network
)
SELECT p.point_key, p.rural, f.facility_key, sqrt((p.x - f.x) * (p.x - f.x) + (p.y - f.y) * (p.y - f.y)) AS metres
FROM standing AS p
JOIN entered AS f ON f.cell_x = p.cell_x AND f.cell_y = p.cell_y
WHERE (p.x - f.x) * (p.x - f.x) + (p.y - f.y) * (p.y - f.y) <= f.search_m2
UNION ALL
SELECT p.point_key, p.rural, f.facility_key, min(n.metres)
FROM stg_network_distances AS n
JOIN core_catchment_points AS p USING (point_id)
JOIN core_catchment_facilities AS f ON f.facility_id = n.facility_id AND f.service_key = getvariable('run').service_key
GROUP BY p.point_key, p.rural, f.facility_key;
