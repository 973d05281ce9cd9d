"""The present data that an import is checked against: places, polygons, populations."""

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from equity import geo
from equity.checking.gazetteer import Gazetteer
from equity.city import City
from equity.sources.inputs import Inputs

Floats = NDArray[np.float64]


class Areas:
    """Polygons with a code each: which one a point lies in, and how far it is from one; metres are those of the city."""

    def __init__(self, codes: Any, polygons: Any, city: City) -> None:
        self.city, self.crs = city, city.crs
        self.codes = [str(c) for c in codes]
        self._polygons = list(polygons)
        self._metric = {
            c: geo.project_geometry(p, city.crs) for c, p in zip(self.codes, self._polygons, strict=True)
        }
        self.bounds = tuple(map(float, shapely.total_bounds(self._polygons)))
        shapely.prepare(self._polygons)

    def locate(self, lon: Floats, lat: Floats) -> NDArray[np.object_]:
        """Code of the division each point lies in (a border point: the lower code), "" for none or NaN."""
        found = np.full(len(lon), "", dtype=object)
        for code, polygon in sorted(zip(self.codes, self._polygons, strict=True), key=lambda pair: pair[0]):
            west, south, east, north = polygon.bounds
            near = np.flatnonzero(
                (found == "") & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
            )
            if len(near):
                inside = near[shapely.intersects_xy(polygon, lon[near], lat[near])]
                found[inside] = code
        return found

    def metres_from(self, codes: NDArray[np.object_], lon: Floats, lat: Floats) -> Floats:
        """Distance in metres of each point from the division ``codes``."""
        out = np.full(len(lon), np.nan)
        east, north = geo.project(lon, lat, self.crs)
        points = shapely.points(east, north)
        for code in set(codes):
            here = codes == code
            if code in self._metric:
                out[here] = shapely.distance(self._metric[code], points[here])
        return out


class Surroundings:
    """The present data that an import is checked against: places, polygons, populations."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return self.inputs.tables

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(
            self.inputs.city, *(self.tables[t] for t in ("divisions", "townships", "communities"))
        )

    def a_place_in(self, division: str) -> tuple[float, float]:
        """Longitude and latitude of the seat of a division, or of some point in it."""
        row = self.tables["divisions"].set_index("adcode").loc[division]
        if row["seat_lon"] == row["seat_lon"]:
            return float(row["seat_lon"]), float(row["seat_lat"])
        polygons = self.inputs.polygons.set_index("code")
        point = polygons.geometry[division].representative_point()
        return round(point.x, 4), round(point.y, 4)

    @cached_property
    def seats(self) -> pd.DataFrame:
        """Longitude and latitude of every township whose place is known, by its code: the seat, else the point found for it."""
        known = [self.tables[t].dropna(subset=["lon", "lat"]) for t in ("townships", "township_points")]
        both = pd.concat([frame.set_index("town_code")[["lon", "lat"]] for frame in known])
        return both[~both.index.duplicated()]

    @cached_property
    def community_points(self) -> pd.DataFrame:
        """Longitude and latitude of the communities whose place is known, by their code."""
        known = self.tables["communities"].dropna(subset=["lon", "lat"])
        return known.set_index("community_code")[["lon", "lat"]]

    @cached_property
    def areas(self) -> Areas:
        return Areas(self.inputs.polygons["code"], self.inputs.polygons.geometry, self.inputs.city)
