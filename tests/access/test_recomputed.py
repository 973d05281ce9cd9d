"""The shipped access results once more from the raw files: own projection, own catchments, own split; nothing of the product.

Only the definition files are shared, because they say what is to be computed.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query
from equity.settings import PROJECT_ROOT
from tests.world import CITY_CODE, CRS

DIVISIONS = ("530111", "530113", "530129")
A, F = 6_378_137.0, 1 / 298.257222101  # CGCS2000
MERIDIAN, FALSE_EASTING = 102.0, 500_000.0


@dataclass(frozen=True)
class Place:
    """A settlement point or facility in metres; ``amounts``: local and non-local persons, or capacity."""

    zone: str
    x: float
    y: float
    amounts: tuple[float, ...]
    rural: bool


def rows(path: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "data" / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def gauss_krueger(lon: float, lat: float) -> tuple[float, float]:
    """EPSG:4543 by Krüger's series to the fourth order."""
    n, e = F / (2 - F), math.sqrt(F * (2 - F))
    radius = A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    sine, away = math.sin(math.radians(lat)), math.radians(lon - MERIDIAN)
    t = math.sinh(math.atanh(sine) - e * math.atanh(e * sine))
    xi, eta = math.atan2(t, math.cos(away)), math.atanh(math.sin(away) / math.hypot(1, t))
    east = eta + sum(c * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, c in enumerate(series, start=1))
    north = xi + sum(c * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, c in enumerate(series, start=1))
    return FALSE_EASTING + radius * east, radius * north


def places(path: str, columns: Sequence[str]) -> list[Place]:
    return [
        Place(
            r["adcode"],
            *gauss_krueger(float(r["lon"]), float(r["lat"])),
            tuple(float(r[c]) for c in columns),
            r.get("urban_rural") == "rural",
        )
        for r in rows(path)
    ]


def demand_shares(definition: dict[str, Any]) -> dict[str, float]:
    codes = [r["adcode"] for r in rows("geo/divisions.csv")]
    if definition["demand"]["rule"] == "everyone":
        return dict.fromkeys(codes, 1.0)
    share = {
        (r["adcode"], r["item"]): float(r["share"])
        for r in rows("population/division_shares.csv")
        if r["year"] == "2020"
    }
    first, last = definition["demand"]["ages"]
    return {
        c: sum(share[c, f"age_{age // 5 * 5}_{age // 5 * 5 + 4}"] / 5 for age in range(first, last + 1))
        for c in codes
    }


def yardstick(definition: dict[str, Any], facilities: list[Place], share: dict[str, float]) -> float:
    if "units_per_person" in definition["standard"]:
        return float(definition["standard"]["units_per_person"])
    people = {
        r["adcode"]: float(r["persons"])
        for r in rows("population/division_population.csv")
        if r["year"] == "2020" and r["population_group"] == "resident"
    }
    return sum(f.amounts[0] for f in facilities) / sum(people[c] * s for c, s in share.items())


def recomputed(service: str) -> dict[tuple[str, str], tuple[float, ...]]:
    """(zone, group) -> reach, adequacy, effective; (zone, "split") -> gap, within and its two parts, residence. Fractions."""
    folder = PROJECT_ROOT / "src" / "equity" / "indicators" / "definitions"
    definition = tomllib.loads((folder / f"{service}.toml").read_text(encoding="utf-8"))
    points = places("population/settlement_points.csv", ("local_persons", "non_local_persons"))
    facilities = places(f"services/facilities/{service}.csv", ("capacity",))
    share, reach = demand_shares(definition), definition["reach"]
    q = yardstick(definition, facilities, share)
    radius = [reach.get("rural", {}).get("radius_m") if p.rural else reach["radius_m"] for p in points]
    within = [
        (i, j)
        for i, p in enumerate(points)
        for j, f in enumerate(facilities)
        if radius[i] and math.hypot(p.x - f.x, p.y - f.y) * reach["detour"] <= radius[i]
    ]
    demand = [0.0] * len(facilities)
    for i, j in within:
        demand[j] += sum(points[i].amounts) * share[points[i].zone]
    score = [0.0] * len(points)
    for i, j in within:
        score[i] += facilities[j].amounts[0] / demand[j]
    reached = {i for i, _ in within}
    sums: dict[tuple[str, int], tuple[float, ...]] = {}
    for zone in share:
        for group in (0, 1):
            persons = near = served = 0.0
            for i, p in enumerate(points):
                if zone == p.zone and radius[i]:
                    people = p.amounts[group] * share[p.zone]
                    persons += people
                    near += people * (i in reached)
                    served += people * (i in reached) * min(1.0, score[i] / q)
            sums[zone, group] = persons, near, served
    found: dict[tuple[str, str], tuple[float, ...]] = {}
    for zone in (*DIVISIONS, CITY_CODE):
        members = [zone] if zone in share else list(share)
        people = [sum(sums[z, g][0] for z in members) for g in (0, 1)]
        sides = []
        for group in (0, 1):
            persons, near, served = (sum(sums[z, group][k] for z in members) for k in range(3))
            sides.append((near / persons, served / near, served / persons))
            found[zone, ("local", "non_local")[group]] = sides[-1]
        distance = capacity = where = 0.0
        for z in members:
            (r_l, k_l), (r_n, k_n) = (
                (near / persons, served / near) for persons, near, served in (sums[z, g] for g in (0, 1))
            )
            local, non_local = (sums[z, g][0] / people[g] for g in (0, 1))
            distance += non_local * (r_l - r_n) * (k_l + k_n) / 2
            capacity += non_local * (k_l - k_n) * (r_l + r_n) / 2
            where += (local - non_local) * r_l * k_l
        found[zone, "split"] = (sides[0][2] - sides[1][2], distance + capacity, distance, capacity, where)
    return found


@pytest.mark.parametrize("service", ["primary_school", "hospital"])
def test_reach_adequacy_coverage_and_split_from_the_raw_files(shipped: Indicators, service: str) -> None:
    for (zone, what), expected in recomputed(service).items():
        if what == "split":
            split = shipped.split(service, zone)
            assert split.entitlement is None, "no rule has a figure"
            mine = (split.gap, split.within, split.reach, split.adequacy, split.residence or 0.0)
        else:
            measures = ("reach", "adequacy", "effective")
            mine = tuple(shipped.value(Query(service, m, what), zone).value for m in measures)
        assert mine == pytest.approx([100 * x for x in expected], abs=1e-8), (zone, what)


def test_the_projection_is_that_of_the_product() -> None:
    from equity import geo

    x, y = geo.project([102.7, 103.6], [25.0, 26.4], CRS)
    for k, (lon, lat) in enumerate([(102.7, 25.0), (103.6, 26.4)]):
        assert gauss_krueger(lon, lat) == pytest.approx((x[k], y[k]), abs=1e-4)
