-- Executed for the runs with one catchment together; the variable `run` holds the row of core_catchment_runs of the first.
-- core_catchment_ratios: one row per facility with a point in its catchment in the run: supply per person in demand, S / Σ w D, with
-- its ends at the most demand and at the least. A facility that no demand reaches shares out nothing. unbounded: demand may be 0
-- and what is shared out has no upper end.
-- units: units of supply per person in demand. source: core_catchment_weights, core_catchment_demand
CREATE OR REPLACE TEMP TABLE core_catchment_ratios AS
WITH people AS (
    SELECT point_key, demand, in_doubt(fewest) AS fewest, in_doubt(most) AS most, steps_in(demand, getvariable('run').scale) AS demand_steps,
           steps_in(in_doubt(fewest), getvariable('run').scale) AS fewest_steps, steps_in(in_doubt(most), getvariable('run').scale) AS most_steps
    FROM core_catchment_demand
),
sums AS (
    SELECT w.facility_key, weighted_sum_in(w.weight, p.demand, p.demand_steps) AS demand, weighted_sum_in(w.weight, p.fewest, p.fewest_steps) AS fewest,
           weighted_sum_in(w.weight, p.most, p.most_steps) AS most
    FROM core_catchment_weights AS w
    JOIN people AS p ON p.point_key = w.point_key
    GROUP BY w.facility_key
),
demand AS (
    SELECT facility_key, demand, coalesce(fewest, demand) AS fewest, coalesce(most, demand) AS most FROM sums
)
SELECT d.facility_key, CASE WHEN d.demand > 0 THEN f.capacity / d.demand ELSE 0 END AS ratio,
       CASE WHEN d.most > 0 THEN f.capacity / d.most ELSE 0 END AS ratio_low,
       CASE WHEN d.fewest > 0 THEN f.capacity / d.fewest ELSE 0 END AS ratio_high,
       d.fewest = 0 AND d.most > 0 AND f.capacity > 0 AS unbounded
FROM demand AS d
JOIN core_catchment_facilities AS f USING (facility_key);
