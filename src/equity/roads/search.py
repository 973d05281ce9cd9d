"""Distances from places to facilities along a road graph, up to a limit, by Dijkstra's algorithm (scipy)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from equity.roads.classes import WALKING_KMH, Mode
from equity.roads.graph import SAME_PLACE_M, Floats, Integers, RoadGraph

Unit = Literal["metres", "seconds"]
BATCH_CELLS = 20_000_000  # of the table of distances that is held at once: 160 MB
FAR_FROM_ROADS_M = 200.0


@dataclass(frozen=True)
class Placed:
    """Places on the network: one entry per place. ``edge``, ``offset_m`` from its start, ``leg_m``: straight line to the road."""

    edge: Integers
    offset_m: Floats
    leg_m: Floats

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
    """The part of a graph that one mode can use, with costs in one unit; facilities cut its edges.

    ``unit`` metres: length; seconds: length at the speed of the class, straight lines to the road at walking speed.
    """

    def __init__(self, graph: RoadGraph, mode: Mode, unit: Unit = "metres") -> None:
        keep = np.flatnonzero(graph.usable(mode))
        self.geometry, self.length = graph.geometry[keep], graph.length_m[keep]
        self.start, self.end, self.nodes = graph.start[keep], graph.end[keep], len(graph.nodes)
        forward, backward = graph.directions(mode)
        self.forward, self.backward = forward[keep], backward[keep]
        self.per_metre = np.ones(len(keep)) if unit == "metres" else graph.pace(mode)[keep]
        self.per_leg_metre = 1.0 if unit == "metres" else 3.6 / WALKING_KMH
        self._tree = shapely.STRtree(self.geometry)

    def put(self, xy: Floats) -> Placed:
        """The nearest usable edge of each place ((n, 2) metres); of equally near ones the first; within 1 cm of a
        junction it is at the junction. An empty network raises
        ``ValueError``."""
        if not len(self.geometry):
            raise ValueError("the network has no road for this mode")
        points = shapely.points(xy)
        (place, edge), distance = self._tree.query_nearest(points, return_distance=True)
        order = np.lexsort((edge, place))
        _, first = np.unique(place[order], return_index=True)
        chosen = order[first]
        edge = edge[chosen]
        offset, length = shapely.line_locate_point(self.geometry[edge], points), self.length[edge]
        offset = np.where(
            offset < SAME_PLACE_M, 0.0, np.where(offset > length - SAME_PLACE_M, length, offset)
        )
        return Placed(edge, offset, distance[chosen])

    def pairs(self, places: Placed, facilities: Placed, limit: float) -> Pairs:
        """Every place and facility with at most ``limit`` between them, from the place to the facility, legs included.

        Sorted by facility, then place. Memory is bounded by ``BATCH_CELLS``, whatever the number of facilities.
        """
        found = list(self._searched(places, facilities, limit))
        columns = [np.concatenate(c) if found else np.empty(0) for c in zip(*found, strict=True)] or [
            np.empty(0)
        ] * 3
        return Pairs(columns[0].astype(np.int64), columns[1].astype(np.int64), columns[2].astype(np.float64))

    def _searched(
        self, places: Placed, facilities: Placed, limit: float
    ) -> Iterator[tuple[Integers, Integers, Floats]]:
        cut = _Cut(self, facilities)
        to_start, to_end, start, end = cut.ways(places)
        graph = cut.reversed_matrix()
        place_leg = places.leg_m * self.per_leg_metre
        legs = facilities.leg_m * self.per_leg_metre
        size = max(1, BATCH_CELLS // max(1, graph.shape[0] + len(place_leg)))
        for begin in range(0, len(legs), size):
            batch = np.arange(begin, min(begin + size, len(legs)))
            distance = dijkstra(graph, directed=True, indices=cut.node[batch], limit=limit)
            cost = np.minimum(distance[:, start] + to_start, distance[:, end] + to_end)
            cost += place_leg + legs[batch][:, None]
            facility, place = np.nonzero(cost <= limit)
            yield place, batch[facility], cost[facility, place]


class _Cut:
    """A network whose edges are cut at facilities, so that every facility is a node."""

    def __init__(self, network: ModeNetwork, facilities: Placed) -> None:
        self.network = network
        stops = np.unique(np.column_stack([facilities.edge, facilities.offset_m]), axis=0)
        self.stop_edge, self.stop_offset = stops[:, 0].astype(np.int64), stops[:, 1]
        wanted = np.column_stack([facilities.edge, facilities.offset_m])
        position = np.unique(np.r_[stops, wanted], axis=0, return_inverse=True)[1].reshape(-1)[len(stops) :]
        self.node = network.nodes + position
        self.nodes = network.nodes + len(stops)
        edges = np.arange(len(network.length))
        zero, whole = np.zeros(len(edges)), network.length
        edge = np.r_[edges, self.stop_edge, edges]
        offset = np.r_[zero, self.stop_offset, whole]
        node = np.r_[network.start, network.nodes + np.arange(len(stops)), network.end]
        rank = np.r_[np.zeros(len(edges)), np.ones(len(stops)), np.full(len(edges), 2)]
        order = np.lexsort((offset, rank, edge)) if not len(stops) else np.lexsort((rank, offset, edge))
        self.edge, self.offset, self.at = edge[order], offset[order], node[order]
        self.first_of_edge = np.searchsorted(self.edge, edges)

    def ways(self, places: Placed) -> tuple[Floats, Floats, Integers, Integers]:
        """For each place the next node towards the start and the end of its edge, and the cost to get there (infinite against
        a one-way street): cost to start, cost to end, node at start, node at end."""
        network = self.network
        key = places.edge + _share(places.offset_m, network.length[places.edge])
        keys = self.edge + _share(self.offset, network.length[self.edge])
        after = np.searchsorted(keys, key, side="right")
        after = np.clip(after, self.first_of_edge[places.edge] + 1, self._last(places.edge))
        before = after - 1
        per_metre = network.per_metre[places.edge]
        back = np.abs(places.offset_m - self.offset[before]) * per_metre
        on = np.abs(self.offset[after] - places.offset_m) * per_metre
        return (
            np.where(network.backward[places.edge] | (back == 0), back, np.inf),
            np.where(network.forward[places.edge] | (on == 0), on, np.inf),
            self.at[before],
            self.at[after],
        )

    def _last(self, edge: Integers) -> Integers:
        return np.searchsorted(self.edge, edge, side="right") - 1

    def reversed_matrix(self) -> coo_array:
        """Costs against the direction of travel, because searches begin at the facilities; of parallel edges the cheapest."""
        network = self.network
        piece = np.flatnonzero(self.edge[1:] == self.edge[:-1])
        edge = self.edge[piece]
        cost = np.abs(self.offset[piece + 1] - self.offset[piece]) * network.per_metre[edge]
        a, b = self.at[piece], self.at[piece + 1]
        forward, backward = network.forward[edge] | (cost == 0), network.backward[edge] | (cost == 0)
        rows, columns = np.r_[b[forward], a[backward]], np.r_[a[forward], b[backward]]
        costs = np.r_[cost[forward], cost[backward]]
        order = np.lexsort((costs, columns, rows))
        rows, columns, costs = rows[order], columns[order], costs[order]
        cheapest = (
            np.r_[True, (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])]
            if len(rows)
            else np.empty(0, bool)
        )
        shape = (self.nodes, self.nodes)
        return coo_array((costs[cheapest], (rows[cheapest], columns[cheapest])), shape=shape).tocsr()


def _share(offset: Floats, length: Floats) -> Floats:
    """How far along its edge something is, 0 to just under 1, so that edge number and share make one sortable key."""
    return np.clip(offset / length, 0.0, 1.0) * (1 - 1e-9)
