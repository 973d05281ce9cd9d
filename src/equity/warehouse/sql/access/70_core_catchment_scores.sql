-- core_catchment_scores: one row per run and point with a facility in reach: its access score Σ w R and the nearest facility.
-- units: units of supply per person in demand; metres, with the detour. source: core_catchment_weights, core_catchment_ratios
CREATE TEMP TABLE core_catchment_scores AS
WITH reached AS (
    SELECT w.run_key, w.point_key, exact_sum(w.weight * r.ratio) AS access_score, min(w.metres) AS metres
    FROM core_catchment_weights AS w
    JOIN core_catchment_ratios AS r ON r.run_key = w.run_key AND r.facility_key = w.facility_key
    GROUP BY w.run_key, w.point_key
)
SELECT a.run_key, a.point_key, a.access_score, a.metres * r.detour AS nearest_m
FROM reached AS a
JOIN core_catchment_runs AS r USING (run_key);
