-- out_access__zone_service_scenario_group: one row per division, service, scenario and group (local, non_local): people in
-- demand, and the same people weighted by r, r·k and r·k·e, so that wider zones are plain sums and
-- effective coverage = reach · adequacy · entitlement at every level. r: 1 with a facility in reach, else 0;
-- k = min(1, score / q); e: the share that the rule admits, 1 where it concerns nobody or no figure of it is applied. Divisions
-- without people or facilities have zeros. People at rural points are left out where no radius holds for them.
-- persons_low, persons_high: ends of the people in demand. served_low, served_high: ends of those served among the people that the
-- central figures count, so that served_low / reached is the least adequacy. Reach within a division is a share that a total
-- for all its points does not change: it has no ends.
-- needs: people in demand for one in demand were both groups alike: the ratio of core_group_demand for non-local residents, for
-- local ones what is left, 1 + (1 - ratio) N / L.
-- units: persons in demand. source: core_catchment_living, core_catchment_served, core_demand_share, core_group_demand,
-- core_rule_share, core_population_slack
RESET disabled_optimizers; -- set by 40

CREATE TABLE out_access__zone_service_scenario_group AS
WITH living AS (
    SELECT p.zone_code, g.population_group, whole(g.persons) AS persons, whole(g.urban_persons) AS urban_persons
    FROM core_catchment_living AS p
    CROSS JOIN LATERAL (
        VALUES ('local', p.local, p.urban_local), ('non_local', p.non_local, p.urban_non_local)
    ) AS g(population_group, persons, urban_persons)
),
mixed AS ( -- non-local residents for one local resident, and its ends
    SELECT l.zone_code, n.persons / nullif(l.persons, 0) AS others,
           greatest(0, n.persons - coalesce(y.down, 0)) / nullif(l.persons + coalesce(x.up, 0), 0) AS fewest,
           (n.persons + coalesce(y.up, 0)) / nullif(greatest(0, l.persons - coalesce(x.down, 0)), 0) AS most
    FROM living AS l
    JOIN living AS n ON n.zone_code = l.zone_code AND n.population_group = 'non_local'
    LEFT JOIN core_population_slack AS x ON x.zone_code = l.zone_code AND x.population_group = 'local'
    LEFT JOIN core_population_slack AS y ON y.zone_code = l.zone_code AND y.population_group = 'non_local'
    WHERE l.population_group = 'local'
),
needing AS (
    SELECT g.service, g.zone_code, n.*
    FROM core_group_demand AS g
    JOIN mixed AS m USING (zone_code)
    CROSS JOIN LATERAL (
        VALUES ('non_local', CASE WHEN m.others IS NULL THEN 1 ELSE g.ratio END, CASE WHEN m.others IS NULL THEN 1 ELSE g.ratio_low END,
                CASE WHEN m.others IS NULL THEN 1 ELSE g.ratio_high END),
               ('local', greatest(0, coalesce(1 - tilted(g.ratio, m.others), 1)),
                greatest(0, coalesce(1 - greatest(tilted(g.ratio_high, m.fewest), tilted(g.ratio_high, m.most)), 1)),
                greatest(0, coalesce(1 - least(tilted(g.ratio_low, m.fewest), tilted(g.ratio_low, m.most)), 1)))
    ) AS n(population_group, needs, needs_low, needs_high)
),
counted AS (
    SELECT r.run_key, r.service, r.scenario, z.zone_code, g.population_group,
           CASE g.population_group WHEN 'local' THEN r.entitlement_local
                ELSE 1 - coalesce(c.affected, 1) * (1 - r.entitlement_non_local) END AS entitled,
           coalesce(d.share, 0) * coalesce(n.needs, 1) AS share, coalesce(d.share_low, 0) * coalesce(n.needs_low, 1) AS share_low,
           coalesce(d.share_high, 0) * coalesce(n.needs_high, 1) AS share_high,
           coalesce(CASE WHEN r.rural_limit_m IS NULL THEN l.urban_persons ELSE l.persons END, 0) AS persons,
           coalesce(greatest(0, l.persons - coalesce(s.down, 0)) / nullif(l.persons, 0), 1) AS fewer,
           coalesce((l.persons + coalesce(s.up, 0)) / nullif(l.persons, 0), 1) AS more,
           coalesce(s.up, 0) AS up
    FROM core_catchment_runs AS r
    CROSS JOIN core_zones AS z
    CROSS JOIN (VALUES ('local'), ('non_local')) AS g(population_group)
    LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = z.zone_code
    LEFT JOIN needing AS n ON n.service = r.service AND n.zone_code = z.zone_code AND n.population_group = g.population_group
    LEFT JOIN core_rule_share AS c ON c.service = r.service AND c.zone_code = z.zone_code
    LEFT JOIN core_population_slack AS s ON s.zone_code = z.zone_code AND s.population_group = g.population_group
    LEFT JOIN living AS l ON l.zone_code = z.zone_code AND l.population_group = g.population_group
)
SELECT c.service, c.scenario, c.zone_code, c.population_group,
       round(c.share * c.persons, 9) AS persons,
       round(c.share * coalesce(whole(a.reached), 0), 9) AS reached,
       round(c.share * coalesce(whole(a.served), 0), 9) AS served,
       c.entitled * round(c.share * coalesce(whole(a.served), 0), 9) AS entitled,
       round(c.share_low * c.persons * c.fewer, 9) AS persons_low,
       round(c.share_high * CASE WHEN c.persons > 0 THEN c.persons * c.more ELSE c.up END, 9) AS persons_high,
       round(c.share * coalesce(whole(a.served_low), 0), 9) AS served_low,
       round(c.share * coalesce(whole(a.served_high), 0), 9) AS served_high
FROM counted AS c
LEFT JOIN core_catchment_served AS a ON a.run_key = c.run_key AND a.zone_code = c.zone_code AND a.population_group = c.population_group
ORDER BY c.service, c.scenario, c.zone_code, c.population_group;
