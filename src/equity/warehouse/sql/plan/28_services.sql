-- The services of the plan: the yardstick before and after, whether distances are those of a network, whether people choose (3sfca), and the
-- longest straight line that counts; the key of the scores before. units: units of supply per person in demand, metres. source: core_access_params, core_access_services, core_access_runs
SELECT a.service, b.standard_q, a.standard_q, s.on_network, a.variant = '3sfca',
       (greatest(a.radius_m, coalesce(a.rural_radius_m, 0)) + 1e-6) / a.detour, k.catchment_key
FROM core_access_params AS a
JOIN base.core_access_params AS b USING (service, scenario)
JOIN base.core_access_services AS s USING (service)
JOIN base.core_access_runs AS k USING (service, scenario)
WHERE a.scenario = $scenario AND list_contains($services, a.service)
ORDER BY a.service
