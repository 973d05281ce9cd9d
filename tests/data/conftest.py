"""Shipped tables as plain rows of text, read without the product's own reader: a second pair of eyes."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
import shapely.geometry

DATA = Path(__file__).resolve().parents[2] / "data"
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    return DATA


@pytest.fixture(scope="session")
def rows() -> Callable[[str], Rows]:
    """rows("geo/divisions.csv") → one dict of text per row."""
    cache: dict[str, Rows] = {}

    def read(path: str) -> Rows:
        if path not in cache:
            with (DATA / path).open(encoding="utf-8", newline="") as file:
                cache[path] = list(csv.DictReader(file))
        return cache[path]

    return read


@pytest.fixture(scope="session")
def polygons() -> Callable[[str], dict[str, shapely.Geometry]]:
    """polygons("districts.geojson") → polygon by division code."""

    def read(name: str) -> dict[str, shapely.Geometry]:
        features = json.loads((DATA / "geo" / name).read_text(encoding="utf-8"))["features"]
        return {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}

    return read


@pytest.fixture(scope="session")
def persons(rows) -> dict[tuple[str, int, str], dict[str, str]]:
    """Row of division_population by (code, year, group)."""
    return {
        (r["adcode"], int(r["year"]), r["population_group"]): r
        for r in rows("population/division_population.csv")
    }
