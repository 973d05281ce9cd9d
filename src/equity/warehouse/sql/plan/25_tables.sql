-- What the runs of the plan leave behind, one service after the other.
-- plan_moved: one row per service, division and group (50_moved.sql). units: persons, all of the group, not only those in demand
CREATE TABLE plan_moved (
    service VARCHAR, zone_code VARCHAR, population_group VARCHAR, reached_new DOUBLE, reached_lost DOUBLE, served_more DOUBLE, served_less DOUBLE
);

-- plan_changed_points: one row per service and settlement point where something changes (50_moved.sql). units: share
CREATE TABLE plan_changed_points (
    service VARCHAR, point_id VARCHAR, reached_before BOOLEAN, reached_after BOOLEAN, adequacy_before DOUBLE, adequacy_after DOUBLE
);

-- plan_served: one row per service, division and group (60_served.sql). units: 1e-18 persons, whole numbers
CREATE TABLE plan_served (
    service VARCHAR, zone_code VARCHAR, population_group VARCHAR, reached DECIMAL(38, 0), served DECIMAL(38, 0), served_low DECIMAL(38, 0),
    served_high DECIMAL(38, 0)
);
