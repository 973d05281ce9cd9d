-- The tables that one run after the other adds to (20 is executed once per run); grain and units stand there.
CREATE TEMP TABLE core_bounds_ratios (run_key SMALLINT, facility_key INTEGER, ratio_low DOUBLE, ratio_high DOUBLE);

CREATE TEMP TABLE core_bounds_scores (run_key SMALLINT, point_key INTEGER, score_low DOUBLE, score_high DOUBLE);
