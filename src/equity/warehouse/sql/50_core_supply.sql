-- core_supply: one row per service and division. units: the service's own. year: of the newest figure in it.
-- A facility service with a register counts 0 where the register has nothing; a total that is not given stays absent; the newest counts.
-- sources: services/totals.csv (kind total), core_facilities (kind facility)
CREATE TABLE core_supply AS
SELECT t.service, t.adcode AS division_code, t.value AS supply, coalesce(t.low, t.value) AS supply_low,
       coalesce(t.high, t.value) AS supply_high, CAST(NULL AS BIGINT) AS facilities, t.year, t.grade, [t.source] AS sources
FROM stg_totals AS t
JOIN stg_services AS r ON r.service = t.service AND r.kind = 'total'
WHERE t.item = 'capacity' AND t.adcode <> (SELECT city_code FROM stg_run)
QUALIFY row_number() OVER (PARTITION BY t.service, t.adcode ORDER BY t.year DESC) = 1
UNION ALL
SELECT r.service, z.zone_code, coalesce(sum(f.capacity), 0), coalesce(sum(f.capacity), 0), coalesce(sum(f.capacity), 0),
       count(f.facility_id), coalesce(max(f.year), max(g.year)),
       grade_name(coalesce(max(grade_rank(f.grade)), max(g.grade_rank))), list_sort(list_distinct(list(f.source)))
FROM stg_services AS r
JOIN (SELECT service, max(year) AS year, max(grade_rank(grade)) AS grade_rank FROM core_facilities GROUP BY service) AS g USING (service)
CROSS JOIN core_zones AS z
LEFT JOIN core_facilities AS f ON f.service = r.service AND f.zone_code = z.zone_code
WHERE r.kind = 'facility'
GROUP BY r.service, z.zone_code
ORDER BY ALL;

-- core_standard: one row per service and year: q, units of supply per person (or household) in demand.
-- fixed: from the definition. city_resident: all supply of the city over all resident demand.
CREATE TABLE core_standard AS
SELECT y.service, y.year, r.standard_type,
       CASE WHEN r.standard_type = 'fixed' THEN r.units_per_person ELSE sum(s.supply) / nullif(sum(d.demand), 0) END AS q
FROM stg_service_years AS y
JOIN stg_services AS r USING (service)
JOIN core_demand AS d ON d.service = y.service AND d.year = y.year AND d.basis = 'resident'
LEFT JOIN core_supply AS s ON s.service = y.service AND s.division_code = d.division_code
GROUP BY y.service, y.year, r.standard_type, r.units_per_person
ORDER BY ALL;
