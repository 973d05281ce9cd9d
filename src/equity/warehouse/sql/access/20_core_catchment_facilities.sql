-- core_catchment_facilities: one row per facility that lies in a division, under a small key, neighbours together.
-- One of unknown capacity can be reached but has nothing to share out; one that lies in no division counts nowhere.
-- units: metres, capacity in the unit of the service. source: core_facilities
CREATE TEMP TABLE core_catchment_facilities AS
SELECT CAST(row_number() OVER () AS INTEGER) AS facility_key, *
FROM (
    SELECT s.service_key, f.facility_id, f.x, f.y, coalesce(CAST(f.capacity AS DOUBLE), 0) AS capacity
    FROM core_facilities AS f
    JOIN core_catchment_services AS s USING (service)
    WHERE f.x IS NOT NULL AND f.zone_code IS NOT NULL
    ORDER BY s.service_key, CAST(floor(f.x / s.cell_m) AS INTEGER), CAST(floor(f.y / s.cell_m) AS INTEGER)
);
