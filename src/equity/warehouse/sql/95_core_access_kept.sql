-- What a plan starts from (plans/): sums of the engine over all points, as whole numbers, so that a few changed points can be
-- taken out and put back without a bit of difference.
-- core_access_served: one row per service, scenario, division and group (local, non_local). units: 1e-18 persons. source: core_catchment_served
CREATE TABLE core_access_served AS
SELECT r.service, r.scenario, s.* EXCLUDE (run_key)
FROM core_catchment_served AS s
JOIN core_catchment_runs AS r USING (run_key)
ORDER BY ALL;

-- core_access_living: one row per division. units: 1e-18 persons. source: core_catchment_living
CREATE TABLE core_access_living AS FROM core_catchment_living ORDER BY ALL;

-- core_access_crowds: one row per demand group. units: persons. source: core_catchment_crowds
CREATE TABLE core_access_crowds AS FROM core_catchment_crowds ORDER BY ALL;

-- core_access_services: one row per service with access rules. units: metres. source: core_catchment_services
CREATE TABLE core_access_services AS FROM core_catchment_services ORDER BY ALL;
