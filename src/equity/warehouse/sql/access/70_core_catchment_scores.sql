-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_scores: one row per run and point with a facility in reach: its access score Σ w R and the nearest facility.
-- units: units of supply per person in demand; metres, with the detour. source: core_catchment_weights, core_catchment_ratios
INSERT INTO core_catchment_scores
SELECT getvariable('run').run_key, w.point_key, exact_sum(w.weight * r.ratio), min(w.metres) * getvariable('run').detour
FROM core_catchment_weights AS w
JOIN (SELECT facility_key, ratio FROM core_catchment_ratios WHERE run_key = getvariable('run').run_key) AS r
  ON r.facility_key = w.facility_key
GROUP BY w.point_key;
