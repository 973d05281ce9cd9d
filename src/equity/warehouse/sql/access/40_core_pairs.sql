-- Executed for the runs of one service together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_pairs: one row per settlement point and facility within the search distance of the service.
-- The only place where points meet facilities. The fewer of both (turned: the points) are entered in every cell that their circle can touch
-- (of the 5 × 5 around them), the others stand in one cell: an equality join finds each pair once, and the exact test follows. rural: of the point,
-- because town and country have radii of their own.
-- units: metres, straight line before any detour, or along the network.
-- source: core_catchment_points, core_catchment_facilities, stg_network_distances

-- From here to 90 joins run as they are written, the rows to look up on the right: DuckDB guesses that a fifth of the pairs count, and
-- would make a hash table of millions of them, at four times the cost.
SET disabled_optimizers = 'join_order,build_side_probe_side';

CREATE OR REPLACE TEMP TABLE core_pairs AS
WITH serving AS (
    SELECT facility_key, facility_id, x, y FROM core_catchment_facilities WHERE service_key = getvariable('run').service_key
),
measured AS (
    SELECT search_m, cell_m, (SELECT count(*) FROM serving) > (SELECT count(*) FROM core_catchment_points) AS turned
    FROM core_catchment_services
    WHERE service_key = getvariable('run').service_key AND NOT on_network
),
places AS (
    SELECT point_key AS place_key, rural, TRUE AS is_point, x, y FROM core_catchment_points
    UNION ALL
    SELECT facility_key, FALSE, FALSE, x, y FROM serving
),
placed AS (
    SELECT p.*, m.*, CAST(floor(p.x / m.cell_m) AS INTEGER) AS cell_x, CAST(floor(p.y / m.cell_m) AS INTEGER) AS cell_y
    FROM places AS p
    CROSS JOIN measured AS m
),
around AS (
    SELECT p.* REPLACE (p.cell_x + dx.i AS cell_x, p.cell_y + dy.i AS cell_y)
    FROM placed AS p
    CROSS JOIN (SELECT CAST(i AS INTEGER) AS i FROM range(-2, 3) AS r(i)) AS dx
    CROSS JOIN (SELECT CAST(i AS INTEGER) AS i FROM range(-2, 3) AS r(i)) AS dy
    WHERE p.is_point = p.turned
),
entered AS MATERIALIZED ( -- a table of its own is read by all threads, the few places by one
    SELECT place_key, rural, x, y, cell_x, cell_y, turned, search_m * search_m AS search_m2
    FROM around
    WHERE -- the nearest corner of the cell is within the circle
          greatest(0, cell_x * cell_m - x, x - (cell_x + 1) * cell_m) ** 2
        + greatest(0, cell_y * cell_m - y, y - (cell_y + 1) * cell_m) ** 2 <= search_m * search_m * (1 + 1e-9)
)
SELECT CASE WHEN e.turned THEN e.place_key ELSE s.place_key END AS point_key, CASE WHEN e.turned THEN e.rural ELSE s.rural END AS rural,
       CASE WHEN e.turned THEN s.place_key ELSE e.place_key END AS facility_key,
       sqrt((s.x - e.x) * (s.x - e.x) + (s.y - e.y) * (s.y - e.y)) AS metres
FROM placed AS s
JOIN entered AS e ON e.cell_x = s.cell_x AND e.cell_y = s.cell_y
WHERE s.is_point <> s.turned AND (s.x - e.x) * (s.x - e.x) + (s.y - e.y) * (s.y - e.y) <= e.search_m2
UNION ALL
SELECT p.point_key, p.rural, n.facility_key, min(n.metres)
FROM core_catchment_points AS p
JOIN (SELECT d.point_id, d.metres, f.facility_key FROM stg_network_distances AS d JOIN serving AS f USING (facility_id)) AS n USING (point_id)
GROUP BY p.point_key, p.rural, n.facility_key;
