-- core_catchment_decayed: one row per run and pair inside its radius: the decay weight, 0 to 1 (a view, never stored).
-- 2sfca: 1 inside. Others: Gaussian, 1 at the door, 0 at the radius (Dai 2010).
CREATE OR REPLACE VIEW core_catchment_decayed AS
SELECT r.run_key, p.point_key, p.facility_key, p.metres * r.detour AS metres, r.variant,
       CASE r.variant WHEN '2sfca' THEN 1.0
            ELSE greatest(0.0, (exp(-0.5 * pow(p.metres * r.detour / r.radius_m, 2)) - exp(-0.5)) / (1 - exp(-0.5)))
       END AS weight
FROM core_pairs AS p
JOIN core_catchment_runs AS r ON r.service_key = p.service_key AND p.metres <= r.limit_m;

-- core_catchment_choice: one row per 3SFCA run and point: sum of its weights, over which it chooses among facilities.
CREATE OR REPLACE TABLE core_catchment_choice AS
SELECT run_key, point_key, sum(weight) AS total_weight
FROM core_catchment_decayed
WHERE variant = '3sfca'
GROUP BY run_key, point_key;

-- core_catchment_weights: core_catchment_decayed, in 3SFCA runs times the share w / sum(w) with which the point chooses the
-- facility (Wan, Zou & Sternberg 2012).
CREATE OR REPLACE VIEW core_catchment_weights AS
SELECT d.run_key, d.point_key, d.facility_key, d.metres,
       CASE WHEN d.variant <> '3sfca' THEN d.weight
            WHEN c.total_weight > 0 THEN d.weight * d.weight / c.total_weight ELSE 0.0 END AS weight
FROM core_catchment_decayed AS d
LEFT JOIN core_catchment_choice AS c ON c.run_key = d.run_key AND c.point_key = d.point_key;
