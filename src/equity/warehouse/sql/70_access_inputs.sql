-- core_points: one row per settlement point. units: metres (EPSG:4543), persons. source: population/settlement_points.csv
CREATE TABLE core_points AS
SELECT point_id, adcode AS zone_code, lon, lat, x, y, CAST(local_persons AS DOUBLE) AS local, CAST(non_local_persons AS DOUBLE) AS non_local,
       CAST(local_persons + absent_persons AS DOUBLE) AS registered, grade
FROM stg_settlement_points
ORDER BY point_id;

-- core_access_params: one row per service and scenario: the settings of one run of the access engine.
CREATE TABLE core_access_params AS
SELECT r.service, c.scenario, r.radius_m * c.radius AS radius_m, greatest(1, r.detour * c.detour) AS detour, c.variant, c.demand_group,
       q.q AS standard_q, CAST(1 AS DOUBLE) AS entitlement_local, r.entitlement_non_local
FROM stg_services AS r
CROSS JOIN stg_scenarios AS c
JOIN core_standard AS q ON q.service = r.service AND q.year = (SELECT census_year FROM stg_run)
WHERE r.kind = 'facility' AND q.q IS NOT NULL
ORDER BY ALL;
