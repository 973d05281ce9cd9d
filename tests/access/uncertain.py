"""A random world whose inputs have intervals, and the whole calculation once more for one draw of them, in plain Python.

The draw is any combination of inputs within their intervals: what the product says must hold for it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from equity.indicators.definition import Definition
from equity.indicators.registry import Registry, registry
from tests.access import naive
from tests.access.worlds import Facility, Point, Run, World
from tests.world import CODES, SIDE, Change, facility, lonlat

CITY = "530100"
ZONES = {"core": CODES[:2], "expansion": CODES[2:3], "ecological": CODES[3:], CITY: CODES} | {
    code: (code,) for code in CODES
}
SHARES = {"age_5_9": 0.05, "age_10_14": 0.05, "age_15_19": 0.05, "age_15_59": 0.6}
BANDS = {"age_0_4": (0, 4), "age_5_9": (5, 9), "age_10_14": (10, 14), "age_15_19": (15, 19)}
SERVICES = tuple(  # those whose ages this world has figures of
    d.id for d in registry().of_kind("facility") if d.id not in {"kindergarten", "elderly_care"}
)
POINTS_EACH = 4
GROUPS = ("local", "non_local")
# by service: share of non-local residents admitted, ratio of their demand, where in its interval the share of an age lies
Rules = dict[str, tuple[float | None, float, float | None]]


def rules_known() -> Registry:
    """The shipped definitions as if every supposed share of a rule were an estimate; of services, those of ``SERVICES``."""
    shipped = registry()
    changed = {}
    for d in shipped.values():
        if d.kind == "facility" and d.id not in SERVICES:
            continue
        if d.eligibility:
            factors = tuple(f.model_copy(update={"grade": "estimated"}) for f in d.eligibility.factors)
            d = d.model_copy(update={"eligibility": d.eligibility.model_copy(update={"factors": factors})})
        changed[d.id] = d
    return Registry(changed, shipped.measures, shipped.scenarios)


Key = tuple[str, str, str, str, str]  # service, measure, basis, scenario, zone
Interval = tuple[float, float]


@dataclass(frozen=True)
class Inputs:
    """One division: the central figures and their intervals. Residents are exact, as a census has them."""

    local: int
    non_local: int
    registered: int
    local_slack: int
    registered_ends: tuple[int, int]
    households: int
    renting: float
    renting_ends: Interval
    staff: float
    staff_ends: Interval


@dataclass(frozen=True)
class Draw:
    """What one division's uncertain figures turn out to be."""

    local: float
    registered: float
    renting: float
    staff: float


@dataclass(frozen=True)
class Uncertain:
    """The world: inputs by division, settlement points with whole persons, facilities in metres."""

    inputs: dict[str, Inputs]
    points: tuple[Point, ...]
    facilities: tuple[Facility, ...]

    def central(self) -> dict[str, Draw]:
        return {c: Draw(i.local, i.registered, i.renting, i.staff) for c, i in self.inputs.items()}

    def draws(self, rng: random.Random, count: int) -> list[dict[str, Draw]]:
        """Draws anywhere within the intervals, every other one with each figure at one of its ends."""
        return [self._draw(rng, at_ends=n % 2 == 0) for n in range(count)]

    def _draw(self, rng: random.Random, *, at_ends: bool) -> dict[str, Draw]:
        def pick(ends: Interval) -> float:
            return rng.choice(ends) if at_ends else rng.uniform(*ends)

        return {
            code: Draw(
                pick((i.local - i.local_slack, i.local + i.local_slack)),
                pick(i.registered_ends),
                pick(i.renting_ends),
                pick(i.staff_ends),
            )
            for code, i in self.inputs.items()
        }

    def change(self) -> Change:
        """The world as rows of the data folder."""

        def write(rows: dict[str, list[dict[str, Any]]]) -> None:
            rows["division_population"] = [r for code in CODES for r in self._population(code)]
            rows["settlement_points"] = [self._point(p) for p in self.points]
            rows["facilities"] = [
                facility(f.id, f.service, f.x, f.y, f.capacity, str(f.zone), grade="observed")
                for f in self.facilities
            ] + [
                facility(f"{s}-{c}", s, 0, 0, 0, c, grade="observed", lon="", lat="")
                for s in SERVICES
                for c in CODES
            ]
            for row in rows["households"]:
                row["family_households"] = self.inputs[row["adcode"]].households
            for row in rows["division_shares"]:
                if row["item"] == "renting_households":
                    row["share"] = self.inputs[row["adcode"]].renting
            rows["conditions"] += [self._renting(code) for code in CODES]
            for row in rows["totals"]:
                one = self.inputs[row["adcode"]]
                row |= {"value": one.staff, "low": one.staff_ends[0], "high": one.staff_ends[1]}

        return write

    def _population(self, code: str) -> list[dict[str, Any]]:
        one = self.inputs[code]
        low, high = one.registered_ends
        absent, slack = one.registered - one.local, one.local_slack
        found: dict[str, tuple[Any, Any, Any]] = {
            "resident": (one.local + one.non_local, "", ""),
            "local": (one.local, one.local - slack, one.local + slack),
            "non_local": (one.non_local, one.non_local - slack, one.non_local + slack),
            "registered": (one.registered, low, high),
            "absent": (absent, max(0, low - one.local - slack), high - one.local + slack),
        }
        return [
            {
                "adcode": code,
                "year": 2020,
                "population_group": group,
                "persons": persons,
                "low": "" if lower == upper else lower,
                "high": "" if lower == upper else upper,
                "grade": "estimated",
                "source": "test",
            }
            for group, (persons, lower, upper) in found.items()
        ]

    def _point(self, p: Point) -> dict[str, Any]:
        lon, lat = lonlat(p.x, p.y)
        return {
            "point_id": p.id,
            "adcode": p.zone,
            "name_zh": p.id,
            "lon": lon,
            "lat": lat,
            "local_persons": int(p.local),
            "non_local_persons": int(p.non_local),
            "absent_persons": int(p.registered - p.local),
            "urban_rural": "rural" if p.rural else "urban",
            "grade": "observed",
            "source": "test",
        }

    def _renting(self, code: str) -> dict[str, Any]:
        one = self.inputs[code]
        return {
            "adcode": code,
            "year": 2020,
            "item": "renting_share",
            "value": one.renting,
            "unit": "1",
            "low": one.renting_ends[0],
            "high": one.renting_ends[1],
            "grade": "estimated",
            "source": "test",
        }


def random_uncertain(seed: int, *, populations_only: bool = False) -> Uncertain:
    """Four divisions of a square kilometre in a row; facilities near and far, some without capacity."""
    rng = random.Random(seed)
    points: list[Point] = []
    inputs = {}
    for n, code in enumerate(CODES):
        people = [
            (rng.randint(40, 900), rng.randint(0, 900), rng.randint(20, 600)) for _ in range(POINTS_EACH)
        ]
        for i, (local, non_local, absent) in enumerate(people):
            x, y = round((n + rng.random()) * SIDE, 1), round(rng.random() * SIDE, 1)
            points.append(Point(f"{code}-{i}", x, y, local, non_local, local + absent, code, i == 3))
        local, non_local, absent = (sum(p[k] for p in people) for k in range(3))
        spread, staff, renting = (
            rng.randint(1, absent - 40),
            rng.randint(5, 60),
            round(rng.uniform(0.05, 0.5), 4),
        )
        sure = populations_only
        inputs[code] = Inputs(
            local,
            non_local,
            local + absent,
            0 if sure else min(rng.randint(0, 25), non_local),
            (local + absent - spread, local + absent + rng.randint(1, 900)),
            (local + non_local) // 2,
            renting,
            (renting, renting) if sure else (round(renting * 0.9, 4), round(renting * 1.15, 4)),
            staff,
            (staff, staff) if sure else (staff * rng.uniform(0.6, 1), staff * rng.uniform(1, 1.5)),
        )
    units = {"clinic": 1.5, "rental_housing": 250.0}
    facilities = [
        Facility(
            f"{service}-{i}",
            round(rng.uniform(0, 4 * SIDE), 1),
            round(rng.uniform(0, SIDE), 1),
            round(rng.choice([0.0, 1.0, 1.0, 1.0]) * rng.uniform(0.05, 1) * units.get(service, 150.0), 2),
            None,
            service,
        )
        for service in SERVICES
        for i in range(rng.randint(2, 6))
    ]
    placed = [replace(f, zone=CODES[min(3, int(f.x // SIDE))]) for f in facilities]
    return Uncertain(inputs, tuple(points), tuple(placed))


def results(world: Uncertain, drawn: dict[str, Draw], rules: Rules) -> dict[Key, float]:
    """Every measure with an interval, from the formulas, of every zone, as fractions; undefined ones are left out."""
    found: dict[Key, float] = {}
    scenarios = registry().scenarios
    for definition, scenario in product((registry()[service] for service in SERVICES), scenarios):
        if scenarios[scenario].assumed_rules:
            continue
        found |= _access(world, drawn, definition, scenario, *rules[definition.id])
    return found


def rules_drawn(rng: random.Random, defined: Registry) -> Rules:
    """What each rule and the demand of the groups come to, anywhere within their parameters' intervals."""
    found: Rules = {}
    for d in (defined[service] for service in SERVICES):
        assert d.eligibility and d.demand
        known, by_group = d.eligibility.admitted(), d.demand.by_group
        rule = None
        if known:
            concerned = rng.choice([0.0, 1.0, rng.random()])
            rule = 1 - concerned * (1 - rng.choice([*known[1:], rng.uniform(*known[1:])]))
        ends = by_group.low, by_group.high
        found[d.id] = (
            rule,
            rng.choice([*ends, rng.uniform(*ends)]),
            rng.choice([None, 0.0, 1.0, rng.random()]),
        )
    return found


def share(
    world: Uncertain, drawn: dict[str, Draw], definition: Definition, code: str, at: float | None = None
) -> float:
    """People (households) in demand per inhabitant; ``at``: from the low end (0) to the high end (1) of a cut age band."""
    assert definition.demand
    one = world.inputs[code]
    if definition.demand.rule == "everyone":
        return 1.0
    if definition.demand.rule == "renting_households":
        return one.households * drawn[code].renting / (one.local + one.non_local)
    if definition.demand.ages:
        first, last = definition.demand.ages
        total = 0.0
        for item, (start, end) in BANDS.items():
            years = sum(start <= age <= end for age in range(first, last + 1))
            low, high = max(0.16 * years, 1 - 0.24 * (5 - years)), min(0.24 * years, 1 - 0.16 * (5 - years))
            weight = years / 5 if at is None else low + at * (high - low)
            total += weight * SHARES.get(item, 0.0) if years else 0.0
        return total
    return sum(part.weight * SHARES[part.item] for part in definition.demand.parts)


def _supply(world: Uncertain, drawn: dict[str, Draw], definition: Definition, code: str) -> float:
    if definition.kind == "total":
        return drawn[code].staff
    return sum(f.capacity for f in world.facilities if f.service == definition.id and f.zone == code)


def _demand(world: Uncertain, drawn: dict[str, Draw], d: Definition, code: str, basis: str) -> float:
    one = world.inputs[code]
    people = one.local + one.non_local if basis == "resident" else drawn[code].registered
    return people * share(world, drawn, d, code)


def yardstick(world: Uncertain, drawn: dict[str, Draw], definition: Definition) -> float:
    assert definition.standard
    if definition.standard.units_per_person:
        return definition.standard.units_per_person
    return sum(_supply(world, drawn, definition, c) for c in CODES) / sum(
        _demand(world, drawn, definition, c, "resident") for c in CODES
    )


def _access(
    world: Uncertain,
    drawn: dict[str, Draw],
    d: Definition,
    scenario: str,
    rule: float | None,
    ratio: float,
    at: float | None,
) -> dict[Key, float]:
    assert d.reach
    setting = registry().scenarios[scenario]
    run = Run(
        scenario,
        setting.variant,
        setting.demand_group,
        d.reach.radius_m * setting.radius,
        max(1.0, d.reach.detour * setting.detour),
        yardstick(world, world.central(), d),  # one for all: no division's own uncertainty
        1.0 if rule is None else rule,
        d.id,
        d.reach.rural.radius_m * setting.radius if d.reach.rural else None,
    )
    moved = World(
        [_moved(world, drawn, p) for p in world.points],
        [f for f in world.facilities if f.service == d.id],
        [run],
        {code: share(world, drawn, d, code, at) for code in CODES},
    )
    people = {c: [sum(getattr(p, g) for p in moved.points if p.zone == c) for g in GROUPS] for c in CODES}
    most = {c: sum(people[c]) / people[c][1] if people[c][1] else 1.0 for c in CODES}
    moved = moved.with_(ratio={c: (min(ratio, 0.99 * most[c]),) * 3 for c in CODES})
    sums = naive.zone_sums(moved, run)
    found: dict[Key, float] = {}
    for zone, codes in ZONES.items():
        sides: dict[str, dict[str, float]] = {}
        for group in ("local", "non_local"):
            persons, reached, served, entitled = (sum(sums[c, group][k] for c in codes) for k in range(4))
            if not persons:
                continue
            side = {"reach": reached / persons, "effective": entitled / persons}
            if reached:
                side["adequacy"] = served / reached
            if served and rule is not None:
                side["entitlement"] = entitled / served
            sides[group] = side
            found |= {(d.id, m, group, scenario, zone): v for m, v in side.items()}
        if len(sides) < 2:
            continue
        a, b = sides["local"], sides["non_local"]
        found |= {(d.id, m, "gap", scenario, zone): a[m] - b[m] for m in a.keys() & b.keys()}
        own = [{g: [sums[c, g][k] for k in range(4)] for g in GROUPS} for c in codes]
        parts = _split(own, rule is not None)
        found |= {(d.id, f"part_{m}", "gap", scenario, zone): v for m, v in parts.items()}
        alike = a["effective"] if len(codes) == 1 else b["effective"] + parts["within"]
        if alike > 1e-12:
            found[d.id, "parity", "value", scenario, zone] = b["effective"] / alike
    return found


def _split(divisions: list[dict[str, list[float]]], ruled: bool) -> dict[str, float]:
    """Within and residence, and the Shapley parts of within, from persons, reached, served and entitled of both groups."""
    totals = {g: sum(x[g][0] for x in divisions) for g in GROUPS}
    found = dict.fromkeys(("within", "reach", "adequacy", *(("entitlement",) if ruled else ())), 0.0)
    residence = 0.0
    for x in divisions:
        sides = [_factors(x[g]) for g in GROUPS]
        known = [{n: v for n, v in side.items() if v is not None} for side in sides]
        first, second = known[1] | known[0], known[0] | known[1]  # what one side lacks is as on the other
        if "effective" not in first:
            continue
        nothing = dict.fromkeys(("reach", "adequacy", "entitlement"), 0.0)
        weight = {g: x[g][0] / totals[g] for g in GROUPS}
        found["within"] += weight["non_local"] * (first["effective"] - second["effective"])
        for name, part in _parts(nothing | first, nothing | second).items():
            if name in found:
                found[name] += weight["non_local"] * part
        residence += (weight["local"] - weight["non_local"]) * first["effective"]
    return found | ({"residence": residence} if len(divisions) > 1 else {})


def _factors(sums: list[float]) -> dict[str, float | None]:
    persons, reached, served, entitled = sums
    if not persons:
        return {}
    return {
        "reach": reached / persons,
        "adequacy": served / reached if reached else None,
        "entitlement": entitled / served if served else None,
        "effective": entitled / persons,
    }


def _moved(world: Uncertain, drawn: dict[str, Draw], p: Point) -> Point:
    """A division's total moves all its points in proportion."""
    one, now = world.inputs[p.zone], drawn[p.zone]
    local = p.local * now.local / one.local
    non_local = one.local + one.non_local - now.local
    absent = (p.registered - p.local) * (now.registered - now.local) / (one.registered - one.local)
    return replace(
        p,
        local=local,
        non_local=p.non_local * non_local / one.non_local if one.non_local else 0.0,
        registered=local + absent,
    )


def _parts(a: dict[str, float], b: dict[str, float]) -> dict[str, float]:
    """Shapley value of three factors, written out."""
    names = ("reach", "adequacy", "entitlement")
    found = {}
    for name in names:
        p, r = (other for other in names if other != name)
        mean = (a[p] * a[r] + b[p] * b[r]) / 3 + (a[p] * b[r] + b[p] * a[r]) / 6
        found[name] = (a[name] - b[name]) * mean
    return found
