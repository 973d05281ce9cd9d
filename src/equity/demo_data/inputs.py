"""What the generator reads: places with their people, and the totals it must honour."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import shapely
import shapely.geometry

from equity.city import City, read_city
from equity.demo_data.draw import Land
from equity.errors import UserError
from equity.schema import DETAILED_FILE, read_rows
from equity.settings import CENSUS_YEAR

UNNAMED = 40  # settlement points of a division that has no list of committees


@dataclass(frozen=True, slots=True)
class Town:
    """A statutory township."""

    code: str
    subdistrict: bool


@dataclass(frozen=True, slots=True)
class Community:
    """A residents' or village committee of the official list, or where a city has no list a point by number.

    ``at``: the known place next to it, lon and lat; ``known`` says whose: its own, that of its township, that of the division's
    government. ``residents``: a residents' committee, not a village's. ``subdistrict``: its township is one.
    ``town_code`` is empty where the table of townships does not have it.
    """

    code: str
    name: str
    town_code: str
    residents: bool
    subdistrict: bool
    at: tuple[float, float]
    known: Literal["own", "township", "seat"]


@dataclass(frozen=True, slots=True)
class Place:
    """One division: its land in degrees WGS-84, persons by group in 2020, shares of residents by item."""

    adcode: str
    zone: str
    seat: tuple[float, float]
    land: Land
    towns: tuple[Town, ...]
    communities: tuple[Community, ...]
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
    divisions = sorted(read_rows(data_dir / "geo/divisions.csv"), key=lambda row: row["adcode"])
    towns: dict[str, list[Town]] = {code: [] for code in polygons}
    for row in read_rows(data_dir / "geo/townships.csv"):
        if row["statutory"] == "true":
            towns[row["adcode"]].append(Town(row["town_code"], row["kind"] == "subdistrict"))
    persons: dict[str, dict[str, int]] = {}
    for row in read_rows(data_dir / "population/division_population.csv"):
        if int(row["year"]) == CENSUS_YEAR:
            persons.setdefault(row["adcode"], {})[row["population_group"]] = int(row["persons"])
    shares: dict[str, dict[str, float]] = {}
    for row in read_rows(data_dir / "population/division_shares.csv"):
        if int(row["year"]) == CENSUS_YEAR:
            shares.setdefault(row["adcode"], {})[row["item"]] = float(row["share"])
    _check_known(divisions, persons, shares)
    communities = _communities(data_dir)
    seats = {row["adcode"]: (float(row["seat_lon"]), float(row["seat_lat"])) for row in divisions}
    places = tuple(
        Place(
            adcode=row["adcode"],
            zone=row["functional_zone"],
            seat=seats[row["adcode"]],
            land=Land(polygons[row["adcode"]], city.water),
            towns=tuple(sorted(towns[row["adcode"]], key=lambda town: town.code)),
            communities=tuple(
                communities.get(row["adcode"]) or _unnamed(row["adcode"], seats[row["adcode"]])
            ),
            persons=persons[row["adcode"]],
            shares=shares[row["adcode"]],
        )
        for row in divisions
    )
    return Inputs(city, places, _totals(data_dir / "services/totals.csv"))


def _check_known(
    divisions: list[dict[str, str]], persons: dict[str, dict[str, int]], shares: dict[str, dict[str, float]]
) -> None:
    """Raises :class:`UserError` where the generator knows too little of a division to draw people in it."""
    lacking = [
        r["name_zh"]
        for r in divisions
        if not r["seat_lon"]
        or "local" not in persons.get(r["adcode"], {})
        or "urban" not in shares.get(r["adcode"], {})
    ]
    if lacking:
        names = "、".join(lacking)
        raise UserError(
            f"示意数据需要各区县的驻地坐标、普查人口和城镇化率；缺：{names}。",
            f"illustrative data need the seat, the census population and the urban share of every division; lacking: {names}.",
        )


def _communities(data_dir: Path) -> dict[str, list[Community]]:
    """The committees of each division in the order of their codes, each next to the nearest place that is known of it."""
    seats = {r["adcode"]: _point(r, "seat_") for r in read_rows(data_dir / "geo/divisions.csv")}
    townships = {r["town_code"] for r in read_rows(data_dir / "geo/townships.csv")}
    points = {r["town_code"]: _point(r) for r in read_rows(data_dir / "geo/township_points.csv")}
    found: dict[str, list[Community]] = {}
    for r in sorted(read_rows(data_dir / "geo/communities.csv"), key=lambda r: r["community_code"]):
        known = {"own": _point(r), "township": points.get(r["town_code"]), "seat": seats[r["adcode"]]}
        whose, at = next((whose, at) for whose, at in known.items() if at)
        found.setdefault(r["adcode"], []).append(
            Community(
                r["community_code"],
                r["name_zh"],
                r["town_code"] if r["town_code"] in townships else "",
                residents=r["kind"] == "residents_committee",
                subdistrict=r["town_zh"].endswith("街道"),
                at=at,
                known=whose,  # type: ignore[arg-type]
            )
        )
    return found


def _unnamed(adcode: str, seat: tuple[float, float]) -> list[Community]:
    """Points by number for a division without a list of committees."""
    return [
        Community(f"{adcode}-{i:03d}", f"示意居民点 {adcode}-{i:03d}", "", True, True, seat, "seat")
        for i in range(1, UNNAMED + 1)
    ]


def _point(row: dict[str, str], prefix: str = "") -> tuple[float, float] | None:
    return (float(row[f"{prefix}lon"]), float(row[f"{prefix}lat"])) if row[f"{prefix}lon"] else None


def _totals(path: Path) -> dict[tuple[str, str, str], Total]:
    totals: dict[tuple[str, str, str], Total] = {}
    for row in sorted(read_rows(path), key=lambda row: int(row["year"])):
        # as many places as pupils: the demonstration knows nothing better
        item = "capacity" if row["item"] == "enrolled" else row["item"]
        key = (row["adcode"], row["service"], item)
        totals[key] = Total(round(float(row["value"])), int(row["year"]))
    return totals
