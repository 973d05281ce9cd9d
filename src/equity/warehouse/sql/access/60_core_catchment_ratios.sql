-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_ratios: one row per facility with a point in its catchment in the run: supply per person in demand, S / Σ w D, with
-- its ends at the most demand and at the least. A facility that no demand reaches shares out nothing. unbounded: demand may be 0
-- and what is shared out has no upper end. A division without a demand share has nobody in demand.
-- units: units of supply per person in demand. source: core_catchment_weights, core_catchment_people, core_demand_share,
-- core_group_demand
CREATE OR REPLACE TEMP TABLE core_catchment_ratios AS
WITH people AS (
    SELECT p.point_key, coalesce(d.share, 0) * (p.persons + tilted(g.ratio, p.tilt)) AS demand,
           coalesce(d.share_low, 0) * greatest(0, p.fewest + least(tilted(g.ratio_low, p.tilt_low), tilted(g.ratio_low, p.tilt_high),
                                                                  tilted(g.ratio_high, p.tilt_low), tilted(g.ratio_high, p.tilt_high))) AS fewest,
           coalesce(d.share_high, 0) * (p.most + greatest(tilted(g.ratio_low, p.tilt_low), tilted(g.ratio_low, p.tilt_high),
                                                          tilted(g.ratio_high, p.tilt_low), tilted(g.ratio_high, p.tilt_high))) AS most
    FROM core_catchment_people AS p
    LEFT JOIN core_demand_share AS d ON d.service = getvariable('run').service AND d.zone_code = p.zone_code
    LEFT JOIN core_group_demand AS g ON g.service = getvariable('run').service AND g.zone_code = p.zone_code
    WHERE p.demand_group = getvariable('run').demand_group
),
sums AS (
    SELECT w.facility_key, exact_sum_in(w.weight * p.demand, getvariable('run').scale) AS demand,
           exact_sum_in(in_doubt(w.weight * p.fewest), getvariable('run').scale) AS fewest,
           exact_sum_in(in_doubt(w.weight * p.most), getvariable('run').scale) AS most
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
