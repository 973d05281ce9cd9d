"""Isochrones: the area from which some facility is within reach along the roads, as a polygon."""

import numpy as np
import shapely

from equity.roads.graph import Floats, Integers
from equity.roads.search import ModeNetwork

CELLS_ACROSS = 50  # of the straight line that no way can exceed, on both sides of a facility
FINEST_M = 10.0
STAIRS = 0.71  # half the diagonal of a cell: corners of the cells become slants


def area_within(network: ModeNetwork, facilities: Floats, limit: float) -> shapely.Geometry:
    """Where a place has at most ``limit`` to one of the ``facilities`` ((n, 2) metres), its straight line to the road included.

    Square cells whose middle is within reach, by the same search as every pair, put together and smoothed by less than a cell:
    so the edge is true to one cell, 1/25 of the straight line that no way of ``limit`` can exceed. Metres; empty where nothing is.
    """
    farthest = network.farthest(limit)
    cell = max(FINEST_M, 2 * farthest / CELLS_ACROSS)
    if not len(facilities) or not len(network.length):
        return shapely.Polygon()
    cells = _cells_around(facilities, farthest, cell)
    found = network.pairs(
        network.put((cells + 0.5).astype(np.float64) * cell), network.put(facilities), limit
    )
    within = cells[np.unique(found.place)]
    return shapely.simplify(shapely.union_all(_boxes(within, cell)), STAIRS * cell)


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
