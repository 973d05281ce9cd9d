-- out_access__point_service: one row per settlement point and service, baseline scenario. reached: a facility within the
-- radius. access_score: supply per person in demand, 0 where unreached. adequacy: min(1, score / q). nearest_m: missing where
-- unreached. units: metres with the detour, supply per person, share. source: core_catchment_points, core_catchment_scores
CREATE TABLE out_access__point_service AS
SELECT p.point_id, r.service, a.point_key IS NOT NULL AS reached, round(a.nearest_m, 3) AS nearest_m,
       round(coalesce(a.access_score, 0), 12) AS access_score,
       round(coalesce(adequacy(a.access_score, r.standard_q), 0), 12) AS adequacy
FROM core_catchment_points AS p
JOIN core_catchment_runs AS r ON r.scenario = 'baseline'
LEFT JOIN core_catchment_scores AS a ON a.run_key = r.run_key AND a.point_key = p.point_key
ORDER BY p.point_id, r.service;
