"""With roads every distance of the warehouse runs along them: by hand in the small world, and through the command line."""

from __future__ import annotations

import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from equity import geo
from equity.cli.main import app
from equity.indicators.registry import Registry, registry
from equity.plans import Question, suggest
from equity.query import Query
from equity.roads.graph import build_graph
from equity.roads.reading import read_roads
from equity.roads.search import ModeNetwork
from equity.say import Voice
from equity.settings import Settings
from equity.views.distances import hidden_table
from equity.views.sites import sites_table
from equity.views.split import lines, split_blocks
from equity.views.tables import Table
from equity.views.view import View
from equity.warehouse import open_warehouse
from tests.conftest import World
from tests.world import CODES, CRS, SIDE, X0, Y0, facility, lonlat, write_world

CLINICS = [facility("c1", "clinic", 500, 500, 2), facility("c2", "clinic", 1501, 500, 1, "530103")]
Line = list[tuple[float, float]]


def road(road_id: str, line: Line, kind: str = "residential", **more: Any) -> dict[str, Any]:
    vertices = ", ".join("{:.9f} {:.9f}".format(*lonlat(*vertex)) for vertex in line)
    return {
        "road_id": road_id,
        "road_class": kind,
        "oneway": "no",
        "through": "false",
        "wkt": f"LINESTRING ({vertices})",
        "source": "test",
    } | more


def no_place_in_c(rows: dict[str, list[dict[str, Any]]]) -> None:
    """C has a register of its own, of a clinic at an unknown place, so that what its people reach is known."""
    rows["facilities"] = [*CLINICS, facility("c3", "clinic", 0, 0, 0, "530111", lon="", lat="")]


def reach(world: World, *roads: dict[str, Any]) -> dict[str, float | None]:
    def along(rows: dict[str, list[dict[str, Any]]]) -> None:
        no_place_in_c(rows)
        rows["roads"] = list(roads)

    indicators = world(along)
    zones = ("530102", "530103", "530111")
    return {zone: indicators.value(Query("clinic", "reach", "local"), zone).value for zone in zones}


def test_a_straight_road_brings_nearer_what_the_detour_kept_away(world: World) -> None:
    # C lies 999 m from the clinic of B: 1,299 m with the detour factor, within the radius of 1,000 m along the road
    assert reach(world) == {"530102": 100, "530103": 100, "530111": 0}
    assert reach(world, road("r", [(0, 500), (4000, 500)])) == {"530102": 100, "530103": 100, "530111": 100}


def test_a_river_without_a_bridge_takes_away_what_the_line_hid(world: World) -> None:
    # every road ends at x = 1,400; B's people at 1,500 are 100 m beside the clinic but on a road of their own
    halves = (
        road("west", [(0, 500), (1400, 500)]),
        road("east", [(1500, 499), (1500, 0), (2500, 0), (2500, 500)]),
    )
    found = reach(world, *halves)
    assert found["530111"] == 0
    indicators = world(lambda rows: rows.update(roads=list(halves)))
    assert "路网" in indicators.distance_basis("clinic").zh


def test_distances_that_the_office_brought_stay(world: World) -> None:
    def both(rows: dict[str, list[dict[str, Any]]]) -> None:
        no_place_in_c(rows)
        rows["roads"] = [road("r", [(0, 500), (4000, 500)])]
        rows["network_distances"] = [
            {"point_id": "p-530102", "facility_id": "c1", "metres": 10, "source": "test"}
        ]

    indicators = world(both)
    assert indicators.value(Query("clinic", "reach", "local"), "530111").value == 0


APART = (  # the road of A and its clinic ends before the road of B
    road("west", [(0, 500), (1200, 500)]),
    road("east", [(1300, 500), (4000, 500)]),
)


def west_only(rows: dict[str, list[dict[str, Any]]]) -> None:
    """One clinic, 300 m from B's people and 700 m from A's: B reaches it in a straight line only."""
    rows["facilities"] = [
        facility("c1", "clinic", 1200, 500, 2, "530103"),
        facility("c2", "clinic", 0, 0, 0, "530111", lon="", lat=""),
        facility("c3", "clinic", 0, 0, 0, "530102", lon="", lat=""),
    ]
    rows["roads"] = list(APART)


def test_what_the_straight_line_hid_is_told_by_group(world: World) -> None:
    indicators = world(west_only)

    def hidden(basis: str, zone: str) -> float | None:
        return indicators.value(Query("clinic", "line_only", basis), zone).value

    assert (hidden("local", "530102"), hidden("local", "530103"), hidden("local", "530111")) == (0, 100, 0)
    assert hidden("non_local", "530103") is None  # nobody of them lives there
    city = indicators.value(
        Query("clinic", "line_only", "local", level="city"), indicators.zones("city")[0].code
    )
    assert city.value == pytest.approx(100 * 500 / 1600)
    assert "沿本单位路网步行" in city.note_zh
    points = indicators.points("clinic").set_index("point_id")["line_only"]
    assert points.to_dict() == {f"p-{c}": c == "530103" for c in ("530102", "530103", "530111")} | {
        "p-530112": False
    }


def test_the_distance_part_of_the_gap_runs_along_the_roads(world: World) -> None:
    """C's people are reached by neither; A and B live by what the roads say."""
    straight = world(lambda rows: (west_only(rows), rows.update(roads=[]))[1])
    reached = straight.value(Query("clinic", "reach", "local", level="city"), straight.zones("city")[0].code)
    assert reached.value == pytest.approx(100 * 1100 / 1600)
    along = world(west_only)
    split = along.split("clinic", along.zones("city")[0].code)
    assert split.local is not None
    assert along.value(
        Query("clinic", "reach", "local", level="city"), along.zones("city")[0].code
    ).value == pytest.approx(100 * 600 / 1600)
    assert "line_only" not in {m.id for m in straight.registry.measures_of("clinic")}
    assert "line_only" in {m.id for m in along.registry.measures_of("clinic")}


def test_what_a_road_keeps_apart_is_the_distance_part_of_the_gap(world: World) -> None:
    """C: by its clinic 500 locals and 500 others, 700 m further east 1,000 others on a road of their own, within the radius in a
    straight line (910 m with the detour)."""

    def parted(rows: dict[str, list[dict[str, Any]]]) -> None:
        rows["facilities"] = [facility("c1", "clinic", 2200, 500, 100, "530111")]
        (point,) = (r for r in rows["settlement_points"] if r["adcode"] == "530111")
        for name, east, local, others in (("near", 2100, 500, 500), ("beyond", 2900, 0, 1000)):
            lon, lat = lonlat(east, 500)
            people = {
                "local_persons": local,
                "non_local_persons": others,
                "absent_persons": 100 * (name == "near"),
            }
            rows["settlement_points"].append(
                point | people | {"point_id": f"c-{name}", "lon": lon, "lat": lat}
            )
        rows["settlement_points"].remove(point)

    def cut(rows: dict[str, list[dict[str, Any]]]) -> None:
        parted(rows)
        rows["roads"] = [road("west", [(2000, 500), (2300, 500)]), road("east", [(2800, 500), (3000, 500)])]

    straight, along = (world(change).split("clinic", "530111") for change in (parted, cut))
    assert (straight.gap, straight.reach) == (0, 0)
    assert (along.local, along.non_local) == (100, pytest.approx(100 / 3))
    assert along.gap == pytest.approx(200 / 3) and along.reach == pytest.approx(200 / 3)
    assert along.adequacy == pytest.approx(0, abs=1e-9)
    view = View(world(cut), Voice("zh"), Query("clinic", "effective", "gap")).at("530111")
    table = next(b for b in split_blocks(view, lines(view, placeholders=True)) if isinstance(b, Table))
    column = [c.id for c in table.columns].index("reach")
    assert table.rows[0][column].text == "+66.7" and "沿本单位路网步行" in table.note


@pytest.mark.parametrize(("minutes", "reached"), [(8.7, 0), (8.8, 100)])
def test_a_radius_in_minutes_is_walked_along_the_roads(world: World, minutes: float, reached: float) -> None:
    """700 m at 4.8 km/h are 8.75 minutes."""
    clinic = registry()["clinic"]
    assert clinic.reach
    timed = clinic.model_copy(update={"reach": clinic.reach.model_copy(update={"minutes": minutes})})
    others = {d.id: d for d in registry().values()}
    defined = Registry(others | {"clinic": timed}, registry().measures, registry().scenarios)
    indicators = world(west_only, defined)
    found = indicators.value(Query("clinic", "reach", "local"), "530102")
    assert found.value == reached
    assert f"步行，城镇居民点半径 {minutes} 分钟" in found.note_zh
    wide = indicators.value(Query("clinic", "reach", "local", scenario="wide_radius"), "530102")
    assert wide.value == 100


def test_pages_and_documents_say_whom_the_line_hid_and_how_distances_were_measured(world: World) -> None:
    """All of it rests on placeholders here, so it stands in the demonstration."""
    for indicators, roads in ((world(west_only), True), (world(), False)):
        view = View(indicators, Voice("en"), Query("clinic", "reach", "local")).at("530103")
        hidden = hidden_table(view, placeholders=True)
        assert (hidden is not None) == roads
        if hidden:
            assert [row[1].text for row in hidden.rows] == ["100.0"] and "road network on foot" in hidden.note
        tables = [b for b in split_blocks(view, lines(view, placeholders=True)) if isinstance(b, Table)]
        way = "along the office's road network on foot" if roads else "straight line × detour factor 1.3"
        assert f"Distances: {way}." in tables[0].note


def test_the_area_of_a_facility_is_what_its_pairs_say(world: World) -> None:
    """East of the gap nobody reaches the clinic; west of it everyone within 1,000 m along the road does."""
    indicators = world(west_only)
    area = indicators.reach_area("clinic", facility_id="c1")

    def holds(dx: float, dy: float) -> bool:
        return bool(shapely.contains_xy(area, *lonlat(dx, dy)))

    assert holds(700, 500) and holds(250, 500) and holds(1200, 650) and holds(600, 700)
    assert not holds(150, 500) and not holds(1320, 500) and not holds(600, 1000)
    third = indicators.reach_area("clinic", facility_id="c1", share=1 / 3)
    assert 0 < shapely.area(third) < shapely.area(area)
    assert shapely.area(shapely.difference(third, area)) < 0.01 * shapely.area(
        area
    )  # edges are true to a cell
    straight = world(lambda rows: (west_only(rows), rows.update(roads=[]))[1]).reach_area("clinic")
    assert shapely.contains_xy(straight, *lonlat(1320, 500))


def test_new_sites_are_looked_for_along_the_roads(world: World) -> None:
    indicators = world(west_only)
    asked = Question(service="clinic", zone="530103", count=1, capacity=1)
    found = suggest(asked, indicators, evaluated=False)
    assert found.before == 0 and found.gains == (pytest.approx(found.people),)
    table = sites_table(View(indicators, Voice("zh")).at("530103"), placeholders=True)
    assert table is not None and "路网" in table.note


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_world(tmp_path / "data", no_place_in_c)
    monkeypatch.setenv("EQUITY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("EQUITY_VAR_DIR", str(tmp_path / "var"))
    return tmp_path


def layer(path: Path, *lines: Line, **columns: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"等级": "主干路", **columns},
            "geometry": {"type": "LineString", "coordinates": [list(lonlat(*v)) for v in line]},
        }
        for line in lines
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output + (str(result.exception) if result.exception else "")


def test_an_office_adds_its_roads_and_takes_them_back(office: Path) -> None:
    file = layer(office / "roads.geojson", [(0, 500), (4000, 500)])
    code, said = run("network", "add", str(file), "--source", "昆明市测绘院 2024")
    assert code == 0, said
    assert "primary" in said and "4.0" in said and "loaded" in said
    values = ("compute", "-s", "clinic", "-m", "reach", "-b", "local", "--format", "json")
    reached = {r["zone"]: r["value"] for r in json.loads(run(*values)[1])}
    assert reached["530111"] == 100
    version = said.split("loaded: roads ")[1].split(" ")[0]
    assert run("registers", "undo", version)[0] == 0
    assert {r["zone"]: r["value"] for r in json.loads(run(*values)[1])}["530111"] == 0


def test_an_extract_of_openstreetmap_comes_in_as_it_is(office: Path) -> None:
    """The ways of the warehouse are those of the file itself."""
    file = Path(__file__).with_name("streets.osm.pbf")
    code, said = run("network", "add", str(file), "--source", "© OpenStreetMap contributors")
    assert code == 0 and "residential" in said, said
    warehouse = open_warehouse(Settings(var_dir=office / "var").warehouse_path)
    network = ModeNetwork(
        build_graph(read_roads(file, to_metres=partial(geo.project, crs=CRS)).lines), "walking"
    )
    at = network.put(np.array([(X0 + 500 + SIDE * n, Y0 + 500) for n in range(4)]))
    to = network.put(np.array([(X0 + 500, Y0 + 500), (X0 + 1501, Y0 + 500)]))
    expected = network.pairs(at, to, 1000.0)
    kept = warehouse.read(
        "SELECT point_id, nearest_m FROM out_access__point_service WHERE service = 'clinic'"
    )
    far = warehouse.rows("SELECT id FROM core_road_places WHERE far AND service = 'clinic' ORDER BY id")
    warehouse.close()
    nearest = {f"p-{c}": min(expected.cost[expected.place == n], default=None) for n, c in enumerate(CODES)}
    found = {r.point_id: r.nearest_m for r in kept.itertuples() if r.nearest_m == r.nearest_m}
    assert (
        found == pytest.approx({p: m for p, m in nearest.items() if m is not None}, abs=1e-3)
        and len(found) == 2
    )
    assert [r["id"] for r in far] == ["p-530111", "p-530112"]


def test_a_shapefile_of_gbk_that_does_not_say_so_is_read(office: Path) -> None:
    frame = gpd.read_file(layer(office / "roads.geojson", [(0, 500), (4000, 500)]))
    frame.to_file(office / "路网.shp", encoding="gbk")
    (office / "路网.cpg").unlink()
    with zipfile.ZipFile(office / "路网.zip", "w") as archive:
        for part in office.glob("路网.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    for name in ("路网.shp", "路网.zip"):
        code, said = run("network", "add", str(office / name), "--source", "test", "--dry-run")
        assert code == 0 and "primary" in said, said


def test_a_new_network_takes_the_place_of_all_of_the_old(office: Path) -> None:
    for name, line in (("a", [(0, 500), (4000, 500)]), ("b", [(0, 500), (100, 500)])):
        code, said = run("network", "add", str(layer(office / f"{name}.geojson", line)), "-s", "test")
        assert code == 0, said
    values = ("compute", "-s", "clinic", "-m", "reach", "-b", "local", "--format", "json")
    assert {r["zone"]: r["value"] for r in json.loads(run(*values)[1])}["530111"] == 0


@pytest.mark.parametrize(
    ("columns", "named"),
    [(("--column", "road_class=road"), "there is no such column; there are: 等级"), ((), "source")],
)
def test_faults_name_file_and_field(office: Path, columns: tuple[str, ...], named: str) -> None:
    file = layer(office / "roads.geojson", [(0, 500), (4000, 500)])
    code, said = run("network", "add", str(file), "--source", "test" if columns else " ", *columns)
    assert code != 0 and named in said


def test_no_lines_unknown_classes_and_roads_elsewhere_are_told(office: Path) -> None:
    unknown = layer(office / "odd.geojson", [(0, 0), (9, 9)], 等级="神仙路")
    assert "神仙路" in run("network", "add", str(unknown), "-s", "test")[1]
    far = layer(office / "far.geojson", [(900_000, 0), (900_100, 0)])
    assert "outside the city" in run("network", "add", str(far), "-s", "test")[1]
    (office / "text.geojson").write_text("no roads", encoding="utf-8")
    assert "no road file" in run("network", "add", str(office / "text.geojson"), "-s", "test")[1]
