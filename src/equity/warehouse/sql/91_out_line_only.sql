-- out_line_only: one row per service with network distances, zone (every level) and group (local, non_local): people in demand whom a
-- straight line with its detour counts as reached and the roads do not (line_only), and the other way round (road_only); baseline.
-- A group is spread over the points of its division as its people are. units: persons in demand.
-- source: core_line_reach, core_points, out_access__point_service, out_access__zone_service_scenario_group
CREATE TABLE out_line_only AS
WITH seen AS (
    SELECT a.service, p.zone_code, g.population_group, sum(g.persons) AS living,
           sum(g.persons) FILTER (l.point_id IS NOT NULL AND NOT a.reached) AS line_only,
           sum(g.persons) FILTER (l.point_id IS NULL AND a.reached) AS road_only
    FROM (FROM out_access__point_service WHERE applies AND service IN (SELECT service FROM core_line_reach)) AS a
    JOIN core_points AS p USING (point_id)
    LEFT JOIN core_line_reach AS l ON l.service = a.service AND l.point_id = a.point_id
    CROSS JOIN LATERAL (VALUES ('local', p.local), ('non_local', p.non_local)) AS g(population_group, persons)
    GROUP BY ALL
)
SELECT z.service, m.zone_code, m.level, z.population_group,
       coalesce(sum(z.persons * s.line_only / nullif(s.living, 0)), 0) AS line_only,
       coalesce(sum(z.persons * s.road_only / nullif(s.living, 0)), 0) AS road_only
FROM out_access__zone_service_scenario_group AS z
JOIN core_zone_members AS m ON m.division_code = z.zone_code
LEFT JOIN seen AS s ON s.service = z.service AND s.zone_code = z.zone_code AND s.population_group = z.population_group
WHERE z.scenario = 'baseline' AND z.service IN (SELECT service FROM core_line_reach)
GROUP BY ALL
ORDER BY ALL;
