"""Places for the names on a map: none over another, each in its division where there is room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from equity.draw.shapes import Box, Shape


@dataclass(frozen=True, slots=True)
class Placed:
    """Centre of a label and, where it had to leave its polygon, the point it belongs to."""

    x: float
    y: float
    anchor: tuple[float, float] | None = None


def place_labels(
    shapes: Iterable[Shape], sizes: Mapping[str, tuple[float, float]], box: Box
) -> dict[str, Placed]:
    """Centres for labels of the given (width, height) by code, within ``box``.

    Each label takes the roomiest place inside its polygon; small divisions choose first. One that finds no free place
    inside goes to the nearest free place outside and keeps an anchor for a leader line.
    """
    taken: list[Box] = []
    result: dict[str, Placed] = {}
    for item in sorted(shapes, key=lambda s: s.geometry.area):
        if item.code not in sizes:
            continue
        width, height = sizes[item.code]

        def free(
            spots: Iterable[tuple[float, float]], width: float = width, height: float = height
        ) -> tuple[float, float] | None:
            return next((p for p in spots if not _hits(_around(*p, width, height), taken)), None)

        inside = _inside(item.geometry, width, height)
        if spot := free(inside):
            result[item.code] = Placed(*spot)
        else:
            spot = free(_rings(inside[0], box, width, height)) or inside[0]
            result[item.code] = Placed(*spot, inside[0])
        taken.append(_around(*spot, width, height))
    return result


def _inside(geometry: Any, width: float, height: float) -> list[tuple[float, float]]:
    """Points inside, those with most room for the label first."""
    largest = max(shapely.get_parts(geometry), key=lambda p: p.area)
    # half a pixel: a tenth of the vertices, the same place for a label
    largest = shapely.simplify(largest, 0.5)
    west, south, east, north = largest.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 25)[1:-1], np.linspace(south, north, 25)[1:-1])
    points = shapely.points(xs.ravel(), ys.ravel())
    shapely.prepare(largest)
    points = points[shapely.contains_properly(largest, points)]
    if not len(points):
        centre = largest.representative_point()
        return [(float(centre.x), float(centre.y))]
    x, y = shapely.get_x(points), shapely.get_y(points)
    boxes = np.column_stack((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    cover = np.ones(len(boxes))
    cut = ~shapely.covers(
        largest, shapely.box(*boxes.T)
    )  # prepared, so cheap; what follows is nearly all the work
    parts = [shapely.clip_by_rect(largest, *box) for box in boxes[cut]]
    cover[cut] = np.round(shapely.area(parts) / (width * height), 3)
    room = np.round(shapely.distance(points, largest.boundary), 3)
    order = np.lexsort((x, y, -room, -cover))
    return [(float(x[i]), float(y[i])) for i in order]


def _rings(
    centre: tuple[float, float], box: Box, width: float, height: float
) -> Iterable[tuple[float, float]]:
    """Places around ``centre``, nearest first, that keep the label within ``box``."""
    left, right, top, bottom = (
        box[0] + width / 2,
        box[2] - width / 2,
        box[1] + height / 2,
        box[3] - height / 2,
    )
    for radius in np.arange(10, 400, 8):
        for angle in np.arange(0, 2 * np.pi, np.pi / 12):
            x, y = centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)
            if left <= x <= right and top <= y <= bottom:
                yield float(x), float(y)


def _around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _hits(box: Box, others: Iterable[Box]) -> bool:
    return any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others)
