"""Division polygons fitted to a drawing: projected to metres once (``geo``), scaled, borders still shared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from equity.geo import Floats, LonLat, map_vertices, metric_crs, project, project_geometry

Box = tuple[float, float, float, float]
DETAIL = 0.7  # drawing units: corners smaller than this (the side of a triangle of that area) are not seen


@dataclass(frozen=True)
class Shape:
    """One division on the drawing: ``geometry`` in drawing units (y down), ``properties`` of the GeoJSON feature."""

    code: str
    properties: Mapping[str, Any]
    geometry: shapely.Geometry

    @cached_property
    def path(self) -> str:
        """Path data of all rings, with one decimal (a tenth of a pixel); holes run against their shells."""
        return "".join(
            _ring(ring)
            for polygon in shapely.get_parts(shapely.orient_polygons(self.geometry))
            for ring in (polygon.exterior, *polygon.interiors)
        )


@dataclass(frozen=True)
class Fitted:
    """Divisions in a box, and how metres (of ``crs``) become drawing units."""

    shapes: tuple[Shape, ...]
    metres_per_unit: float
    box: Box
    origin: tuple[float, float]  # metres at the point (0, 0) of the drawing
    crs: str

    def place(self, lon: Any, lat: Any) -> np.ndarray:
        """(n, 2) drawing units of points in degrees."""
        return np.column_stack(_to_drawing(*project(lon, lat, self.crs), self.origin, self.metres_per_unit))


def fit(features: Iterable[Mapping[str, Any]], box: Box, *, around: Collection[str] = ()) -> Fitted:
    """GeoJSON features (EPSG:4326) scaled to fit ``box`` (left, top, right, bottom), centred, same scale both ways.

    ``around``: codes of those that are to fill the box; the others reach beyond it. None, or none known: all.
    """
    left, top, right, bottom = box
    features = tuple(features)
    outlines = [shapely.geometry.shape(f["geometry"]) for f in features]
    west, _, east, _ = shapely.total_bounds(outlines)
    crs = metric_crs((west + east) / 2)
    metric = [project_geometry(outline, crs) for outline in outlines]
    codes = [str(f["properties"]["code"]) for f in features]
    wanted = [g for code, g in zip(codes, metric, strict=True) if code in around] or metric
    west, south, east, north = shapely.total_bounds(wanted)
    metres = float(max((east - west) / (right - left), (north - south) / (bottom - top)))
    width, height = (east - west) / metres, (north - south) / metres
    x0, y0 = (left + right - width) / 2, (top + bottom - height) / 2
    origin = (west - x0 * metres, north + y0 * metres)
    drawn = shapely.coverage_simplify(
        [map_vertices(lambda e, n: _to_drawing(e, n, origin, metres), g) for g in metric], DETAIL
    )
    shapes = tuple(Shape(code, f["properties"], g) for code, f, g in zip(codes, features, drawn, strict=True))
    return Fitted(shapes, metres, (x0, y0, x0 + width, y0 + height), origin, crs)


def _to_drawing(east: Floats, north: Floats, origin: tuple[float, float], metres: float) -> LonLat:
    return (east - origin[0]) / metres, (origin[1] - north) / metres


def _ring(ring: Any) -> str:
    points = np.round(np.asarray(ring.coords), 1)
    keep = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
    text = "L".join(f"{x:g},{y:g}" for x, y in points[keep][:-1])
    return f"M{text}Z"
