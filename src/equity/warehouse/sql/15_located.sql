-- located(places): the rows of a table or view with lon and lat (degrees, none missing) and the division each lies in, zone_code.
-- The only place where points meet polygons. Border rule: a point on a shared border belongs to the touching division with the
-- smallest code, so always to exactly one. A point inside no division is not among the rows.
-- A cell that lies within a division, off its border, answers for all of its points at once; only the points of the other cells meet
-- a polygon themselves: a fifth of the time for a million facilities in one city. source: stg_division_polygons
CREATE TEMP MACRO located(places) AS TABLE
WITH grid AS ( -- cells of some fifty points, were these spread evenly
    SELECT greatest(0.001, sqrt((max(lon) - min(lon)) * (max(lat) - min(lat)) * 50 / count(*))) AS side FROM query_table(places)
),
standing AS (
    SELECT p.*, CAST(floor(p.lon / g.side) AS INTEGER) AS cell_x, CAST(floor(p.lat / g.side) AS INTEGER) AS cell_y
    FROM query_table(places) AS p
    CROSS JOIN grid AS g
),
cells AS ( -- a little larger than they are, for the rounding of their corners
    SELECT cell_x, cell_y, ST_MakeEnvelope(cell_x * side - 1e-9, cell_y * side - 1e-9, (cell_x + 1) * side + 1e-9, (cell_y + 1) * side + 1e-9) AS box
    FROM (SELECT DISTINCT cell_x, cell_y FROM standing)
    CROSS JOIN grid
),
whole AS MATERIALIZED (
    SELECT c.cell_x, c.cell_y, d.code
    FROM cells AS c
    JOIN stg_division_polygons AS d ON ST_ContainsProperly(d.geom, c.box)
)
SELECT s.* EXCLUDE (cell_x, cell_y), w.code AS zone_code
FROM standing AS s
JOIN whole AS w USING (cell_x, cell_y)
UNION ALL
SELECT s.* EXCLUDE (cell_x, cell_y), min(d.code)
FROM (FROM standing ANTI JOIN whole USING (cell_x, cell_y)) AS s
JOIN stg_division_polygons AS d ON ST_Intersects(d.geom, ST_Point(s.lon, s.lat))
GROUP BY ALL;
