-- warn: 居民点坐标不在所填的区县内；人口仍计入所填的区县，请核对坐标 | settlement points that lie outside of the division they state; their people count there all the same, check the coordinates
WITH places AS (FROM located('point_places'))
SELECT p.point_id, p.adcode AS stated_code, coalesce(l.zone_code, '—') AS lies_in, p.lon, p.lat
FROM point_places AS p
LEFT JOIN places AS l USING (point_id)
WHERE l.zone_code IS DISTINCT FROM p.adcode
ORDER BY ALL
