"""Settlement points of one division: its committees by name and code, with persons that add up to its totals."""

from dataclasses import dataclass

import numpy as np

from equity.demo_data import draw
from equity.demo_data.inputs import Community, Place

# Scatter in metres about a place that is not the committee's own, by (subdistrict, urban)
SIGMA_M = {(True, True): 1000.0, (True, False): 2000.0, (False, True): 600.0, (False, False): 2500.0}
RURAL_NON_LOCAL = 0.35  # non-local people are this much rarer in the country than residents are
RURAL_ABSENT = 1.6  # and absent people this much more common among those registered in the country
FEWEST = 10  # persons of each group at a point: fewer would not be shown
NOTES = {
    "own": "坐标取自同名地点，可能偏差 1–1.5 公里；人数为示意",
    "township": "位于街镇点：在街镇驻地周围随机散布，不是社区实际位置；人数为示意",
    "seat": "街镇位置不明：在区县驻地周围随机散布，不是社区实际位置；人数为示意",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A committee as a settlement point, with persons of the three groups."""

    community: Community
    adcode: str
    urban: bool
    lon: float
    lat: float
    local: int
    non_local: int
    absent: int

    def row(self, source: str) -> dict[str, str]:
        community = self.community
        return {
            "point_id": community.code,
            "adcode": self.adcode,
            "town_code": community.town_code,
            "name_zh": community.name,
            "urban_rural": "urban" if self.urban else "rural",
            "lon": f"{self.lon:.6f}",
            "lat": f"{self.lat:.6f}",
            "local_persons": str(self.local),
            "non_local_persons": str(self.non_local),
            "absent_persons": str(self.absent),
            "grade": "illustrative",
            "source": source,
            "note": NOTES[community.known],
        }


def points_of(place: Place, seed: int) -> list[Point]:
    """The points of one division in the order of their codes. Their persons of each group add up to its 2020 totals exactly."""
    rng = draw.stream(seed, "points", place.adcode)
    communities, residents = place.communities, place.persons["resident"]
    n, urban_share = len(communities), place.shares["urban"]
    urban = _urban(place)
    where = [_where(place, c, is_urban, rng) for c, is_urban in zip(communities, urban, strict=True)]
    # neighbours resemble one another: urban villages, factory areas
    towns = sorted({c.town_code for c in communities})
    town_draw = dict(zip(towns, draw.spread(rng, len(towns), 0.45), strict=True))
    size = draw.spread(rng, n, 0.65)
    non_local_weight = [size[i] * town_draw[c.town_code] // 10_000 for i, c in enumerate(communities)]
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
    absent = draw.split(persons["absent"], absent_weight, minimum=FEWEST)
    return [
        Point(c, place.adcode, urban[i], *where[i], local=local[i], non_local=non_local[i], absent=absent[i])
        for i, c in enumerate(communities)
    ]


def _urban(place: Place) -> list[bool]:
    """As many urban committees as the urban share asks for: residents' committees before villages, those near the seat first."""
    communities = place.communities
    n = len(communities)
    n_urban = min(n - 1, max(1, round(n * (0.25 + 0.65 * place.shares["urban"]))))
    order = sorted(
        range(n),
        key=lambda i: (not communities[i].residents, draw.distance_m(communities[i].at, place.seat), i),
    )
    chosen = set(order[:n_urban])
    return [i in chosen for i in range(n)]


def _where(place: Place, community: Community, urban: bool, rng: np.random.Generator) -> tuple[float, float]:
    """Its own place where one is known, else one scattered about that of its township."""
    at = community.at
    if community.known == "own":
        return at
    return draw.near(rng, place.land, at, SIGMA_M[community.subdistrict, urban])


def _split_by_kind(total: int, in_urban: int, urban: list[bool], weights: list[int]) -> list[int]:
    """``in_urban`` of ``total`` persons over the urban points, the rest over the others, by the weights."""
    result = [0] * len(urban)
    for kind, persons in ((True, in_urban), (False, total - in_urban)):
        places = [i for i, is_urban in enumerate(urban) if is_urban == kind]
        parts = draw.split(persons, [weights[i] for i in places], minimum=FEWEST)
        for i, part in zip(places, parts, strict=True):
            result[i] = part
    return result
