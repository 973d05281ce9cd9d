-- stop: 居民点人数之和与区县普查数不符 | settlement points of a division do not add up to its census counts
SELECT p.zone_code, g.population_group, g.persons AS division_persons,
       sum(CASE g.population_group WHEN 'local' THEN p.local ELSE p.non_local END) AS points_persons
FROM core_points AS p
JOIN core_population AS g ON g.zone_code = p.zone_code AND g.year = (SELECT census_year FROM stg_run)
     AND g.population_group IN ('local', 'non_local')
GROUP BY ALL
HAVING points_persons <> division_persons ORDER BY ALL
