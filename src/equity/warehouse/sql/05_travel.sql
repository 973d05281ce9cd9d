-- stg_services: how people get to a service along roads, and in how many minutes, as the office has chosen (stg_travel) in place of the
-- definition. Minutes for the country are a rural standard also where the definition has none: the same share of the urban radius. Without
-- roads, and for a service whose distances the office has brought as a table, nothing changes. units: minutes. source: services/travel.csv
UPDATE stg_services AS s
SET mode = t.mode, minutes = t.minutes,
    rural_radius_m = coalesce(s.rural_radius_m, CASE WHEN t.rural_minutes IS NOT NULL THEN s.radius_m END),
    rural_minutes = CASE WHEN s.rural_radius_m IS NOT NULL THEN coalesce(t.rural_minutes, t.minutes) ELSE t.rural_minutes END
FROM stg_travel AS t
WHERE t.service = s.service AND EXISTS (FROM stg_roads)
      AND t.service NOT IN (SELECT service FROM stg_facilities JOIN stg_network_distances USING (facility_id));
