-- The variable `run` holds the row of core_catchment_runs of the run that reads these views.
-- core_catchment_decayed: one row per pair that counts in the run (distance ≤ radius of the point's kind) with its decay weight, 0 to 1; a view,
-- because reading the pairs again is cheaper than writing the weights down.
-- units: metres before any detour. source: core_pairs, core_catchment_runs
CREATE OR REPLACE TEMP VIEW core_catchment_decayed AS
SELECT point_key, facility_key, metres,
       CASE WHEN getvariable('run').flat THEN 1.0
            ELSE at_least_0((exp(-CASE WHEN rural THEN getvariable('run').rural_fall ELSE getvariable('run').fall END * metres * metres) - getvariable('run').edge) / (1 - getvariable('run').edge)) END AS weight
FROM core_pairs
WHERE metres <= CASE WHEN rural THEN getvariable('run').rural_limit_m ELSE getvariable('run').limit_m END;
