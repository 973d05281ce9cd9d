-- stop: 数据中的服务没有定义；请改正 service 一栏，或补上定义文件 | a service of the data that no definition names; correct its column service, or add the definition
SELECT 'services/totals.csv' AS file, service, string_agg(DISTINCT adcode, ' ' ORDER BY adcode) AS adcodes, count(*) AS "rows"
FROM stg_totals ANTI JOIN stg_services USING (service) GROUP BY service
UNION ALL
SELECT 'services/facilities/' || service || '.csv', service, string_agg(DISTINCT adcode, ' ' ORDER BY adcode), count(*)
FROM stg_facilities ANTI JOIN stg_services USING (service) GROUP BY service
ORDER BY ALL
