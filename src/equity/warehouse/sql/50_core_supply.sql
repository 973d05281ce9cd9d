-- core_supply: one row per service and division. units: the service's own. year: of the newest figure in it.
-- kind total: the newest figure given; what is not given stays absent.
-- kind facility: what the register of the division adds up to (0 where it has nothing). Where that register is illustrative
-- and a total is published for the division, the published total counts, with its own grade, year and source.
-- sources: services/totals.csv, core_facilities
CREATE TABLE core_supply AS
WITH published AS (
    SELECT service, adcode AS division_code, value, low, high, year, grade, source
    FROM stg_totals
    WHERE item = 'capacity'
    QUALIFY row_number() OVER (PARTITION BY service, adcode ORDER BY year DESC) = 1
),
register AS (
    SELECT r.service, z.zone_code AS division_code, coalesce(sum(f.capacity), 0) AS capacity, count(f.facility_id) AS facilities,
           coalesce(max(f.year), max(g.year)) AS year, grade_name(coalesce(max(grade_rank(f.grade)), max(g.grade_rank))) AS grade,
           list_sort(list_distinct(list(f.source))) AS sources
    FROM stg_services AS r
    JOIN (SELECT service, max(year) AS year, max(grade_rank(grade)) AS grade_rank FROM core_facilities GROUP BY service) AS g
      USING (service)
    CROSS JOIN core_zones AS z
    LEFT JOIN core_facilities AS f ON f.service = r.service AND f.zone_code = z.zone_code
    WHERE r.kind = 'facility'
    GROUP BY r.service, z.zone_code
)
SELECT t.service, t.division_code, t.value AS supply, coalesce(t.low, t.value) AS supply_low,
       coalesce(t.high, t.value) AS supply_high, CAST(NULL AS BIGINT) AS facilities, t.year, t.grade, [t.source] AS sources
FROM published AS t
JOIN stg_services AS r ON r.service = t.service AND r.kind = 'total'
WHERE t.division_code <> (SELECT city_code FROM stg_run)
UNION ALL
SELECT f.service, f.division_code, coalesce(t.value, f.capacity), coalesce(t.low, t.value, f.capacity),
       coalesce(t.high, t.value, f.capacity), f.facilities, coalesce(t.year, f.year), coalesce(t.grade, f.grade),
       CASE WHEN t.value IS NULL THEN f.sources ELSE [t.source] END
FROM register AS f
LEFT JOIN published AS t ON t.service = f.service AND t.division_code = f.division_code AND f.grade = 'illustrative'
ORDER BY ALL;

-- core_standard: one row per service and year: q, units of supply per person (or household) in demand.
-- fixed: from the definition. city_resident: all supply of the city over all resident demand, so it has the worst grade and
-- all sources of the divisions.
CREATE TABLE core_standard AS
SELECT y.service, y.year, r.standard_type,
       CASE WHEN r.standard_type = 'fixed' THEN r.units_per_person ELSE sum(s.supply) / nullif(sum(d.demand), 0) END AS q,
       CASE WHEN r.standard_type = 'fixed' THEN 'observed'
            ELSE grade_name(max(greatest(grade_rank(d.grade), coalesce(grade_rank(s.grade), 0)))) END AS grade,
       CASE WHEN r.standard_type = 'fixed' THEN []
            ELSE list_sort(list_distinct(flatten(list(list_concat(coalesce(s.sources, []), d.sources))))) END AS sources
FROM stg_service_years AS y
JOIN stg_services AS r USING (service)
JOIN core_demand AS d ON d.service = y.service AND d.year = y.year AND d.basis = 'resident'
LEFT JOIN core_supply AS s ON s.service = y.service AND s.division_code = d.division_code
GROUP BY y.service, y.year, r.standard_type, r.units_per_person
ORDER BY ALL;
