-- core_catchment_living: one row per division: people of each group at its settlement points, and of local and non-local ones those at urban points, as whole numbers of 1e-18, so
-- that the rows of parts of a division can be added up to those of the whole of it. units: 1e-18 persons. source: core_catchment_points
CREATE TEMP TABLE core_catchment_living AS
SELECT zone_code, whole_sum(local) AS local, whole_sum(non_local) AS non_local, whole_sum(registered - local) AS absent,
       whole_sum(CASE WHEN rural THEN 0 ELSE local END) AS urban_local, whole_sum(CASE WHEN rural THEN 0 ELSE non_local END) AS urban_non_local
FROM core_catchment_points
GROUP BY zone_code
ORDER BY zone_code;
