-- core_catchment_services: one row per service that has runs; straight_m is the longest straight line that any of its
-- runs can need, cell_m the side of the grid cells in which its pairs are looked for.
-- 0.000001 m of slack: a facility exactly at the radius is inside whatever the rounding of its coordinates.
-- units: metres. source: core_access_params, core_network_times
CREATE OR REPLACE TABLE core_catchment_services AS
WITH reach AS (
    SELECT service, max((radius_m + 0.000001) / detour) AS straight_m
    FROM core_access_params
    GROUP BY service
)
SELECT CAST(row_number() OVER (ORDER BY service) AS SMALLINT) AS service_key, service, straight_m,
       straight_m / 2 AS cell_m,
       CASE WHEN service IN (SELECT service FROM core_network_times) THEN 'network' ELSE 'straight_line' END AS distance_basis
FROM reach
ORDER BY service_key;

-- core_catchment_runs: one row per service and scenario. limit_m: longest distance of core_pairs that is inside.
-- Network metres are no straight lines, so no detour is put on them. A service without a rule admits everybody.
-- units: metres, units of supply per person, share. source: core_access_params
CREATE OR REPLACE TABLE core_catchment_runs AS
SELECT CAST(row_number() OVER (ORDER BY s.service_key, c.scenario) AS SMALLINT) AS run_key, s.service_key, s.service, c.scenario,
       s.distance_basis, c.radius_m, c.variant, c.demand_group, c.standard_q,
       CASE s.distance_basis WHEN 'network' THEN 1.0 ELSE c.detour END AS detour,
       (c.radius_m + 0.000001) / CASE s.distance_basis WHEN 'network' THEN 1.0 ELSE c.detour END AS limit_m,
       coalesce(c.entitlement_local, 1.0) AS entitlement_local,
       coalesce(c.entitlement_non_local, 1.0) AS entitlement_non_local
FROM core_access_params AS c
JOIN core_catchment_services AS s USING (service)
ORDER BY run_key;
