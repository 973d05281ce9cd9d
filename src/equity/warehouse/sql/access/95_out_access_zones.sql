-- out_access__zone_service_scenario_group: one row per division, service, scenario and group (local, non_local): people in
-- demand, and the same people weighted by r, r·k and r·k·e, so that wider zones are plain sums and
-- effective coverage = reach · adequacy · entitlement at every level. r: 1 with a facility in reach, else 0;
-- k = min(1, score / q); e: the share that the rule admits. Divisions without people or facilities have zeros.
-- persons_low, persons_high: ends of the people in demand. served_low, served_high: ends of those served among the people that the
-- central figures count, so that served_low / reached is the least adequacy. Reach within a division is a share that a total
-- for all its points does not change: it has no ends.
-- units: persons in demand. source: core_catchment_living, core_catchment_served, core_demand_share, core_population_slack
CREATE TABLE out_access__zone_service_scenario_group AS
WITH living AS (
    SELECT p.zone_code, g.population_group, whole(CASE g.population_group WHEN 'local' THEN p.local ELSE p.non_local END) AS persons
    FROM core_catchment_living AS p
    CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
)
SELECT r.service, r.scenario, z.zone_code, g.population_group,
       round(coalesce(d.share, 0) * coalesce(l.persons, 0), 9) AS persons,
       round(coalesce(d.share, 0) * coalesce(whole(a.reached), 0), 9) AS reached,
       round(coalesce(d.share, 0) * coalesce(whole(a.served), 0), 9) AS served,
       CASE g.population_group WHEN 'local' THEN r.entitlement_local ELSE r.entitlement_non_local END
       * round(coalesce(d.share, 0) * coalesce(whole(a.served), 0), 9) AS entitled,
       round(coalesce(d.share_low, 0) * greatest(0, coalesce(l.persons, 0) - coalesce(s.down, 0)), 9) AS persons_low,
       round(coalesce(d.share_high, 0) * (coalesce(l.persons, 0) + coalesce(s.up, 0)), 9) AS persons_high,
       round(coalesce(d.share, 0) * coalesce(whole(a.served_low), 0), 9) AS served_low,
       round(coalesce(d.share, 0) * coalesce(whole(a.served_high), 0), 9) AS served_high
FROM core_catchment_runs AS r
CROSS JOIN core_zones AS z
CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = z.zone_code
LEFT JOIN core_population_slack AS s ON s.zone_code = z.zone_code AND s.population_group = g.population_group
LEFT JOIN living AS l ON l.zone_code = z.zone_code AND l.population_group = g.population_group
LEFT JOIN core_catchment_served AS a ON a.run_key = r.run_key AND a.zone_code = z.zone_code AND a.population_group = g.population_group
ORDER BY r.service, r.scenario, z.zone_code, g.population_group;
