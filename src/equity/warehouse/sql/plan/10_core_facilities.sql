-- core_facilities, core_facility_rows: one row per facility as in 20_core_facilities.sql, with those of the plan in their new state:
-- plan_facilities (same columns) and without plan_gone (service, facility_id: closed, or in plan_facilities).
-- stg_totals: published capacities moved by what the plan adds to a division, or takes from it (plan_supply: service, adcode, added; the
-- city's own as well): the newest of each, which is the one that counts. units: as 20_core_facilities.sql
CREATE VIEW core_facilities AS
FROM base.core_facilities ANTI JOIN plan_gone USING (service, facility_id)
UNION ALL BY NAME
FROM plan_facilities;

CREATE TABLE stg_totals AS
WITH newest AS (
    SELECT service, adcode, item, max(year) AS year FROM base.stg_totals WHERE item = 'capacity' GROUP BY ALL
)
SELECT t.* REPLACE (t.value + greatest(-t.value, coalesce(p.added, 0)) AS value, t.low + greatest(-t.low, coalesce(p.added, 0)) AS low,
                    t.high + greatest(-t.high, coalesce(p.added, 0)) AS high)
FROM base.stg_totals AS t
LEFT JOIN newest AS n USING (service, adcode, item, year)
LEFT JOIN plan_supply AS p ON p.service = n.service AND p.adcode = n.adcode;
