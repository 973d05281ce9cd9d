-- core_catchment_facilities: one row per facility, with a small integer key in the order of the grid.
-- A facility of unknown capacity is there (it counts for reach) but has nothing to share out.
-- units: metres (projected), capacity in the unit of the service. source: core_facilities
CREATE OR REPLACE TABLE core_catchment_facilities AS
SELECT CAST(row_number() OVER (ORDER BY s.service_key, floor(f.x / s.cell_m), floor(f.y / s.cell_m), f.facility_id) AS INTEGER)
           AS facility_key,
       s.service_key, f.facility_id, f.x, f.y, coalesce(CAST(f.capacity AS DOUBLE), 0.0) AS capacity
FROM core_facilities AS f
JOIN core_catchment_services AS s USING (service)
ORDER BY facility_key;
