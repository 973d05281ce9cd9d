-- The bounds of the access results, given those of the inputs: the stages of ../access once more, at both ends. Run only where
-- an input has an interval at all; the central values are not touched.
--
-- What is uncertain: a division's total of each population group (core_population_slack), its demand share (share_low,
-- share_high), and a yardstick that rests on them (core_access_bounds_q). A division's total moves all its settlement points in
-- proportion. Nothing is assumed about how the divisions hang together, not even that a published total of the city ties them:
-- all may stand at the worse end at once. Why the ends are bounds: the score of a point falls with the demand of every facility
-- around it, and that rises with every division's people; a 3sfca choice rests on distances alone. So the least score of every
-- point is that of the most demand everywhere, and adequacy = min(1, score / q) is least with it and the highest q.
--
-- most_of: the most that a·x + b·y can be with x up to x_up (down to -x_down), y alike, and x + y up to sum_up: how many people
-- more a point can have that holds the share a of one group and b of the other, when the sum of both groups is known as well.
CREATE OR REPLACE TEMP MACRO most_of(a, b, x_up, y_up, x_down, y_down, sum_up) AS
    CASE WHEN a >= b THEN a * least(x_up, sum_up + y_down) + b * least(y_up, sum_up - least(x_up, sum_up + y_down))
         ELSE b * least(y_up, sum_up + x_down) + a * least(x_up, sum_up - least(y_up, sum_up + x_down)) END;

-- core_bounds_people: one row per settlement point and demand group (resident, registered): fewest and most people.
-- A group with nobody at the points of a division has no point that its upper end could be put at, and is left out.
-- units: persons. source: core_catchment_points, core_population_slack
CREATE TEMP TABLE core_bounds_people AS
WITH living AS (
    SELECT zone_code, exact_sum(local) AS local, exact_sum(non_local) AS non_local, exact_sum(registered - local) AS absent
    FROM core_catchment_points
    GROUP BY zone_code
),
sides AS (
    SELECT p.point_key, g.demand_group, p.local + CASE g.demand_group WHEN 'resident' THEN p.non_local ELSE p.registered - p.local END AS persons,
           coalesce(p.local / nullif(l.local, 0), 0) AS a,
           CASE g.demand_group WHEN 'resident' THEN coalesce(p.non_local / nullif(l.non_local, 0), 0)
                ELSE coalesce((p.registered - p.local) / nullif(l.absent, 0), 0) END AS b,
           x.down AS x_down, x.up AS x_up, y.down AS y_down, y.up AS y_up, s.down AS sum_down, s.up AS sum_up
    FROM core_catchment_points AS p
    JOIN living AS l USING (zone_code)
    CROSS JOIN (VALUES ('resident', 'non_local'), ('registered', 'absent')) AS g(demand_group, other)
    LEFT JOIN core_population_slack AS x ON x.zone_code = p.zone_code AND x.population_group = 'local'
    LEFT JOIN core_population_slack AS y ON y.zone_code = p.zone_code AND y.population_group = g.other
    LEFT JOIN core_population_slack AS s ON s.zone_code = p.zone_code AND s.population_group = g.demand_group
)
SELECT point_key, demand_group, persons,
       greatest(0, persons - coalesce(most_of(a, b, x_down, y_down, x_up, y_up, sum_down), 0)) AS fewest,
       persons + coalesce(most_of(a, b, x_up, y_up, x_down, y_down, sum_up), 0) AS most
FROM sides;
