"""A road graph from lines: junctions where lines meet, edges between them, in metres of the projected system."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from equity.roads.classes import Mode, speeds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SAME_PLACE_M = 0.01  # vertices nearer than this are one place
STEEPNESS, EASIEST = (
    3.5,
    -0.05,
)  # Tobler 1993: walkers are fastest on a slope of 5 % downhill, and slower by exp(-3.5 |s + 0.05|)


@dataclass(frozen=True)
class RoadLines:
    """Lines as a road layer gives them. Arrays have one entry per line.

    ``geometry``: LineStrings in metres, with heights (z) or without. ``road_class``: classes of `classes.toml`. ``oneway``: 1 in drawing direction only, -1
    against it only, 0 both; pedestrians ignore it. ``speed_kmh``: stated driving speed, NaN where none. ``through``: the line
    meets others only at its two ends (a bridge or tunnel of a layer that knows no shared nodes). ``bridge``: it crosses others
    without meeting them; None: exactly those of ``through``.
    """

    geometry: npt.NDArray[np.object_]
    road_class: npt.NDArray[np.object_]
    oneway: npt.NDArray[np.int8]
    speed_kmh: Floats
    through: npt.NDArray[np.bool_]
    bridge: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class RoadGraph:
    """``nodes``: (n, 2) metres. The other arrays have one entry per edge: ends, LineString from ``start`` to ``end``, by how
    many metres the end is higher (0 where heights are not known), the position of its line, and what `RoadLines` says of that.
    """

    nodes: Floats
    start: Integers
    end: Integers
    geometry: npt.NDArray[np.object_]
    length_m: Floats
    rise_m: Floats
    line: Integers
    road_class: npt.NDArray[np.object_]
    oneway: npt.NDArray[np.int8]
    speed_kmh: Floats
    bridge: npt.NDArray[np.bool_]

    def usable(self, mode: Mode) -> npt.NDArray[np.bool_]:
        """Which edges the mode may use."""
        return self.pace(mode) < np.inf

    def paces(self, mode: Mode) -> tuple[Floats, Floats]:
        """Seconds per metre from start to end and from end to start. Slopes count on foot (Tobler 1993, as a factor to the speed of
        the class on the level); for wheels no published rule is used."""
        level = self.pace(mode)
        if mode != "walking":
            return level, level
        slope = self.rise_m / np.maximum(self.length_m, SAME_PLACE_M)
        return level * _toil(slope), level * _toil(-slope)

    def pace(self, mode: Mode) -> Floats:
        """Seconds per metre along each edge on the level; infinite where the mode may not go."""
        names, which = np.unique(self.road_class.astype(str), return_inverse=True)
        kmh = np.array([speeds()[name][mode] for name in names])[which] if len(names) else np.empty(0)
        if mode == "driving":
            stated = np.isfinite(self.speed_kmh) & (self.speed_kmh > 0) & (kmh > 0)
            kmh = np.where(stated, self.speed_kmh, kmh)
        with np.errstate(divide="ignore"):
            return 3.6 / kmh

    def directions(self, mode: Mode) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Whether each edge may be used from start to end, and from end to start."""
        if mode == "walking":
            both = np.ones(len(self.start), bool)
            return both, both
        return self.oneway >= 0, self.oneway <= 0


def _toil(slope: Floats) -> Floats:
    """How many times as long a metre takes as on the level; exactly 1 there."""
    return np.exp(STEEPNESS * (np.abs(slope - EASIEST) - abs(EASIEST)))


def build_graph(lines: RoadLines) -> RoadGraph:
    """Lines meet where they share a vertex (within 1 cm) and are cut there; a line that leads ``through`` only at its ends.

    Crossings without a common vertex stay apart: nobody can turn there. Edges of no length are left out. The same lines in
    another order give the same distances.
    """
    points, line = shapely.get_coordinates(lines.geometry, include_z=True, return_index=True)
    points, height = points[:, :2], points[:, 2]
    if not len(points):
        no_metres = np.empty(0)
        empty = np.empty(0, np.int64)
        return RoadGraph(
            np.empty((0, 2)), empty, empty, lines.geometry, no_metres, no_metres, empty, *_said(lines, empty)
        )
    first = np.r_[True, line[1:] != line[:-1]]
    last = np.r_[first[1:], True]
    place = _places(points, apart=lines.through[line] & ~first & ~last)
    repeated = np.r_[False, (place[1:] == place[:-1]) & ~first[1:]]
    points, height, line, first, last, place = (
        a[~repeated] for a in (points, height, line, first, last | _before(repeated, last), place)
    )
    junction = first | last | (np.bincount(place)[place] > 1)
    at = np.flatnonzero(junction)
    begins, ends = at[:-1], at[1:]
    same_line = line[begins] == line[ends]
    begins, ends = begins[same_line], ends[same_line]
    used = np.zeros(place.max() + 1, bool)
    used[place[begins]] = used[place[ends]] = True
    number = np.cumsum(used) - 1
    nodes = np.empty((used.sum(), 2))
    nodes[number[place[at]]] = points[at]
    counts = ends - begins + 1
    taken = np.repeat(begins - np.r_[0, np.cumsum(counts)[:-1]], counts) + np.arange(counts.sum())
    geometry = shapely.linestrings(points[taken], indices=np.repeat(np.arange(len(begins)), counts))
    of = line[begins]
    return RoadGraph(
        nodes,
        number[place[begins]],
        number[place[ends]],
        geometry,
        shapely.length(geometry),
        np.nan_to_num(height[ends] - height[begins]),
        of,
        *_said(lines, of),
    )


def _said(
    lines: RoadLines, of: Integers
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int8], Floats, npt.NDArray[np.bool_]]:
    bridge = lines.through if lines.bridge is None else lines.bridge
    return lines.road_class[of], lines.oneway[of], lines.speed_kmh[of], bridge[of]


def _places(points: Floats, *, apart: npt.NDArray[np.bool_]) -> Integers:
    """A number for each vertex, the same where vertices are at one place; those of ``apart`` have one of their own."""
    cells = np.round(points / SAME_PLACE_M).astype(np.int64)
    east, north = (cells - cells.min(0)).T
    _, place = np.unique(
        east * (north.max() + 1) + north, return_inverse=True
    )  # one number each: sorts ten times as fast
    place[apart] = place.max() + 1 + np.arange(apart.sum())
    return np.unique(place, return_inverse=True)[1]


def _before(repeated: npt.NDArray[np.bool_], last: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Marks the vertex before a repeated one that is the last of its line: it is the last now."""
    return np.r_[(repeated & last)[1:], False]
