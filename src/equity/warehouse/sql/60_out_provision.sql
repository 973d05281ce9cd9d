-- out_provision: one row per service, zone, year and basis: sums over the divisions of the zone from which every provision
-- measure is a ratio. units: supply and need in the service's unit, demand in persons or households.
-- grade: of supply and demand together; demand_grade: of demand alone; standard_grade: of q, where it is the city's own value.
--   met       = sum of min(S, qD) per division: surplus in one division does not serve another
-- Bounds are in out_provision_bounds: joined here they would change the order in which the sums are taken, and their last bits.
CREATE TABLE out_provision AS
WITH joined AS (
    SELECT d.*, s.supply, s.supply_low, s.supply_high, s.facilities, s.year AS supply_year, s.grade AS supply_grade,
           s.sources AS supply_sources, q.q, q.grade AS standard_grade, q.sources AS standard_sources
    FROM core_demand AS d
    JOIN core_standard AS q USING (service, year)
    LEFT JOIN core_supply AS s ON s.service = d.service AND s.division_code = d.division_code
)
SELECT j.service, m.zone_code, m.level, j.year, j.basis, any_value(j.q) AS q,
       sum(supply) AS supply, sum(facilities) AS facilities,
       sum(demand) AS demand, sum(demand_low) AS demand_low, sum(demand_high) AS demand_high, sum(persons) AS persons,
       sum(q * demand) AS need, sum(least(supply, q * demand)) AS met,
       sum(greatest(0, q * demand - supply)) AS shortfall,
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

-- out_provision_bounds: one row per row of out_provision: what the intervals of supply, demand and yardstick allow.
--   supply_low, supply_high: of the zone (the city's own where it has one); q_high, q_low: the standard at the end that makes
--                    coverage of the zone smallest, largest (core_yardstick)
--   *_each         : lists with one entry per division of the zone, in the order of their codes, for bounds of pooled coverage:
--                    people in demand, and people whom the division's supply serves at the standard
--   ratio_*_each   : residents per registered person, in which a demand share (the same on both bases) has cancelled out
--   shortfall_*    : sums of the divisions' own bounds. A shortfall falls with the division's supply, except where more supply
--                    lifts the yardstick faster than it fills the need, so the end where that turns is tried as well
-- units: as in out_provision; people. source: core_demand, core_supply, core_yardstick, core_zone_supply,
-- core_population
CREATE TABLE out_provision_bounds AS
WITH each AS (
    SELECT d.service, d.year, d.basis, d.division_code, d.demand_low, d.demand_high, y.served_low, y.served_high,
           r.low / nullif(h.high, 0) AS ratio_low, r.high / nullif(h.low, 0) AS ratio_high,
           greatest(0, y.q_high * d.demand_high - s.supply_low, y.q_high_most * d.demand_high - y.supply_at_most) AS shortfall_high,
           greatest(0, least(y.q_low * d.demand_low - s.supply_high, y.q_low_least * d.demand_low - y.supply_at_least)) AS shortfall_low
    FROM core_demand AS d
    JOIN core_yardstick AS y ON y.service = d.service AND y.year = d.year AND y.zone_code = d.division_code AND y.basis = d.basis
    LEFT JOIN core_supply AS s ON s.service = d.service AND s.division_code = d.division_code
    LEFT JOIN core_population AS r ON r.zone_code = d.division_code AND r.year = d.year AND r.population_group = 'resident'
    LEFT JOIN core_population AS h ON h.zone_code = d.division_code AND h.year = d.year AND h.population_group = 'registered'
),
sums AS (
    SELECT e.service, m.zone_code, e.year, e.basis, sum(e.shortfall_low) AS shortfall_low, sum(e.shortfall_high) AS shortfall_high,
           list(e.demand_low ORDER BY e.division_code) AS demand_low_each, list(e.demand_high ORDER BY e.division_code) AS demand_high_each,
           list(e.ratio_low ORDER BY e.division_code) AS ratio_low_each, list(e.ratio_high ORDER BY e.division_code) AS ratio_high_each,
           list(e.served_low ORDER BY e.division_code) AS served_low_each, list(e.served_high ORDER BY e.division_code) AS served_high_each
    FROM each AS e
    JOIN core_zone_members AS m USING (division_code)
    GROUP BY ALL
)
SELECT s.*, z.supply_low, z.supply_high, y.q_low, y.q_high
FROM sums AS s
JOIN core_yardstick AS y USING (service, year, zone_code, basis)
LEFT JOIN core_zone_supply AS z USING (service, zone_code)
ORDER BY ALL;
