"""Distances along roads, by hand: one-way, parallel, bridge, stairs, snapping, limits; and against a second library."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from equity.roads.areas import area_within
from equity.roads.classes import Mode
from equity.roads.graph import RoadGraph, RoadLines, build_graph
from equity.roads.reading import read_roads
from equity.roads.search import ModeNetwork, Unit

Line = list[tuple[float, float]]


def roads(*lines: Line, kind: str = "residential", oneway: int = 0, through: bool = False) -> RoadLines:
    n = len(lines)
    return RoadLines(
        np.array([shapely.LineString(line) for line in lines], dtype=object),
        np.array([kind] * n, dtype=object),
        np.full(n, oneway, np.int8),
        np.full(n, np.nan),
        np.full(n, through),
    )


def together(*parts: RoadLines) -> RoadGraph:
    names = ("geometry", "road_class", "oneway", "speed_kmh", "through")
    return build_graph(RoadLines(*(np.concatenate([getattr(p, n) for p in parts]) for n in names)))


def distances(
    graph: RoadGraph,
    places: Line,
    facilities: Line,
    *,
    mode: str = "walking",
    unit: Unit = "metres",
    limit: float = 1e9,
) -> dict[tuple[int, int], float]:
    network = ModeNetwork(graph, mode, unit)  # type: ignore[arg-type]
    found = network.pairs(
        network.put(np.array(places, float)), network.put(np.array(facilities, float)), limit
    )
    return dict(
        zip(zip(found.place.tolist(), found.facility.tolist(), strict=True), found.cost.tolist(), strict=True)
    )


STREET = roads([(0, 0), (100, 0), (100, 100)])


def test_along_the_street_and_not_across() -> None:
    assert distances(build_graph(STREET), [(0, 0)], [(100, 100)]) == {(0, 0): pytest.approx(200)}


def test_places_beside_the_road_add_their_straight_line() -> None:
    found = distances(build_graph(STREET), [(30, 7)], [(90, 50)])
    assert found == {(0, 0): pytest.approx(7 + 70 + 50 + 10)}


def test_two_places_on_one_edge_do_not_go_round_by_its_ends() -> None:
    found = distances(build_graph(STREET), [(30, 0), (60, 0)], [(40, 0), (40, 0), (100, 0)])
    assert found == {
        (0, 0): pytest.approx(10), (1, 0): pytest.approx(20), (0, 1): pytest.approx(10),
        (1, 1): pytest.approx(20), (0, 2): pytest.approx(70), (1, 2): pytest.approx(40),
    }  # fmt: skip


def test_a_facility_at_a_node_costs_nothing_extra() -> None:
    assert distances(build_graph(STREET), [(100, 0), (50, 0)], [(100, 0)]) == {
        (0, 0): pytest.approx(0),
        (1, 0): pytest.approx(50),
    }


def test_one_way_holds_for_wheels_and_not_for_feet() -> None:
    ring = [roads([(0, 0), (100, 0)], oneway=1), roads([(100, 0), (100, 50), (0, 50), (0, 0)])]
    graph = together(*ring)
    assert distances(graph, [(20, 0)], [(80, 0)], mode="driving")[0, 0] == pytest.approx(60)
    assert distances(graph, [(80, 0)], [(20, 0)], mode="driving")[0, 0] == pytest.approx(20 + 200 + 20)
    assert distances(graph, [(80, 0)], [(20, 0)], mode="cycling")[0, 0] == pytest.approx(240)
    assert distances(graph, [(80, 0)], [(20, 0)])[0, 0] == pytest.approx(60)
    backwards = together(roads([(100, 0), (0, 0)], oneway=-1), ring[1])
    assert distances(backwards, [(80, 0)], [(20, 0)], mode="driving")[0, 0] == pytest.approx(240)


def test_a_facility_at_the_end_of_a_one_way_street_is_at_its_junction() -> None:
    graph = together(roads([(0, 0), (100, 0)], oneway=1), roads([(100, 0), (100, 80)]))
    for facility in ((100, 0), (100, 0.004)):
        assert distances(graph, [(100, 80)], [facility], mode="driving")[0, 0] == pytest.approx(80, abs=0.01)


def test_of_parallel_edges_the_shorter_counts() -> None:
    graph = together(
        roads([(0, 0), (50, 80), (100, 0)]), roads([(0, 0), (100, 0)]), roads([(100, 0), (200, 0)])
    )
    assert distances(graph, [(0, 0)], [(200, 0)])[0, 0] == pytest.approx(200)


def test_lines_that_only_cross_do_not_meet() -> None:
    graph = together(roads([(-50, 0), (50, 0)]), roads([(0, -50), (0, 50)]))
    assert distances(graph, [(-50, 0)], [(0, 50)]) == {}


def test_a_bridge_meets_others_only_at_its_ends() -> None:
    below = roads([(0, -50), (0, 0), (0, 50)])
    assert distances(together(below, roads([(-50, 0), (0, 0), (50, 0)])), [(-50, 0)], [(0, 50)])[
        0, 0
    ] == pytest.approx(100)
    assert (
        distances(together(below, roads([(-50, 0), (0, 0), (50, 0)], through=True)), [(-50, 0)], [(0, 50)])
        == {}
    )
    ramp = roads([(50, 0), (50, 50), (0, 50)])
    joined = together(below, roads([(-50, 0), (0, 0), (50, 0)], through=True), ramp)
    assert distances(joined, [(-50, 0)], [(0, 50)])[0, 0] == pytest.approx(200)


def test_a_valley_without_a_road_to_it_is_out_of_reach() -> None:
    graph = together(STREET, roads([(5000, 0), (5100, 0)]))
    assert distances(graph, [(5000, 0)], [(0, 0)]) == {}


def test_the_limit_counts_legs_and_counts_itself() -> None:
    graph = build_graph(STREET)
    assert distances(graph, [(30, 10)], [(100, 0)], limit=80) == {(0, 0): pytest.approx(80)}
    assert distances(graph, [(30, 10)], [(100, 0)], limit=79.9) == {}


def test_time_takes_the_speed_of_the_class_and_a_walk_to_the_road() -> None:
    graph = together(roads([(0, 0), (1000, 0)], kind="primary"))
    found = distances(graph, [(0, 48)], [(1000, 0)], mode="driving", unit="seconds")
    assert found[0, 0] == pytest.approx(1000 / 45 * 3.6 + 48 / 4.8 * 3.6)
    stated = RoadLines(
        *(
            *(getattr(roads([(0, 0), (1000, 0)]), n) for n in ("geometry", "road_class", "oneway")),
            np.array([60.0]),
            np.array([False]),
        )
    )
    assert distances(build_graph(stated), [(0, 0)], [(1000, 0)], mode="driving", unit="seconds")[
        0, 0
    ] == pytest.approx(60)


def test_nobody_walks_on_a_motorway_or_drives_up_stairs() -> None:
    graph = together(
        STREET,
        roads([(0, 0), (100, 100)], kind="motorway"),
        roads([(0, 0), (50, 50), (100, 100)], kind="steps"),
    )
    assert distances(graph, [(0, 0)], [(100, 100)])[0, 0] == pytest.approx(2**0.5 * 100)
    assert distances(graph, [(0, 0)], [(100, 100)], mode="cycling")[0, 0] == pytest.approx(200)


def test_places_far_from_roads_are_counted() -> None:
    network = ModeNetwork(build_graph(STREET), "walking")
    assert network.put(np.array([(0.0, -200.0), (0.0, -200.5)])).far.tolist() == [False, True]


def test_a_mode_without_roads_says_so() -> None:
    with pytest.raises(ValueError, match="no road"):
        ModeNetwork(together(roads([(0, 0), (1, 1)], kind="steps")), "driving").put(np.array([(0.0, 0.0)]))


ANDORRA = Path(__file__).with_name("andorra.osm.pbf")
UTM = Transformer.from_crs("EPSG:4326", "EPSG:25831", always_xy=True)


@pytest.fixture(scope="module")
def andorra() -> RoadGraph:
    return build_graph(read_roads(ANDORRA, to_metres=UTM.transform).lines)


@pytest.mark.parametrize(
    ("mode", "unit", "limit", "edge_m"),
    [
        ("walking", "metres", 1000.0, 40.0),
        ("cycling", "seconds", 900.0, 150.0),
        ("driving", "seconds", 600.0, 400.0),
    ],
)
def test_an_isochrone_holds_the_places_within_reach_and_no_others(
    andorra: RoadGraph, mode: Mode, unit: Unit, limit: float, edge_m: float
) -> None:
    """But for those within two cells of its edge."""
    network, rng = ModeNetwork(andorra, mode, unit), np.random.default_rng(3)
    facility = andorra.nodes[[len(andorra.nodes) // 2]] + 20.0
    area = area_within(network, facility, limit)
    west, south, east, north = shapely.buffer(area, 600).bounds
    places = np.column_stack([rng.uniform(west, east, 900), rng.uniform(south, north, 900)])
    reached = np.zeros(900, bool)
    reached[network.pairs(network.put(places), network.put(facility), limit).place] = True
    points = shapely.points(places)
    sure = shapely.distance(points, shapely.boundary(area)) > edge_m
    assert (reached[sure] == shapely.contains(area, points[sure])).all()
    assert reached[sure].sum() > 20 and (~reached[sure]).sum() > 100


@pytest.mark.parametrize(("mode", "unit"), [("walking", "metres"), ("driving", "seconds")])
def test_features_in_another_order_give_the_same_pairs_bit_for_bit(
    andorra: RoadGraph, mode: Mode, unit: Unit
) -> None:
    lines, rng = read_roads(ANDORRA, to_metres=UTM.transform).lines, np.random.default_rng(23)
    order = rng.permutation(len(lines.geometry))
    names = ("geometry", "road_class", "oneway", "speed_kmh", "through", "bridge")
    shuffled = build_graph(RoadLines(*(getattr(lines, name)[order] for name in names)))
    places, facilities = (
        andorra.nodes[rng.integers(0, len(andorra.nodes), n)] + rng.normal(0, 50, (n, 2)) for n in (1500, 150)
    )
    found = []
    for graph in (andorra, shuffled):
        network = ModeNetwork(graph, mode, unit)
        found.append(network.pairs(network.put(places), network.put(facilities), 3000))
    first, second = found
    assert len(first.cost) > 10_000
    assert np.array_equal(first.place, second.place) and np.array_equal(first.facility, second.facility)
    assert np.array_equal(first.cost, second.cost)


@pytest.mark.parametrize("mode", ["walking", "driving"])
def test_a_second_library_finds_the_same_ways(andorra: RoadGraph, mode: str) -> None:
    rng = np.random.default_rng(17)
    places, facilities = (andorra.nodes[rng.integers(0, len(andorra.nodes), n)] for n in (150, 40))
    places = places + rng.normal(0, 30, places.shape)
    network = ModeNetwork(andorra, mode)  # type: ignore[arg-type]
    at, to = network.put(places), network.put(facilities)
    found = network.pairs(at, to, 1e7)
    graph = nx.DiGraph()
    cuts: dict[int, list[tuple[float, object]]] = {}
    for name, placed in (("p", at), ("f", to)):
        for i, (edge, offset) in enumerate(zip(placed.edge, placed.offset_m, strict=True)):
            cuts.setdefault(int(edge), []).append((float(offset), (name, i)))
    for e in range(len(network.length)):
        stops = sorted(
            [(0.0, int(network.start[e])), *cuts.get(e, []), (float(network.length[e]), int(network.end[e]))],
            key=lambda s: s[0],
        )
        for (a, u), (b, v) in pairwise(stops):
            for one, other, allowed in ((u, v, network.forward[e]), (v, u, network.backward[e])):
                if allowed and b - a < graph.get_edge_data(one, other, {"weight": np.inf})["weight"]:
                    graph.add_edge(one, other, weight=b - a)
            if a == b:
                graph.add_edge(u, v, weight=0.0)
                graph.add_edge(v, u, weight=0.0)
    mine = dict(
        zip(zip(found.place.tolist(), found.facility.tolist(), strict=True), found.cost.tolist(), strict=True)
    )
    turned = graph.reverse()
    for j in range(40):
        theirs = nx.single_source_dijkstra_path_length(turned, ("f", j)) if ("f", j) in turned else {}
        for i in range(150):
            expected = theirs.get(("p", i))
            if expected is None:
                assert (i, j) not in mine
            else:
                assert mine[i, j] == pytest.approx(expected + at.leg_m[i] + to.leg_m[j], abs=1e-3)


def test_on_foot_there_and_back_are_the_same_and_never_shorter_than_the_line(andorra: RoadGraph) -> None:
    rng = np.random.default_rng(5)
    a, b = (
        andorra.nodes[rng.integers(0, len(andorra.nodes), 60)] + rng.normal(0, 40, (60, 2)) for _ in range(2)
    )
    network = ModeNetwork(andorra, "walking")
    there = network.pairs(network.put(a), network.put(b), 1e7)
    back = network.pairs(network.put(b), network.put(a), 1e7)
    ways = dict(
        zip(zip(back.facility.tolist(), back.place.tolist(), strict=True), back.cost.tolist(), strict=True)
    )
    assert len(ways) == len(there.cost) > 1000
    for i, j, cost in zip(there.place.tolist(), there.facility.tolist(), there.cost.tolist(), strict=True):
        assert ways[i, j] == pytest.approx(cost, abs=1e-6)
        assert cost >= np.hypot(*(a[i] - b[j])) - 1e-6
