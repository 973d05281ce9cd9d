-- out_access__zone_service_scenario_group: one row per division, service, scenario and group (local, non_local): people in
-- demand, and the same people weighted by r, r·k and r·k·e, so that wider zones are plain sums and
-- effective coverage = reach · adequacy · entitlement at every level. r: 1 with a facility in reach, else 0;
-- k = min(1, score / q); e: the share that the rule admits. Divisions without people or facilities have zeros.
-- units: persons in demand. source: core_catchment_points, core_catchment_scores, core_demand_share
CREATE TABLE out_access__zone_service_scenario_group AS
WITH living AS (
    SELECT zone_code, exact_sum(local) AS local, exact_sum(non_local) AS non_local
    FROM core_catchment_points
    GROUP BY zone_code
),
reached AS (
    SELECT run_key, zone_code, exact_sum(local) AS local, exact_sum(non_local) AS non_local,
           exact_sum(local * adequacy) AS local_served,
           exact_sum(non_local * adequacy) AS non_local_served
    FROM (
        SELECT a.run_key, p.zone_code, p.local, p.non_local, adequacy(a.access_score, r.standard_q) AS adequacy
        FROM core_catchment_scores AS a
        JOIN core_catchment_runs AS r USING (run_key)
        JOIN core_catchment_points AS p USING (point_key)
    )
    GROUP BY run_key, zone_code
),
sums AS (
    SELECT r.service, r.scenario, z.zone_code, g.population_group, coalesce(d.share, 0) AS share,
           CASE g.population_group WHEN 'local' THEN l.local ELSE l.non_local END AS persons,
           CASE g.population_group WHEN 'local' THEN a.local ELSE a.non_local END AS reached,
           CASE g.population_group WHEN 'local' THEN a.local_served ELSE a.non_local_served END AS served,
           CASE g.population_group WHEN 'local' THEN r.entitlement_local ELSE r.entitlement_non_local END AS entitlement
    FROM core_catchment_runs AS r
    CROSS JOIN core_zones AS z
    CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
    LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = z.zone_code
    LEFT JOIN living AS l ON l.zone_code = z.zone_code
    LEFT JOIN reached AS a ON a.run_key = r.run_key AND a.zone_code = z.zone_code
)
SELECT service, scenario, zone_code, population_group, round(share * coalesce(persons, 0), 9) AS persons,
       round(share * coalesce(reached, 0), 9) AS reached,
       round(share * coalesce(served, 0), 9) AS served,
       entitlement * round(share * coalesce(served, 0), 9) AS entitled
FROM sums
ORDER BY service, scenario, zone_code, population_group;
