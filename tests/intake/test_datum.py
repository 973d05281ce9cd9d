"""Datum conversion at control points, and the trial that tells one datum from another."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS as PROJECTED

from equity import geo
from equity.checking.datum import clear_choice, to_wgs84, try_datums
from equity.checking.surroundings import Areas, Surroundings
from equity.reading.projections import near_projections, projection_name
from tests.intake.conftest import Check
from tests.world import CRS

# Places over the whole city in WGS-84 (lon, lat): the centre, two corners, three seats. Their GCJ-02 is
# worked out below from the published formulas, independently of the code under test.
CONTROL = (
    (102.7123, 25.0406),
    (102.1, 24.4),
    (103.6, 26.5),
    (103.18086, 26.08433),
    (102.484095, 24.924701),
    (103.270132, 24.757511),
)
ONE_CM_M, ONE_M = 0.01, 1.0


def metres(lon: float, lat: float, lon2: float, lat2: float) -> float:
    (e1, n1), (e2, n2) = geo.project(lon, lat, CRS), geo.project(lon2, lat2, CRS)
    return float(np.hypot(e1 - e2, n1 - n2))


def by_the_book(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 as the published formulas write it down, one point at a time with the math module."""
    from math import cos, fabs, pi, sin, sqrt

    x, y, a, ee = lon - 105.0, lat - 35.0, 6378245.0, 0.00669342162296594323
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x))
    d_lat += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * sin(y / 12.0 * pi) + 320 * sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x))
    d_lon += (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    magic = 1 - ee * sin(lat / 180.0 * pi) ** 2
    d_lat = d_lat * 180.0 / ((a * (1 - ee)) / (magic * sqrt(magic)) * pi)
    d_lon = d_lon * 180.0 / (a / sqrt(magic) * cos(lat / 180.0 * pi) * pi)
    return lon + d_lon, lat + d_lat


@pytest.mark.parametrize(("lon", "lat"), CONTROL)
def test_gcj02_agrees_with_the_published_formula_within_a_metre(lon: float, lat: float) -> None:
    lon2, lat2 = to_wgs84("gcj02", *by_the_book(lon, lat))
    assert metres(lon, lat, float(lon2), float(lat2)) < ONE_M
    assert 300 < metres(lon, lat, *by_the_book(lon, lat)) < 600


def test_the_offset_in_kunming_is_the_published_one() -> None:
    """Amap line work lies +0.0014° lon, −0.0030° lat of WGS-84 in Kunming (as the boundary package says)."""
    lon, lat = by_the_book(102.7123, 25.0406)
    assert (lon - 102.7123, lat - 25.0406) == (
        pytest.approx(0.0014, abs=3e-4),
        pytest.approx(-0.0030, abs=3e-4),
    )


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09", "epsg4543"])
def test_there_and_back_within_a_centimetre_over_the_city(datum: str) -> None:
    lon, lat = (a.ravel() for a in np.meshgrid(np.linspace(102.1, 103.7, 40), np.linspace(24.3, 26.6, 40)))
    gcj = geo.wgs84_to_gcj02(lon, lat)
    there = {"gcj02": gcj, "bd09": geo.gcj02_to_bd09(*gcj), "epsg4543": geo.project(lon, lat, CRS)}
    lon2, lat2 = to_wgs84(datum, *there.get(datum, (lon, lat)))
    (e1, n1), (e2, n2) = geo.project(lon, lat, CRS), geo.project(lon2, lat2, CRS)
    assert float(np.hypot(e1 - e2, n1 - n2).max()) < ONE_CM_M


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_the_trial_finds_the_datum(datum: str, around: Surroundings) -> None:
    """Points within 600 m of the borders, where a wrong datum shows."""
    polygons = around.inputs.polygons
    rng, lon, lat = np.random.default_rng(1), [], []
    for polygon in polygons.geometry:
        rings = [polygon] if polygon.geom_type == "Polygon" else list(polygon.geoms)
        for ring in rings:
            corner = np.array(ring.exterior.coords)[::10]
            lon += list(corner[:, 0] + rng.uniform(-0.005, 0.005, len(corner)))
            lat += list(corner[:, 1] + rng.uniform(-0.005, 0.005, len(corner)))
    x, y = np.array(lon), np.array(lat)
    stated = around.areas.locate(x, y)
    inside = stated != ""
    x, y, stated = x[inside], y[inside], stated[inside]
    gcj = geo.wgs84_to_gcj02(x, y)
    given = {"gcj02": gcj, "bd09": geo.gcj02_to_bd09(*gcj)}.get(datum, (x, y))
    trials = try_datums(*given, stated, around.areas)
    assert trials[0].datum == datum and clear_choice(trials) == datum
    assert trials[0].in_division == pytest.approx(1.0, abs=1e-6)


def test_nothing_is_clear_in_the_middle_of_a_division(around: Surroundings) -> None:
    x, y = np.full(50, 102.7436), np.full(50, 25.0161)
    trials = try_datums(x, y, np.full(50, "530111", dtype=object), around.areas)
    assert clear_choice(trials) == ""


def test_metres_are_only_tried_as_metres(around: Surroundings) -> None:
    east, north = geo.project(np.full(3, 102.7436), np.full(3, 25.0161), CRS)
    trials = try_datums(east, north, np.full(3, "530111", dtype=object), around.areas)
    assert [t.datum for t in trials] == ["epsg4543"] and trials[0].in_division == 1.0


def test_border_points_belong_to_one_division(around: Surroundings) -> None:
    areas: Areas = around.areas
    corner = np.array(next(iter(around.inputs.polygons.geometry)).boundary.geoms[0].coords)
    found = areas.locate(corner[:, 0], corner[:, 1])
    assert (found != "").all()


def test_addresses_stand_in_for_divisions_in_the_trial(around: Surroundings, check: Check) -> None:
    """Points beside the borders, with an address instead of a division: the datum shows all the same, and the report says so."""
    names, lines = around.gazetteer.names, []
    for polygon in around.inputs.polygons.geometry:
        ring = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
        lines += list(np.array(ring.exterior.coords)[::6])
    lon, lat = (np.array(lines) + np.random.default_rng(3).uniform(-0.003, 0.003, (len(lines), 2))).T
    stated = around.areas.locate(lon, lat)
    inside = np.flatnonzero(stated != "")
    x, y = geo.wgs84_to_gcj02(lon[inside], lat[inside])
    rows = [
        f"第{i}小学,云南省昆明市{names[stated[k]]}某路{i}号,{x[i]:.6f},{y[i]:.6f},80,2024"
        for i, k in enumerate(inside)
    ]
    outcome = check("\n".join(["名称,地址,经度,纬度,在校生数,年份", *rows]) + "\n", datum="")
    best = outcome.trials[0]
    assert best.datum == "gcj02" == outcome.clear_datum and best.by_address == best.rows == len(rows)
    assert best.in_division == pytest.approx(1.0, abs=0.01)
    assert "取自地址" in best.sentence.zh and "address only" in best.sentence.en


@pytest.mark.parametrize("lon", [76.0, 87.6, 103.0, 104.1, 117.2, 126.6, 134.5])
def test_projections_near_a_city_are_those_of_proj_and_hold_its_own(lon: float) -> None:
    near = near_projections(lon)
    assert len(set(near)) == len(near)
    for datum in near:
        crs, name = PROJECTED.from_epsg(int(datum.removeprefix("epsg"))), projection_name(datum)
        (meridian,) = (
            p.value for p in crs.coordinate_operation.params if p.name == "Longitude of natural origin"
        )
        assert abs(meridian - lon) <= 9 and name is not None and datum.removeprefix("epsg") in name.zh
        said = f"{meridian:g}°" if "UTM" not in name.zh else f"{(meridian + 183) / 6:g}N"
        assert said in name.zh and ("UTM" in crs.name) == ("UTM" in name.zh)
    assert abs(min(_meridians(near), key=lambda m: abs(m - lon)) - lon) <= 1.5


def _meridians(near: tuple[str, ...]) -> list[float]:
    found = (PROJECTED.from_epsg(int(d.removeprefix("epsg"))).coordinate_operation.params for d in near)
    return [p.value for params in found for p in params if p.name == "Longitude of natural origin"]
