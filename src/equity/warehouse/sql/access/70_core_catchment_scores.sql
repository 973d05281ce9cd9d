-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_scores: one row per point with a facility in reach in the run: its access score Σ w R with its ends (score_high is
-- missing where it has none), and the nearest facility.
-- units: units of supply per person in demand; metres, with the detour. source: core_catchment_weights, core_catchment_ratios
CREATE OR REPLACE TEMP TABLE core_catchment_scores AS
WITH shared AS (
    SELECT facility_key, ratio, in_doubt(ratio_low) AS low, in_doubt(ratio_high) AS high, in_doubt(unbounded) AS unbounded, steps(ratio) AS ratio_steps,
           steps(in_doubt(ratio_low)) AS low_steps, steps(in_doubt(ratio_high)) AS high_steps
    FROM core_catchment_ratios
),
sums AS (
    SELECT w.point_key, weighted_sum(w.weight, r.ratio, r.ratio_steps) AS access_score, weighted_sum(w.weight, r.low, r.low_steps) AS low,
           weighted_sum(w.weight, r.high, r.high_steps) AS high,
           min(w.metres) * getvariable('run').detour AS nearest_m
    FROM core_catchment_weights AS w
    JOIN shared AS r ON r.facility_key = w.facility_key
    GROUP BY w.point_key
),
unlimited AS ( -- nearly always nobody: apart from the sums this costs nothing
    SELECT DISTINCT w.point_key FROM core_catchment_weights AS w JOIN shared AS r ON r.facility_key = w.facility_key AND r.unbounded WHERE w.weight > 0
)
SELECT s.point_key, s.access_score, coalesce(s.low, s.access_score) AS score_low,
       CASE WHEN u.point_key IS NULL THEN coalesce(s.high, s.access_score) END AS score_high, s.nearest_m
FROM sums AS s
LEFT JOIN unlimited AS u ON u.point_key = s.point_key;
