-- core_catchment_people: one row per run and settlement point: people in demand. A division without a demand share has nobody
-- in demand. Below it the tables that one run after the other adds to (50 to 70 are executed once per run: nothing but
-- constants then stands beside the pairs, and what is grouped is a seventh as large).
-- units: persons in demand. source: core_catchment_points, core_catchment_runs, core_demand_share
CREATE TEMP TABLE core_catchment_people AS
SELECT r.run_key, p.point_key,
       coalesce(d.share, 0) * CASE r.demand_group WHEN 'registered' THEN p.registered ELSE p.local + p.non_local END AS demand
FROM core_catchment_runs AS r
CROSS JOIN core_catchment_points AS p
LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = p.zone_code
ORDER BY r.run_key;

CREATE TEMP TABLE core_catchment_ratios (run_key SMALLINT, facility_key INTEGER, ratio DOUBLE);

CREATE TEMP TABLE core_catchment_scores (run_key SMALLINT, point_key INTEGER, access_score DOUBLE, nearest_m DOUBLE);
