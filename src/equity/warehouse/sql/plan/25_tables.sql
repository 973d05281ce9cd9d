-- What the runs of the plan leave behind, one service after the other.
-- plan_moved: one row per service, division and group (50_moved.sql). units: persons, all of the group, not only those in demand
CREATE TABLE plan_moved (
    service VARCHAR, zone_code VARCHAR, population_group VARCHAR, reached_new DOUBLE, reached_lost DOUBLE, served_more DOUBLE, served_less DOUBLE
);

-- plan_towns: one row per service, township, division and group in which something changes (50_moved.sql). people: at points where a radius holds.
-- units: persons, all of the group
CREATE TABLE plan_towns (
    service VARCHAR, town_code VARCHAR, zone_code VARCHAR, population_group VARCHAR, people DOUBLE, unreached DOUBLE, reached_new DOUBLE,
    reached_lost DOUBLE, served_more DOUBLE, served_less DOUBLE
);

-- plan_changed_points: one row per service and settlement point where something changes (50_moved.sql). units: share
CREATE TABLE plan_changed_points (
    service VARCHAR, point_id VARCHAR, reached_before BOOLEAN, reached_after BOOLEAN, adequacy_before DOUBLE, adequacy_after DOUBLE
);

-- plan_people: one row per service, division and group (60_kept.sql): those at points where a radius holds. units: persons, all of the group
CREATE TABLE plan_people (service VARCHAR, zone_code VARCHAR, population_group VARCHAR, persons DOUBLE);

-- out_access__zone_service_scenario_group: as 95 of the access engine leaves it for each service
CREATE TABLE out_access__zone_service_scenario_group AS FROM base.out_access__zone_service_scenario_group LIMIT 0;
