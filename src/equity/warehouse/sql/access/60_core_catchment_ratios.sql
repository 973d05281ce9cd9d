-- core_catchment_ratios: one row per run and facility with a point in its catchment: supply per person in demand, S / Σ w D.
-- A facility that no demand reaches shares out nothing; a division without a demand share has nobody in demand.
-- units: units of supply per person in demand. source: core_catchment_weights, core_catchment_points, core_demand_share
CREATE TEMP TABLE core_catchment_ratios AS
WITH people AS (
    SELECT r.run_key, p.point_key,
           coalesce(d.share, 0) * CASE r.demand_group WHEN 'registered' THEN p.registered ELSE p.local + p.non_local END AS demand
    FROM core_catchment_points AS p
    CROSS JOIN core_catchment_runs AS r
    LEFT JOIN core_demand_share AS d ON d.service = r.service AND d.zone_code = p.zone_code
),
demand AS (
    SELECT w.run_key, w.facility_key, exact_sum(w.weight * p.demand) AS demand
    FROM core_catchment_weights AS w
    JOIN people AS p ON p.run_key = w.run_key AND p.point_key = w.point_key
    GROUP BY w.run_key, w.facility_key
)
SELECT d.run_key, d.facility_key, CASE WHEN d.demand > 0 THEN f.capacity / d.demand ELSE 0 END AS ratio
FROM demand AS d
JOIN core_catchment_facilities AS f USING (facility_key);
