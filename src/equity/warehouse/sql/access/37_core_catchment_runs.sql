-- core_catchment_runs: one row per service and scenario, under a small key. limit_m: longest distance that counts, in the
-- metres of core_pairs, from urban points; rural_limit_m: from rural ones, missing where no standard holds for them. fall,
-- rural_fall, edge: weight of m such metres = (exp(-fall · m²) - edge) / (1 - edge). 2sfca (flat): always 1. The others: Gaussian, 1 at
-- the door and 0 at the radius. scale: steps per person in demand in which demand is added up: the power of
-- two with which the largest term fits into 62 bits. exact: no input of the run has an interval. demand_key, catchment_key: alike where
-- two runs have the same people in demand, and the same catchments with them (they may differ in a rule). units: metres, units of supply per person, share.
-- source: core_access_params, core_catchment_crowds, core_demand_share, core_group_demand; floating catchments of Luo & Wang 2003
-- (2sfca), Luo & Qi 2009 with the decay of Dai 2010 (e2sfca), Wan, Zou & Sternberg 2012 (3sfca)
CREATE TEMP TABLE core_catchment_runs AS
WITH shares AS (
    SELECT service, max(share_high) AS share_high, bool_and(share_low = share_high) AS exact FROM core_demand_share GROUP BY service
),
ratios AS (
    SELECT service, max(ratio_high) AS ratio_high, bool_and(ratio_low = ratio_high) AS exact FROM core_group_demand GROUP BY service
),
runs AS (
    SELECT CAST(row_number() OVER (ORDER BY c.service, c.scenario) AS SMALLINT) AS run_key, s.service_key, c.service, c.scenario,
           c.variant = '2sfca' AS flat, c.variant = '3sfca' AS chooses, c.demand_group, c.standard_q, c.q_low, c.q_high,
           CASE WHEN s.on_network THEN 1 ELSE c.detour END AS detour,
           (c.radius_m + 1e-6) / CASE WHEN s.on_network THEN 1 ELSE c.detour END AS limit_m,
           (c.rural_radius_m + 1e-6) / CASE WHEN s.on_network THEN 1 ELSE c.detour END AS rural_limit_m,
           CASE c.variant WHEN '2sfca' THEN 0 ELSE 0.5 * (CASE WHEN s.on_network THEN 1 ELSE c.detour END / c.radius_m) ** 2 END AS fall,
           CASE c.variant WHEN '2sfca' THEN 0 ELSE 0.5 * (CASE WHEN s.on_network THEN 1 ELSE c.detour END / c.rural_radius_m) ** 2 END AS rural_fall,
           CASE c.variant WHEN '2sfca' THEN 0 ELSE exp(-0.5) END AS edge,
           coalesce(c.entitlement_local, 1) AS entitlement_local,
           coalesce(c.entitlement_non_local, 1) AS entitlement_non_local,
           2.0 ** (62 - ceil(log2(greatest(1, coalesce((p.most + p.tilt * (1 + coalesce(g.ratio_high, 1))) * d.share_high, 1))))) AS scale,
           coalesce(p.exact AND d.exact, TRUE) AND coalesce(p.even OR g.exact, TRUE) AS exact
    FROM core_access_params AS c
    JOIN core_catchment_services AS s USING (service)
    LEFT JOIN core_catchment_crowds AS p USING (demand_group)
    LEFT JOIN shares AS d USING (service)
    LEFT JOIN ratios AS g USING (service)
)
SELECT *, CAST(dense_rank() OVER (ORDER BY service_key, demand_group) AS SMALLINT) AS demand_key,
       CAST(dense_rank() OVER (ORDER BY service_key, demand_group, chooses, detour, limit_m, rural_limit_m, fall, rural_fall, edge, scale, exact)
            AS SMALLINT) AS catchment_key
FROM runs
ORDER BY catchment_key, run_key;
