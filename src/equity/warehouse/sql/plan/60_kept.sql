-- out_access__zone_service_scenario_group: the rows of the service in hand, beside those before it. source: as 95 of the access engine left it
INSERT INTO memory."after".out_access__zone_service_scenario_group FROM memory.around.out_access__zone_service_scenario_group;
DROP TABLE memory.around.out_access__zone_service_scenario_group;

-- plan_people: one row per service, division and group: those at points where a radius holds. units: persons, all of the group. source:
-- core_catchment_living, core_catchment_runs
INSERT INTO plan_people
SELECT r.service, l.zone_code, g.population_group,
       whole(CASE WHEN r.rural_limit_m IS NULL THEN g.urban_persons ELSE g.persons END) AS persons
FROM core_catchment_runs AS r
CROSS JOIN core_catchment_living AS l
CROSS JOIN LATERAL (VALUES ('local', l.local, l.urban_local), ('non_local', l.non_local, l.urban_non_local))
    AS g(population_group, persons, urban_persons);
