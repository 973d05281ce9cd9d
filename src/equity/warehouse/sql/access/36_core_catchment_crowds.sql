-- core_catchment_crowds: one row per demand group: the most people at one point, and whether all are known exactly.
-- units: persons. source: core_catchment_people
CREATE TEMP TABLE core_catchment_crowds AS
SELECT demand_group, max(most) AS most, bool_and(fewest = most) AS exact
FROM core_catchment_people
GROUP BY demand_group
ORDER BY demand_group;
