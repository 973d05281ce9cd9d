"""CSV, GeoJSON, GeoPackage, pictures and the zip of all, opened by the libraries people open them with."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import frictionless
import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from PIL import Image

from equity.documents.csv_files import write_csvs
from equity.documents.gis import write_geojson, write_gpkg
from equity.documents.images import svg_to_png, write_pngs, write_svgs
from equity.documents.writers import FORMATS, write_format
from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.safe_cells import harmless
from equity.say import Voice
from equity.views.document import keep_document
from equity.views.model import Bullets, Report
from equity.views.report import build_report
from equity.views.view import View


def kept(view: View, shapes: dict[str, list[object]]) -> Report:
    return keep_document(view, build_report(view), shapes, number="n", link="", options={})


@pytest.fixture(scope="module")
def zipped(guandu: Report) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(next(iter(write_format(guandu, "zip").values()))))


def test_csv_opens_in_excel_and_pandas(guandu: Report) -> None:
    files = write_csvs(guandu)
    assert files["values.csv"].startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(io.BytesIO(files["values.csv"]), dtype={"zone": str})
    assert len(frame) == len(guandu.records)
    for row, record in zip(frame.itertuples(), guandu.records, strict=True):
        assert row.zone == record.zone and row.status == record.status and row.grade == record.grade
        assert (row.mark == "示意") == (record.grade == "illustrative")
        assert pd.isna(row.value) if record.value is None else row.value == record.value
    facilities = pd.read_csv(io.BytesIO(files["facilities.csv"]), dtype={"adcode": str})
    assert list(facilities["facility_id"]) == [f.id for f in guandu.facilities]


def test_all_that_a_document_shows_is_in_its_data(guandu: Report) -> None:
    """Other years and wider zones of its tables too; a map is coloured by the year that was asked for."""
    shown = {c.record for _, t in guandu.tables() for row in t.rows for c in row if c.record is not None}
    assert shown <= set(guandu.records) and len(set(guandu.records)) == len(guandu.records)
    assert {r.year for r in shown if r.measure == "residents"} > {2020}
    (division,) = json.loads(write_geojson(guandu))["features"]
    residents = next(r for r in guandu.records if r.measure == "residents" and r.year == 2020)
    assert division["properties"]["residents"] == residents.value


def test_datapackage_describes_what_is_there(guandu: Report, tmp_path) -> None:
    for name, body in write_csvs(guandu).items():
        (tmp_path / name).write_bytes(body)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@cmd", "\t=1", "\r=1"])
def test_text_cannot_become_a_formula(text: str, guandu: Report) -> None:
    assert harmless(text, numbers_stay=False) == "'" + text
    evil = dataclasses.replace(guandu, facilities=(dataclasses.replace(guandu.facilities[0], name=text),))
    assert "'" + text.strip() in write_csvs(evil)["facilities.csv"].decode().replace("\t", "").replace(
        "\r=", "="
    )


def test_numbers_stay_numbers_in_csv() -> None:
    assert harmless("官渡区") == "官渡区" and harmless("") == ""


def test_geojson_has_the_division_with_its_values(guandu: Report) -> None:
    frame = gpd.read_file(io.BytesIO(write_geojson(guandu)))
    assert list(frame["code"]) == ["530111"] and frame.crs.to_epsg() == 4326
    wanted = next(
        r
        for r in guandu.records
        if (r.service, r.measure, r.basis) == ("population", "register_coverage", "value")
    )
    assert frame["register_coverage"][0] == wanted.value
    assert frame["register_coverage.grade"][0] == wanted.grade
    assert frame["mark"][0] == "示意"
    west, south, east, north = frame.total_bounds
    assert 102 < west < east < 104 and 24 < south < north < 27


def test_a_division_has_the_measure_of_the_map_whatever_it_is(shipped: Indicators) -> None:
    """Dongchuan: 316,400 registered for 260,744 residents."""
    for measure in ("spare_share", "children_primary"):
        view = View(shipped, Voice("zh"), Query("population", measure, "value")).at("530113")
        shape = {
            "type": "Feature",
            "properties": {"code": "530113"},
            "geometry": {"type": "Point", "coordinates": [103, 26]},
        }
        report = kept(view, {"features": [shape]})
        (division,) = json.loads(write_geojson(report))["features"]
        assert division["properties"][measure] == view.value(view.query, "530113").value
    assert 21.34 < 100 * (316_400 / 260_744 - 1) < 21.35


def test_geopackage_has_divisions_facilities_and_values(city: Report, tmp_path) -> None:
    path = tmp_path / "city.gpkg"
    path.write_bytes(write_gpkg(city))
    assert [n for n, _ in pyogrio.list_layers(path)] == ["divisions", "values", "snapshot"]
    divisions = gpd.read_file(path, layer="divisions")
    assert len(divisions) == 14 and divisions.geometry.is_valid.all() and divisions.crs.to_epsg() == 4326
    values = pyogrio.read_dataframe(path, layer="values")
    assert values["value"].notna().sum() == sum(r.value is not None for r in city.records)
    record = next(
        r for r in city.records if (r.zone, r.service, r.measure) == ("530102", "population", "residents")
    )
    assert divisions.set_index("code").loc["530102", "residents"] == record.value


def test_geopackage_has_the_facilities_as_points(guandu: Report, tmp_path) -> None:
    path = tmp_path / "guandu.gpkg"
    path.write_bytes(write_gpkg(guandu))
    facilities = gpd.read_file(path, layer="facilities")
    assert len(facilities) == len(guandu.facilities) > 0 and facilities.crs.to_epsg() == 4326
    assert set(facilities["mark"]) == {"示意"}


def test_without_demonstration_no_file_has_a_placeholder(city: Report) -> None:
    assert not city.illustrative and city.notice == ""
    files = write_csvs(city)
    frame = pd.read_csv(io.BytesIO(files["values.csv"]))
    assert "facilities.csv" not in files and frame["mark"].isna().all()
    assert set(frame["grade"]) == {"observed", "estimated"}
    assert not any("include=demo" in r.note_zh for r in city.records), "nor a row for each that is left out"
    assert not any("示意数据生成器" in s.text for s in city.sources)
    limits = city.section("limits")
    assert limits is not None and not any(
        "示意" in i.text for b in limits.blocks if isinstance(b, Bullets) for i in b.items
    )


def test_pictures_have_the_size_and_resolution_asked_for(guandu: Report) -> None:
    figure = next(f for _, f in guandu.figures() if f.id == "population")
    for dpi in (96, 600):
        picture = Image.open(io.BytesIO(svg_to_png(figure.svg, figure.width, figure.height, dpi=dpi)))
        assert picture.width == pytest.approx(figure.width * dpi / 96, abs=2)
    names = {"population", "ages", "origins", "years", "children", "map", "demonstration-split"}
    assert set(write_pngs(guandu, dpi=72)) == {f"{name}.png" for name in names}
    assert set(write_svgs(guandu)) == {f"{name}.svg" for name in names}


@pytest.mark.parametrize(("size", "dpi"), [(100, 601), (100, 5), (20_000, 600)])
def test_pictures_out_of_bounds_are_refused(size: int, dpi: int) -> None:
    with pytest.raises(UserError, match="dpi"):
        svg_to_png("<svg/>", size, size, dpi=dpi)


def test_zip_holds_every_format(zipped: zipfile.ZipFile, guandu: Report) -> None:
    names = zipped.namelist()
    stem = f"530111-zh-{guandu.id}"
    assert {f"{stem}.{e}" for e in ("pdf", "docx", "pptx", "xlsx", "geojson", "gpkg")} <= set(names)
    assert {"csv/values.csv", "csv/datapackage.json", "png/map.png", "svg/map.svg"} <= set(names)
    assert zipped.testzip() is None
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in zipped.infolist())
    assert json.loads(zipped.read("csv/datapackage.json"))["id"] == guandu.id


@pytest.mark.parametrize("name", ["svg", "geojson", "gpkg", "csv", "png"])
def test_same_bytes_again(name: str, guandu: Report) -> None:
    assert write_format(guandu, name) == write_format(guandu, name)


def test_every_format_says_what_it_is() -> None:
    for form in FORMATS.values():
        assert form.label.zh and form.label.en and "/" in form.mime


def test_levels_changes_and_scenarios_are_rows_of_their_own(shipped: Indicators) -> None:
    """A snapshot of changes since another year: no two rows of its values answer the same question."""
    asked = Query("population", "residents", "value", 2023, since=2020)
    view = View(shipped, Voice("zh"), asked, demo=False).at("530111")
    report = kept(view, {"features": []})
    frame = pd.read_csv(io.BytesIO(write_csvs(report)["values.csv"]), dtype={"zone": str})
    key = ["zone", "service", "measure", "basis", "year", "scenario", "since"]
    assert not frame.duplicated(key).any() and frame.duplicated(key[:-1]).any()
    tables = {t.id: t for _, t in report.tables()}
    assert "changes" in tables and "divisions" not in tables
    assert {c.record.query.since for c in tables["changes"].cells("value") if c.record} == {2020}
    level = kept(view.but(since=0), {"features": []})
    assert "divisions" in {t.id for _, t in level.tables()}


def test_a_value_says_what_it_is_set_against(guandu: Report) -> None:
    frame = pd.read_csv(io.BytesIO(write_csvs(guandu)["values.csv"]), dtype={"zone": str})
    said = frame.groupby(["service", "measure"])["yardstick"].first()
    assert said["clinic", "coverage"] == said["clinic", "adequacy"] == "2023 年全国平均水平"
    assert (
        said["primary_school", "shortfall"] == "2018 年标准"
        and said["hospital", "adequacy"] == "全市平均水平"
    )
    assert pd.isna(said["health_staff", "supply_rate"])
