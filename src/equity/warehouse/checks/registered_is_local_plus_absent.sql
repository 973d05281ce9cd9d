-- stop: 户籍人口与本地户籍常住、外出户籍之和相差超过 1 人 | registered people differ from local residents + absent registered by more than rounding (1 person)
SELECT zone_code, year, h.persons AS registered, l.persons AS local_persons, a.persons AS absent
FROM core_population AS h
JOIN core_population AS l USING (zone_code, year)
JOIN core_population AS a USING (zone_code, year)
WHERE h.population_group = 'registered' AND l.population_group = 'local' AND a.population_group = 'absent'
  AND abs(h.persons - l.persons - a.persons) > 1 ORDER BY ALL
