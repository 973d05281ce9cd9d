-- Executed for the runs with one catchment together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_access_scores: one row per catchment (core_access_runs says which services and scenarios have it) and settlement point with a facility
-- in reach: its score as 70 leaves it, to the last bit. A plan (plans/) takes those of all points that it does not touch from here. Small
-- keys, because of a million points these are most of the file. units: units of supply per person in demand. source: core_catchment_scores
CREATE TABLE IF NOT EXISTS core_access_scores (
    catchment_key SMALLINT, point_key INTEGER, access_score DOUBLE, score_low DOUBLE, score_high DOUBLE
);
INSERT INTO core_access_scores
SELECT getvariable('run').catchment_key, point_key, access_score, score_low, score_high FROM core_catchment_scores;
