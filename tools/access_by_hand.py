"""Reach, room, effective coverage and the split of their gap, for primary care, from the raw CSV files alone.

Every pair of settlement point and facility is measured, one by one: no grid, no database, nothing of the product.
"""

from __future__ import annotations

import csv
from math import atan as arctan
from math import atanh, cos, cosh, hypot, radians, sin, sinh, sqrt
from pathlib import Path

RADIUS_M, DETOUR, GP = 1000.0, 1.3, 0.000399
CENTRAL_MERIDIAN, AXIS_M, FLATTENING = 102.0, 6_378_137.0, 1 / 298.257222101  # CGCS2000
COUNTRY = ("town", "township", "ethnic_township")
GROUPS = ("local", "non_local")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def metres(lon: float, lat: float) -> tuple[float, float]:
    """Gauss–Krüger coordinates by Krüger's series in the third flattening, third order: to a millimetre in the city."""
    n = FLATTENING / (2 - FLATTENING)
    radius = AXIS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16,
        13 * n**2 / 48 - 3 * n**3 / 5,
        61 * n**3 / 240,
    )
    e = 2 * sqrt(n) / (1 + n)
    t = sinh(atanh(sin(radians(lat))) - e * atanh(e * sin(radians(lat))))
    away = radians(lon - CENTRAL_MERIDIAN)
    xi, eta = arctan(t / cos(away)), atanh(sin(away) / sqrt(1 + t * t))
    east = eta + sum(a * cos(2 * k * xi) * sinh(2 * k * eta) for k, a in enumerate(alpha, 1))
    north = xi + sum(a * sin(2 * k * xi) * cosh(2 * k * eta) for k, a in enumerate(alpha, 1))
    return 500_000 + radius * east, radius * north


def points(folder: Path) -> list[tuple[str, float, float, dict[str, float]]]:
    """Urban settlement points: division, metres, people by group. No radius holds for rural ones."""
    country = {t["town_code"] for t in rows(folder / "geo/townships.csv") if t["kind"] in COUNTRY}
    found = []
    for p in rows(folder / "population/settlement_points.csv"):
        rural = p["urban_rural"] == "rural" if p["urban_rural"] else p["town_code"] in country
        if not rural:
            people = {g: float(p[f"{g}_persons"]) for g in GROUPS}
            found.append((p["adcode"], *metres(float(p["lon"]), float(p["lat"])), people))
    return found


def sums(folder: Path) -> dict[str, dict[str, tuple[float, float, float]]]:
    """By division and group: people, of them near a facility, and those weighted by min(1, doctors per head / standard)."""
    living = points(folder)
    places = [
        (*metres(float(f["lon"]), float(f["lat"])), float(f["capacity"]))
        for f in rows(folder / "services/facilities/clinic.csv")
    ]
    near = [
        [i for i, p in enumerate(living) if hypot(p[1] - x, p[2] - y) * DETOUR <= RADIUS_M]
        for x, y, _ in places
    ]
    per_head = [0.0] * len(living)
    reached = [False] * len(living)
    for inside, (_, _, doctors) in zip(near, places, strict=True):
        people = sum(sum(living[i][3].values()) for i in inside)
        for i in inside:
            reached[i] = True
            per_head[i] += doctors / people if people else 0.0
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for i, (division, _, _, people) in enumerate(living):
        room = min(1.0, per_head[i] / GP)
        for group, n in people.items():
            before = found.setdefault(division, {}).get(group, (0.0, 0.0, 0.0))
            added = (n, n * reached[i], n * reached[i] * room)
            found[division][group] = (before[0] + added[0], before[1] + added[1], before[2] + added[2])
    return found


def measures(total: dict[str, tuple[float, float, float]]) -> dict[str, dict[str, float]]:
    """Percent, of both groups: reach, adequacy, and effective coverage, their product (no rule has a figure)."""
    return {
        g: {"reach": 100 * near / all_, "adequacy": 100 * served / near, "effective": 100 * served / all_}
        for g, (all_, near, served) in total.items()
    }


def split(divisions: list[dict[str, tuple[float, float, float]]]) -> dict[str, float]:
    """Points: within divisions = distance + capacity (each the mean over both orders), and where the groups live."""
    everyone = {g: sum(d[g][0] for d in divisions) for g in GROUPS}
    found = dict.fromkeys(("within", "residence", "reach", "adequacy", "alike"), 0.0)
    for d in divisions:
        weight = {g: d[g][0] / everyone[g] for g in GROUPS}
        of = measures(d)
        (r, k, e), (r_n, k_n, e_n) = ((of[g]["reach"], of[g]["adequacy"], of[g]["effective"]) for g in GROUPS)
        found["within"] += weight["non_local"] * (e - e_n)
        found["residence"] += (weight["local"] - weight["non_local"]) * e
        found["reach"] += weight["non_local"] * (r - r_n) * (k + k_n) / 200
        found["adequacy"] += weight["non_local"] * (k - k_n) * (r + r_n) / 200
        found["alike"] += weight["non_local"] * e
    return found


def access(folder: Path, division: str, city: str) -> list[tuple[str, str, str, str, int, float]]:
    """Of one division and the city: service, measure, basis, zone, year, value."""
    held, found = sums(folder), []
    whole = {g: tuple(sum(d[g][n] for d in held.values()) for n in range(3)) for g in GROUPS}
    for zone, total, inside in (
        (division, held[division], [held[division]]),
        (city, whole, [*held.values()]),
    ):
        of, parts = measures(total), split(inside)  # type: ignore[arg-type]
        for measure in ("reach", "adequacy", "effective"):
            values = {g: of[g][measure] for g in GROUPS}
            for basis, value in (values | {"gap": values["local"] - values["non_local"]}).items():
                found.append(("clinic", measure, basis, zone, 2020, value))
        found.append(("clinic", "parity", "value", zone, 2020, of["non_local"]["effective"] / parts["alike"]))
        names = (
            ("within", "residence", "reach", "adequacy") if zone == city else ("within", "reach", "adequacy")
        )
        found += [("clinic", f"split: {name}", "gap", zone, 2020, parts[name]) for name in names]
    return found
