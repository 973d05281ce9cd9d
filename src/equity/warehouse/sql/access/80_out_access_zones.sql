-- out_access__zone_service_scenario_group: one row per zone with a demand share, service, scenario and group (local,
-- non_local): sums that add up over zones, so that reach · adequacy · entitlement is an identity at every level.
-- units: persons in demand. persons = sum p; reached = sum p r; served = sum p r k; entitled = sum p r k e, with r 1 within
-- the radius else 0, k = min(1, A / q), e the share that the rule admits. Zones without people or facilities have zeros.
-- source: core_catchment_points, core_catchment_scores, core_demand_share
CREATE OR REPLACE TABLE out_access__zone_service_scenario_group AS
WITH reached AS (
    SELECT s.run_key, p.zone_code, sum(p.local) AS local, sum(p.non_local) AS non_local,
           sum(p.local * adequacy(s.access_score, r.standard_q)) AS local_served,
           sum(p.non_local * adequacy(s.access_score, r.standard_q)) AS non_local_served
    FROM core_catchment_scores AS s
    JOIN core_catchment_runs AS r USING (run_key)
    JOIN core_catchment_points AS p USING (point_key)
    GROUP BY s.run_key, p.zone_code
),
living AS (
    SELECT zone_code, sum(local) AS local, sum(non_local) AS non_local FROM core_catchment_points GROUP BY zone_code
)
SELECT r.service, r.scenario, d.zone_code, g.population_group, r.distance_basis,
       d.share * coalesce(CASE g.population_group WHEN 'local' THEN l.local ELSE l.non_local END, 0) AS persons,
       d.share * coalesce(CASE g.population_group WHEN 'local' THEN a.local ELSE a.non_local END, 0) AS reached,
       d.share * coalesce(CASE g.population_group WHEN 'local' THEN a.local_served ELSE a.non_local_served END, 0) AS served,
       served * CASE g.population_group WHEN 'local' THEN r.entitlement_local ELSE r.entitlement_non_local END AS entitled
FROM core_catchment_runs AS r
JOIN core_demand_share AS d USING (service)
CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
LEFT JOIN living AS l ON l.zone_code = d.zone_code
LEFT JOIN reached AS a ON a.run_key = r.run_key AND a.zone_code = d.zone_code
ORDER BY r.service, r.scenario, d.zone_code, g.population_group;
