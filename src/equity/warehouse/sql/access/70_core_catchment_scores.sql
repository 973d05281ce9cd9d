-- core_catchment_scores: one row per run and point that reaches a facility: access score A = sum(w R) and the nearest one.
-- units: units of supply per person in demand; metres with the detour. source: core_catchment_weights, core_catchment_ratios
CREATE OR REPLACE TABLE core_catchment_scores AS
SELECT w.run_key, w.point_key, sum(w.weight * r.ratio) AS access_score, min(w.metres) AS nearest_m
FROM core_catchment_weights AS w
JOIN core_catchment_ratios AS r ON r.run_key = w.run_key AND r.facility_key = w.facility_key
GROUP BY w.run_key, w.point_key;
