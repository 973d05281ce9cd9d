-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_bounds_ratios: one row per run and facility with a point in its catchment: supply per person in demand, S / Σ w D, at the
-- most demand and at the least. ratio_high is missing where demand may be 0: what is shared out then has no upper bound.
-- units: units of supply per person in demand.
-- source: core_catchment_weights, core_catchment_runs, core_bounds_people, core_demand_share
INSERT INTO core_bounds_ratios
WITH people AS (
    SELECT p.point_key, coalesce(d.share_low, 0) * b.fewest AS fewest, coalesce(d.share_high, 0) * b.most AS most
    FROM core_catchment_points AS p
    JOIN core_bounds_people AS b USING (point_key)
    JOIN core_catchment_runs AS r ON r.demand_group = b.demand_group AND r.run_key = getvariable('run').run_key
    LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = p.zone_code
),
demand AS (
    SELECT w.facility_key, exact_sum(w.weight * p.fewest) AS fewest, exact_sum(w.weight * p.most) AS most
    FROM core_catchment_weights AS w
    JOIN people AS p ON p.point_key = w.point_key
    GROUP BY w.facility_key
)
SELECT getvariable('run').run_key, d.facility_key, CASE WHEN d.most > 0 THEN f.capacity / d.most ELSE 0 END AS ratio_low,
       CASE WHEN d.fewest > 0 THEN f.capacity / d.fewest WHEN d.most > 0 AND f.capacity > 0 THEN NULL ELSE 0 END AS ratio_high
FROM demand AS d
JOIN core_catchment_facilities AS f USING (facility_key);

-- core_bounds_scores: one row per run and point with a facility in reach: bounds of its access score Σ w R; score_high is missing
-- where it has no upper bound. units: units of supply per person in demand. source: core_catchment_weights, core_bounds_ratios
INSERT INTO core_bounds_scores
SELECT getvariable('run').run_key, w.point_key, exact_sum(w.weight * r.ratio_low) AS score_low,
       CASE WHEN bool_or(r.ratio_high IS NULL AND w.weight > 0) THEN NULL ELSE exact_sum(w.weight * coalesce(r.ratio_high, 0)) END AS score_high
FROM core_catchment_weights AS w
JOIN (FROM core_bounds_ratios WHERE run_key = getvariable('run').run_key) AS r ON r.facility_key = w.facility_key
GROUP BY w.point_key;
