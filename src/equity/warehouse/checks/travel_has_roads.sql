-- stop: 到达方式表为服务选了一种方式，而路网中没有这种方式可走的路，无法按分钟计；请更换路网或改选 | a way of travel was chosen that no road of the network allows, so that its minutes cannot count; bring other roads or choose again
SELECT t.service, t.mode
FROM stg_travel AS t
WHERE EXISTS (FROM stg_roads) AND EXISTS (FROM core_points)
      AND t.service IN (SELECT service FROM core_facilities WHERE x IS NOT NULL AND zone_code IS NOT NULL)
      AND t.service NOT IN (SELECT service FROM core_road_places)
      AND t.service NOT IN (SELECT service FROM stg_facilities JOIN stg_network_distances USING (facility_id))
ORDER BY ALL
