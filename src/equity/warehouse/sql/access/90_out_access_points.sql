-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_access_points: one row per settlement point: its small key. source: core_catchment_points
CREATE TABLE IF NOT EXISTS core_access_points AS SELECT point_id, point_key FROM core_catchment_points ORDER BY ALL;

-- core_access_reach: what out_access__point_service says, under the key of the point: a million ids for each service would be most of
-- what is written. source: core_catchment_points, core_catchment_scores
CREATE TABLE IF NOT EXISTS core_access_reach (
    point_key INTEGER, service VARCHAR, applies BOOLEAN, reached BOOLEAN, nearest_m DOUBLE, access_score DOUBLE, adequacy DOUBLE
);

-- out_access__point_service: one row per settlement point and service, baseline scenario. reached: a facility within the
-- radius. applies: whether a radius holds for the point at all, rural points may have none. access_score: supply per person in demand,
-- 0 where unreached. adequacy: min(1, score / q). nearest_m: missing where unreached. units: metres with the detour, supply per person, share.
CREATE VIEW IF NOT EXISTS out_access__point_service AS
SELECT p.point_id, r.* EXCLUDE (point_key) FROM core_access_reach AS r JOIN core_access_points AS p USING (point_key);

INSERT INTO core_access_reach
SELECT p.point_key, getvariable('run').service AS service, NOT p.rural OR getvariable('run').rural_limit_m IS NOT NULL AS applies,
       a.point_key IS NOT NULL AS reached, round(a.nearest_m, 3) AS nearest_m,
       round(coalesce(a.access_score, 0), 12) AS access_score,
       round(coalesce(adequacy(a.access_score, getvariable('run').standard_q), 0), 12) AS adequacy
FROM core_catchment_points AS p
LEFT JOIN core_catchment_scores AS a ON a.point_key = p.point_key
WHERE getvariable('run').scenario = 'baseline';
