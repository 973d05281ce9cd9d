-- core_pairs: one row per settlement point and facility of a service within the longest reach of the service's runs.
-- The only place where points meet facilities. Each facility is entered in the 5 x 5 cells around it, whose side is half
-- the reach: what is within reach lies in one of them, so pairs are found by an equality join and the exact test follows.
-- units: metres, straight line before any detour, or along the network where the service has network distances.
-- source: core_catchment_points, core_catchment_facilities, core_network_times
CREATE OR REPLACE TABLE core_pairs AS
WITH entered AS (
    SELECT f.service_key, f.facility_key, f.x, f.y, s.straight_m * s.straight_m AS reach_m2,
           CAST(floor(f.x / s.cell_m) AS INTEGER) + i AS cell_x, CAST(floor(f.y / s.cell_m) AS INTEGER) + j AS cell_y
    FROM core_catchment_facilities AS f
    JOIN core_catchment_services AS s ON s.service_key = f.service_key AND s.distance_basis = 'straight_line'
    CROSS JOIN (SELECT CAST(unnest(range(-2, 3)) AS INTEGER) AS i)
    CROSS JOIN (SELECT CAST(unnest(range(-2, 3)) AS INTEGER) AS j)
),
standing AS (
    SELECT s.service_key, p.point_key, p.x, p.y,
           CAST(floor(p.x / s.cell_m) AS INTEGER) AS cell_x, CAST(floor(p.y / s.cell_m) AS INTEGER) AS cell_y
    FROM core_catchment_points AS p
    JOIN core_catchment_services AS s ON s.distance_basis = 'straight_line'
)
SELECT p.service_key, p.point_key, f.facility_key,
       sqrt((p.x - f.x) * (p.x - f.x) + (p.y - f.y) * (p.y - f.y)) AS metres
FROM standing AS p
JOIN entered AS f ON f.service_key = p.service_key AND f.cell_x = p.cell_x AND f.cell_y = p.cell_y
WHERE (p.x - f.x) * (p.x - f.x) + (p.y - f.y) * (p.y - f.y) <= f.reach_m2
UNION ALL
SELECT s.service_key, p.point_key, f.facility_key, n.metres
FROM core_network_times AS n
JOIN core_catchment_services AS s USING (service)
JOIN core_catchment_points AS p ON p.point_id = n.point_id
JOIN core_catchment_facilities AS f ON f.service_key = s.service_key AND f.facility_id = n.facility_id;
