-- out_access_bounds: one row per division, service, scenario and group (local, non_local): bounds of the people in demand, and of
-- those served (weighted by r·k) among the people that the central figures count, so that served_low / reached is the least
-- adequacy. Reach within a division is a share that a total for all its points does not change: it has no bounds.
-- Equal to the central figures where nothing the division depends on is uncertain.
-- units: persons in demand. source: core_catchment_points, core_bounds_scores, core_access_bounds_q, core_demand_share,
-- core_population_slack
CREATE TABLE out_access_bounds AS
WITH living AS (
    SELECT p.zone_code, g.population_group,
           exact_sum(CASE g.population_group WHEN 'local' THEN p.local ELSE p.non_local END) AS persons
    FROM core_catchment_points AS p
    CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
    GROUP BY p.zone_code, g.population_group
),
served AS (
    SELECT run_key, zone_code, exact_sum(local * k_low) AS local_low, exact_sum(local * k_high) AS local_high,
           exact_sum(non_local * k_low) AS non_local_low, exact_sum(non_local * k_high) AS non_local_high
    FROM (
        SELECT b.run_key, p.zone_code, p.local, p.non_local, adequacy(b.score_low, q.q_high) AS k_low,
               CASE WHEN b.score_high IS NULL THEN 1 ELSE adequacy(b.score_high, q.q_low) END AS k_high
        FROM core_bounds_scores AS b
        JOIN core_catchment_runs AS r USING (run_key)
        JOIN core_access_bounds_q AS q USING (service)
        JOIN core_catchment_points AS p USING (point_key)
    )
    GROUP BY run_key, zone_code
)
SELECT r.service, r.scenario, l.zone_code, l.population_group,
       round(coalesce(d.share_low, 0) * greatest(0, l.persons - coalesce(s.down, 0)), 9) AS persons_low,
       round(coalesce(d.share_high, 0) * (l.persons + coalesce(s.up, 0)), 9) AS persons_high,
       round(coalesce(d.share, 0) * coalesce(CASE l.population_group WHEN 'local' THEN a.local_low ELSE a.non_local_low END, 0), 9) AS served_low,
       round(coalesce(d.share, 0) * coalesce(CASE l.population_group WHEN 'local' THEN a.local_high ELSE a.non_local_high END, 0), 9) AS served_high
FROM core_catchment_runs AS r
CROSS JOIN living AS l
LEFT JOIN core_population_slack AS s ON s.zone_code = l.zone_code AND s.population_group = l.population_group
LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = l.zone_code
LEFT JOIN served AS a ON a.run_key = r.run_key AND a.zone_code = l.zone_code
ORDER BY ALL;
