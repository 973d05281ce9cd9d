-- 40 to 90 are executed once per run, because nothing but constants then stands beside the pairs, what is grouped is a seventh as
-- large, and the pairs of only one service and the scores of only one run are held. Each leaves what is wanted of it in tables of its own.

-- core_catchment_served: one row per run, division and group (80). units: 1e-18 persons, whole numbers.
CREATE TEMP TABLE core_catchment_served (
    run_key SMALLINT, zone_code VARCHAR, population_group VARCHAR, reached DECIMAL(38, 0), served DECIMAL(38, 0),
    served_low DECIMAL(38, 0), served_high DECIMAL(38, 0)
);
