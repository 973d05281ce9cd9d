-- From here to 90 joins run as they are written, the rows to look up on the right: DuckDB guesses that a fifth of the pairs count, and
-- would make a hash table of millions of them, at four times the cost.
SET disabled_optimizers = 'join_order,build_side_probe_side';

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
