-- warn: 居民点未写明城乡，也没有乡级代码，按城镇计 | settlement points that state neither town nor country, nor their township: they count as urban
SELECT p.adcode, count(*) AS points
FROM stg_settlement_points AS p
LEFT JOIN stg_townships AS t ON t.town_code = p.town_code
WHERE p.urban_rural IS NULL AND t.kind IS NULL
GROUP BY p.adcode
ORDER BY ALL
