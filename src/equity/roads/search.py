"""Distances from places to facilities along a road graph, up to a limit, by Dijkstra's algorithm (scipy)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import shapely

from equity.roads.classes import WALKING_KMH, Mode
from equity.roads.graph import SAME_PLACE_M, Floats, Integers, RoadGraph

if TYPE_CHECKING:  # at run time only where there are roads
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

Unit = Literal["metres", "seconds"]
BATCH_CELLS = 20_000_000  # of the table of distances that is held at once: 160 MB
SQUARE = 2.0  # side of the squares in which facilities are searched from together, in limits
FAR_FROM_ROADS_M = 200.0


@dataclass(frozen=True)
class Placed:
    """Places on the network: one entry per place. ``edge``, ``offset_m`` from its start, ``leg_m``: straight line to the road."""

    edge: Integers
    offset_m: Floats
    leg_m: Floats

    xy: Floats  # the place on the road, metres

    def of(self, which: Integers) -> Placed:
        return Placed(self.edge[which], self.offset_m[which], self.leg_m[which], self.xy[which])

    @property
    def far(self) -> npt.NDArray[np.bool_]:
        """Farther from any road than a place should be; such a place keeps a straight line to the road."""
        return self.leg_m > FAR_FROM_ROADS_M


@dataclass(frozen=True)
class Pairs:
    """Place and facility (positions in the arrays asked with) and what lies between them, in the unit asked for."""

    place: Integers
    facility: Integers
    cost: Floats


class ModeNetwork:
    """The part of a graph that one mode can use, with costs in one unit.

    ``unit`` metres: length; seconds: length at the speed of the class, straight lines to the road at walking speed.
    """

    def __init__(self, graph: RoadGraph, mode: Mode, unit: Unit = "metres") -> None:
        keep = np.flatnonzero(graph.usable(mode))
        self.geometry, self.length = graph.geometry[keep], graph.length_m[keep]
        self.start, self.end, self.nodes = graph.start[keep], graph.end[keep], len(graph.nodes)
        forward, backward = graph.directions(mode)
        self.forward, self.backward = forward[keep], backward[keep]
        ahead, back = graph.paces(mode) if unit == "seconds" else (np.ones(len(graph.start)),) * 2
        self.per_metre_ahead, self.per_metre_back = ahead[keep], back[keep]
        self.per_leg_metre = 1.0 if unit == "metres" else 3.6 / WALKING_KMH
        self.node_xy = graph.nodes
        self._tree = shapely.STRtree(self.geometry)

    def put(self, xy: Floats) -> Placed:
        """The nearest usable edge of each place ((n, 2) metres); of equally near ones the first; within 1 cm of a
        junction it is at the junction. An empty network raises
        ``ValueError``."""
        if not len(self.geometry):
            raise ValueError("the network has no road for this mode")
        points = shapely.points(xy)
        edge, distance = self._nearest(xy, points)
        offset, length = shapely.line_locate_point(self.geometry[edge], points), self.length[edge]
        offset = np.where(
            offset < SAME_PLACE_M, 0.0, np.where(offset > length - SAME_PLACE_M, length, offset)
        )
        on_road = shapely.get_coordinates(shapely.line_interpolate_point(self.geometry[edge], offset))
        return Placed(edge, offset, distance, on_road)

    def _nearest(self, xy: Floats, points: npt.NDArray[np.object_]) -> tuple[Integers, Floats]:
        """Edge and distance: no farther than the nearest end of an edge, so only edges in a box of that size are measured."""
        bound, _ = self._ends.query(xy)
        corners = (
            np.hstack([xy - bound[:, None], xy + bound[:, None]]) + np.array([-1, -1, 1, 1]) * SAME_PLACE_M
        )
        place, edge = self._tree.query(shapely.box(*corners.T))
        distance = shapely.distance(points[place], self.geometry[edge])
        order = np.lexsort((edge, distance, place))
        _, first = np.unique(place[order], return_index=True)
        chosen = order[first]
        return edge[chosen], distance[chosen]

    @cached_property
    def _ends(self) -> cKDTree:
        from scipy.spatial import cKDTree

        used = np.zeros(self.nodes, bool)
        used[self.start] = used[self.end] = True
        return cKDTree(self.node_xy[used])

    def farthest(self, limit: float) -> float:
        """Metres of straight line that no way of at most ``limit`` can exceed."""
        quickest = min(self.per_metre_ahead.min(), self.per_metre_back.min(), self.per_leg_metre)
        return float(limit / quickest) + SAME_PLACE_M

    def pairs(self, places: Placed, facilities: Placed, limit: float) -> Pairs:
        """Every place and facility with at most ``limit`` between them, from the place to the facility, legs included.

        Sorted by facility, then place. Memory is bounded by ``BATCH_CELLS``, whatever the number of facilities.
        """
        found = list(self._searched(places, facilities, limit))
        if not found:
            return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        place, facility, cost = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((place, facility))
        return Pairs(place[order].astype(np.int64), facility[order].astype(np.int64), cost[order])

    def spread(self, facilities: Placed, limit: float) -> float:
        """Metres of straight line from a facility, where it stands on the road, to the farthest junction within ``limit`` of it."""
        nodes_at, longest = _Strips(self.node_xy), 0.0
        for together, low, high in self._squares(facilities, limit):
            nodes = nodes_at.inside(low, high)
            part = self._against_travel[nodes][:, nodes]
            for batch in np.array_split(together, 1 + len(together) * len(nodes) // BATCH_CELLS):
                distance = self._distances(part, nodes, facilities.of(batch), limit)[:, :-1]
                facility, node = np.nonzero(distance <= limit)
                apart = self.node_xy[nodes[node]] - facilities.xy[batch[facility]]
                longest = max(longest, float(np.hypot(*apart.T).max(initial=0.0)))
        return longest

    def _squares(self, facilities: Placed, limit: float) -> Iterator[tuple[Integers, Floats, Floats]]:
        """Facilities of one square of the map, and the corners of the rectangle that holds every way of ``limit`` to them."""
        reach = self.farthest(limit)
        for together in _squares(facilities.xy, SQUARE * reach):
            xy = facilities.xy[together]
            yield together, xy.min(0) - reach, xy.max(0) + reach

    def _searched(
        self, places: Placed, facilities: Placed, limit: float
    ) -> Iterator[tuple[Integers, Integers, Floats]]:
        """Facilities of one square of the map together, in the part of the graph that a way of ``limit`` can reach from there:
        what lies farther off in a straight line is farther off along any road, so nothing is lost and no sum differs."""
        place_leg, legs = places.leg_m * self.per_leg_metre, facilities.leg_m * self.per_leg_metre
        to_start, to_end = self._from_place(places)
        straight = self._on_one_edge(places, facilities)
        places_at, nodes_at = _Strips(places.xy), _Strips(self.node_xy)
        for together, low, high in self._squares(facilities, limit):
            near = places_at.inside(low, high)
            if not len(near):
                continue
            nodes = nodes_at.inside(low, high)
            part = self._against_travel[nodes][:, nodes]
            first, second = (_position(nodes, ends[places.edge[near]]) for ends in (self.start, self.end))
            size = max(1, BATCH_CELLS // (len(nodes) + len(near)))
            for begin in range(0, len(together), size):
                batch = together[begin : begin + size]
                distance = self._distances(part, nodes, facilities.of(batch), limit)
                cost = np.minimum(distance[:, first] + to_start[near], distance[:, second] + to_end[near])
                straight.shorten(cost, near, batch)
                cost += place_leg[near] + legs[batch][:, None]
                facility, place = np.nonzero(cost <= limit)
                yield near[place], batch[facility], cost[facility, place]

    def _from_place(self, places: Placed) -> tuple[Floats, Floats]:
        """Cost from each place to the start and to the end of its edge; infinite against a one-way street."""
        edge, ahead = places.edge, self.length[places.edge] - places.offset_m
        back = np.where(self.backward[edge] | (places.offset_m == 0), places.offset_m, np.inf)
        on = np.where(self.forward[edge] | (ahead == 0), ahead, np.inf)
        return back * self.per_metre_back[edge], on * self.per_metre_ahead[edge]

    def _to_facility(self, facilities: Placed) -> tuple[Floats, Floats]:
        """Cost to each facility from the start and from the end of its edge."""
        edge, rest = facilities.edge, self.length[facilities.edge] - facilities.offset_m
        ahead = np.where(self.forward[edge] | (facilities.offset_m == 0), facilities.offset_m, np.inf)
        back = np.where(self.backward[edge] | (rest == 0), rest, np.inf)
        return ahead * self.per_metre_ahead[edge], back * self.per_metre_back[edge]

    def _distances(self, part: csr_array, nodes: Integers, facilities: Placed, limit: float) -> Floats:
        """From each node of ``part`` to each facility (rows), with a last column for nodes outside of it. A facility is a node of its
        own that only leads out, so it shortens and splits no way of others: its distances are the same whatever else is there."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        count, number = len(nodes), len(facilities.edge)
        costs = np.column_stack(self._to_facility(facilities)).ravel()
        ends = np.column_stack([self.start[facilities.edge], self.end[facilities.edge]]).ravel()
        at = _position(nodes, ends)
        known = (at < count) & np.isfinite(costs)
        leading = np.r_[0, np.cumsum(known.reshape(-1, 2).sum(1))]
        graph = csr_array(
            (
                np.r_[part.data, costs[known]],
                np.r_[part.indices, at[known]],
                np.r_[part.indptr, part.indptr[-1] + leading[1:]],
            ),
            shape=(count + number, count + number),
        )
        distance = dijkstra(graph, indices=count + np.arange(number), limit=limit)[:, :count]
        return np.column_stack([distance, np.full(number, np.inf)])

    def _on_one_edge(self, places: Placed, facilities: Placed) -> _Straight:
        """Straight along the edge, where a place and a facility are on the same one."""
        order = np.argsort(places.edge, kind="stable")
        low, high = (np.searchsorted(places.edge[order], facilities.edge, side) for side in ("left", "right"))
        facility, at = _ranges(low, high)
        place = order[at]
        edge, along = facilities.edge[facility], facilities.offset_m[facility] - places.offset_m[place]
        cost = np.where(along >= 0, along * self.per_metre_ahead[edge], -along * self.per_metre_back[edge])
        may = (along == 0) | np.where(along > 0, self.forward[edge], self.backward[edge])
        return _Straight(
            np.searchsorted(facility, np.arange(len(facilities.edge) + 1)), place, np.where(may, cost, np.inf)
        )

    @cached_property
    def _against_travel(self) -> csr_array:
        """Costs against the direction of travel, because searches begin at the facilities; of parallel edges the cheapest."""
        from scipy.sparse import coo_array

        rows = np.r_[self.end[self.forward], self.start[self.backward]]
        columns = np.r_[self.start[self.forward], self.end[self.backward]]
        ahead, back = self.length * self.per_metre_ahead, self.length * self.per_metre_back
        costs = np.r_[ahead[self.forward], back[self.backward]]
        order = np.lexsort((costs, columns, rows))
        rows, columns, costs = rows[order], columns[order], costs[order]
        first = np.r_[True, (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])][: len(rows)]
        shape = (self.nodes, self.nodes)
        return coo_array((costs[first], (rows[first], columns[first])), shape=shape).tocsr()


def _squares(xy: Floats, side: float) -> Iterator[Integers]:
    """Positions of the places in each square of the map that holds any."""
    cells = np.floor(xy / side).astype(np.int64)
    _, which = np.unique(cells, axis=0, return_inverse=True)
    order = np.argsort(which, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(which.reshape(-1)[order])) + 1)


@dataclass(frozen=True)
class _Straight:
    """Costs of places on the edges of facilities: those of facility f from ``first[f]`` to ``first[f + 1]``."""

    first: Integers
    place: Integers
    cost: Floats

    def shorten(self, cost: Floats, near: Integers, batch: Integers) -> None:
        """Enter them in a table of the facilities ``batch`` and the places ``near`` (ascending), where they are less."""
        row, at = _ranges(self.first[batch], self.first[batch + 1])
        column = _position(near, self.place[at])
        known = column < len(near)
        row, column = row[known], column[known]
        cost[row, column] = np.minimum(cost[row, column], self.cost[at][known])


class _Strips:
    """Points in the order of their x, so that those in a rectangle are found among few."""

    def __init__(self, xy: Floats) -> None:
        self._order = np.argsort(xy[:, 0], kind="stable")
        self._x, self._y = xy[self._order].T

    def inside(self, low: Floats, high: Floats) -> Integers:
        """Positions, ascending."""
        a, b = np.searchsorted(self._x, low[0], "left"), np.searchsorted(self._x, high[0], "right")
        y = self._y[a:b]
        return np.sort(self._order[a:b][(y >= low[1]) & (y <= high[1])])


def _ranges(low: Integers, high: Integers) -> tuple[Integers, Integers]:
    """Of the ranges low[i] to high[i]: i and each number in it."""
    many = high - low
    which = np.repeat(np.arange(len(many)), many)
    return which, np.arange(many.sum()) + np.repeat(low - np.r_[0, np.cumsum(many)[:-1]], many)


def _position(nodes: Integers, wanted: Integers) -> Integers:
    """Where each wanted node stands in ``nodes`` (ascending); one past the last where it does not."""
    at = np.searchsorted(nodes, wanted)
    found = nodes[np.minimum(at, len(nodes) - 1)] == wanted if len(nodes) else np.zeros(len(wanted), bool)
    return np.where(found, at, len(nodes))
