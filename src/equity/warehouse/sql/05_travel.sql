-- stg_services: how people get to a service, and in how many minutes, as the office has chosen (stg_travel) in place of the definition.
-- A service without rural standard has none in minutes either. units: minutes. source: services/travel.csv
UPDATE stg_services AS s
SET mode = t.mode, minutes = t.minutes,
    rural_minutes = CASE WHEN s.rural_radius_m IS NOT NULL THEN coalesce(t.rural_minutes, t.minutes) END
FROM stg_travel AS t
WHERE t.service = s.service;
