-- The part of the city that a few changed places can touch, in the schema `around`: core_points and core_facilities, one row per point and
-- facility of one service ($service) within $needed metres of one of plan_places (x, y): far enough that the scores of all points
-- within $moved metres come out in full. Without bounds ($whole): all of them. core_access_params: the one run.
-- source: core_points, core_facilities, core_access_params
CREATE OR REPLACE TABLE memory.around.core_points AS
FROM memory."after".core_points AS p
WHERE $whole OR EXISTS (FROM plan_places AS c WHERE abs(p.x - c.x) <= $needed AND abs(p.y - c.y) <= $needed);
CREATE OR REPLACE TABLE memory.around.core_facilities AS
FROM memory."after".core_facilities AS f
WHERE f.service = $service
  AND ($whole OR EXISTS (FROM plan_places AS c WHERE abs(f.x - c.x) <= $needed AND abs(f.y - c.y) <= $needed));
CREATE OR REPLACE TABLE memory.around.core_access_params AS
FROM memory."after".core_access_params WHERE service = $service AND scenario = $scenario;
