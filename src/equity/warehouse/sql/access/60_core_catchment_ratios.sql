-- core_catchment_ratios: one row per run and facility with a point inside its radius: supply per person in demand,
-- R = S / sum(w D). A facility that no demand reaches shares out nothing.
-- A zone without a demand share has nobody in demand. units: units of supply per person.
-- source: core_catchment_weights, core_catchment_points, core_demand_share
CREATE OR REPLACE TABLE core_catchment_ratios AS
WITH demand AS (
    SELECT w.run_key, w.facility_key,
           sum(w.weight * CASE r.demand_group WHEN 'registered' THEN p.registered ELSE p.resident END * s.share) AS demand
    FROM core_catchment_weights AS w
    JOIN core_catchment_runs AS r USING (run_key)
    JOIN core_catchment_points AS p USING (point_key)
    LEFT JOIN core_demand_share AS s ON s.service = r.service AND s.zone_code = p.zone_code
    GROUP BY w.run_key, w.facility_key
)
SELECT d.run_key, d.facility_key, CASE WHEN d.demand > 0 THEN f.capacity / d.demand ELSE 0.0 END AS ratio
FROM demand AS d
JOIN core_catchment_facilities AS f USING (facility_key);
