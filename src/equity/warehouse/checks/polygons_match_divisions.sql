-- stop: 区县与边界面不一一对应 | divisions without a polygon, or polygons without a division
SELECT d.adcode, p.code AS polygon_code FROM stg_divisions AS d FULL JOIN stg_division_polygons AS p ON p.code = d.adcode
WHERE d.adcode IS NULL OR p.code IS NULL ORDER BY ALL
