-- Executed for the runs with one catchment together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_catchment_choices: one row per settlement point with a facility in reach in a 3sfca run, none in others: the sum of its weights.
-- source: core_catchment_decayed
CREATE OR REPLACE TEMP TABLE core_catchment_choices AS
SELECT point_key, exact_sum_in(weight, 1e18) AS total_weight FROM core_catchment_decayed WHERE getvariable('run').chooses GROUP BY point_key;

-- core_catchment_weights: core_catchment_decayed, in a 3sfca run times the share weight / total with which the point chooses
-- the facility, its total being the sum of its weights.
CREATE OR REPLACE TEMP VIEW core_catchment_weights AS
SELECT point_key, facility_key, metres, weight FROM core_catchment_decayed WHERE NOT getvariable('run').chooses
UNION ALL
SELECT d.point_key, d.facility_key, d.metres, d.weight * coalesce(d.weight / nullif(c.total_weight, 0), 1)
FROM core_catchment_decayed AS d
JOIN core_catchment_choices AS c ON c.point_key = d.point_key
WHERE getvariable('run').chooses;
