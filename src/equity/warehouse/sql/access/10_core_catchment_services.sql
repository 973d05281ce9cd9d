-- core_catchment_services: one row per service with access rules, under a small key.
-- on_network: the office has network distances to facilities of this service; they are then the only distances of the
-- service (a pair that the network does not have is out of reach) and no detour is put on them.
-- search_m: longest straight line that any scenario can count; cell_m: side of the grid cells in which pairs are looked for.
-- 0.000001 m of slack: a facility exactly at the radius counts, whatever the rounding of its coordinates.
-- units: metres. source: core_access_params, stg_network_distances
CREATE TEMP TABLE core_catchment_services AS
WITH networked AS (
    SELECT DISTINCT f.service FROM core_facilities AS f JOIN stg_network_distances AS n USING (facility_id)
)
SELECT CAST(row_number() OVER (ORDER BY c.service) AS SMALLINT) AS service_key, c.service,
       c.service IN (SELECT service FROM networked) AS on_network,
       max((c.radius_m + 1e-6) / c.detour) AS search_m, search_m / 2 AS cell_m
FROM core_access_params AS c
GROUP BY c.service
ORDER BY service_key;

-- core_catchment_runs: one row per service and scenario, under a small key. limit_m: longest distance that counts, in the
-- metres of core_pairs. fall, edge: weight of m such metres = (exp(-fall · m²) - edge) / (1 - edge). 2sfca: always 1. The
-- others: Gaussian, 1 at the door and 0 at the radius. units: metres, units of supply per person, share.
-- source: core_access_params; floating catchments of Luo & Wang 2003 (2sfca), Luo & Qi 2009 with the decay of Dai 2010
-- (e2sfca), Wan, Zou & Sternberg 2012 (3sfca)
CREATE TEMP TABLE core_catchment_runs AS
SELECT CAST(row_number() OVER (ORDER BY c.service, c.scenario) AS SMALLINT) AS run_key, s.service_key, c.service, c.scenario,
       c.variant = '3sfca' AS chooses, c.demand_group, c.standard_q,
       CASE WHEN s.on_network THEN 1 ELSE c.detour END AS detour,
       (c.radius_m + 1e-6) / CASE WHEN s.on_network THEN 1 ELSE c.detour END AS limit_m,
       CASE c.variant WHEN '2sfca' THEN 0 ELSE 0.5 * (CASE WHEN s.on_network THEN 1 ELSE c.detour END / c.radius_m) ** 2 END AS fall,
       CASE c.variant WHEN '2sfca' THEN 0 ELSE exp(-0.5) END AS edge,
       coalesce(c.entitlement_local, 1) AS entitlement_local,
       coalesce(c.entitlement_non_local, 1) AS entitlement_non_local
FROM core_access_params AS c
JOIN core_catchment_services AS s USING (service)
ORDER BY run_key;
