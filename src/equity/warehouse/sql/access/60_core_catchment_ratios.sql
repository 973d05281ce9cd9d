-- Executed once per run; the variable `run` holds its row of core_catchment_runs.
-- core_catchment_ratios: one row per run and facility with a point in its catchment: supply per person in demand, S / Σ w D.
-- A facility that no demand reaches shares out nothing.
-- units: units of supply per person in demand. source: core_catchment_weights, core_catchment_people
INSERT INTO core_catchment_ratios
WITH demand AS (
    SELECT w.facility_key, exact_sum(w.weight * p.demand) AS demand
    FROM core_catchment_weights AS w
    JOIN (SELECT point_key, demand FROM core_catchment_people WHERE run_key = getvariable('run').run_key) AS p
      ON p.point_key = w.point_key
    GROUP BY w.facility_key
)
SELECT getvariable('run').run_key, d.facility_key, CASE WHEN d.demand > 0 THEN f.capacity / d.demand ELSE 0 END
FROM demand AS d
JOIN core_catchment_facilities AS f USING (facility_key);
