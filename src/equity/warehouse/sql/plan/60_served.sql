-- plan_served: one row per service, division and group as core_access_served: that of the base without the places around the changes as they
-- were, and with these as they would be; all of them as they would be where the whole city was worked out ($whole).
-- units: 1e-18 persons, whole numbers. source: core_access_served, plan_served_before, plan_served_after
INSERT INTO plan_served
SELECT $service, zone_code, population_group, sum(reached), sum(served), sum(served_low), sum(served_high)
FROM (
    SELECT zone_code, population_group, reached, served, served_low, served_high FROM plan_served_after
    UNION ALL
    SELECT zone_code, population_group, -reached, -served, -served_low, -served_high FROM plan_served_before WHERE NOT $whole
    UNION ALL
    SELECT zone_code, population_group, reached, served, served_low, served_high FROM base.core_access_served
    WHERE NOT $whole AND service = $service AND scenario = $scenario
)
GROUP BY ALL;
