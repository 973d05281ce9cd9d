"""Distances along roads at Kunming's size: ``python -m benchmarks.roads [--libraries]``.

300,000 junctions with the degrees and bends of real roads: copies of the extracts of Andorra and Monaco (© OpenStreetMap contributors,
ODbL) side by side on Kunming's area, linked one to the next (each has small parts of its own); as many facilities of every service as ship, 1,758 and 100,000
settlement points. In the same run igraph and pandana on the same graph, with the same facilities. Every measurement is a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

import numpy as np
import shapely
import typer
from pyproj import Transformer
from rich.console import Console
from rich.table import Table

from benchmarks.national import apart, load, peak_gb
from equity.indicators.registry import registry
from equity.roads.classes import Mode
from equity.roads.graph import Floats, RoadGraph, RoadLines, build_graph
from equity.roads.reading import read_roads
from equity.roads.search import ModeNetwork
from equity.warehouse.roads import Yardstick

EXTRACTS = Path(__file__).parents[1] / "tests" / "roads"
UTM = {"andorra.osm.pbf": "EPSG:25831", "monaco.osm.gz": "EPSG:32632"}
AREA_KM2, JUNCTIONS = 21_000, 300_000
MONACO_SHARE = 0.25  # of the junctions: the town, in the middle
WIDEST = 1.5  # the widest scenario
FACILITIES = {  # those that ship
    "clinic": 204, "primary_school": 717, "senior_school": 145, "job_centre": 153, "hospital": 289, "insurance_office": 163,
    "rental_housing": 149, "junior_school": 204,
}  # fmt: skip
SAMPLE = 40  # facilities that igraph is asked about; its time for all is in proportion
LIMIT_S = 240  # for pandana's contraction


@dataclass(frozen=True)
class World:
    graph: RoadGraph
    points: Floats
    facilities: dict[str, Floats]


def main(libraries: bool = True) -> None:
    console = Console(width=120)
    console.print(f"load average at the start: {load()}; {os.cpu_count()} cores")
    table = Table("what", "wall s", "processor s", "GB", "pairs", title="all services along roads")
    for points in (1_758, 100_000):
        found = apart(run_ours, points)
        table.add_row(f"ours, {points:,} points", *row(found))
        table.add_row("  of which graph and places", f"{found['graph']:.1f}", "", "", "")
        console.print(
            f"{found['nodes']:,} junctions, {found['edges']:,} edges, by degree {found['degrees']}, {found['km']:,.0f} km"
        )
    if libraries:
        for name, work in (("igraph", run_igraph), ("pandana", run_pandana)):
            table.add_row(name, *row(bounded(work)))
    console.print(table)
    console.print(f"load average at the end: {load()}")


def bounded(work: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", apart(work, 1_758))
    except BrokenProcessPool:
        return {"failed": f"not done in {LIMIT_S} s"}


def row(found: dict[str, Any]) -> tuple[str, ...]:
    if "failed" in found:
        return (found["failed"], "", "", "")
    return (
        f"{found['wall']:.1f}{found.get('note', '')}", f"{found['processor']:.1f}", f"{found['peak']:.2f}", f"{found['pairs']:,}"
    )  # fmt: skip


def make_lines() -> RoadLines:
    """Copies of the extracts on a square of Kunming's area, Monaco's in the middle; each joined to the next by a road."""
    read = {
        name: read_roads(
            EXTRACTS / name, to_metres=Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
        ).lines
        for name, crs in UTM.items()
    }
    junctions = {name: len(build_graph(lines).nodes) for name, lines in read.items()}
    counts = {
        "andorra.osm.pbf": round(JUNCTIONS * (1 - MONACO_SHARE) / junctions["andorra.osm.pbf"]),
        "monaco.osm.gz": round(JUNCTIONS * MONACO_SHARE / junctions["monaco.osm.gz"]),
    }
    side = 1000 * AREA_KM2**0.5
    parts = [
        *copies(read["andorra.osm.pbf"], counts["andorra.osm.pbf"], np.zeros(2), side),
        *copies(read["monaco.osm.gz"], counts["monaco.osm.gz"], np.full(2, 0.4 * side), 0.2 * side),
    ]
    lines = RoadLines(*(np.concatenate([getattr(p, name) for p in parts]) for name in FIELDS))
    ends = np.array([shapely.get_coordinates(p.geometry)[[0, -1]] for p in parts])
    links = [shapely.LineString([a[1], b[0]]) for a, b in pairwise(ends)]
    n = len(links)
    linked = RoadLines(
        np.array(links, dtype=object), np.array(["tertiary"] * n, dtype=object), np.zeros(n, np.int8), np.full(n, np.nan),
        np.zeros(n, bool), np.zeros(n, bool),
    )  # fmt: skip
    return RoadLines(*(np.concatenate([getattr(p, name) for p in (lines, linked)]) for name in FIELDS))


FIELDS = ("geometry", "road_class", "oneway", "speed_kmh", "through", "bridge")


def copies(lines: RoadLines, count: int, corner: Floats, side: float) -> Iterator[RoadLines]:
    """``count`` copies that fill a square."""
    xy = shapely.get_coordinates(lines.geometry)
    low, size = xy.min(0), np.ptp(xy, axis=0).max()
    across = int(np.ceil(count**0.5))
    scale = side / across / size * 0.95
    flat = shapely.force_2d(lines.geometry)
    for i in range(count):
        at = corner + np.array([i % across, i // across]) * side / across
        moved = shapely.transform(flat, lambda v, at=at: (v - low) * scale + at)
        yield RoadLines(moved, *(getattr(lines, name) for name in FIELDS[1:]))


def make_world(points: int) -> tuple[World, float]:
    """The graph, and places near junctions; the seconds that the graph took from its lines."""
    lines, rng = make_lines(), np.random.default_rng(17)
    wall = perf_counter()
    graph = build_graph(lines)
    seconds = perf_counter() - wall

    def near(n: int) -> Floats:
        return graph.nodes[rng.integers(0, len(graph.nodes), n)] + rng.normal(0, 60, (n, 2))

    return World(graph, near(points), {s: near(n) for s, n in FACILITIES.items()}), seconds


def yardsticks() -> dict[str, Yardstick]:
    found = {}
    for service in FACILITIES:
        reach = registry()[service].reach
        assert reach
        rural = reach.rural.radius_m if reach.rural else None
        found[service] = Yardstick.of(reach.mode, reach.radius_m, rural, None, None, WIDEST)
    return found


def run_ours(points: int) -> dict[str, Any]:
    world, graph_s = make_world(points)
    wall, processor = perf_counter(), process_time()
    network = ModeNetwork(world.graph, "walking")
    at = network.put(world.points)
    placed_s, pairs = perf_counter() - wall, 0
    for service, yardstick in yardsticks().items():
        pairs += len(network.pairs(at, network.put(world.facilities[service]), yardstick.limit).cost)
    degrees = np.bincount(np.bincount(np.r_[world.graph.start, world.graph.end]))
    return {
        "wall": perf_counter() - wall + graph_s, "processor": process_time() - processor + graph_s, "graph": graph_s + placed_s,
        "peak": peak_gb(), "pairs": pairs, "nodes": len(world.graph.nodes), "edges": len(world.graph.start),
        "degrees": degrees[1:7].tolist(), "km": world.graph.length_m.sum() / 1000,
    }  # fmt: skip


def plain_network(
    world: World, mode: Mode = "walking"
) -> tuple[np.ndarray, np.ndarray, Floats, np.ndarray, dict[str, np.ndarray]]:
    """Edges a mode may use, and the junction nearest to each place: what libraries without places on edges start from."""
    usable = world.graph.usable(mode)
    tree = shapely.STRtree(shapely.points(world.graph.nodes))

    def nearest(xy: Floats) -> np.ndarray:
        return np.asarray(tree.nearest(shapely.points(xy)))

    edges = (world.graph.start[usable], world.graph.end[usable], world.graph.length_m[usable])
    return *edges, nearest(world.points), {s: nearest(xy) for s, xy in world.facilities.items()}


def run_igraph(points: int) -> dict[str, Any]:
    """From a sample of the facilities to all points: igraph has no limit of distance."""
    import igraph

    world, _ = make_world(points)
    start, end, length, at, to = plain_network(world)
    graph = igraph.Graph(n=len(world.graph.nodes), edges=np.column_stack([start, end]))
    asked = np.random.default_rng(1).choice(np.concatenate(list(to.values())), SAMPLE)
    wall, processor = perf_counter(), process_time()
    found = np.array(graph.distances(source=asked.tolist(), target=np.unique(at).tolist(), weights=length))
    times = sum(FACILITIES.values()) / SAMPLE
    within = int((found <= 5_000 * WIDEST).sum())
    return {
        "wall": (perf_counter() - wall) * times, "processor": (process_time() - processor) * times, "peak": peak_gb(), "pairs": within,
        "note": f" from {SAMPLE} facilities",
    }  # fmt: skip


def run_pandana(points: int) -> dict[str, Any]:
    """Points within the limit of each facility; told as failed where its contraction takes longer than ``LIMIT_S``."""
    import pandas as pd
    from pandana import Network

    world, _ = make_world(points)
    start, end, length, at, to = plain_network(world)
    x, y = (pd.Series(c) for c in world.graph.nodes.T)
    signal.alarm(LIMIT_S)  # which ends this process
    wall, processor = perf_counter(), process_time()
    network = Network(x, y, pd.Series(start), pd.Series(end), pd.DataFrame({"m": length}), twoway=True)
    built, pairs = perf_counter() - wall, 0
    here = set(at.tolist())
    for service, yardstick in yardsticks().items():
        network.precompute(yardstick.limit)
        found = network.nodes_in_range(to[service].tolist(), yardstick.limit)
        pairs += int(found["destination"].isin(here).sum())
    return {
        "wall": perf_counter() - wall, "processor": process_time() - processor, "peak": peak_gb(), "pairs": pairs,
        "note": f" ({built:.0f} to build)",
    }  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
