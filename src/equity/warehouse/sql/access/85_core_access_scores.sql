-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_access_scores: one row per service, scenario and settlement point with a facility in reach: its score as 70 leaves it, to the last
-- bit: a plan (plans/) takes those of all points that it does not touch from here. units: units of supply per person in demand.
-- source: core_catchment_scores, core_catchment_points
CREATE TABLE IF NOT EXISTS core_access_scores (
    service VARCHAR, scenario VARCHAR, point_id VARCHAR, access_score DOUBLE, score_low DOUBLE, score_high DOUBLE
);
INSERT INTO core_access_scores
SELECT getvariable('run').service, getvariable('run').scenario, p.point_id, s.access_score, s.score_low, s.score_high
FROM core_catchment_scores AS s
JOIN core_catchment_points AS p USING (point_key);
