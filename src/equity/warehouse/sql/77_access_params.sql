-- core_access_params: one row per service and scenario: the settings of one run of the access engine. A service without any
-- facility has none: nothing is known of it, which is not the same as nobody within reach. q_low, q_high: ends of the standard,
-- equal to it: a yardstick is common to all divisions. rural_radius_m: missing where no standard holds for rural points.
-- entitlement_non_local: missing where no figure of the rule is applied. units: metres, units of supply per person in demand.
-- source: stg_services, stg_scenarios, core_standard
CREATE TABLE core_access_params AS
SELECT r.service, c.scenario, r.radius_m * c.radius AS radius_m, r.rural_radius_m * c.radius AS rural_radius_m,
       greatest(1, r.detour * c.detour) AS detour, c.variant, c.demand_group, q.q AS standard_q, q.q AS q_low, q.q AS q_high,
       CAST(1 AS DOUBLE) AS entitlement_local, CASE WHEN c.assumed_rules THEN r.admitted_assumed ELSE r.admitted END AS entitlement_non_local
FROM stg_services AS r
CROSS JOIN stg_scenarios AS c
JOIN core_standard AS q ON q.service = r.service AND q.year = (SELECT census_year FROM stg_run)
WHERE r.kind = 'facility' AND q.q IS NOT NULL AND r.service IN (SELECT service FROM core_facilities)
ORDER BY ALL;
