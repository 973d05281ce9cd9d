-- rows of core_access_params the engine cannot run with, and what is wrong with them. source: core_access_params
SELECT service, scenario, field, value
FROM (
    SELECT service, scenario, 'radius_m' AS field, CAST(radius_m AS VARCHAR) AS value, radius_m > 0 AND isfinite(radius_m) AS ok
    FROM core_access_params
    UNION ALL SELECT service, scenario, 'rural_radius_m', CAST(rural_radius_m AS VARCHAR), coalesce(rural_radius_m > 0 AND isfinite(rural_radius_m), TRUE)
    FROM core_access_params
    UNION ALL SELECT service, scenario, 'detour', CAST(detour AS VARCHAR), detour >= 1 AND isfinite(detour) FROM core_access_params
    UNION ALL SELECT service, scenario, 'standard_q', CAST(standard_q AS VARCHAR), standard_q >= 0 AND isfinite(standard_q)
    FROM core_access_params
    UNION ALL SELECT service, scenario, 'variant', variant, variant IN ('2sfca', 'e2sfca', '3sfca') FROM core_access_params
    UNION ALL SELECT service, scenario, 'demand_group', demand_group, demand_group IN ('resident', 'registered')
    FROM core_access_params
    UNION ALL SELECT service, scenario, 'entitlement_non_local', CAST(entitlement_non_local AS VARCHAR),
                     coalesce(entitlement_non_local, 1) BETWEEN 0 AND 1 FROM core_access_params
    UNION ALL SELECT service, scenario, 'entitlement_local', CAST(entitlement_local AS VARCHAR),
                     coalesce(entitlement_local, 1) BETWEEN 0 AND 1 FROM core_access_params
    UNION ALL SELECT service, scenario, 'scenario', 'twice', count(*) = 1 FROM core_access_params GROUP BY service, scenario
)
WHERE ok IS NOT TRUE
ORDER BY ALL
