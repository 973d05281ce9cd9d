-- stop: 到达方式表中没有这项有设施的服务，或只写了乡村分钟 | ways of travel of no service with places, or with minutes for the country only
SELECT t.service, t.minutes, t.rural_minutes
FROM stg_travel AS t LEFT JOIN stg_services AS s ON s.service = t.service AND s.kind = 'facility'
WHERE s.service IS NULL OR (t.minutes IS NULL AND t.rural_minutes IS NOT NULL) ORDER BY ALL
