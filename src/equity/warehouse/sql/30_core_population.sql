-- core_population: one row per zone, year and population group. units: persons.
-- A zone above the division is the sum of its divisions where all have a figure; a figure published for the city itself
-- (registered population, resident series) wins over the sum, and carries no interval. source: population/division_population.csv
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
)
SELECT coalesce(s.zone_code, g.adcode) AS zone_code, coalesce(s.level, 'city') AS level,
       coalesce(s.year, g.year) AS year, coalesce(s.population_group, g.population_group) AS population_group,
       CAST(coalesce(g.persons, s.persons) AS DOUBLE) AS persons,
       CAST(coalesce(g.low, s.low) AS DOUBLE) AS low, CAST(coalesce(g.high, s.high) AS DOUBLE) AS high,
       coalesce(g.grade, grade_name(s.grade_rank)) AS grade,
       CASE WHEN g.source IS NULL THEN s.sources ELSE [g.source] END AS sources
FROM summed AS s
FULL JOIN (SELECT * FROM given WHERE adcode = (SELECT city_code FROM stg_run)) AS g
  ON g.adcode = s.zone_code AND g.year = s.year AND g.population_group = s.population_group
ORDER BY ALL;
