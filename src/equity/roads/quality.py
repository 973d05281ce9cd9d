"""What is said of a road network before it counts: length by class, parts, ends that nearly meet, crossings without a junction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from equity.roads.graph import RoadGraph

NEARLY_M = 5.0


@dataclass(frozen=True)
class NetworkReport:
    """``length_km`` by class; ``parts``: separate pieces, and ``largest_part``: share of all length in the largest;
    ``dangling``: ends within 5 m of a road that they do not meet; ``crossings``: places where two roads cross without a
    junction (bridges are among them); ``inside``: share of the length within the divisions.
    """

    edges: int
    nodes: int
    length_km: dict[str, float]
    parts: int
    largest_part: float
    dangling: int
    crossings: int
    inside: float


def report_on(graph: RoadGraph, area: shapely.Geometry) -> NetworkReport:
    """``area``: the divisions together, in the graph's metres."""
    total = graph.length_m.sum()
    classes = {
        str(c): float(graph.length_m[graph.road_class == c].sum()) / 1000
        for c in np.unique(graph.road_class.astype(str))
    }
    n = len(graph.nodes)
    links = coo_array((np.ones(len(graph.start)), (graph.start, graph.end)), shape=(n, n))
    parts, label = connected_components(links, directed=False)
    by_part = np.bincount(label[graph.start], weights=graph.length_m, minlength=parts)
    middle = shapely.line_interpolate_point(graph.geometry, 0.5, normalized=True)
    shapely.prepare(area)
    inside = graph.length_m[shapely.intersects(area, middle)].sum()
    return NetworkReport(
        len(graph.start),
        n,
        dict(sorted(classes.items(), key=lambda item: -item[1])),
        int(parts),
        float(by_part.max() / total),
        _dangling(graph),
        _crossings(graph),
        float(inside / total),
    )


def _dangling(graph: RoadGraph) -> int:
    """Ends of one road only, that lie within 5 m of an edge which does not end there."""
    degree = np.bincount(np.r_[graph.start, graph.end], minlength=len(graph.nodes))
    ends = np.flatnonzero(degree == 1)
    tree = shapely.STRtree(graph.geometry)
    end, edge = tree.query(shapely.points(graph.nodes[ends]), predicate="dwithin", distance=NEARLY_M)
    foreign = (graph.start[edge] != ends[end]) & (graph.end[edge] != ends[end])
    return len(np.unique(end[foreign]))


def _crossings(graph: RoadGraph) -> int:
    """Pairs of edges that cross in their middles."""
    tree = shapely.STRtree(graph.geometry)
    one, other = tree.query(graph.geometry, predicate="crosses")
    ends = [graph.start, graph.end]
    apart = np.logical_and.reduce([a[one] != b[other] for a in ends for b in ends])
    return int(((one < other) & apart).sum())
