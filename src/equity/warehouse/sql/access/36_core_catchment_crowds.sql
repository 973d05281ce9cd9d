-- core_catchment_crowds: one row per demand group: the most people at one point, and whether all are known exactly; the largest
-- tilt, and whether there is none anywhere.
-- units: persons. source: core_catchment_people
CREATE TEMP TABLE core_catchment_crowds AS
SELECT demand_group, max(most) AS most, bool_and(fewest = most) AS exact, max(abs(tilt_high)) AS tilt, bool_and(tilt_high = 0) AS even
FROM core_catchment_people
GROUP BY demand_group
ORDER BY demand_group;
