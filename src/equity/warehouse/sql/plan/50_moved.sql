-- plan_moved: one row per division and group (local, non_local) of the service in hand in which something changes: people, at the points the
-- plan knows, newly reached, no longer reached, and served more and less, as k = min(1, score / q) rises or falls. units: persons, all of
-- the group, not only those in demand. source: plan_states
INSERT INTO plan_moved
WITH both_states AS (
    SELECT *, adequacy(access_score, $q_after) - adequacy(score_before, $q_before) AS risen FROM plan_states
)
SELECT $service, zone_code, g.population_group, exact_sum(CASE WHEN is_now AND NOT was THEN g.persons ELSE 0 END),
       exact_sum(CASE WHEN was AND NOT is_now THEN g.persons ELSE 0 END), exact_sum(g.persons * greatest(0, risen)),
       exact_sum(g.persons * greatest(0, -risen))
FROM both_states
CROSS JOIN LATERAL (VALUES ('local', local), ('non_local', non_local)) AS g(population_group, persons)
WHERE was <> is_now OR risen <> 0
GROUP BY ALL;

-- plan_towns: one row per township, division and group in which something changes: the same, with all who live at points where a radius
-- holds, and those of them who then still have nothing in reach. units: persons, all of the group. source: plan_states
INSERT INTO plan_towns
WITH both_states AS (
    SELECT *, adequacy(access_score, $q_after) - adequacy(score_before, $q_before) AS risen
    FROM plan_states
    WHERE applies AND town_code IS NOT NULL
)
SELECT $service, town_code, zone_code, g.population_group, exact_sum(g.persons), exact_sum(CASE WHEN is_now THEN 0 ELSE g.persons END),
       exact_sum(CASE WHEN is_now AND NOT was THEN g.persons ELSE 0 END), exact_sum(CASE WHEN was AND NOT is_now THEN g.persons ELSE 0 END),
       exact_sum(g.persons * greatest(0, risen)), exact_sum(g.persons * greatest(0, -risen))
FROM both_states
CROSS JOIN LATERAL (VALUES ('local', local), ('non_local', non_local)) AS g(population_group, persons)
GROUP BY ALL
HAVING bool_or(was <> is_now OR risen <> 0);

-- plan_changed_points: one row per settlement point where something changes. units: share. source: as above
INSERT INTO plan_changed_points
SELECT $service, point_id, was, is_now, round(adequacy(score_before, $q_before), 12) AS adequacy_before,
       round(adequacy(access_score, $q_after), 12) AS adequacy_after
FROM plan_states
WHERE was <> is_now OR adequacy_before <> adequacy_after;
