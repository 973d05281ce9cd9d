-- stop: 常住人口不等于本地户籍常住与外来常住之和 | residents differ from local + non-local residents of the same division and year
SELECT zone_code, year, r.persons AS residents, l.persons AS local_persons, n.persons AS non_local_persons
FROM core_population AS r
JOIN core_population AS l USING (zone_code, year)
JOIN core_population AS n USING (zone_code, year)
WHERE r.population_group = 'resident' AND l.population_group = 'local' AND n.population_group = 'non_local'
  AND r.persons <> l.persons + n.persons ORDER BY ALL
