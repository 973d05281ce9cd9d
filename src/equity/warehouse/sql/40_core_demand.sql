-- core_demand_shares: one row per service, division and year: people (or households) in demand per inhabitant. units: share.
-- ages: those between two ages in that year; the census bands are moved up by the years between, so children of 6 to 11 in 2022 are
-- those of 4 to 9 in 2020. Of a band that is cut, each single year holds a fifth, and at least 0.8, at most 1.2 fifths (births of
-- five years in a row differ by less). A year for which the children were not born at the census has no row.
-- age_shares, renting_households: those of the census year, kept. The sampling interval of renting households stands with the
-- housing conditions, which print the same share; where they print another one, it is not the interval of this share.
-- share_low, share_high: bounds, equal to share where it is exact. Shares of the residents, used for every basis.
-- grade: the worst of the shares and households that go in; estimated where a band is cut or a share is kept for another year.
-- source: population/*.csv, services/conditions.csv
CREATE TABLE core_demand_shares AS
WITH years AS (
    SELECT service, year FROM stg_service_years
    UNION SELECT service, (SELECT census_year FROM stg_run) FROM stg_services
),
bands(item, first_age, last_age) AS (
    VALUES ('age_0_4', 0, 4), ('age_5_9', 5, 9), ('age_10_14', 10, 14), ('age_15_19', 15, 19)
),
cut AS ( -- k of the n single years of a band
    SELECT y.service, y.year, b.item, b.last_age - b.first_age + 1 AS n, a.last_age - a.first_age + 1 AS wanted,
           least(b.last_age, a.last_age - y.year + r.census_year) - greatest(b.first_age, a.first_age - y.year + r.census_year) + 1 AS k
    FROM stg_demand_ages AS a
    JOIN years AS y USING (service)
    CROSS JOIN bands AS b
    CROSS JOIN stg_run AS r
),
weights AS (
    SELECT service, year, item, k / n AS weight, greatest(0.8 * k / n, 1 - 1.2 * (n - k) / n) AS weight_low,
           least(1.2 * k / n, 1 - 0.8 * (n - k) / n) AS weight_high, k < n AS is_cut,
           count(*) OVER (PARTITION BY service, year) AS parts
    FROM cut
    WHERE k > 0
    QUALIFY sum(k) OVER (PARTITION BY service, year) = wanted
    UNION ALL
    SELECT p.service, y.year, p.item, p.weight, p.weight, p.weight, y.year <> (SELECT census_year FROM stg_run),
           count(*) OVER (PARTITION BY p.service, y.year)
    FROM stg_demand_parts AS p
    JOIN years AS y USING (service)
)
SELECT r.service, y.year, z.zone_code, CAST(1 AS DOUBLE) AS share, CAST(1 AS DOUBLE) AS share_low, CAST(1 AS DOUBLE) AS share_high,
       'observed' AS grade
FROM stg_services AS r
JOIN years AS y USING (service)
CROSS JOIN core_zones AS z
WHERE r.demand_rule = 'everyone'
UNION ALL
SELECT w.service, w.year, s.adcode, sum(w.weight * s.share), sum(w.weight_low * s.share), sum(w.weight_high * s.share),
       grade_name(greatest(max(grade_rank(s.grade)), CASE WHEN bool_or(w.is_cut) THEN grade_rank('estimated') ELSE 0 END))
FROM weights AS w
JOIN stg_division_shares AS s ON s.item = w.item AND s.year = (SELECT census_year FROM stg_run)
     AND s.adcode <> (SELECT city_code FROM stg_run)
GROUP BY w.service, w.year, s.adcode
HAVING count(*) = any_value(w.parts)
UNION ALL
SELECT r.service, y.year, h.adcode, coalesce(h.family_households * s.share / nullif(p.persons, 0), 0), -- where nobody lives nobody rents
       coalesce(h.family_households * coalesce(c.low, s.share) / nullif(p.persons, 0), 0),
       coalesce(h.family_households * coalesce(c.high, s.share) / nullif(p.persons, 0), 0),
       grade_name(greatest(grade_rank(h.grade), grade_rank(s.grade), CASE WHEN y.year = h.year THEN 0 ELSE grade_rank('estimated') END))
FROM stg_services AS r
JOIN years AS y USING (service)
JOIN stg_households AS h ON r.demand_rule = 'renting_households' AND h.year = (SELECT census_year FROM stg_run)
JOIN stg_division_shares AS s ON s.adcode = h.adcode AND s.item = 'renting_households' AND s.year = h.year
JOIN core_population AS p ON p.zone_code = h.adcode AND p.year = h.year AND p.population_group = 'resident'
LEFT JOIN stg_conditions AS c ON c.adcode = s.adcode AND c.year = s.year AND c.item = 'renting_share' AND c.value = s.share
ORDER BY ALL;

-- core_demand_share: those of the census year, which the access engine works with. units: share
CREATE TABLE core_demand_share AS
SELECT service, zone_code, share, share_low, share_high, grade FROM core_demand_shares WHERE year = (SELECT census_year FROM stg_run)
ORDER BY ALL;

-- core_demand: one row per service, division, year and basis (resident, registered). units: persons or households in demand.
-- persons, persons_low, persons_high: of the whole population; where a service is for an age and the year is not that of the census,
-- the bounds of the residents hold those of the census too, because children need not have moved as all residents did.
-- grade: of population and share together; the share of the residents used for the registered is an estimate, except where
-- everyone is in demand.
CREATE TABLE core_demand AS
WITH people AS (
    SELECT y.service, y.year, p.zone_code, p.population_group AS basis, p.persons, p.grade, p.sources,
           CASE WHEN r.demand_rule = 'ages' AND p.population_group = 'resident' THEN least(p.low, c.persons) ELSE p.low END AS low,
           CASE WHEN r.demand_rule = 'ages' AND p.population_group = 'resident' THEN greatest(p.high, c.persons) ELSE p.high END AS high,
           r.demand_rule
    FROM stg_service_years AS y
    JOIN stg_services AS r USING (service)
    JOIN core_population AS p ON p.year = y.year AND p.population_group IN ('resident', 'registered')
    LEFT JOIN core_population AS c ON c.zone_code = p.zone_code AND c.population_group = 'resident'
         AND c.year = (SELECT census_year FROM stg_run)
)
SELECT p.service, d.zone_code AS division_code, p.year, p.basis,
       p.persons * d.share AS demand, p.low * d.share_low AS demand_low, p.high * d.share_high AS demand_high,
       p.persons, p.low AS persons_low, p.high AS persons_high, d.share_low, d.share_high,
       grade_name(greatest(grade_rank(p.grade), grade_rank(d.grade),
           CASE WHEN p.demand_rule = 'everyone' OR p.basis = 'resident' THEN 0 ELSE grade_rank('estimated') END)) AS grade,
       p.sources
FROM people AS p
JOIN core_demand_shares AS d ON d.service = p.service AND d.year = p.year AND d.zone_code = p.zone_code
ORDER BY ALL;

-- core_enrolment: one row per service, division (or city) and year with a published number of pupils. units: persons.
-- source: services/totals.csv (item enrolled)
CREATE TABLE core_enrolment AS
SELECT service, adcode AS zone_code, CAST(year AS BIGINT) AS year, value AS pupils, coalesce(low, value) AS pupils_low,
       coalesce(high, value) AS pupils_high, grade, source
FROM stg_totals
WHERE item = 'enrolled'
ORDER BY ALL;
