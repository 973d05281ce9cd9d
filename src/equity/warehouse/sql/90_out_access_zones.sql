-- out_access: one row per service, scenario, zone (every level) and group (local, non_local): plain sums over divisions.
-- units: persons in demand; reached, served and entitled are persons weighted by r, r·k and r·k·e.
CREATE TABLE out_access AS
SELECT a.service, a.scenario, m.zone_code, m.level, a.population_group, sum(a.persons) AS persons, sum(a.reached) AS reached,
       sum(a.served) AS served, sum(a.entitled) AS entitled
FROM out_access__zone_service_scenario_group AS a
JOIN core_zone_members AS m ON m.division_code = a.zone_code
GROUP BY ALL
ORDER BY ALL;
