-- warn: 设施坐标与台账所写区县不符 | facilities whose point lies in another division than their register states
SELECT facility_id, service, name_zh, stated_code, zone_code FROM core_facilities
WHERE placement = 'point' AND stated_code IS NOT NULL AND stated_code <> zone_code ORDER BY ALL
