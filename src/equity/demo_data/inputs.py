"""What the generator reads: places with their people, and the totals it must honour."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import shapely
import shapely.geometry

from equity.city import City, read_city
from equity.demo_data.draw import Land
from equity.schema import DETAILED_FILE
from equity.settings import CENSUS_YEAR


@dataclass(frozen=True, slots=True)
class Town:
    """A statutory township; its seat (lon, lat) is None where no coordinates are known."""

    code: str
    subdistrict: bool
    seat: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Place:
    """One division: its land in degrees WGS-84, persons by group in 2020, shares of residents by item."""

    adcode: str
    zone: str
    seat: tuple[float, float]
    land: Land
    towns: tuple[Town, ...]
    persons: dict[str, int]
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class Total:
    """A published or estimated total of a service; ``value`` is whole."""

    value: int
    year: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """``totals`` by (code, service, item), the latest year of each; the code may be that of the city."""

    city: City
    places: tuple[Place, ...]
    totals: dict[tuple[str, str, str], Total]

    def city_total(self, service: str, item: str) -> Total | None:
        return self.totals.get((self.city.code, service, item))


def read_inputs(data_dir: Path) -> Inputs:
    """The tables of the data directory as the generator needs them, places in the order of their codes."""
    city = read_city(data_dir)
    features = json.loads((data_dir / DETAILED_FILE).read_text(encoding="utf-8"))["features"]
    polygons = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    for polygon in polygons.values():
        shapely.prepare(polygon)
    towns: dict[str, list[Town]] = {code: [] for code in polygons}
    for row in _rows(data_dir / "geo/townships.csv"):
        if row["statutory"] == "true":
            seat = (float(row["lon"]), float(row["lat"])) if row["lon"] else None
            towns[row["adcode"]].append(Town(row["town_code"], row["kind"] == "subdistrict", seat))
    persons: dict[str, dict[str, int]] = {}
    for row in _rows(data_dir / "population/division_population.csv"):
        if int(row["year"]) == CENSUS_YEAR:
            persons.setdefault(row["adcode"], {})[row["population_group"]] = int(row["persons"])
    shares: dict[str, dict[str, float]] = {}
    for row in _rows(data_dir / "population/division_shares.csv"):
        if int(row["year"]) == CENSUS_YEAR:
            shares.setdefault(row["adcode"], {})[row["item"]] = float(row["share"])
    places = tuple(
        Place(
            adcode=row["adcode"],
            zone=row["functional_zone"],
            seat=(float(row["seat_lon"]), float(row["seat_lat"])),
            land=Land(polygons[row["adcode"]], city.water),
            towns=tuple(sorted(towns[row["adcode"]], key=lambda town: town.code)),
            persons=persons[row["adcode"]],
            shares=shares[row["adcode"]],
        )
        for row in sorted(_rows(data_dir / "geo/divisions.csv"), key=lambda row: row["adcode"])
    )
    return Inputs(city, places, _totals(data_dir / "services/totals.csv"))


def _totals(path: Path) -> dict[tuple[str, str, str], Total]:
    totals: dict[tuple[str, str, str], Total] = {}
    for row in sorted(_rows(path), key=lambda row: int(row["year"])):
        # as many places as pupils: the demonstration knows nothing better
        item = "capacity" if row["item"] == "enrolled" else row["item"]
        key = (row["adcode"], row["service"], item)
        totals[key] = Total(round(float(row["value"])), int(row["year"]))
    return totals


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
