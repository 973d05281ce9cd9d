"""A second implementation of the access engine: plain loops over points and facilities, from the formulas."""

from __future__ import annotations

from itertools import product
from math import exp, hypot

from tests.access.worlds import Facility, Point, Run, World

Links = dict[tuple[int, int], float]


def distance(world: World, run: Run, point: Point, facility: Facility) -> float:
    for point_id, facility_id, metres in world.network:
        if (point_id, facility_id) == (point.id, facility.id):
            return metres
    return hypot(point.x - facility.x, point.y - facility.y) * run.detour


def decay(run: Run, radius: float, metres: float) -> float:
    if run.variant == "2sfca":
        return 1.0
    edge = exp(-0.5)
    return max(0.0, (exp(-0.5 * (metres / radius) ** 2) - edge) / (1 - edge))


def people(world: World, run: Run, point: Point) -> float:
    if run.demand_group == "registered":
        return point.registered * world.demand_share(point.zone)
    return sum(group_people(world, point, group) for group in ("local", "non_local"))


def group_people(world: World, point: Point, group: str) -> float:
    """People of one group at the point who need the service."""
    persons: float = getattr(point, group)
    return persons * world.demand_share(point.zone) * world.needs(point.zone, group)


def in_reach(world: World, run: Run) -> Links:
    """Metres of every pair that counts, by position; a facility exactly at the radius counts."""
    links: Links = {}
    for i, point in enumerate(world.points):
        for j, facility in enumerate(world.facilities):
            if facility.zone is None or facility.service != run.service:
                continue
            metres = distance(world, run, point, facility)
            if metres <= run.radius_of(point) + 1e-6:
                links[i, j] = metres
    return links


def weights(world: World, run: Run) -> Links:
    weight = {
        link: decay(run, run.radius_of(world.points[link[0]]), metres)
        for link, metres in in_reach(world, run).items()
    }
    if run.variant != "3sfca":
        return weight
    chosen: Links = {}
    for (i, j), w in weight.items():
        every = sum(other for (k, _), other in weight.items() if k == i)
        chosen[i, j] = w * (w / every if every > 0 else 1.0)
    return chosen


def demand_around(world: World, run: Run) -> list[float]:
    demand = [0.0] * len(world.facilities)
    for (i, j), weight in weights(world, run).items():
        demand[j] += weight * people(world, run, world.points[i])
    return demand


def scores(world: World, run: Run) -> dict[str, float]:
    """Access score by point: 0 where nothing is in reach."""
    demand = demand_around(world, run)
    score = {point.id: 0.0 for point in world.points}
    for (i, j), weight in weights(world, run).items():
        if demand[j] > 0:
            score[world.points[i].id] += weight * world.facilities[j].capacity / demand[j]
    return score


def zone_sums(world: World, run: Run) -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """By zone and group the people in demand for whom a radius holds; the same weighted by r, r·k and r·k·e."""
    reached = {i for i, _ in in_reach(world, run)}
    score = scores(world, run)
    total = {(zone, group): (0.0, 0.0, 0.0, 0.0) for zone in world.zones for group in ("local", "non_local")}
    for (zone, group), (i, point) in product(total, enumerate(world.points)):
        if point.zone != zone or run.radius_of(point) < 0:
            continue
        entitlement = 1.0 if group == "local" else 1 - world.affected.get(zone, 1.0) * (1 - run.entitlement)
        persons = group_people(world, point, group)
        served = persons * (i in reached) * min(1.0, score[point.id] / run.q)
        before = total[zone, group]
        total[zone, group] = (
            before[0] + persons,
            before[1] + persons * (i in reached),
            before[2] + served,
            before[3] + served * entitlement,
        )
    return total
