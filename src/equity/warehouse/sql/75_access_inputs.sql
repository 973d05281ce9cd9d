-- core_population_slack: one row per division and population group: how far its total of the census year may lie below and above
-- the figure that is used; 0 where it is exact or not known. units: persons. source: core_population
CREATE TABLE core_population_slack AS
SELECT z.zone_code, g.population_group, coalesce(p.persons - p.low, 0) AS down, coalesce(p.high - p.persons, 0) AS up
FROM core_zones AS z
CROSS JOIN (VALUES ('resident'), ('local'), ('non_local'), ('registered'), ('absent')) AS g(population_group)
LEFT JOIN core_population AS p ON p.zone_code = z.zone_code AND p.population_group = g.population_group
     AND p.year = (SELECT census_year FROM stg_run)
ORDER BY ALL;

-- core_rule_share: one row per service and division: the share of its non-local residents whom the rule of the service concerns.
-- Registered outside the division: all of them. Outside the province: those whom the census counts so. Outside the city: the
-- census does not part movers within the city from others of the province, so all of them, at least those from other provinces.
-- units: share. source: stg_services, population/division_shares.csv, core_population
CREATE TABLE core_rule_share AS
WITH census AS (
    SELECT z.zone_code, CASE WHEN s.share * r.persons < n.persons THEN s.share * r.persons / n.persons ELSE CAST(s.share IS NOT NULL AS INTEGER) END AS from_afar, s.share IS NOT NULL AS known
    FROM core_zones AS z
    LEFT JOIN core_population AS r ON r.zone_code = z.zone_code AND r.population_group = 'resident' AND r.year = (SELECT census_year FROM stg_run)
    LEFT JOIN core_population AS n ON n.zone_code = z.zone_code AND n.population_group = 'non_local' AND n.year = r.year
    LEFT JOIN stg_division_shares AS s ON s.adcode = z.zone_code AND s.item = 'registered_other_province' AND s.year = r.year
)
SELECT r.service, c.zone_code, CASE WHEN r.registered_outside = 'province' AND c.known THEN c.from_afar ELSE 1 END AS affected,
       CASE WHEN r.registered_outside = 'division' THEN 1 ELSE c.from_afar END AS least,
       CASE WHEN r.registered_outside = 'province' AND c.known THEN c.from_afar ELSE 1 END AS most
FROM stg_services AS r
CROSS JOIN census AS c
WHERE r.kind = 'facility'
ORDER BY ALL;

-- core_group_demand: one row per service and division: how often a non-local resident needs the service for one time that a
-- resident does, and its ends, as far as there are residents enough for it. units: ratio. source: stg_services, core_population
CREATE TABLE core_group_demand AS
SELECT r.service, z.zone_code, least(r.group_ratio, m.most) AS ratio, least(r.group_ratio_low, m.most) AS ratio_low,
       least(r.group_ratio_high, m.most) AS ratio_high
FROM stg_services AS r
CROSS JOIN core_zones AS z
LEFT JOIN (
    SELECT zone_code, sum(persons) FILTER (population_group = 'resident')
                      / nullif(sum(persons) FILTER (population_group = 'non_local'), 0) AS most
    FROM core_population
    WHERE year = (SELECT census_year FROM stg_run)
    GROUP BY zone_code
) AS m USING (zone_code)
WHERE r.kind = 'facility'
ORDER BY ALL;
