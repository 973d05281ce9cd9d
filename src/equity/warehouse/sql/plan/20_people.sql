-- stg_settlement_points: one row per settlement point; stg_division_population: one row per division, year and group: as in the base, with the people whom the plan expects: plan_points
-- (point_id, local_persons, non_local_persons), plan_population (adcode, population_group, added: persons more in the census year
-- and every year after it, bounds moved alike). units: persons
CREATE TABLE stg_settlement_points AS
SELECT s.* REPLACE (coalesce(p.local_persons, s.local_persons) AS local_persons,
                    coalesce(p.non_local_persons, s.non_local_persons) AS non_local_persons,
                    CASE WHEN p.point_id IS NULL THEN s.grade ELSE grade_name(greatest(grade_rank(s.grade), grade_rank('estimated'))) END AS grade)
FROM base.stg_settlement_points AS s
LEFT JOIN plan_points AS p USING (point_id);

CREATE TABLE stg_division_population AS
SELECT d.* REPLACE (d.persons + greatest(-d.persons, coalesce(p.added, 0)) AS persons, d.low + greatest(-d.low, coalesce(p.added, 0)) AS low,
                    d.high + greatest(-d.high, coalesce(p.added, 0)) AS high,
                    CASE WHEN p.added IS NULL THEN d.grade ELSE grade_name(greatest(grade_rank(d.grade), grade_rank('estimated'))) END AS grade)
FROM base.stg_division_population AS d
CROSS JOIN stg_run AS r
LEFT JOIN plan_population AS p ON p.adcode = d.adcode AND p.population_group = d.population_group AND d.year >= r.census_year;
