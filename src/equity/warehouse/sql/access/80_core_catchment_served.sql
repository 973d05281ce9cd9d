-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_served: one row per run, division and group (local, non_local): people with a facility in reach, and the same
-- weighted by k = min(1, score / q) and by its ends. units: 1e-18 persons, whole numbers. source: core_catchment_scores, core_catchment_points
INSERT INTO core_catchment_served
WITH scored AS (
    SELECT p.zone_code, p.local, p.non_local, adequacy(a.access_score, getvariable('run').standard_q) AS k,
           adequacy(a.score_low, getvariable('run').q_high) AS k_low,
           CASE WHEN a.score_high IS NULL THEN 1 ELSE adequacy(a.score_high, getvariable('run').q_low) END AS k_high
    FROM core_catchment_scores AS a
    JOIN core_catchment_points AS p USING (point_key)
),
sums AS (
    SELECT zone_code, whole_sum(local) AS local, whole_sum(local * k) AS local_served, whole_sum(local * k_low) AS local_low,
           whole_sum(local * k_high) AS local_high, whole_sum(non_local) AS non_local, whole_sum(non_local * k) AS non_local_served,
           whole_sum(non_local * k_low) AS non_local_low, whole_sum(non_local * k_high) AS non_local_high
    FROM scored
    GROUP BY zone_code
)
SELECT getvariable('run').run_key, s.zone_code, g.*
FROM sums AS s
CROSS JOIN LATERAL (
    VALUES ('local', s.local, s.local_served, s.local_low, s.local_high),
           ('non_local', s.non_local, s.non_local_served, s.non_local_low, s.non_local_high)
) AS g;
