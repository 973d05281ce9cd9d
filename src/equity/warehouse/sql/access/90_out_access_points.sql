-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_access_points: the keys of the points, with the first run. source: core_catchment_points
INSERT INTO core_access_points
SELECT point_id, point_key FROM core_catchment_points WHERE NOT EXISTS (FROM core_access_points) ORDER BY ALL;

-- core_access_reach: what out_access__point_service says of the run, baseline scenario. source: core_catchment_points, core_catchment_scores
INSERT INTO core_access_reach
SELECT p.point_key, getvariable('run').service AS service, NOT p.rural OR getvariable('run').rural_limit_m IS NOT NULL AS applies,
       a.point_key IS NOT NULL AS reached, round(a.nearest_m, 3) AS nearest_m,
       round(coalesce(a.access_score, 0), 12) AS access_score,
       round(coalesce(adequacy(a.access_score, getvariable('run').standard_q), 0), 12) AS adequacy
FROM core_catchment_points AS p
LEFT JOIN core_catchment_scores AS a ON a.point_key = p.point_key
WHERE getvariable('run').scenario = 'baseline';
