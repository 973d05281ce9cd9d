"""Cuts the plane into tiles with about equally many points, so that no megacity waits alone at the end."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

CELLS_PER_RADIUS = 2  # cells of half a radius: two cells around a cell hold all within the radius
BITS = 20  # of a cell's number in each direction: a million cells of 500 m reach round the earth
HALF = 1 << (BITS - 1)  # cells are numbered from -HALF to HALF - 1
_MASKS = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)

Integers = npt.NDArray[np.int64]


def cell_size(radius_m: float) -> float:
    """Side of a cell in metres for a search radius."""
    return radius_m / CELLS_PER_RADIUS


@dataclass(frozen=True)
class Tiling:
    """Cells that hold anything, along the Morton curve, and the tile of each. All arrays have one entry per cell."""

    x: Integers
    y: Integers
    code: npt.NDArray[np.uint64]
    tile: npt.NDArray[np.int32]

    @property
    def tiles(self) -> int:
        return int(self.tile[-1]) + 1 if len(self.tile) else 0

    def halo(self, radii: int) -> pa.Table:
        """Which tiles need what stands in a cell: those with a cell of their own within ``radii`` search radii of it.

        One row per cell and tile: cell_x, cell_y, tile, own (the cell belongs to the tile).
        """
        reach, number = radii * CELLS_PER_RADIUS, np.arange(len(self.x), dtype=np.int64)
        found = [number * self.tiles + self.tile]
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                x, y = self.x + i, self.y + j
                inside = np.flatnonzero((np.minimum(x, y) >= -HALF) & (np.maximum(x, y) < HALF))
                wanted = morton(x[inside], y[inside])
                at = np.minimum(np.searchsorted(self.code, wanted), len(self.code) - 1)
                held = self.code[at] == wanted
                found.append(np.unique(number[inside[held]] * self.tiles + self.tile[at[held]]))
        both = np.unique(np.concatenate(found))
        cell, tile = both // max(1, self.tiles), (both % max(1, self.tiles)).astype(np.int32)
        columns = (self.x[cell], self.y[cell], tile, tile == self.tile[cell])
        return pa.table(dict(zip(("cell_x", "cell_y", "tile", "own"), columns, strict=True)))


def cut_tiles(x: Integers, y: Integers, count: Integers, limit: int) -> Tiling:
    """Squares of a quadtree, divided until they hold at most ``limit`` points or are a single cell.

    ``x``, ``y`` (cell numbers), ``count``: one entry per cell that holds anything. The same cells give the same tiles in
    any order. Raises ``ValueError`` where the cells span too far.
    """
    if len(x) and (min(x.min(), y.min()) < -HALF or max(x.max(), y.max()) >= HALF):
        raise ValueError(f"cells must lie within {-HALF} and {HALF}")
    code = morton(x, y)
    order = np.argsort(code, kind="stable")
    code = code[order]
    held = np.concatenate([[0], np.cumsum(count[order])])
    starts, waiting = [], [(0, len(order), 2 * BITS)] if len(order) else []
    while waiting:
        first, last, bits = waiting.pop()
        if held[last] - held[first] <= limit or bits == 0:
            starts.append(first)
            continue
        base = int(code[first]) >> bits << bits
        corners = np.array([base + (q << (bits - 2)) for q in (1, 2, 3)], np.uint64)
        ends = [first, *(first + np.searchsorted(code[first:last], corners)).tolist(), last]
        waiting += [(a, b, bits - 2) for a, b in pairwise(ends) if a < b]
    tile = np.searchsorted(np.sort(np.array(starts, np.int64)), np.arange(len(order)), side="right") - 1
    return Tiling(x[order], y[order], code, tile.astype(np.int32))


def morton(x: Integers, y: Integers) -> npt.NDArray[np.uint64]:
    """The bits of both numbers in turn: near cells get near codes, and squares are runs of them."""
    return _spread(x + HALF) | (_spread(y + HALF) << np.uint64(1))


def _spread(numbers: Integers) -> npt.NDArray[np.uint64]:
    n = numbers.astype(np.uint64)
    for shift, mask in _MASKS:
        n = (n | (n << np.uint64(shift))) & np.uint64(mask)
    return n
