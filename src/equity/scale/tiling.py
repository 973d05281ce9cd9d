"""Cuts the plane into tiles with about equally many points, so that no megacity waits alone at the end."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from equity.scale.inputs import TABLES

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
Pass = Literal["facility", "point"]
RATIOS = {
    "scenario": "VARCHAR",
    "facility_id": "VARCHAR",
    "ratio": "DOUBLE",
    "ratio_low": "DOUBLE",
    "ratio_high": "DOUBLE",
    "unbounded": "BOOLEAN",
}
POINTS, FACILITIES = (tuple(TABLES[name]) for name in ("points", "facilities"))


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


def cells(search_m: float) -> str:
    """Cells that hold a point or a facility, and how many points: cell_x, cell_y, points."""
    x, y = _cell("x", search_m), _cell("y", search_m)
    return (
        f"SELECT cell_x, cell_y, CAST(sum(points) AS BIGINT) AS points FROM ("
        f"SELECT {x} AS cell_x, {y} AS cell_y, 1 AS points FROM in_points "
        f"UNION ALL SELECT {x}, {y}, 0 FROM in_service WHERE x IS NOT NULL) AS c GROUP BY cell_x, cell_y"
    )


def members(which: Pass, search_m: float, *, chooses: bool, on_network: bool) -> dict[str, str]:
    """Queries for ``core_points``, ``core_facilities`` (with ``own``), and ``stg_network_distances`` of every tile."""
    if on_network:
        return _along_network(which, search_m, chooses=chooses)
    near = {"facility": ("near_1", "near_2" if chooses else "near_1"), "point": ("near_1", "near_1")}[which]
    own_facilities = which == "facility" and not chooses
    return {
        "core_points": _in_cells("in_points", POINTS, near[0], search_m, own_only=which == "point"),
        "core_facilities": _in_cells(
            "in_service", FACILITIES, near[1], search_m, own_only=own_facilities, own=True
        ),
    }


def ratios_of(facilities: str) -> str:
    """The ratios that a tile's point pass needs: those of ``facilities``, the query of its facilities."""
    listed = ", ".join(f"r.{c}" for c in RATIOS)
    return f"SELECT f.tile, {listed} FROM in_ratios AS r JOIN ({facilities}) AS f ON f.facility_id = r.facility_id"


def _cell(axis: str, search_m: float) -> str:
    return f"CAST(floor({axis} / {cell_size(search_m)!r}e0) AS BIGINT)"  # with an exponent Spark too reads a double


def _in_cells(
    table: str, columns: tuple[str, ...], near: str, search_m: float, *, own_only: bool, own: bool = False
) -> str:
    listed = ", ".join(f"t.{c}" for c in columns)
    return (
        f"SELECT h.tile, {listed}{', h.own' if own else ''} FROM {table} AS t JOIN {near} AS h "
        f"ON h.cell_x = {_cell('t.x', search_m)} AND h.cell_y = {_cell('t.y', search_m)}{' AND h.own' if own_only else ''}"
    )


def _along_network(which: Pass, search_m: float, *, chooses: bool) -> dict[str, str]:
    """A tile sees the pairs of its own facilities (or points); in a choosing pass also all other pairs of their points."""
    own_points = _in_cells("in_points", POINTS, "near_1", search_m, own_only=True)
    own_facilities = _in_cells("in_service", FACILITIES, "near_1", search_m, own_only=True)
    pairs = "SELECT {}.tile, n.point_id, n.facility_id, n.metres FROM in_network_distances AS n JOIN ({}) AS {} ON {}"
    of_points = pairs.format("p", own_points, "p", "p.point_id = n.point_id")
    of_facilities = pairs.format("f", own_facilities, "f", "f.facility_id = n.facility_id")
    if which == "facility" and chooses:
        people = f"SELECT DISTINCT tile, point_id FROM ({of_facilities}) AS k"
        seen = pairs.format("s", people, "s", "s.point_id = n.point_id")
    else:
        seen = of_facilities if which == "facility" else of_points
    points, facilities = (", ".join(f"t.{c}" for c in columns) for columns in (POINTS, FACILITIES))
    return {
        "core_points": own_points if which == "point" else (
            f"SELECT k.tile, {points} FROM (SELECT DISTINCT tile, point_id FROM ({seen}) AS n) AS k "
            "JOIN in_points AS t ON t.point_id = k.point_id"
        ),
        "core_facilities": (
            f"SELECT k.tile, {facilities}, o.tile IS NOT NULL AS own "
            f"FROM (SELECT DISTINCT tile, facility_id FROM ({seen}) AS n) AS k "
            f"JOIN in_service AS t ON t.facility_id = k.facility_id "
            f"LEFT JOIN ({own_facilities}) AS o ON o.facility_id = k.facility_id AND o.tile = k.tile"
        ),
        "stg_network_distances": seen,
    }  # fmt: skip
