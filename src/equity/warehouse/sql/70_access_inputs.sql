-- core_points: one row per settlement point. units: metres (EPSG:4543), persons. source: population/settlement_points.csv
CREATE TABLE core_points AS
SELECT point_id, adcode AS zone_code, lon, lat, x, y, CAST(local_persons AS DOUBLE) AS local, CAST(non_local_persons AS DOUBLE) AS non_local,
       CAST(local_persons + absent_persons AS DOUBLE) AS registered, grade
FROM stg_settlement_points
ORDER BY point_id;

-- point_places: for the check points_elsewhere.
CREATE TEMP VIEW point_places AS SELECT point_id, adcode, lon, lat FROM stg_settlement_points;

-- core_access_params: one row per service and scenario: the settings of one run of the access engine. A service without any
-- facility has none: nothing is known of it, which is not the same as nobody within reach. q_low, q_high: ends of the standard,
-- equal to it where it is fixed or rests on exact figures. units: metres, units of supply per person in demand.
-- source: stg_services, stg_scenarios, core_standard, core_yardstick
CREATE TABLE core_access_params AS
SELECT r.service, c.scenario, r.radius_m * c.radius AS radius_m, greatest(1, r.detour * c.detour) AS detour, c.variant, c.demand_group,
       q.q AS standard_q, least(q.q, y.q_low_least) AS q_low, greatest(q.q, y.q_high_most) AS q_high,
       CAST(1 AS DOUBLE) AS entitlement_local, r.entitlement_non_local
FROM stg_services AS r
CROSS JOIN stg_scenarios AS c
JOIN core_standard AS q ON q.service = r.service AND q.year = (SELECT census_year FROM stg_run)
LEFT JOIN core_yardstick AS y ON y.service = q.service AND y.year = q.year AND y.basis = 'registered'
     AND y.zone_code = (SELECT city_code FROM stg_run)
WHERE r.kind = 'facility' AND q.q IS NOT NULL AND r.service IN (SELECT service FROM core_facilities)
ORDER BY ALL;

-- core_population_slack: one row per division and population group: how far its total of the census year may lie below and above
-- the figure that is used; 0 where it is exact or not known. units: persons. source: core_population
CREATE TABLE core_population_slack AS
SELECT z.zone_code, g.population_group, coalesce(p.persons - p.low, 0) AS down, coalesce(p.high - p.persons, 0) AS up
FROM core_zones AS z
CROSS JOIN (VALUES ('resident'), ('local'), ('non_local'), ('registered'), ('absent')) AS g(population_group)
LEFT JOIN core_population AS p ON p.zone_code = z.zone_code AND p.population_group = g.population_group
     AND p.year = (SELECT census_year FROM stg_run)
ORDER BY ALL;
