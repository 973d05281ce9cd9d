"""Where the facilities of one division stand: near settlement points, never on top of a real name."""

from dataclasses import dataclass

import numpy as np

from equity.demo_data import draw
from equity.demo_data.inputs import Place
from equity.demo_data.points import Point
from equity.demo_data.services import Service, Supply

NEAR_SIGMA_M = 180.0  # a facility stands a few minutes' walk from the point it was put for


@dataclass(frozen=True, slots=True)
class Facility:
    facility_id: str
    service: str
    name_zh: str
    adcode: str
    town_code: str
    lon: float
    lat: float
    capacity: int
    facility_type: str
    year: int
    note: str

    def row(self, source: str) -> dict[str, str]:
        return {
            "facility_id": self.facility_id,
            "service": self.service,
            "name_zh": self.name_zh,
            "adcode": self.adcode,
            "town_code": self.town_code,
            "lon": f"{self.lon:.6f}",
            "lat": f"{self.lat:.6f}",
            "capacity": str(self.capacity),
            "facility_type": self.facility_type,
            "year": str(self.year),
            "grade": "illustrative",
            "source": source,
            "note": self.note,
        }


def place_facilities(
    service: Service, place: Place, points: list[Point], supply: Supply, seed: int
) -> list[Facility]:
    """The facilities of one service in one division; number and capacity are those of ``supply`` exactly."""
    rng = draw.stream(seed, "siting", service.id, place.adcode)
    sites = _sites(service, place, points, supply.facilities, rng)
    sizes = draw.spread(rng, supply.facilities, service.sigma)
    if service.main:
        sizes[0] = 10_000 * service.main
    capacities = draw.split(supply.capacity, sizes, minimum=service.minimum)
    facilities = []
    for i, (site, capacity) in enumerate(zip(sites, capacities, strict=True)):
        point = points[site]
        lon, lat = draw.near(rng, place.land, (point.lon, point.lat), NEAR_SIGMA_M)
        number = f"{place.adcode}-{i + 1:03d}"
        facilities.append(
            Facility(
                facility_id=f"{service.id}-{number}",
                service=service.id,
                name_zh=f"{service.name_zh} {number}",
                adcode=place.adcode,
                town_code=point.community.town_code,
                lon=lon,
                lat=lat,
                capacity=capacity,
                facility_type=_type(service, point, i),
                year=supply.year,
                note="总量按公布数" if supply.known else "",
            )
        )
    return facilities


def _sites(
    service: Service, place: Place, points: list[Point], n: int, rng: np.random.Generator
) -> list[int]:
    """Index of a point for each facility: none twice until every point has one (Efraimidis-Spirakis)."""
    weight = np.array(
        [p.local + 0.3 * p.absent + service.non_local_weight * p.non_local + 1.0 for p in points], dtype=float
    )
    order = [_nearest(points, place.seat)] if service.main else []
    if service.per_town:
        towns = [p.community.town_code for p in points]
        order += [towns.index(town.code) for town in place.towns if town.code in towns]
    while len(order) < n:
        # the n smallest of exponential draws divided by weight are a weighted sample without replacement
        key = np.round(rng.exponential(1.0, len(points)) / weight, 12)
        order += np.argsort(key, kind="stable").tolist()
    return order[:n]


def _nearest(points: list[Point], seat: tuple[float, float]) -> int:
    return min(range(len(points)), key=lambda i: draw.distance_m((points[i].lon, points[i].lat), seat))


def _type(service: Service, point: Point, index: int) -> str:
    if service.main and index == 0:
        return f"区县级{service.type_zh.removeprefix('乡镇街道')}"
    return (
        service.rural_type_zh
        if service.rural_type_zh and not point.community.subdistrict
        else service.type_zh
    )
