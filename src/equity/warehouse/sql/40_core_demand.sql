-- core_demand_share: one row per service and division: people (or households) in demand per inhabitant. units: share.
-- Age shares and households are those of the residents in the census year, used for every basis and year.
-- share_low, share_high: bounds, equal to share where it is exact. The sampling interval of renting households stands with the
-- housing conditions, which print the same share; where they print another one, it is not the interval of this share.
-- Age shares are published to four decimals and taken as they are. grade: the worst of the shares and households that go in. source: population/*.csv, services/conditions.csv
CREATE TABLE core_demand_share AS
SELECT r.service, z.zone_code, CAST(1 AS DOUBLE) AS share, CAST(1 AS DOUBLE) AS share_low, CAST(1 AS DOUBLE) AS share_high,
       'observed' AS grade
FROM stg_services AS r CROSS JOIN core_zones AS z
WHERE r.demand_rule = 'everyone'
UNION ALL
SELECT p.service, s.adcode, sum(p.weight * s.share), sum(p.weight * s.share), sum(p.weight * s.share),
       grade_name(max(grade_rank(s.grade)))
FROM (SELECT *, count(*) OVER (PARTITION BY service) AS parts FROM stg_demand_parts) AS p
JOIN stg_division_shares AS s ON s.item = p.item AND s.year = (SELECT census_year FROM stg_run)
GROUP BY p.service, s.adcode
HAVING count(*) = any_value(p.parts)
UNION ALL
SELECT r.service, h.adcode, coalesce(h.family_households * s.share / nullif(p.persons, 0), 0), -- where nobody lives nobody rents
       coalesce(h.family_households * coalesce(c.low, s.share) / nullif(p.persons, 0), 0),
       coalesce(h.family_households * coalesce(c.high, s.share) / nullif(p.persons, 0), 0),
       grade_name(greatest(grade_rank(h.grade), grade_rank(s.grade)))
FROM stg_services AS r
JOIN stg_households AS h ON r.demand_rule = 'renting_households' AND h.year = (SELECT census_year FROM stg_run)
JOIN stg_division_shares AS s ON s.adcode = h.adcode AND s.item = 'renting_households' AND s.year = h.year
JOIN core_population AS p ON p.zone_code = h.adcode AND p.year = h.year AND p.population_group = 'resident'
LEFT JOIN stg_conditions AS c ON c.adcode = s.adcode AND c.year = s.year AND c.item = 'renting_share' AND c.value = s.share
ORDER BY ALL;

-- core_demand: one row per service, division, year and basis (resident, registered). units: persons or households in demand.
-- grade: 'observed' only where the figure is the published population itself, or a published census share of the residents
-- in the census year; an age band cut out of five-year bands (weight below 1) is estimated.
CREATE TABLE core_demand AS
SELECT y.service, d.zone_code AS division_code, y.year, p.population_group AS basis,
       p.persons * d.share AS demand, p.low * d.share_low AS demand_low, p.high * d.share_high AS demand_high, p.persons,
       CASE WHEN r.demand_rule = 'everyone'
              OR (p.population_group = 'resident' AND y.year = (SELECT census_year FROM stg_run)
                  AND y.service NOT IN (SELECT service FROM stg_demand_parts WHERE weight < 1))
            THEN grade_name(greatest(grade_rank(p.grade), grade_rank(d.grade)))
            ELSE grade_name(greatest(grade_rank(p.grade), grade_rank(d.grade), grade_rank('estimated'))) END AS grade,
       p.sources
FROM stg_service_years AS y
JOIN stg_services AS r USING (service)
JOIN core_demand_share AS d USING (service)
JOIN core_population AS p ON p.zone_code = d.zone_code AND p.year = y.year AND p.population_group IN ('resident', 'registered')
ORDER BY ALL;
