-- plan_moved: one row per division and group (local, non_local) of the service in hand: people, at the points the plan knows, newly
-- reached, no longer reached, and served more and less, as k = min(1, score / q) rises or falls. units: persons, all of the group, not only
-- those in demand. source: plan_scores_before, plan_scores_after (point_key, point_id, access_score), core_catchment_points
INSERT INTO plan_moved
WITH both_states AS (
    SELECT p.zone_code, p.local, p.non_local, b.point_id IS NOT NULL AS was, a.point_id IS NOT NULL AS is_now,
           coalesce(adequacy(a.access_score, $q_after), 0) - coalesce(adequacy(b.access_score, $q_before), 0) AS risen
    FROM core_catchment_points AS p
    LEFT JOIN plan_scores_before AS b ON b.point_id = p.point_id
    LEFT JOIN plan_scores_after AS a ON a.point_id = p.point_id
)
SELECT $service, zone_code, g.population_group, exact_sum(CASE WHEN is_now AND NOT was THEN g.persons ELSE 0 END),
       exact_sum(CASE WHEN was AND NOT is_now THEN g.persons ELSE 0 END), exact_sum(g.persons * greatest(0, risen)),
       exact_sum(g.persons * greatest(0, -risen))
FROM both_states
CROSS JOIN LATERAL (VALUES ('local', local), ('non_local', non_local)) AS g(population_group, persons)
GROUP BY ALL;

-- plan_changed_points: one row per settlement point where something changes. units: share. source: as above
INSERT INTO plan_changed_points
SELECT $service, p.point_id, b.point_id IS NOT NULL, a.point_id IS NOT NULL,
       round(coalesce(adequacy(b.access_score, $q_before), 0), 12) AS adequacy_before,
       round(coalesce(adequacy(a.access_score, $q_after), 0), 12) AS adequacy_after
FROM core_catchment_points AS p
LEFT JOIN plan_scores_before AS b ON b.point_id = p.point_id
LEFT JOIN plan_scores_after AS a ON a.point_id = p.point_id
WHERE (b.point_id IS NULL) <> (a.point_id IS NULL) OR adequacy_before <> adequacy_after;
