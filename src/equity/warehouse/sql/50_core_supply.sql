-- core_supply: one row per service and division with a figure. units: the service's own. year: of the newest figure in it.
-- kind total: the newest figure given. kind facility: what the register of the division adds up to; where that register is
-- illustrative and a capacity is published for the division, the published figure counts, with its own grade, year and source.
-- A division with neither has no row: that nothing is known of it is not the same as nothing being there. One that the office's
-- register says it is complete for, and has no row in, has nothing: 0, with the grade, year and sources of that register.
-- sources: services/totals.csv, core_facilities
CREATE TABLE core_supply AS
WITH published AS (
    SELECT service, adcode AS division_code, value, low, high, year, grade, source
    FROM stg_totals
    WHERE item = 'capacity' AND adcode <> (SELECT city_code FROM stg_run)
    QUALIFY row_number() OVER (PARTITION BY service, adcode ORDER BY year DESC) = 1
),
register AS (
    SELECT service, zone_code AS division_code, sum(capacity) AS capacity, count(*) AS facilities, max(year) AS year,
           grade_name(max(grade_rank(grade))) AS grade, list_sort(list_distinct(list(source))) AS sources
    FROM core_facilities
    WHERE zone_code IS NOT NULL
    GROUP BY service, zone_code
    UNION ALL
    SELECT c.service, c.division_code, 0, 0, max(f.year), grade_name(max(grade_rank(f.grade))), list_sort(list_distinct(list(f.source)))
    FROM stg_covered AS c
    JOIN core_facilities AS f ON f.service = c.service AND f.grade <> 'illustrative'
    WHERE NOT EXISTS (FROM core_facilities AS g WHERE g.service = c.service AND g.zone_code = c.division_code)
    GROUP BY c.service, c.division_code
)
SELECT r.service, coalesce(f.division_code, t.division_code) AS division_code,
       CASE WHEN t.counts THEN t.value ELSE f.capacity END AS supply,
       CASE WHEN t.counts THEN coalesce(t.low, t.value) ELSE f.capacity END AS supply_low,
       CASE WHEN t.counts THEN coalesce(t.high, t.value) ELSE f.capacity END AS supply_high,
       f.facilities, CASE WHEN t.counts THEN t.year ELSE f.year END AS year, CASE WHEN t.counts THEN t.grade ELSE f.grade END AS grade,
       CASE WHEN t.counts THEN [t.source] ELSE f.sources END AS sources
FROM (SELECT * FROM register) AS f
FULL JOIN (
    SELECT p.*, g.grade IS NULL OR g.grade = 'illustrative' AS counts
    FROM published AS p
    LEFT JOIN register AS g USING (service, division_code)
) AS t ON t.service = f.service AND t.division_code = f.division_code
JOIN stg_services AS r ON r.service = coalesce(f.service, t.service)
ORDER BY ALL;

-- core_city_supply: one row per service whose city supply is narrower than the sum of its divisions: bounds stated for the city
-- itself, of the same year and around the same sum (the sampling error of 14 samples together is smaller than that of each).
-- units: the service's own. source: core_supply, services/totals.csv
CREATE TABLE core_city_supply AS
SELECT s.service, t.low, t.high
FROM (SELECT service, max(year) AS year, sum(supply) AS supply FROM core_supply GROUP BY service) AS s
JOIN stg_totals AS t ON t.service = s.service AND t.item = 'capacity' AND t.adcode = (SELECT city_code FROM stg_run) AND t.year = s.year
     AND s.supply BETWEEN t.low AND t.high
ORDER BY ALL;

-- core_standard: one row per service and year: q, units of supply per person (or household) in demand.
-- fixed: from the definition. city_resident: the average of the divisions that have both supply and resident demand; those that
-- lack either leave both sums. It has the worst grade and all sources of the divisions in it.
CREATE TABLE core_standard AS
SELECT y.service, y.year, r.standard_type,
       CASE WHEN r.standard_type = 'fixed' THEN r.units_per_person ELSE sum(s.supply) / nullif(sum(d.demand) FILTER (s.supply IS NOT NULL), 0) END AS q,
       CASE WHEN r.standard_type = 'fixed' THEN 'observed'
            ELSE coalesce(grade_name(max(greatest(grade_rank(d.grade), grade_rank(s.grade))) FILTER (s.supply IS NOT NULL)), 'observed') END AS grade,
       CASE WHEN r.standard_type = 'fixed' THEN []
            ELSE coalesce(list_sort(list_distinct(flatten(list(list_concat(s.sources, d.sources)) FILTER (s.supply IS NOT NULL)))), []) END AS sources
FROM stg_service_years AS y
JOIN stg_services AS r USING (service)
JOIN core_demand AS d ON d.service = y.service AND d.year = y.year AND d.basis = 'resident'
LEFT JOIN core_supply AS s ON s.service = d.service AND s.division_code = d.division_code
GROUP BY y.service, y.year, r.standard_type, r.units_per_person
ORDER BY ALL;
