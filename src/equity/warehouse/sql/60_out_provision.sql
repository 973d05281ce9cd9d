-- out_provision: one row per service, zone, year and basis: sums over the divisions of the zone from which every provision
-- measure is a ratio. units: supply and need in the service's unit, demand in persons or households.
-- grade: of supply and demand together; demand_grade: of demand alone; standard_grade: of q, where it is the city's own value.
--   met       = sum of min(S, qD) per division: surplus in one division does not serve another
--   *_at_low  = the same at the ends of the intervals that make coverage smallest: demand at its upper end where a deficit
--               is possible there, else at its lower end; *_at_high: demand as close to S/q as its interval allows
CREATE TABLE out_provision AS
WITH joined AS (
    SELECT d.*, s.supply, s.supply_low, s.supply_high, s.facilities, s.year AS supply_year, s.grade AS supply_grade,
           s.sources AS supply_sources, q.q, q.grade AS standard_grade, q.sources AS standard_sources,
           CASE WHEN s.supply_low < q.q * d.demand_high THEN q.q * d.demand_high ELSE q.q * d.demand_low END AS need_at_low,
           least(greatest(s.supply_high, q.q * d.demand_low), q.q * d.demand_high) AS need_at_high
    FROM core_demand AS d
    JOIN core_standard AS q USING (service, year)
    LEFT JOIN core_supply AS s ON s.service = d.service AND s.division_code = d.division_code
)
SELECT j.service, m.zone_code, m.level, j.year, j.basis, any_value(j.q) AS q,
       sum(supply) AS supply, sum(supply_low) AS supply_low, sum(supply_high) AS supply_high, sum(facilities) AS facilities,
       sum(demand) AS demand, sum(demand_low) AS demand_low, sum(demand_high) AS demand_high, sum(persons) AS persons,
       sum(q * demand) AS need, sum(least(supply, q * demand)) AS met,
       sum(need_at_low) AS need_at_low, sum(least(supply_low, need_at_low)) AS met_at_low,
       sum(need_at_high) AS need_at_high, sum(least(supply_high, need_at_high)) AS met_at_high,
       sum(greatest(0, q * demand - supply)) AS shortfall,
       sum(greatest(0, q * demand_low - supply_high)) AS shortfall_low,
       sum(greatest(0, q * demand_high - supply_low)) AS shortfall_high,
       count(*) AS divisions, count(supply) AS divisions_with_supply,
       any_value(m.members) AS members,
       max(supply_year) AS supply_year,
       grade_name(max(grade_rank(j.grade))) AS demand_grade,
       grade_name(max(greatest(grade_rank(j.grade), grade_rank(coalesce(supply_grade, j.grade))))) AS grade,
       any_value(standard_grade) AS standard_grade,
       list_sort(list_distinct(flatten(list(j.sources)))) AS demand_sources, any_value(standard_sources) AS standard_sources,
       list_sort(list_distinct(flatten(list(list_concat(coalesce(supply_sources, []), j.sources))))) AS sources
FROM joined AS j
JOIN core_zone_members AS m ON m.division_code = j.division_code
GROUP BY j.service, m.zone_code, m.level, j.year, j.basis
ORDER BY ALL;

-- Estimated registered populations are tied to the published city total, so for a service that everyone needs the city's
-- registered demand carries the interval of that total, not the sum of the divisions' intervals.
UPDATE out_provision AS o
SET demand = p.persons, demand_low = p.low, demand_high = p.high
FROM core_population AS p, stg_services AS r
WHERE o.level = 'city' AND o.basis = 'registered' AND r.service = o.service AND r.demand_rule = 'everyone'
  AND p.zone_code = o.zone_code AND p.year = o.year AND p.population_group = 'registered'
  AND o.year = (SELECT census_year FROM stg_run);
