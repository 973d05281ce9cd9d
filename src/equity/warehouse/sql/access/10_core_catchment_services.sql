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
       max((greatest(c.radius_m, coalesce(c.rural_radius_m, 0)) + 1e-6) / c.detour) AS search_m, search_m / 2 AS cell_m
FROM core_access_params AS c
GROUP BY c.service
ORDER BY service_key;
