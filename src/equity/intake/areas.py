"""The division polygons, prepared for many points."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from equity import geo
from equity.city import City

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
