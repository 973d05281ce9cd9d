-- The variable `run` holds the row of core_catchment_runs of the run that reads these views.
-- core_catchment_decayed: one row per pair that counts in the run (distance ≤ radius of the point's kind) with its decay weight, 0 to 1; a view,
-- because reading the pairs again is cheaper than writing the weights down.
-- units: metres before any detour. source: core_pairs, core_catchment_runs
CREATE OR REPLACE TEMP VIEW core_catchment_decayed AS
SELECT point_key, facility_key, metres,
       at_least_0((exp(-CASE WHEN rural THEN getvariable('run').rural_fall ELSE getvariable('run').fall END * metres * metres) - getvariable('run').edge) / (1 - getvariable('run').edge)) AS weight
FROM core_pairs
WHERE service_key = getvariable('run').service_key AND metres <= CASE WHEN rural THEN getvariable('run').rural_limit_m ELSE getvariable('run').limit_m END;

-- core_catchment_weights: core_catchment_decayed, in a 3sfca run times the share weight / total with which the point chooses
-- the facility, its total being the sum of its weights.
CREATE OR REPLACE TEMP VIEW core_catchment_weights AS
SELECT d.point_key, d.facility_key, d.metres, d.weight * coalesce(d.weight / nullif(c.total_weight, 0), 1) AS weight
FROM core_catchment_decayed AS d
LEFT JOIN (
    SELECT point_key, exact_sum(weight) AS total_weight FROM core_catchment_decayed WHERE getvariable('run').chooses GROUP BY point_key
) AS c ON c.point_key = d.point_key;
