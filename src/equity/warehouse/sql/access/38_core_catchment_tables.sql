-- 40 to 90 are executed once per run, because nothing but constants then stands beside the pairs, what is grouped is a seventh as
-- large, and the pairs of only one service and the scores of only one run are held. Each leaves what is wanted of it in tables of its own.

-- core_catchment_served: one row per run, division and group (80). units: 1e-18 persons, whole numbers.
CREATE TEMP TABLE core_catchment_served (
    run_key SMALLINT, zone_code VARCHAR, population_group VARCHAR, reached DECIMAL(38, 0), served DECIMAL(38, 0),
    served_low DECIMAL(38, 0), served_high DECIMAL(38, 0)
);

-- core_access_points: one row per settlement point: its small key (90).
CREATE TABLE IF NOT EXISTS core_access_points (point_id VARCHAR, point_key INTEGER);

-- core_access_reach: what out_access__point_service says, under the key of the point: a million ids for each service would be most of
-- what is written (90).
CREATE TABLE IF NOT EXISTS core_access_reach (
    point_key INTEGER, service VARCHAR, applies BOOLEAN, reached BOOLEAN, nearest_m DOUBLE, access_score DOUBLE, adequacy DOUBLE
);

-- out_access__point_service: one row per settlement point and service, baseline scenario. reached: a facility within the
-- radius. applies: whether a radius holds for the point at all, rural points may have none. access_score: supply per person in demand,
-- 0 where unreached. adequacy: min(1, score / q). nearest_m: missing where unreached. units: metres with the detour, supply per person, share.
CREATE VIEW IF NOT EXISTS out_access__point_service AS
SELECT p.point_id, r.* EXCLUDE (point_key) FROM core_access_reach AS r JOIN core_access_points AS p USING (point_key);
