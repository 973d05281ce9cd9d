-- core_catchment_served: one row per run, division and group, as 45 and 80 of the access engine leave it. source: plan_served
CREATE TEMP TABLE core_catchment_served AS
SELECT r.run_key, s.* EXCLUDE (service)
FROM plan_served AS s
JOIN core_catchment_runs AS r USING (service);

-- plan_people: one row per service, division and group: those at points where a radius holds. units: persons, all of the group. source:
-- core_catchment_living, core_catchment_runs
CREATE TABLE plan_people AS
SELECT r.service, l.zone_code, g.population_group,
       whole(CASE WHEN r.rural_limit_m IS NULL THEN g.urban_persons ELSE g.persons END) AS persons
FROM core_catchment_runs AS r
CROSS JOIN core_catchment_living AS l
CROSS JOIN LATERAL (VALUES ('local', l.local, l.urban_local), ('non_local', l.non_local, l.urban_non_local))
    AS g(population_group, persons, urban_persons);
