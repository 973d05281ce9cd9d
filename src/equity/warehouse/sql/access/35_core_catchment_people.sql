-- What is uncertain, here and in what follows: a division's total of each population group (core_population_slack), its demand
-- share (share_low, share_high), and a yardstick that rests on them (q_low, q_high). A division's total moves all its settlement
-- points in proportion. Nothing is assumed about how the divisions hang together, not even that a published total of the city
-- ties them: all may stand at the worse end at once. Why the ends are bounds: the score of a point falls with the demand of every
-- facility around it, and that rises with every division's people; a 3sfca choice rests on distances alone. So the least score
-- of every point is that of the most demand everywhere, and adequacy = min(1, score / q) is least with it and the highest q.
-- Where nothing is uncertain both ends equal the central figure, bit by bit.
--
-- A group may need a service more often than residents do (core_group_demand, ratio): ratio - 1 times `tilt` people are then to be
-- added at a point, none in the division as a whole: tilt = N (b - a), with the shares a and b of the division's local and
-- non-local residents at the point, and N all of its non-local residents; tilt_low, tilt_high with N at its ends.
--
-- core_catchment_people: one row per demand group (resident, registered) and settlement point: its people, the fewest and the
-- most. A group with nobody at the points of a division has no point that its upper end could be put at, and is left out.
-- units: persons. source: core_catchment_points, core_catchment_living, core_population_slack
CREATE TEMP TABLE core_catchment_people AS
WITH living AS (
    SELECT zone_code, whole("local") AS local, whole(non_local) AS non_local, whole(absent) AS absent FROM core_catchment_living
),
sides AS (
    SELECT p.point_key, p.zone_code, g.demand_group,
           CASE g.demand_group WHEN 'resident' THEN p.local + p.non_local ELSE p.registered END AS persons,
           coalesce(p.local / nullif(l.local, 0), 0) AS a,
           CASE g.demand_group WHEN 'resident' THEN coalesce(p.non_local / nullif(l.non_local, 0), 0)
                ELSE coalesce((p.registered - p.local) / nullif(l.absent, 0), 0) END AS b,
           CASE WHEN g.demand_group = 'resident' AND l.local > 0 THEN l.non_local ELSE 0 END AS others,
           x.down AS x_down, x.up AS x_up, y.down AS y_down, y.up AS y_up, s.down AS sum_down, s.up AS sum_up
    FROM core_catchment_points AS p
    JOIN living AS l USING (zone_code)
    CROSS JOIN (VALUES ('resident', 'non_local'), ('registered', 'absent')) AS g(demand_group, other)
    LEFT JOIN core_population_slack AS x ON x.zone_code = p.zone_code AND x.population_group = 'local'
    LEFT JOIN core_population_slack AS y ON y.zone_code = p.zone_code AND y.population_group = g.other
    LEFT JOIN core_population_slack AS s ON s.zone_code = p.zone_code AND s.population_group = g.demand_group
)
SELECT demand_group, point_key, zone_code, persons,
       greatest(0, persons - coalesce(most_of(a, b, x_down, y_down, x_up, y_up, sum_down), 0)) AS fewest,
       persons + coalesce(most_of(a, b, x_up, y_up, x_down, y_down, sum_up), 0) AS most,
       others * (b - a) AS tilt, greatest(0, others - coalesce(y_down, 0)) * (b - a) AS tilt_low,
       CASE WHEN others > 0 THEN others + coalesce(y_up, 0) ELSE 0 END * (b - a) AS tilt_high
FROM sides
ORDER BY demand_group, point_key;
