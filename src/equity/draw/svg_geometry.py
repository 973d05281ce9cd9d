"""Division polygons as SVG paths: projected to metres, fitted to a box, with places for their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from equity.settings import CRS_GEOGRAPHIC, CRS_METRIC

Box = tuple[float, float, float, float]
DETAIL = 0.7  # drawing units: corners smaller than this (the side of a triangle of that area) are not seen


@dataclass(frozen=True, slots=True)
class Shape:
    """One division on the drawing: ``geometry`` in drawing units (y down), ``properties`` of the GeoJSON
    feature.
    """

    code: str
    properties: Mapping[str, Any]
    geometry: Any

    @property
    def path(self) -> str:
        """Path data of all rings, with one decimal (a tenth of a pixel)."""
        return "".join(
            _ring(ring)
            for polygon in _polygons(self.geometry)
            for ring in (polygon.exterior, *polygon.interiors)
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """All divisions in a box, and how many metres one drawing unit is."""

    shapes: tuple[Shape, ...]
    metres_per_unit: float
    box: Box


@lru_cache(maxsize=4)
def _transformer() -> Transformer:
    return Transformer.from_crs(CRS_GEOGRAPHIC, CRS_METRIC, always_xy=True)


def project(lonlat: np.ndarray) -> np.ndarray:
    """(n, 2) longitude, latitude in degrees (EPSG:4326) → (n, 2) east, north in metres (EPSG:4543)."""
    east, north = _transformer().transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([east, north])


def fit(geojson: Mapping[str, Any], box: Box) -> Fitted:
    """Project a FeatureCollection and scale it to fit ``box`` (left, top, right, bottom), centred, same scale
    both ways.
    """
    left, top, right, bottom = box
    metric = [
        (str(f["properties"]["code"]), f["properties"], shapely.transform(shape(f["geometry"]), project))
        for f in geojson["features"]
    ]
    west, south, east, north = shapely.total_bounds([g for _, _, g in metric])
    metres = max((east - west) / (right - left), (north - south) / (bottom - top))
    x0 = (left + right - (east - west) / metres) / 2
    y0 = (top + bottom - (north - south) / metres) / 2

    def to_drawing(xy: np.ndarray) -> np.ndarray:
        return np.column_stack([x0 + (xy[:, 0] - west) / metres, y0 + (north - xy[:, 1]) / metres])

    drawn = shapely.coverage_simplify([shapely.transform(g, to_drawing) for _, _, g in metric], DETAIL)
    shapes = tuple(Shape(code, props, g) for (code, props, _), g in zip(metric, drawn, strict=True))
    width, height = (east - west) / metres, (north - south) / metres
    return Fitted(shapes, float(metres), (x0, y0, x0 + width, y0 + height))


def _polygons(geometry: Any) -> Iterable[Any]:
    return geometry.geoms if geometry.geom_type == "MultiPolygon" else (geometry,)


def _ring(ring: Any) -> str:
    points = np.round(np.asarray(ring.coords), 1)
    keep = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
    text = "L".join(f"{x:g},{y:g}" for x, y in points[keep][:-1])
    return f"M{text}Z"


@dataclass(frozen=True, slots=True)
class Placed:
    """Centre of a label and, where it had to leave its polygon, the point it belongs to."""

    x: float
    y: float
    anchor: tuple[float, float] | None = None


def place_labels(
    shapes: Iterable[Shape], sizes: Mapping[str, tuple[float, float]], box: Box
) -> dict[str, Placed]:
    """Centres for labels of the given (width, height), none over another.

    Each label takes the roomiest place inside its polygon; small divisions choose first. One that finds no
    free place
    inside goes to the nearest free place outside and keeps an anchor for a leader line.
    """
    taken: list[Box] = []
    result: dict[str, Placed] = {}
    for item in sorted(shapes, key=lambda s: s.geometry.area):
        if item.code not in sizes:
            continue
        width, height = sizes[item.code]
        inside = _inside(item.geometry, width, height)
        spot = next((p for p in inside if not _hits(_around(*p, width, height), taken)), None)
        if spot is None:
            anchor = inside[0]
            spot = next(
                (
                    p
                    for p in _rings(anchor, box, width, height)
                    if not _hits(_around(*p, width, height), taken)
                ),
                anchor,
            )
            result[item.code] = Placed(*spot, anchor)
        else:
            result[item.code] = Placed(*spot)
        taken.append(_around(*spot, width, height))
    return result


def _inside(geometry: Any, width: float, height: float) -> list[tuple[float, float]]:
    """Points inside, those with most room for the label first."""
    largest = max(_polygons(geometry), key=lambda p: p.area)
    largest = shapely.simplify(
        largest, 0.5
    )  # half a pixel: a tenth of the vertices, the same place for a label
    west, south, east, north = largest.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 25)[1:-1], np.linspace(south, north, 25)[1:-1])
    points = shapely.points(xs.ravel(), ys.ravel())
    shapely.prepare(largest)
    points = points[shapely.contains_properly(largest, points)]
    if not len(points):
        centre = largest.representative_point()
        return [(float(centre.x), float(centre.y))]
    x, y = shapely.get_x(points), shapely.get_y(points)
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    cover = np.ones(len(boxes))
    cut = ~shapely.covers(largest, boxes)  # prepared, so cheap; the intersections are nearly all the work
    cover[cut] = np.round(shapely.area(shapely.intersection(boxes[cut], largest)) / (width * height), 3)
    room = np.round(shapely.distance(points, largest.exterior), 3)
    order = np.lexsort((x, y, -room, -cover))
    return [(float(x[i]), float(y[i])) for i in order]


def _rings(
    centre: tuple[float, float], box: Box, width: float, height: float
) -> Iterable[tuple[float, float]]:
    """Places around ``centre``, nearest first, that keep the label within ``box``."""
    for radius in np.arange(10, 400, 8):
        for angle in np.arange(0, 2 * np.pi, np.pi / 12):
            x, y = centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)
            if (
                box[0] + width / 2 <= x <= box[2] - width / 2
                and box[1] + height / 2 <= y <= box[3] - height / 2
            ):
                yield float(x), float(y)


def _around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _hits(box: Box, others: Iterable[Box]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)
