-- core_network_times: one row per service, point and facility: metres along a road network, where the office has them.
-- units: metres. source: the caller; an empty table where there is none. A service with rows here uses them alone.
CREATE TABLE IF NOT EXISTS core_network_times (
    point_id VARCHAR, facility_id VARCHAR, service VARCHAR, metres DOUBLE
);
