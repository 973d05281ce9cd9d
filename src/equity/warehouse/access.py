"""Access engine, first version."""

from __future__ import annotations

import duckdb

SQL = """
CREATE OR REPLACE TABLE core_pairs AS
SELECT p.point_id, f.facility_id, f.service, c.scenario, sqrt((p.x-f.x)**2 + (p.y-f.y)**2) * c.detour AS metres, c.radius_m, c.variant
FROM core_points p JOIN core_access_params c ON true JOIN core_facilities f ON f.service = c.service
WHERE abs(p.x-f.x) <= c.radius_m AND abs(p.y-f.y) <= c.radius_m AND sqrt((p.x-f.x)**2 + (p.y-f.y)**2) * c.detour <= c.radius_m;
CREATE OR REPLACE TABLE core_w AS
SELECT *, CASE WHEN variant = '2sfca' THEN 1.0 ELSE (exp(-0.5*(metres/radius_m)**2) - exp(-0.5)) / (1 - exp(-0.5)) END AS w0 FROM core_pairs;
CREATE OR REPLACE TABLE core_w2 AS SELECT *, CASE WHEN variant='3sfca' THEN w0 * w0 / sum(w0) OVER (PARTITION BY point_id, service, scenario) ELSE w0 END AS w FROM core_w;
CREATE OR REPLACE TABLE core_catchment_demand AS
SELECT w.facility_id, w.service, w.scenario, sum(w.w * d.share * CASE c.demand_group WHEN 'resident' THEN p.local + p.non_local ELSE p.registered END) AS demand
FROM core_w2 w JOIN core_points p USING (point_id) JOIN core_access_params c USING (service, scenario)
JOIN core_demand_share d ON d.service = w.service AND d.zone_code = p.zone_code GROUP BY ALL;
CREATE OR REPLACE TABLE core_catchment_access AS
SELECT w.point_id, w.service, w.scenario, sum(CASE WHEN d.demand > 0 THEN w.w * f.capacity / d.demand ELSE 0 END) AS access_score, min(w.metres) AS nearest_m
FROM core_w2 w JOIN core_catchment_demand d USING (facility_id, service, scenario) JOIN core_facilities f USING (facility_id, service) GROUP BY ALL;
CREATE OR REPLACE TABLE out_access__zone_service_scenario_group AS
WITH k AS (SELECT p.point_id, p.zone_code, c.service, c.scenario, c.entitlement_local, c.entitlement_non_local, d.share, p.local, p.non_local,
  (a.point_id IS NOT NULL)::INT AS r, least(1, coalesce(a.access_score, 0) / c.standard_q) AS k
  FROM core_points p CROSS JOIN core_access_params c JOIN core_demand_share d ON d.service=c.service AND d.zone_code=p.zone_code
  LEFT JOIN core_catchment_access a ON a.point_id=p.point_id AND a.service=c.service AND a.scenario=c.scenario)
SELECT service, scenario, zone_code, 'local' AS population_group, sum(local*share) persons, sum(local*share*r) reached, sum(local*share*r*k) served, sum(local*share*r*k*entitlement_local) entitled FROM k GROUP BY ALL
UNION ALL
SELECT service, scenario, zone_code, 'non_local', sum(non_local*share), sum(non_local*share*r), sum(non_local*share*r*k), sum(non_local*share*r*k*entitlement_non_local) FROM k GROUP BY ALL;
CREATE OR REPLACE TABLE out_access__point_service AS
SELECT p.point_id, c.service, a.point_id IS NOT NULL AS reached, a.nearest_m, coalesce(a.access_score,0) AS access_score, least(1, coalesce(a.access_score,0)/c.standard_q) AS adequacy
FROM core_points p CROSS JOIN core_access_params c LEFT JOIN core_catchment_access a ON a.point_id=p.point_id AND a.service=c.service AND a.scenario=c.scenario WHERE c.scenario='baseline';
DROP TABLE core_w; DROP TABLE core_w2;
"""


def build_access(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(SQL)
