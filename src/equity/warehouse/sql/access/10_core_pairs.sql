-- core_catchment_services: one row per service with access rules. search_m: straight-line metres beyond which no scenario
-- counts a facility. Where network distances are loaded they replace straight line × detour pair by pair, and a network is
-- never shorter than the straight line, so the search then goes to the full radius.
CREATE TABLE core_catchment_services AS
SELECT CAST(row_number() OVER (ORDER BY service) AS USMALLINT) AS service_no, service,
       max(CASE WHEN (SELECT count(*) FROM stg_network_distances) > 0 THEN radius_m ELSE radius_m / detour END) + 1e-6 AS search_m
FROM core_access_params
GROUP BY service;

-- core_catchment_points: one row per settlement point, under a compact key. units: metres, persons.
CREATE TABLE core_catchment_points AS
SELECT CAST(row_number() OVER (ORDER BY point_id) AS INTEGER) AS point_no, * FROM core_points;

-- core_catchment_facilities: one row per facility that lies in a division, under a compact key. units: metres, capacity.
CREATE TABLE core_catchment_facilities AS
SELECT CAST(row_number() OVER (ORDER BY f.service, f.facility_id) AS INTEGER) AS facility_no, s.service_no, f.facility_id,
       f.x, f.y, f.capacity
FROM core_facilities AS f
JOIN core_catchment_services AS s USING (service)
WHERE f.x IS NOT NULL AND f.zone_code IS NOT NULL;

-- core_pairs: one row per settlement point and facility within reach of any scenario. units: metres, straight line.
-- Found by an equi-join on square cells half as wide as the search distance: a facility is entered in every cell that its
-- circle can touch (5 × 5), so that a point meets it exactly once. This is the only join of points with facilities.
CREATE TABLE core_pairs AS
WITH entered AS (
    SELECT f.facility_no, f.service_no, f.x, f.y, s.search_m,
           CAST(floor(f.x / (s.search_m / 2)) AS INTEGER) + dx.i AS cell_x,
           CAST(floor(f.y / (s.search_m / 2)) AS INTEGER) + dy.i AS cell_y
    FROM core_catchment_facilities AS f
    JOIN core_catchment_services AS s USING (service_no)
    CROSS JOIN range(-2, 3) AS dx(i)
    CROSS JOIN range(-2, 3) AS dy(i)
    WHERE -- the cell's nearest corner is within the circle
          greatest(0, (CAST(floor(f.x / (s.search_m / 2)) AS INTEGER) + dx.i) * s.search_m / 2 - f.x,
                      f.x - (CAST(floor(f.x / (s.search_m / 2)) AS INTEGER) + dx.i + 1) * s.search_m / 2) ** 2
        + greatest(0, (CAST(floor(f.y / (s.search_m / 2)) AS INTEGER) + dy.i) * s.search_m / 2 - f.y,
                      f.y - (CAST(floor(f.y / (s.search_m / 2)) AS INTEGER) + dy.i + 1) * s.search_m / 2) ** 2
          <= s.search_m ** 2
),
placed AS (
    SELECT p.point_no, s.service_no, p.x, p.y,
           CAST(floor(p.x / (s.search_m / 2)) AS INTEGER) AS cell_x, CAST(floor(p.y / (s.search_m / 2)) AS INTEGER) AS cell_y
    FROM core_catchment_points AS p
    CROSS JOIN core_catchment_services AS s
)
SELECT p.point_no, f.facility_no, p.service_no, sqrt((p.x - f.x) ** 2 + (p.y - f.y) ** 2) AS straight_m
FROM placed AS p
JOIN entered AS f ON f.service_no = p.service_no AND f.cell_x = p.cell_x AND f.cell_y = p.cell_y
WHERE (p.x - f.x) * (p.x - f.x) + (p.y - f.y) * (p.y - f.y) <= f.search_m * f.search_m;

-- core_catchment_network: one row per pair with a network distance, under the compact keys. units: metres.
CREATE TABLE core_catchment_network AS
SELECT p.point_no, f.facility_no, n.metres AS network_m
FROM stg_network_distances AS n
JOIN core_catchment_points AS p USING (point_id)
JOIN core_catchment_facilities AS f USING (facility_id);
