-- warn: 区县缺普查年份的人口数，相关数字为“无数据” | divisions without resident, local, non-local or registered population in the census year; what rests on it has no data
SELECT z.zone_code, g.population_group
FROM core_zones AS z CROSS JOIN (VALUES ('resident'), ('local'), ('non_local'), ('registered')) AS g(population_group)
LEFT JOIN core_population AS p ON p.zone_code = z.zone_code AND p.population_group = g.population_group
     AND p.year = (SELECT census_year FROM stg_run)
WHERE p.persons IS NULL ORDER BY ALL
