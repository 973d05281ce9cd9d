-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- out_access__point_service: one row per settlement point and service, baseline scenario. reached: a facility within the
-- radius. applies: whether a radius holds for the point at all, rural points may have none. access_score: supply per person in demand, 0 where unreached. adequacy: min(1, score / q). nearest_m: missing where
-- unreached. units: metres with the detour, supply per person, share. source: core_catchment_points, core_catchment_scores
INSERT INTO out_access__point_service
SELECT p.point_id, getvariable('run').service, NOT p.rural OR getvariable('run').rural_limit_m IS NOT NULL AS applies,
       a.point_key IS NOT NULL AS reached, round(a.nearest_m, 3) AS nearest_m,
       round(coalesce(a.access_score, 0), 12) AS access_score,
       round(coalesce(adequacy(a.access_score, getvariable('run').standard_q), 0), 12) AS adequacy
FROM core_catchment_points AS p
LEFT JOIN core_catchment_scores AS a ON a.point_key = p.point_key
WHERE getvariable('run').scenario = 'baseline';
