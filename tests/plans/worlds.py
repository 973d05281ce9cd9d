"""A small city for plans: the divisions of ``tests.world`` with more points, and a register of two services in three of them."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from equity.indicators.registry import Registry, registry
from tests.world import CITY_CODE, CODES, PERSONS, SIDE, facility, lonlat

RADIUS = {"clinic": 1000.0, "senior_school": 3000.0}
CLINIC = registry()["clinic"]
assert CLINIC.reach
NEAR = CLINIC.model_copy(update={"reach": CLINIC.reach.model_copy(update={"radius_m": 250.0})})
DEFINED = Registry(
    {**registry(), "clinic": NEAR}, registry().measures, registry().scenarios
)  # so that most is out of reach
Rows = dict[str, list[dict[str, Any]]]
LIVED_IN = CODES[:3]


def crowded(seed: int) -> Any:
    """A change of the world: nine points in every lived-in division, two to four facilities of a service with a stated standard and
    of one held against the city's average."""

    def change(rows: Rows) -> None:
        draw = random.Random(seed)
        rows["settlement_points"] = [p for i, code in enumerate(LIVED_IN) for p in points(i, code, draw)]
        rows["facilities"] = [
            facility(
                f"{service}-{code}-{n}",
                service,
                *place(i, draw),
                draw.choice([1, 2, 5, 40]),
                code,
                grade=draw.choice(["observed", "illustrative"]),
            )
            for service in RADIUS
            for i, code in enumerate(LIVED_IN)
            for n in range(draw.choice([2, 4]))
        ]
        for n, (i, capacity, cost, service) in enumerate(
            [(0, 3, 20, ""), (2, 50, 30, "clinic"), (2, "", 10, "senior_school")]
        ):
            lon, lat = lonlat((i + 0.5) * SIDE, 500)
            rows.setdefault("candidate_plots", []).append(
                {"plot_id": f"plot-{n}", "name_zh": f"地块 {n}", "adcode": CODES[i], "service": service, "lon": lon, "lat": lat,
                 "most_capacity": capacity, "cost": cost, "source": "test"}
            )  # fmt: skip
        for code, share in ((LIVED_IN[0], 0.2), (LIVED_IN[2], 0.3)):  # of the others the census does not say
            rows["division_shares"].append(
                {"adcode": code, "year": 2020, "item": "registered_other_province", "share": share, "grade": "observed", "source": "test"}
            )  # fmt: skip
        for code, value in ((LIVED_IN[0], 30), (CITY_CODE, 70)):
            rows["totals"].append(
                {"adcode": code, "service": "clinic", "item": "capacity", "value": value, "low": value - 5, "high": value + 5,
                 "unit": "person", "year": 2021, "grade": "estimated", "source": "test"}
            )  # fmt: skip

    return change


def along_roads(seed: int) -> Any:
    """The same with a road through all divisions and side roads to the north, one of them one-way and not joined."""

    def change(rows: Rows) -> None:
        crowded(seed)(rows)
        corners = range(250, 3000, 500)
        through = [(x, 300) for x in (0, *corners, 3000)]
        joined = [through, *([(x, 300), (x, 900)] for x in corners), [(1200, 600), (1700, 640)]]
        rows["roads"] = [
            {
                "road_id": f"r{n}", "road_class": "residential", "oneway": "forward" if n == len(joined) - 1 else "no", "through": "false",
                "wkt": "LINESTRING (" + ", ".join("{:.9f} {:.9f}".format(*lonlat(*v)) for v in line) + ")", "source": "test",
            }
            for n, line in enumerate(joined)
        ]  # fmt: skip

    return change


def points(i: int, code: str, draw: random.Random) -> list[dict[str, Any]]:
    """Nine settlement points that together have the people of the division; a few have nobody of a group."""
    people = {g: shared(PERSONS[code][g], draw) for g in ("local", "non_local", "absent")}
    found = []
    for n in range(9):
        lon, lat = lonlat(*place(i, draw))
        found.append(
            {
                "point_id": f"{code}-{n}", "adcode": code, "name_zh": f"点 {n}", "urban_rural": draw.choice(["urban", "urban", "rural"]),
                "lon": lon, "lat": lat, **{f"{g}_persons": people[g][n] for g in people}, "grade": "estimated", "source": "test",
            }
        )  # fmt: skip
    return found


def shared(persons: int, draw: random.Random) -> list[int]:
    cuts = sorted(draw.randrange(persons + 1) for _ in range(8))
    return [b - a for a, b in pairwise([0, *cuts, persons])]


def place(i: int, draw: random.Random) -> tuple[float, float]:
    """Metres east and north of the corner of A, inside the i-th division."""
    return round(draw.uniform(i * SIDE + 20, (i + 1) * SIDE - 20), 1), round(draw.uniform(20, SIDE - 20), 1)
