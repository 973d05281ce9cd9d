"""Settlement points of one division: clusters about township seats, persons that add up to its totals."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from equity.demo_data import draw
from equity.demo_data.inputs import Place

POINTS_PER_ROOT_PERSON = 0.17  # the number of points grows with the square root of the residents
MIN_POINTS = 40
URBAN_SIGMA_M = {True: 1000.0, False: 600.0}  # scatter about the seat of a subdistrict / of a town
RURAL_SIGMA_M = 4000.0
SEAT_SIGMA_M = 4000.0  # subdistricts without known coordinates lie about the government seat
RURAL_NON_LOCAL = 0.35  # non-local people are this much rarer in the country than residents are
RURAL_ABSENT = 1.6  # and absent people this much more common among those registered in the country


@dataclass(frozen=True, slots=True)
class Point:
    """A settlement point. ``town_code`` is only given where the seat it lies about is a known place.

    ``urban``: in the cluster about a seat. ``subdistrict``: that seat is a subdistrict's, not a town's.
    """

    point_id: str
    adcode: str
    town_code: str
    lon: float
    lat: float
    urban: bool
    subdistrict: bool
    local: int
    non_local: int
    absent: int

    def row(self, source: str) -> dict[str, str]:
        return {
            "point_id": self.point_id,
            "adcode": self.adcode,
            "town_code": self.town_code,
            "name_zh": f"示意居民点 {self.point_id}",
            "urban_rural": "urban" if self.urban else "rural",
            "lon": f"{self.lon:.6f}",
            "lat": f"{self.lat:.6f}",
            "local_persons": str(self.local),
            "non_local_persons": str(self.non_local),
            "absent_persons": str(self.absent),
            "grade": "illustrative",
            "source": source,
            "note": "",
        }


@dataclass(frozen=True, slots=True)
class Seat:
    town_code: str
    subdistrict: bool
    lon_lat: tuple[float, float]


def settle(place: Place, seed: int) -> list[Point]:
    """The points of one division. Their persons of each group add up to its 2020 totals exactly.

    The first point lies about the government seat, the next ones about each township in turn.
    """
    rng = draw.stream(seed, "points", place.adcode)
    seats = _seats(place, rng)
    residents = place.persons["resident"]
    n = max(MIN_POINTS, round(POINTS_PER_ROOT_PERSON * sqrt(residents)))
    urban_share = place.shares["urban"]
    n_urban = min(n - 3, max(len(seats), round(n * (0.25 + 0.65 * urban_share))))
    urban = [i < n_urban for i in range(n)]
    homes = _homes(seats, urban, rng)
    where = [
        draw.near(rng, place.land, seats[home].lon_lat, _sigma_m(seats[home], is_urban))
        for home, is_urban in zip(homes, urban, strict=True)
    ]
    # neighbours resemble one another: urban villages, factory areas
    town_draw = draw.spread(rng, len(seats), 0.45)
    size = draw.spread(rng, n, 0.65)
    non_local_weight = [size[i] * town_draw[homes[i]] // 10_000 for i in range(n)]
    persons = place.persons
    non_local_urban = round(persons["non_local"] * (1 - (1 - urban_share) * RURAL_NON_LOCAL))
    local_urban = round(residents * urban_share) - non_local_urban
    local_urban = min(max(local_urban, persons["local"] // 10), persons["local"] * 99 // 100)
    non_local = _split_by_kind(persons["non_local"], non_local_urban, urban, non_local_weight)
    local = _split_by_kind(persons["local"], local_urban, urban, draw.spread(rng, n, 0.45))
    rural_weight = round(RURAL_ABSENT * 100)
    absent_weight = [
        count * (100 if is_urban else rural_weight) for count, is_urban in zip(local, urban, strict=True)
    ]
    absent = draw.split(persons["absent"], absent_weight)
    return [
        Point(
            point_id=f"{place.adcode}-{i + 1:03d}",
            adcode=place.adcode,
            town_code=seats[homes[i]].town_code,
            lon=where[i][0],
            lat=where[i][1],
            urban=urban[i],
            subdistrict=seats[homes[i]].subdistrict,
            local=local[i],
            non_local=non_local[i],
            absent=absent[i],
        )
        for i in range(n)
    ]


def _seats(place: Place, rng: np.random.Generator) -> list[Seat]:
    """A seat for each statutory township: the known one, or a random one away from the others."""
    seats = [Seat("", True, place.seat)]
    seats += [Seat(town.code, town.subdistrict, town.seat) for town in place.towns if town.seat]
    for town in place.towns:
        if town.seat:
            continue
        if town.subdistrict:
            choices = [draw.near(rng, place.land, place.seat, SEAT_SIGMA_M) for _ in range(4)]
        else:
            choices = draw.anywhere(rng, place.land, 12)
        taken = [seat.lon_lat for seat in seats]
        best = max(choices, key=lambda choice: min(draw.distance_m(choice, other) for other in taken))
        seats.append(Seat("", town.subdistrict, best))
    return seats


def _homes(seats: list[Seat], urban: list[bool], rng: np.random.Generator) -> list[int]:
    """Index of the seat each point lies about: one for each seat, then more for subdistricts."""
    weight = np.array([3.0 if seat.subdistrict else 1.0 for seat in seats])
    rural_weight = np.array([1.0 if seat.subdistrict else 2.0 for seat in seats])
    homes = []
    for i, is_urban in enumerate(urban):
        if i < len(seats):
            homes.append(i)
            continue
        chances = np.cumsum(weight if is_urban else rural_weight)
        homes.append(int(np.searchsorted(chances, rng.random() * chances[-1], side="right")))
    return homes


def _sigma_m(seat: Seat, urban: bool) -> float:
    return URBAN_SIGMA_M[seat.subdistrict] if urban else RURAL_SIGMA_M


def _split_by_kind(total: int, in_urban: int, urban: list[bool], weights: list[int]) -> list[int]:
    """``in_urban`` of ``total`` persons over the urban points, the rest over the others, by the weights."""
    town = draw.split(in_urban, [w if u else 0 for w, u in zip(weights, urban, strict=True)])
    country = draw.split(total - in_urban, [0 if u else w for w, u in zip(weights, urban, strict=True)])
    return [a + b for a, b in zip(town, country, strict=True)]
