-- plan_states: one row per settlement point of the city and its people: whether a facility is in reach, and its score, before (was,
-- score_before: of the base) and after (is_now, access_score and its ends: those just worked out within $moved metres of a change, those
-- of the base elsewhere). applies: whether a radius holds for the point. units: persons, units of supply per person in demand. source: core_points, core_access_scores,
-- core_catchment_points, core_catchment_scores
CREATE OR REPLACE TEMP TABLE plan_states AS
WITH kept AS (
    SELECT p.point_id, k.access_score, k.score_low, k.score_high
    FROM base.core_access_scores AS k
    JOIN base.core_access_points AS p USING (point_key)
    WHERE k.catchment_key = $catchment
),
moved AS (
    SELECT p.point_id, s.point_key IS NOT NULL AS is_now, s.access_score, s.score_low, s.score_high
    FROM core_catchment_points AS p
    LEFT JOIN core_catchment_scores AS s USING (point_key)
    WHERE $whole OR EXISTS (FROM plan_places AS c WHERE abs(p.x - c.x) <= $moved AND abs(p.y - c.y) <= $moved)
)
SELECT CAST(row_number() OVER () AS INTEGER) AS point_key, p.point_id, p.zone_code, p.town_code, p.local, p.non_local,
       NOT p.rural OR getvariable('run').rural_limit_m IS NOT NULL AS applies, k.point_id IS NOT NULL AS was, k.access_score AS score_before,
       CASE WHEN m.point_id IS NULL THEN k.point_id IS NOT NULL ELSE m.is_now END AS is_now,
       CASE WHEN m.point_id IS NULL THEN k.access_score ELSE m.access_score END AS access_score,
       CASE WHEN m.point_id IS NULL THEN k.score_low ELSE m.score_low END AS score_low,
       CASE WHEN m.point_id IS NULL THEN k.score_high ELSE m.score_high END AS score_high
FROM memory."after".core_points AS p
LEFT JOIN kept AS k ON k.point_id = p.point_id
LEFT JOIN moved AS m ON m.point_id = p.point_id;

-- core_catchment_points, core_catchment_scores: of the whole city, for the sums that 80 of the access engine makes. source: plan_states
CREATE OR REPLACE TEMP TABLE core_catchment_points AS SELECT point_key, zone_code, local, non_local FROM plan_states;
CREATE OR REPLACE TEMP TABLE core_catchment_scores AS
SELECT point_key, access_score, score_low, score_high FROM plan_states WHERE is_now;
