"""A road file on the import page: what it says of itself, what has to be chosen, preview, commit and undo."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from flask.testing import FlaskClient

from equity import geo
from equity.app import create_app
from equity.indicators.store import build_warehouse
from equity.intake import versions
from equity.settings import Settings
from tests.intake.test_web import SECRET, sign_in, upload
from tests.roads.test_built import no_place_in_c
from tests.world import lonlat, write_world

STREETS = Path(__file__).with_name("streets.osm.pbf")
Line = list[tuple[float, float]]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("road page")
    made = Settings(
        data_dir=write_world(folder / "data", no_place_in_c), var_dir=folder / "var", admin_secret=SECRET
    )
    build_warehouse(made)
    return made


@pytest.fixture
def client(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    for module in ("review", "upload", "travel"):
        monkeypatch.setattr(f"equity.importing.{module}.WAIT_S", 300.0)
    yield create_app(settings).server.test_client()
    for entry in versions.history(settings):
        if entry["in_force"]:
            versions.undo(settings, entry["version"], who="test")


def lines(*drawn: tuple[Line, dict[str, Any]], shift: bool = False) -> gpd.GeoDataFrame:
    def at(x: float, y: float) -> tuple[float, float]:
        lon, lat = lonlat(x, y)
        return tuple(float(v[0]) for v in geo.wgs84_to_gcj02([lon], [lat])) if shift else (lon, lat)  # type: ignore[return-value]

    shapes = [shapely.LineString([at(*v) for v in line]) for line, _ in drawn]
    return gpd.GeoDataFrame([columns for _, columns in drawn], geometry=shapes, crs="EPSG:4490")


MAIN = [(0, 500), (4000, 500)]
ROADS = (
    (MAIN, {"等级": "主干路", "单行": "否", "限速": "50", "桥": "否"}),
    ([(2000, 0), (2000, 498)], {"等级": "支路", "单行": "也许", "限速": "很快", "桥": "否"}),
    ([(1000, 0), (1000, 900)], {"等级": "支路", "单行": "否", "限速": "", "桥": "否"}),
    ([(3000, 0), (3000, 900)], {"等级": "支路", "单行": "否", "限速": "", "桥": "是"}),
    ([(0, 0), (9, 0)], {"等级": "神仙路", "单行": "否", "限速": "", "桥": "否"}),
)


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    return str(frame.to_json(drop_id=True)).encode()


def send(client: FlaskClient, content: bytes, name: str = "路网.geojson") -> tuple[str, str]:
    csrf = sign_in(client)
    answer = upload(client, csrf, content, name, dataset="roads", source="昆明市测绘院 2024")
    assert answer.status_code == 302
    return answer.headers["Location"], csrf


def test_a_road_file_is_checked_previewed_committed_and_taken_back(
    client: FlaskClient, settings: Settings
) -> None:
    address, csrf = send(client, geojson(lines(*ROADS)))
    page = client.get(address).text
    assert "请先选定坐标系" in page and 'id="preview"' not in page
    client.post(
        f"{address}/choices", data={"csrf": csrf, "columns": "1", "datum": "cgcs2000", "source": "测绘院"}
    )
    page = client.get(address).text
    assert 'id="preview"' in page
    for said in (
        "神仙路",
        "也许",
        "很快",
        "端点离另一条路只有 2.00 米",
        "没有节点",
        "主干路、省道",
        "离路 200 米以上的居民点",
    ):
        assert said in page, said
    english = client.get(f"{address}?lang=en").text
    assert "this road ends 2.00 m from another one" in english and "Quality of the network" in english
    csv = client.get(f"{address}/findings.csv").text
    assert "stays" not in csv and csv.count("road") > 3
    preview = client.get(f"{address}/preview").text
    assert "可达率" in preview and "丙" in preview and 'id="commit"' in preview
    done = client.post(f"{address}/commit", data={"csrf": csrf})
    assert done.status_code == 302 and "done=" in done.headers["Location"]
    history = client.get(done.headers["Location"]).text
    assert "路网" in history and "测绘院" in history
    version = versions.history(settings)[0]["version"]
    assert "LINESTRING" in client.get(f"/data/import/history/{version}").text
    client.post("/data/import/history/undo", data={"csrf": csrf, "version": version})
    assert not versions.history(settings)[1]["in_force"]


def test_a_class_column_with_another_name_is_chosen(client: FlaskClient) -> None:
    frame = lines(*ROADS).rename(columns={"等级": "何种"})
    address, csrf = send(client, geojson(frame))
    page = client.get(address).text
    assert "请在上表选择它的列" in page and '<option value="何种">' in page
    client.post(
        f"{address}/choices",
        data={
            "csrf": csrf,
            "columns": "1",
            "datum": "wgs84",
            "column-road_class": "何种",
            "column-oneway": "-",
        },
    )
    page = client.get(address).text
    assert 'id="preview"' in page and "也许" not in page


def test_the_template_is_itself_a_road_file(client: FlaskClient) -> None:
    sign_in(client)
    template = client.get("/data/import/template/roads.geojson")
    assert "roads.geojson" in client.get("/data/import/").text
    address, csrf = send(client, template.data)
    client.post(f"{address}/choices", data={"csrf": csrf, "columns": "1", "datum": "wgs84", "source": "x"})
    assert 'id="preview"' in client.get(address).text


@pytest.mark.parametrize("kind", ["zip", "zip without .cpg", "gpkg"])
def test_other_formats_are_known_by_their_content(client: FlaskClient, tmp_path: Path, kind: str) -> None:
    frame = lines(*ROADS[:3]).to_crs("EPSG:4543")
    if kind == "gpkg":
        frame.to_file(tmp_path / "r.gpkg", layer="道路")
        content = (tmp_path / "r.gpkg").read_bytes()
    else:
        frame.to_file(tmp_path / "r.shp", encoding="gbk")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part in tmp_path.glob("r.*"):
                if part.suffix != ".cpg" or kind == "zip":
                    archive.write(part, part.name)
        content = packed.getvalue()
    address, _ = send(client, content, "随便.bin")
    page = client.get(address).text
    assert 'id="preview"' in page and "请先选定坐标系" not in page, "metres need no datum"


def test_an_extract_of_openstreetmap_comes_in_as_it_is(client: FlaskClient, settings: Settings) -> None:
    address, csrf = send(client, STREETS.read_bytes(), "昆明.osm.pbf")
    page = client.get(address).text
    assert "405 " in page and "街巷、村道" in page and "请先选定坐标系" not in page
    assert "离路 200 米以上的居民点" in page and "2 / 4" in page
    assert 'id="commit"' in client.get(f"{address}/preview").text
    assert "done=" in client.post(f"{address}/commit", data={"csrf": csrf}).headers["Location"]
    assert versions.history(settings)[0]["rows"] == 405


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08 gz", b"id,name\n1,2\n", json.dumps({"type": "Point"}).encode()]
)
def test_what_is_no_road_file_is_refused_and_not_kept(
    client: FlaskClient, settings: Settings, content: bytes
) -> None:
    csrf = sign_in(client)
    answer = upload(client, csrf, content, "x.bin", dataset="roads", source="x")
    page = client.get(answer.headers["Location"]).text
    assert "路网文件" in page or "没有线" in page
    assert "过期或不存在" in client.get(answer.headers["Location"]).text


def test_lines_in_gcj02_come_to_lie_where_they_are(client: FlaskClient, settings: Settings) -> None:
    address, csrf = send(client, geojson(lines(*ROADS, shift=True)))
    medians = {}
    for datum in ("wgs84", "gcj02"):
        client.post(f"{address}/choices", data={"csrf": csrf, "columns": "1", "datum": datum, "source": "x"})
        page = client.get(address).text
        medians[datum] = float(page.split('中位数）</td><td class="number">')[1].split(" m")[0])
    assert medians["gcj02"] < 1 < medians["wgs84"]
