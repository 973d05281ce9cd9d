"""Isochrones: the area from which some facility is within reach along the roads, as a polygon."""

import numpy as np
import shapely

from equity.roads.graph import Floats, Integers
from equity.roads.search import ModeNetwork

ACROSS_ONE, ACROSS_MANY = 100, 50  # cells from side to side of the area around a facility, of one or of many
FINEST_M = 10.0
CLOSED, OPENED, STRAIGHT = (
    0.5,
    0.25,
    0.15,
)  # of a cell: how far steps of the edge are rounded, inwards and outwards, and thinned out


def area_within(network: ModeNetwork, facilities: Floats, limit: float) -> shapely.Geometry:
    """Where a place has at most ``limit`` to one of the ``facilities`` ((n, 2) metres), its straight line to the road included.

    Square cells whose middle is within reach, by the same search as every pair, put together and rounded by less than a cell:
    so the edge is true to one cell, 1/50 of the distance to the farthest road that is reached (1/25 for many facilities).
    Metres; empty where nothing is.
    """
    if not len(facilities) or not len(network.length):
        return shapely.Polygon()
    places = network.put(facilities)
    # beyond the farthest junction: along an edge, and a walk to it
    beyond = float(network.length.max()) + limit / network.per_leg_metre
    radius = min(network.farthest(limit), network.spread(places, limit) + beyond)
    cell = max(FINEST_M, 2 * radius / (ACROSS_ONE if len(facilities) == 1 else ACROSS_MANY))
    cells = _cells_around(facilities, radius, cell)
    found = network.pairs(network.put((cells + 0.5).astype(np.float64) * cell), places, limit)
    return _rounded(shapely.union_all(_boxes(cells[np.unique(found.place)], cell)), cell)


def _rounded(area: shapely.Geometry, cell: float) -> shapely.Geometry:
    """The area without the steps of its cells; not one of them is lost."""
    closed = shapely.buffer(shapely.buffer(area, CLOSED * cell), -CLOSED * cell)
    opened = shapely.buffer(shapely.buffer(closed, -OPENED * cell), OPENED * cell)
    return shapely.simplify(opened, STRAIGHT * cell)


def _cells_around(places: Floats, radius: float, cell: float) -> Integers:
    """The cells whose middle may lie within ``radius`` of a place, as whole numbers of cells; (n, 2), in order."""
    steps = int(np.ceil(radius / cell)) + 1
    around = np.stack(np.meshgrid(*[np.arange(-steps, steps + 1)] * 2), axis=-1).reshape(-1, 2)
    around = around[np.hypot(*around.T) <= steps]
    home = np.unique(np.floor(places / cell).astype(np.int64), axis=0)
    return np.unique((home[:, None, :] + around[None, :, :]).reshape(-1, 2), axis=0)


def _boxes(cells: Integers, cell: float) -> np.ndarray:
    """Columns of neighbouring cells as one rectangle each; ``cells`` in order."""
    if not len(cells):
        return np.empty(0, object)
    x, y = cells.T
    new = np.r_[True, (x[1:] != x[:-1]) | (y[1:] != y[:-1] + 1)]
    low, high = np.flatnonzero(new), np.r_[np.flatnonzero(new)[1:], len(cells)] - 1
    return shapely.box(x[low] * cell, y[low] * cell, (x[low] + 1) * cell, (y[high] + 1) * cell)
