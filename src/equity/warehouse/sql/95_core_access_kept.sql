-- What a plan starts from (plans/), beside core_access_scores: what the engine knows of all points together.
-- core_access_living: one row per division. units: 1e-18 persons. source: core_catchment_living
CREATE TABLE core_access_living AS FROM core_catchment_living ORDER BY ALL;

-- core_access_crowds: one row per demand group. units: persons. source: core_catchment_crowds
CREATE TABLE core_access_crowds AS FROM core_catchment_crowds ORDER BY ALL;

-- core_access_services: one row per service with access rules. units: metres. source: core_catchment_services
CREATE TABLE core_access_services AS FROM core_catchment_services ORDER BY ALL;

-- core_access_runs: one row per service and scenario: under which key its scores are kept. source: core_catchment_runs
CREATE TABLE core_access_runs AS SELECT service, scenario, catchment_key FROM core_catchment_runs ORDER BY ALL;
