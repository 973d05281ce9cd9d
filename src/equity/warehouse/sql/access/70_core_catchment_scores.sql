-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_scores: one row per point with a facility in reach in the run: its access score Σ w R with its ends (score_high is
-- missing where it has none), and the nearest facility.
-- units: units of supply per person in demand; metres, with the detour. source: core_catchment_weights, core_catchment_ratios
CREATE OR REPLACE TEMP TABLE core_catchment_scores AS
WITH sums AS (
    SELECT w.point_key, exact_sum(w.weight * r.ratio) AS access_score, exact_sum(in_doubt(w.weight * r.ratio_low)) AS low,
           exact_sum(in_doubt(w.weight * r.ratio_high)) AS high, bool_or(in_doubt(r.unbounded AND w.weight > 0)) AS unbounded,
           min(w.metres) * getvariable('run').detour AS nearest_m
    FROM core_catchment_weights AS w
    JOIN core_catchment_ratios AS r ON r.facility_key = w.facility_key
    GROUP BY w.point_key
)
SELECT point_key, access_score, coalesce(low, access_score) AS score_low,
       CASE WHEN unbounded THEN NULL ELSE coalesce(high, access_score) END AS score_high, nearest_m
FROM sums;
