-- out_access__point_service: one row per settlement point and service, baseline scenario. reached: a facility within the
-- radius. access_score: supply per person in demand, 0 where unreached. adequacy: min(1, score / q). nearest_m: missing where
-- unreached. units: metres, supply per person, share.
CREATE TABLE out_access__point_service AS
SELECT p.point_id, c.service, a.point_no IS NOT NULL AS reached, round(a.nearest_m, 3) AS nearest_m,
       round(coalesce(a.access_score, 0), 12) AS access_score,
       round(least(1, coalesce(a.access_score, 0) / c.standard_q), 12) AS adequacy
FROM core_catchment_points AS p
CROSS JOIN core_access_params AS c
LEFT JOIN core_catchment_access AS a ON a.service = c.service AND a.scenario = c.scenario AND a.point_no = p.point_no
WHERE c.scenario = 'baseline'
ORDER BY ALL;

-- out_access__zone_service_scenario_group: one row per division, service, scenario and group (local, non_local): people in
-- demand, and the same people weighted by r, r·k and r·k·e, so that wider zones are plain sums and
-- effective coverage = reach · adequacy · entitlement at every level. units: persons in demand.
CREATE TABLE out_access__zone_service_scenario_group AS
WITH people AS (
    SELECT zone_code, point_no, 'local' AS population_group, local AS persons FROM core_catchment_points
    UNION ALL
    SELECT zone_code, point_no, 'non_local', non_local FROM core_catchment_points
),
sums AS (
    SELECT c.service, c.scenario, n.zone_code, n.population_group, sum(n.persons * d.share) AS persons,
           sum(CASE WHEN a.point_no IS NOT NULL THEN n.persons * d.share ELSE 0 END) AS reached,
           sum(n.persons * d.share * least(1, coalesce(a.access_score, 0) / c.standard_q)) AS served,
           any_value(CASE n.population_group WHEN 'local' THEN c.entitlement_local ELSE c.entitlement_non_local END) AS entitlement
    FROM people AS n
    CROSS JOIN core_access_params AS c
    JOIN core_demand_share AS d ON d.service = c.service AND d.zone_code = n.zone_code
    LEFT JOIN core_catchment_access AS a ON a.service = c.service AND a.scenario = c.scenario AND a.point_no = n.point_no
    GROUP BY c.service, c.scenario, n.zone_code, n.population_group
)
SELECT r.service, r.scenario, z.zone_code, g.population_group, round(coalesce(s.persons, 0), 9) AS persons,
       round(coalesce(s.reached, 0), 9) AS reached, round(coalesce(s.served, 0), 9) AS served,
       coalesce(s.entitlement, 1) * round(coalesce(s.served, 0), 9) AS entitled
FROM core_access_params AS r
CROSS JOIN core_zones AS z
CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
LEFT JOIN sums AS s ON s.service = r.service AND s.scenario = r.scenario AND s.zone_code = z.zone_code
     AND s.population_group = g.population_group
ORDER BY ALL;
