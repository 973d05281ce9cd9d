-- warn: 居民点外出户籍之和与区县数不符，按户籍规划的需求会有偏差 | absent registered people of the settlement points do not add up to their division, so demand as planned is off
SELECT p.zone_code, g.persons AS division_persons, sum(p.registered - p.local) AS points_persons
FROM core_points AS p
JOIN core_population AS g ON g.zone_code = p.zone_code AND g.year = (SELECT census_year FROM stg_run) AND g.population_group = 'absent'
GROUP BY ALL
HAVING points_persons <> division_persons ORDER BY ALL
