-- core_catchment_decayed: one row per run and pair that counts (distance ≤ radius) with its decay weight, 0 to 1; a view,
-- because reading the pairs again is cheaper than writing the weights down.
-- units: metres before any detour. source: core_pairs, core_catchment_runs
CREATE TEMP VIEW core_catchment_decayed AS
SELECT r.run_key, r.chooses, p.point_key, p.facility_key, p.metres,
       greatest(0, (exp(-r.fall * p.metres * p.metres) - r.edge) / (1 - r.edge)) AS weight
FROM core_pairs AS p
JOIN core_catchment_runs AS r USING (service_key)
WHERE r.limit_m - p.metres >= 0; -- as a range join the planner would expect a handful of rows and join in the wrong order

-- core_catchment_choice: one row per 3sfca run and point: sum of its weights, over which it chooses among facilities.
CREATE TEMP TABLE core_catchment_choice AS
SELECT run_key, point_key, exact_sum(weight) AS total_weight
FROM core_catchment_decayed
WHERE chooses
GROUP BY run_key, point_key;

-- core_catchment_weights: core_catchment_decayed, in 3sfca runs times the share weight / total with which the point chooses
-- the facility.
CREATE TEMP VIEW core_catchment_weights AS
SELECT d.run_key, d.point_key, d.facility_key, d.metres,
       d.weight * coalesce(d.weight / nullif(c.total_weight, 0), 1) AS weight
FROM core_catchment_decayed AS d
LEFT JOIN core_catchment_choice AS c ON c.run_key = d.run_key AND c.point_key = d.point_key;
