-- core_population: one row per zone, year and population group. units: persons.
-- A zone above the division is the sum of its divisions where all have a figure; a figure published for the city itself
-- (registered population, resident series) wins over the sum. The bounds of a functional zone are those of its divisions, narrowed by
-- what the published city total leaves to it: the total less the most, or the least, that the other divisions can be. source: population/division_population.csv
CREATE TABLE core_population AS
WITH given AS (
    SELECT adcode, year, population_group, persons, coalesce(low, persons) AS low, coalesce(high, persons) AS high, grade, source, note
    FROM stg_division_population
),
summed AS (
    SELECT m.zone_code, m.level, g.year, g.population_group, sum(g.persons) AS persons, sum(g.low) AS low, sum(g.high) AS high,
           max(grade_rank(g.grade)) AS grade_rank, count(*) AS divisions,
           list_sort(list_distinct(list(g.source))) AS sources
    FROM core_zone_members AS m
    JOIN given AS g ON g.adcode = m.division_code
    GROUP BY m.zone_code, m.level, g.year, g.population_group
    HAVING count(*) = any_value(m.members)
),
city AS (
    SELECT g.year, g.population_group, g.low, g.high, t.low AS all_low, t.high AS all_high
    FROM given AS g
    LEFT JOIN summed AS t ON t.zone_code = g.adcode AND t.year = g.year AND t.population_group = g.population_group
    WHERE g.adcode = (SELECT city_code FROM stg_run)
)
SELECT coalesce(s.zone_code, g.adcode) AS zone_code, coalesce(s.level, 'city') AS level,
       coalesce(s.year, g.year) AS year, coalesce(s.population_group, g.population_group) AS population_group,
       CAST(coalesce(g.persons, s.persons) AS DOUBLE) AS persons,
       CAST(coalesce(g.low, least(s.persons, greatest(s.low, c.low - (c.all_high - s.high))), s.low) AS DOUBLE) AS low,
       CAST(coalesce(g.high, greatest(s.persons, least(s.high, c.high - (c.all_low - s.low))), s.high) AS DOUBLE) AS high,
       coalesce(g.grade, grade_name(s.grade_rank)) AS grade,
       CASE WHEN g.source IS NULL THEN s.sources ELSE [g.source] END AS sources
FROM summed AS s
FULL JOIN (SELECT * FROM given WHERE adcode = (SELECT city_code FROM stg_run)) AS g
  ON g.adcode = s.zone_code AND g.year = s.year AND g.population_group = s.population_group
LEFT JOIN city AS c ON c.year = s.year AND c.population_group = s.population_group AND s.level = 'functional_zone'
ORDER BY ALL;
