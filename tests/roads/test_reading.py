"""What the fields of a layer mean, as OpenStreetMap, Geofabrik, navigation data and offices write them; and a street walked by hand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from equity.roads.graph import build_graph
from equity.roads.quality import report_on
from equity.roads.reading import ReadRoads, read_roads
from equity.roads.search import ModeNetwork
from tests.roads.test_search import distances, roads, together

METRES = Transformer.from_crs("EPSG:4326", "+proj=tmerc +lon_0=7.42 +ellps=WGS84", always_xy=True).transform
DEGREE = 0.00001


def read(folder: Path, **columns: list[object]) -> ReadRoads:
    """Lines of one row for each value."""
    n = len(next(iter(columns.values())))
    lines = [shapely.LineString([(7.42, 43.7 + i * DEGREE), (7.43, 43.7 + i * DEGREE)]) for i in range(n)]
    frame = gpd.GeoDataFrame({"highway": ["primary"] * n} | columns, geometry=lines, crs="EPSG:4326")
    frame.to_file(folder / "layer.gpkg")
    return read_roads(folder / "layer.gpkg", to_metres=METRES)


@pytest.mark.parametrize(
    ("words", "meant", "odd"),
    [
        (["yes", "no", "-1", ""], [1, 0, -1, 0], []),
        (["F", "T", "B", "B"], [1, -1, 0, 0], []),  # Geofabrik
        (["2", "3", "1", "0"], [1, -1, 0, 0], []),  # navigation data
        (["是", "否", "双向", "看情况"], [1, 0, 0, 0], ["看情况"]),
        ([1, 0, 1, 0], [1, 0, 1, 0], []),
    ],
)
def test_one_way_is_read_as_each_kind_of_layer_writes_it(
    tmp_path: Path, words: list[object], meant: list[int], odd: list[str]
) -> None:
    found = read(tmp_path, oneway=words)
    assert found.lines.oneway.tolist() == meant
    assert found.odd["value"].tolist() == odd


def test_speeds_bridges_and_classes(tmp_path: Path) -> None:
    found = read(
        tmp_path, maxspeed=["50", "30 mph", "60km/h", "none", "0", "快", "900"], bridge=["T", "F", "yes", "no", "", "1", "0"],
        highway=["主干路", "primary_link", "支路", "construction", "steps", "国道", "小路"],
    )  # fmt: skip
    assert found.passed_over == {"construction": 1}
    speeds = np.nan_to_num(found.lines.speed_kmh).round(2).tolist()
    assert speeds == [50, 48.28, 60, 0, 0, 0]
    assert found.lines.through.tolist() == [True, False, True, False, True, False]
    assert found.lines.road_class.tolist() == ["primary", "primary", "tertiary", "steps", "trunk", "path"]
    assert found.row.tolist() == [1, 2, 3, 5, 6, 7]
    assert found.odd[["row", "value"]].to_numpy().tolist() == [[6, "快"], [7, "900"]]


@pytest.fixture(scope="module")
def monaco() -> ReadRoads:
    return read_roads(Path(__file__).with_name("monaco.osm.gz"), to_metres=METRES)


# Rue de l'Industrie, from its western end to Avenue Albert II, as OpenStreetMap has it (ways 158189826, 166399476, 166399481).
STREET = [
    (7.4132665, 43.7274187), (7.4135207, 43.7276101), (7.4140906, 43.7280148), (7.4141945, 43.7280901), (7.4142952, 43.7281626),
    (7.4143598, 43.7282077), (7.4147678, 43.7284927), (7.4149068, 43.7285987),
]  # fmt: skip
EAST_M, NORTH_M = 80_571.6, 111_106.9  # of a degree at 43.728° north on the ellipsoid, by its series


def test_a_street_of_monaco_is_as_long_as_by_hand(monaco: ReadRoads) -> None:
    by_hand = sum(
        (((a[0] - b[0]) * EAST_M) ** 2 + ((a[1] - b[1]) * NORTH_M) ** 2) ** 0.5 for a, b in pairwise(STREET)
    )
    ends = [tuple(map(float, METRES(*STREET[at]))) for at in (0, -1)]
    found = distances(build_graph(monaco.lines), [ends[0]], [ends[1]])  # type: ignore[list-item]
    assert by_hand == pytest.approx(186.2, abs=0.1)
    assert found[0, 0] == pytest.approx(by_hand, abs=0.05)


def test_the_roads_of_monaco_hang_together(monaco: ReadRoads) -> None:
    graph = build_graph(monaco.lines)
    said = report_on(graph, shapely.box(-1e7, -1e7, 1e7, 1e7))
    assert said.inside == 1 and said.largest_part > 0.95
    assert len(said.bridges) > 50 > len(said.crossings), (
        "tunnels and bridges are told apart from missing junctions"
    )
    network = ModeNetwork(graph, "driving")
    xy = graph.nodes[:: len(graph.nodes) // 40]
    ways = network.pairs(network.put(xy), network.put(xy), 1e6)
    straight = np.hypot(*(xy[ways.place] - xy[ways.facility]).T)
    assert len(ways.cost) > 800 and (ways.cost >= straight - 1e-6).all()


def test_a_ferry_carries_where_no_road_leads() -> None:
    banks = [roads([(0, 0), (0, 100)]), roads([(500, 0), (500, 100)])]
    assert (0, 0) not in distances(together(*banks), [(0, 0)], [(500, 0)])
    over = together(*banks, roads([(0, 100), (500, 100)], kind="ferry"))
    assert distances(over, [(0, 0)], [(500, 0)])[0, 0] == pytest.approx(700)
    seconds = distances(over, [(0, 0)], [(500, 0)], mode="driving", unit="seconds")[0, 0]
    assert seconds == pytest.approx(200 / 20 * 3.6 + 500 / 4.8 * 3.6)


def test_uphill_takes_longer_on_foot_and_not_on_wheels() -> None:
    flat, steep = (
        build_graph(roads([(0, 0, 0), (1000, 0, rise)]))
        for rise in (0.0, 100.0)  # type: ignore[list-item]
    )
    up, down = (
        distances(steep, [a], [b], unit="seconds")[0, 0]
        for a, b in ([(0, 0), (1000, 0)], [(1000, 0), (0, 0)])
    )
    level = distances(flat, [(0, 0)], [(1000, 0)], unit="seconds")[0, 0]
    assert level == pytest.approx(750)
    # Tobler 1993: exp(-3.5 |s + 0.05|) at slopes of 10 % up and down, against the level
    assert up == pytest.approx(750 * np.exp(3.5 * 0.10)) and down == pytest.approx(750 * np.exp(3.5 * 0.0))
    for graph in (flat, steep):
        assert distances(graph, [(0, 0)], [(1000, 0)])[0, 0] == pytest.approx(1000)
        assert distances(graph, [(0, 0)], [(1000, 0)], mode="cycling", unit="seconds")[0, 0] == pytest.approx(
            240
        )


def test_what_a_network_hides_is_told_with_its_place() -> None:
    graph = together(
        roads([(0, 0), (100, 0)]), roads([(50, 3), (50, 90)]), roads([(80, -20), (80, 20)]), roads([(60, -20), (60, 20)], through=True),
        roads([(500, 0), (520, 0)]),
    )  # fmt: skip
    said = report_on(graph, shapely.box(-10, -100, 300, 100))
    assert said.dangling.xy.tolist() == [[50, 3]] and said.dangling.amount.tolist() == [3]
    assert said.crossings.xy.tolist() == [[80, 0]] and said.bridges.xy.tolist() == [[60, 0]]
    assert said.parts.amount.round(3).tolist() == [0.1, 0.087, 0.04, 0.04, 0.02]
    assert said.inside == pytest.approx(267 / 287)
    assert {k: round(v, 3) for k, v in said.length_km.items()} == {"residential": 0.287}
