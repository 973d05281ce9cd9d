"""Another real city, from its folder alone: it builds, serves and exports, and says nothing of the one that ships."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from equity.app import create_app
from equity.documents.making import make_report, read_shapes
from equity.documents.writers import write_format
from equity.errors import DataError
from equity.indicators.compute import Indicators
from equity.indicators.store import build_warehouse, open_indicators
from equity.query import Query
from equity.settings import Settings
from equity.sources.new_city import still_needed, write_skeleton

YUXI = Path(__file__).resolve().parents[1] / "cities" / "yuxi"
HONGTA, CITY = "530402", "530400"
TODAY = date(2026, 11, 27)
OTHER = re.compile(r"昆明|Kunming|5301\d\d|\b14 ?个区县")


@pytest.fixture(scope="module")
def yuxi_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("yuxi")
    write_skeleton(folder / "data", today=TODAY)
    shutil.copytree(YUXI, folder / "data", dirs_exist_ok=True)
    settings = Settings(data_dir=folder / "data", var_dir=folder / "var", threads=1)
    build_warehouse(settings)
    return settings


@pytest.fixture(scope="module")
def yuxi(yuxi_settings: Settings) -> Iterator[Indicators]:
    indicators = open_indicators(yuxi_settings)
    yield indicators
    indicators.warehouse.close()


@pytest.fixture(scope="module")
def client(yuxi_settings: Settings) -> FlaskClient:
    return create_app(yuxi_settings).server.test_client()


def test_published_totals_of_the_city_and_no_data_for_its_divisions(yuxi: Indicators) -> None:
    city = yuxi.population(CITY)
    assert city["resident"].value == 2_249_502 and city["registered"].value == 2_218_000
    assert city["resident"].quoted and city["resident"].grade == "observed"
    divisions = yuxi.zones("division")
    assert len(divisions) == 9 and not yuxi.zones("functional_zone")
    assert {z.parent for z in divisions} == {CITY}
    for zone in divisions:
        assert {r.status for r in yuxi.population(zone.code).values()} == {"no_data"}
    coverage = yuxi.value(Query("population", "register_coverage", "value", level="city"), CITY)
    assert coverage.value == pytest.approx(100 * 2_218_000 / 2_249_502)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "玉溪公共服务均等化看板"),
        ("/?lang=en", "Yuxi Public-Service Equity Dashboard"),
        (f"/district/{HONGTA}", "红塔区"),
        (f"/district/{CITY}?lang=en", "Yuxi"),
        ("/district", "共 9 个区县"),
        ("/compare", "9 个区县"),
        ("/policy", "数据目录里没有方案"),
        ("/methods", "玉溪市：三个互不重叠的群体"),
        ("/data", "统计用区划代码"),
        ("/plan", "玉溪"),
        ("/embed/map", "红塔"),
        ("/embed/card?lang=en", "Yuxi"),
        ("/api/v1/zones", "元江哈尼族彝族傣族自治县"),
        ("/api/v1/", "玉溪公共服务均等化数据接口"),
    ],
)
def test_every_page_speaks_of_the_city_alone(client: FlaskClient, path: str, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert said in text and not (found := OTHER.search(text)), found


def test_the_scripts_learn_the_city_from_the_page_and_files_are_named_after_it(client: FlaskClient) -> None:
    assert f'data-city="{CITY}"' in client.get("/").text
    assert "yuxi-zones.csv" in client.get("/api/v1/zones?format=csv").headers["Content-Disposition"]


def test_a_level_that_the_city_does_not_have_is_said(yuxi: Indicators) -> None:
    query, notices = yuxi.resolve({"level": "functional_zone"})
    assert query.level == "division" and [n.parameter for n in notices] == ["level"]


def test_exports_of_a_division_and_of_the_city(yuxi: Indicators, yuxi_settings: Settings) -> None:
    shapes = read_shapes(yuxi_settings)
    (pdf,) = write_format(make_report(yuxi, CITY, "zh", shapes=shapes), "pdf").values()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "98.6%" in text and "玉溪市" in text and not OTHER.search(text)
    (xlsx,) = write_format(make_report(yuxi, HONGTA, "en", shapes=shapes), "xlsx").values()
    cells = [str(c) for sheet in load_workbook(io.BytesIO(xlsx)) for row in sheet.values for c in row if c]
    assert any("Hongta" in c for c in cells) and not any(OTHER.search(c) for c in cells)


def test_a_skeleton_says_what_it_lacks_and_the_build_names_file_and_field(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    write_skeleton(folder, today=TODAY)
    needed = ["city.toml", "geo/divisions.csv", "geo/districts.geojson", "population/division_population.csv"]
    assert [file for file, _, _ in still_needed(folder)] == needed
    settings = Settings(data_dir=folder, var_dir=tmp_path / "var")
    with pytest.raises(DataError) as caught:
        build_warehouse(settings)
    fields = {p.field for p in caught.value.problems}
    assert {"code", "name.zh", "short.en", "crs", "file_prefix", "example_division"} <= fields
    shutil.copy(YUXI / "city.toml", folder)
    with pytest.raises(DataError) as caught:
        build_warehouse(settings)
    assert {p.file for p in caught.value.problems} == {"divisions.csv", "districts.geojson"}
    assert "build-boundaries" in str(caught.value)
    assert [file for file, _, _ in still_needed(folder)] == needed[1:]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(ValueError, match="不是空目录"):
        write_skeleton(tmp_path, today=TODAY)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
