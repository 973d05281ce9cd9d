"""With roads every distance of the warehouse runs along them: by hand in the small world, and through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from equity.cli.main import app
from equity.query import Query
from tests.conftest import World
from tests.world import facility, lonlat, write_world

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
