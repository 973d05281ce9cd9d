-- Executed for the runs of one service and demand group together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_catchment_demand: one row per settlement point: people in demand, and the fewest and the most. A division without a demand
-- share has nobody in demand. units: persons. source: core_catchment_people, core_demand_share, core_group_demand
CREATE OR REPLACE TEMP TABLE core_catchment_demand AS
SELECT p.point_key, coalesce(d.share, 0) * (p.persons + tilted(g.ratio, p.tilt)) AS demand,
       coalesce(d.share_low, 0) * greatest(0, p.fewest + least(tilted(g.ratio_low, p.tilt_low), tilted(g.ratio_low, p.tilt_high),
                                                              tilted(g.ratio_high, p.tilt_low), tilted(g.ratio_high, p.tilt_high))) AS fewest,
       coalesce(d.share_high, 0) * (p.most + greatest(tilted(g.ratio_low, p.tilt_low), tilted(g.ratio_low, p.tilt_high),
                                                      tilted(g.ratio_high, p.tilt_low), tilted(g.ratio_high, p.tilt_high))) AS most
FROM core_catchment_people AS p
LEFT JOIN core_demand_share AS d ON d.service = getvariable('run').service AND d.zone_code = p.zone_code
LEFT JOIN core_group_demand AS g ON g.service = getvariable('run').service AND g.zone_code = p.zone_code
WHERE p.demand_group = getvariable('run').demand_group;
