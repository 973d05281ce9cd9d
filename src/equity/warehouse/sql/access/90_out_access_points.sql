-- out_access__point_service: one row per settlement point and service, for the one scenario shown on the map.
-- A point beyond every radius is there with reached = false, score and adequacy 0 and no nearest facility.
-- units: metres with the detour; units of supply per person in demand; adequacy 0 to 1.
-- source: core_catchment_points, core_catchment_scores
CREATE OR REPLACE TABLE out_access__point_service AS
SELECT p.point_id, r.service, s.point_key IS NOT NULL AS reached, s.nearest_m, r.distance_basis,
       coalesce(s.access_score, 0.0) AS access_score, adequacy(coalesce(s.access_score, 0.0), r.standard_q) AS adequacy
FROM core_catchment_points AS p
JOIN core_catchment_runs AS r ON r.scenario = getvariable('points_scenario')
LEFT JOIN core_catchment_scores AS s ON s.run_key = r.run_key AND s.point_key = p.point_key;
