-- core_catchment_weights: one row per scenario, settlement point and facility that counts (distance ≤ radius; a facility
-- exactly at the radius counts). weight: 1 (2sfca), or Gaussian decay scaled to 1 at no distance and 0 at the radius.
-- source: floating catchment family, Luo & Wang 2003 (2sfca), Luo & Qi 2009 and Dai 2010 (e2sfca), Wan et al. 2012 (3sfca).
CREATE VIEW core_catchment_weights AS
SELECT c.service, c.scenario, c.variant, c.demand_group, q.point_no, q.facility_no, q.metres,
       CASE c.variant WHEN '2sfca' THEN 1.0
            ELSE greatest(0, (exp(-0.5 * (q.metres / c.radius_m) ** 2) - exp(-0.5)) / (1 - exp(-0.5))) END AS weight
FROM core_access_params AS c
JOIN core_catchment_services AS s USING (service)
JOIN LATERAL (
    SELECT r.point_no, r.facility_no, coalesce(n.network_m, r.straight_m * c.detour) AS metres
    FROM core_pairs AS r
    LEFT JOIN core_catchment_network AS n USING (point_no, facility_no)
    WHERE r.service_no = s.service_no
) AS q ON q.metres <= c.radius_m + 1e-6;

-- core_catchment_choice: one row per scenario (3sfca only) and settlement point: sum of its weights, the denominator of the
-- chance that it chooses one facility among those in reach.
CREATE TABLE core_catchment_choice AS
SELECT service, scenario, point_no, sum(weight) AS weights
FROM core_catchment_weights
WHERE variant = '3sfca'
GROUP BY service, scenario, point_no;

-- core_catchment_demand: one row per scenario and facility: weighted people in demand around it. units: persons.
CREATE TABLE core_catchment_demand AS
SELECT w.service, w.scenario, w.facility_no,
       sum(w.weight * coalesce(w.weight / nullif(g.weights, 0), 1) * d.share
           * CASE w.demand_group WHEN 'registered' THEN p.registered ELSE p.local + p.non_local END) AS demand
FROM core_catchment_weights AS w
JOIN core_catchment_points AS p USING (point_no)
JOIN core_demand_share AS d ON d.service = w.service AND d.zone_code = p.zone_code
LEFT JOIN core_catchment_choice AS g ON g.service = w.service AND g.scenario = w.scenario AND g.point_no = w.point_no
GROUP BY w.service, w.scenario, w.facility_no;

-- core_catchment_access: one row per scenario and settlement point with a facility in reach: its access score (units of
-- supply per person in demand) and the nearest facility. units: supply per person, metres.
CREATE TABLE core_catchment_access AS
SELECT w.service, w.scenario, w.point_no,
       sum(CASE WHEN d.demand > 0 THEN w.weight * coalesce(w.weight / nullif(g.weights, 0), 1) * f.capacity / d.demand ELSE 0 END)
           AS access_score,
       min(w.metres) AS nearest_m
FROM core_catchment_weights AS w
JOIN core_catchment_demand AS d ON d.service = w.service AND d.scenario = w.scenario AND d.facility_no = w.facility_no
JOIN core_catchment_facilities AS f ON f.facility_no = w.facility_no
LEFT JOIN core_catchment_choice AS g ON g.service = w.service AND g.scenario = w.scenario AND g.point_no = w.point_no
GROUP BY w.service, w.scenario, w.point_no;
