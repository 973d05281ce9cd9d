-- warn: 设施不在任何区县内；保留，但在台账改正前不计入任何区县 | facilities that lie in none of the divisions; they are kept, but count nowhere until the register is corrected
SELECT facility_id, service, name_zh, lon, lat, stated_code FROM core_facilities WHERE placement = 'outside' ORDER BY ALL
