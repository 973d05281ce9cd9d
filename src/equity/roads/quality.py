"""What is said of a road network before it counts: length by class, parts, ends that nearly meet, crossings without a junction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from equity.roads.graph import Floats, Integers, RoadGraph

NEARLY_M = 5.0


@dataclass(frozen=True)
class Spots:
    """Places of one kind to look at: the line of each (position among the lines read), metres east and north, and an amount."""

    line: Integers
    xy: Floats
    amount: Floats

    def __len__(self) -> int:
        return len(self.line)

    def part(self, which: slice) -> Spots:
        return Spots(self.line[which], self.xy[which], self.amount[which])


@dataclass(frozen=True)
class NetworkReport:
    """``length_km`` by class; ``parts``: separate pieces, the largest first, each with a spot on it and its km;
    ``dangling``: ends within 5 m of a road that they do not meet (amount: metres between); ``crossings``: places where two roads
    cross without a junction and neither is a bridge or tunnel; ``bridges``: those where one is; ``inside``: share of the length
    within the divisions; ``sloped``: share of the length whose slope is known.
    """

    edges: int
    nodes: int
    length_km: dict[str, float]
    parts: Spots
    dangling: Spots
    crossings: Spots
    bridges: Spots
    inside: float
    sloped: float

    @property
    def largest_part(self) -> float:
        """Share of all length in the largest piece."""
        return float(self.parts.amount[0] / self.parts.amount.sum()) if len(self.parts) else 0.0


def report_on(graph: RoadGraph, area: shapely.Geometry) -> NetworkReport:
    """``area``: the divisions together, in the graph's metres."""
    total = max(graph.length_m.sum(), 1e-9)
    classes = {
        str(c): float(graph.length_m[graph.road_class == c].sum()) / 1000
        for c in np.unique(graph.road_class.astype(str))
    }
    shapely.prepare(area)
    inside = graph.length_m[shapely.intersects(area, _middles(graph))].sum()
    missing, bridges = _crossings(graph)
    return NetworkReport(
        len(graph.start),
        len(graph.nodes),
        dict(sorted(classes.items(), key=lambda item: -item[1])),
        _parts(graph),
        _dangling(graph),
        missing,
        bridges,
        float(inside / total),
        float(graph.length_m[graph.rise_m != 0].sum() / total),
    )


def _middles(graph: RoadGraph) -> npt.NDArray[np.object_]:
    return shapely.line_interpolate_point(graph.geometry, 0.5, normalized=True)


def _parts(graph: RoadGraph) -> Spots:
    from scipy.sparse import coo_array  # not for an import of anything else
    from scipy.sparse.csgraph import connected_components

    n = len(graph.nodes)
    links = coo_array((np.ones(len(graph.start)), (graph.start, graph.end)), shape=(n, n))
    count, label = connected_components(links, directed=False)
    part = label[graph.start]
    km = np.bincount(part, weights=graph.length_m, minlength=count) / 1000
    _, first = np.unique(part, return_index=True)
    order = np.argsort(-km, kind="stable")
    edge = first[order]
    return Spots(graph.line[edge], shapely.get_coordinates(_middles(graph)[edge]), km[order])


def _dangling(graph: RoadGraph) -> Spots:
    """Ends of one road only, that lie within 5 m of an edge which does not end there."""
    degree = np.bincount(np.r_[graph.start, graph.end], minlength=len(graph.nodes))
    ends = np.flatnonzero(degree == 1)
    tree = shapely.STRtree(graph.geometry)
    points = shapely.points(graph.nodes[ends])
    end, edge = tree.query(points, predicate="dwithin", distance=NEARLY_M)
    foreign = (graph.start[edge] != ends[end]) & (graph.end[edge] != ends[end])
    end, edge = end[foreign], edge[foreign]
    apart = shapely.distance(points[end], graph.geometry[edge])
    order = np.lexsort((apart, end))
    end, first = np.unique(end[order], return_index=True)
    own = np.empty(len(graph.nodes), np.int64)
    own[graph.start], own[graph.end] = np.arange(len(graph.start)), np.arange(len(graph.start))
    return Spots(graph.line[own[ends[end]]], graph.nodes[ends[end]], apart[order][first])


def _crossings(graph: RoadGraph) -> tuple[Spots, Spots]:
    """Pairs of edges that cross in their middles: without a bridge or tunnel, and with one."""
    tree = shapely.STRtree(graph.geometry)
    one, other = tree.query(graph.geometry, predicate="crosses")
    ends = [graph.start, graph.end]
    apart = np.logical_and.reduce([a[one] != b[other] for a in ends for b in ends])
    kept = (one < other) & apart
    one, other = one[kept], other[kept]
    where = shapely.intersection(graph.geometry[one], graph.geometry[other])
    xy = shapely.get_coordinates(shapely.point_on_surface(where))
    over = graph.bridge[one] | graph.bridge[other]
    return tuple(Spots(graph.line[one[at]], xy[at], np.zeros(at.sum())) for at in (~over, over))  # type: ignore[return-value]
