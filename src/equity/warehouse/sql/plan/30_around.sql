-- The part of the city that a few changed places can touch. Schemas before and after each hold core_points and core_facilities, one row
-- per point and facility of one service ($service) within $reach metres of one of plan_places (x, y): far enough that whatever a
-- change moves is worked out in full, and that what is cut off at the rim is cut off alike in both. Without bounds ($whole): all of them.
-- source: core_points, core_facilities
CREATE OR REPLACE TABLE "before".core_points AS
FROM base.core_points AS p
WHERE $whole OR EXISTS (FROM plan_places AS c WHERE abs(p.x - c.x) <= $reach AND abs(p.y - c.y) <= $reach);
CREATE OR REPLACE TABLE "before".core_facilities AS
FROM base.core_facilities AS f
WHERE f.service = $service
  AND ($whole OR EXISTS (FROM plan_places AS c WHERE abs(f.x - c.x) <= $reach AND abs(f.y - c.y) <= $reach));
CREATE OR REPLACE TABLE "after".core_facilities AS
FROM memory.main.core_facilities AS f
WHERE f.service = $service
  AND ($whole OR EXISTS (FROM plan_places AS c WHERE abs(f.x - c.x) <= $reach AND abs(f.y - c.y) <= $reach));
CREATE OR REPLACE TABLE "before".core_access_params AS FROM plan_params_before WHERE service = $service;
CREATE OR REPLACE TABLE "after".core_access_params AS FROM plan_params WHERE service = $service;
CREATE OR REPLACE VIEW "after".core_points AS FROM memory."before".core_points;
