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

-- core_zone_supply: one row per service and zone: bounds of its supply, and of the supply outside it (0 for the city).
-- city_*: bounds of the city's supply: the sum of the divisions, narrowed to the interval that is stated for the city itself, of
-- the same year and around the same sum (a sampling error of 14 samples together is smaller than that of each).
-- units: the service's own. source: core_supply, services/totals.csv
CREATE TABLE core_zone_supply AS
WITH city AS (
    SELECT s.service, greatest(s.low, coalesce(t.low, s.low)) AS city_low, least(s.high, coalesce(t.high, s.high)) AS city_high
    FROM (SELECT service, max(year) AS year, sum(supply) AS supply, sum(supply_low) AS low, sum(supply_high) AS high
          FROM core_supply GROUP BY service) AS s
    LEFT JOIN stg_totals AS t
      ON t.service = s.service AND t.item = 'capacity' AND t.adcode = (SELECT city_code FROM stg_run) AND t.year = s.year
     AND s.supply BETWEEN t.low AND t.high
)
SELECT s.service, z.zone_code, any_value(c.city_low) AS city_low, any_value(c.city_high) AS city_high,
       CASE z.level WHEN 'city' THEN any_value(c.city_low) ELSE sum(s.supply_low) FILTER (m.zone_code IS NOT NULL) END AS supply_low,
       CASE z.level WHEN 'city' THEN any_value(c.city_high) ELSE sum(s.supply_high) FILTER (m.zone_code IS NOT NULL) END AS supply_high,
       coalesce(sum(s.supply_low) FILTER (m.zone_code IS NULL), 0) AS outside_low,
       coalesce(sum(s.supply_high) FILTER (m.zone_code IS NULL), 0) AS outside_high
FROM core_supply AS s
JOIN city AS c USING (service)
CROSS JOIN (SELECT DISTINCT zone_code, level FROM core_zone_members) AS z
LEFT JOIN core_zone_members AS m ON m.zone_code = z.zone_code AND m.division_code = s.division_code
GROUP BY s.service, z.zone_code, z.level
ORDER BY ALL;

-- core_yardstick: one row per service, year, zone and basis: bounds of the standard q for that zone. A fixed standard is exact.
-- The city's own value, supply of the city over resident demand of the city, contains the zone's own figures. So
--   q_high, q_high_most: highest q with the zone's supply at its lower end; highest of all, which needs supply_at_most
--   q_low, q_low_least:  lowest q with the zone's supply at its upper end; lowest of all, which takes supply_at_least
-- while all other divisions are at the end that is worse. On the resident basis the zone's resident demand is the one that the
-- zone's need is reckoned from, so it stands at the end that makes the need largest (q_high) or smallest (q_low); on others it
-- is one more unknown. served_low, served_high: people whom the zone's supply serves at the standard, S / q, whatever the basis.
-- Each is a corner of all intervals at once: it holds however the inputs hang together, so too wide at times, never too narrow.
-- units: units of supply per person (or household) in demand; people. source: core_zone_supply, core_demand, core_standard
CREATE TABLE core_yardstick AS
WITH demand AS (
    SELECT d.service, d.year, z.zone_code,
           coalesce(sum(d.demand_low) FILTER (m.zone_code IS NOT NULL), 0) AS low,
           coalesce(sum(d.demand_high) FILTER (m.zone_code IS NOT NULL), 0) AS high,
           coalesce(sum(d.demand_low) FILTER (m.zone_code IS NULL), 0) AS rest_low,
           coalesce(sum(d.demand_high) FILTER (m.zone_code IS NULL), 0) AS rest_high
    FROM core_demand AS d
    CROSS JOIN (SELECT DISTINCT zone_code FROM core_zone_members) AS z
    LEFT JOIN core_zone_members AS m ON m.zone_code = z.zone_code AND m.division_code = d.division_code
    WHERE d.basis = 'resident'
    GROUP BY d.service, d.year, z.zone_code
),
ends AS (
    SELECT d.service, d.year, d.zone_code, b.basis, q.standard_type = 'city_resident' AS floats, q.q, s.supply_low, s.supply_high,
           least(s.city_high, s.supply_low + s.outside_high) AS most_with_least, least(s.city_high, s.supply_high + s.outside_high) AS most,
           greatest(s.city_low, s.supply_high + s.outside_low) AS least_with_most, greatest(s.city_low, s.supply_low + s.outside_low) AS least,
           least(s.supply_high, greatest(s.supply_low, s.city_high - s.outside_high)) AS supply_at_most,
           greatest(s.supply_low, least(s.supply_high, s.city_low - s.outside_low)) AS supply_at_least,
           nullif(CASE b.basis WHEN 'resident' THEN d.high ELSE d.low END + d.rest_low, 0) AS fewest,
           nullif(CASE b.basis WHEN 'resident' THEN d.low ELSE d.high END + d.rest_high, 0) AS most_people,
           nullif(d.low + d.rest_low, 0) AS all_low, nullif(d.high + d.rest_high, 0) AS all_high
    FROM demand AS d
    JOIN core_standard AS q USING (service, year)
    CROSS JOIN (VALUES ('resident'), ('registered')) AS b(basis)
    LEFT JOIN core_zone_supply AS s ON s.service = d.service AND s.zone_code = d.zone_code
)
SELECT service, year, zone_code, basis, supply_at_most, supply_at_least,
       CASE WHEN floats THEN most_with_least / fewest ELSE q END AS q_high,
       CASE WHEN floats THEN most / fewest ELSE q END AS q_high_most,
       CASE WHEN floats THEN least_with_most / most_people ELSE q END AS q_low,
       CASE WHEN floats THEN least / most_people ELSE q END AS q_low_least,
       least(served_low, served_high) AS served_low, greatest(served_low, served_high) AS served_high -- rounding may cross them
FROM (
    SELECT *, CASE WHEN floats THEN supply_low * all_low / most_with_least ELSE supply_low / q END AS served_low,
           CASE WHEN floats THEN supply_high * all_high / least_with_most ELSE supply_high / q END AS served_high
    FROM ends
)
ORDER BY ALL;
