"""Every format gives the same table; what an office does to a sheet is understood and said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import xlsxwriter

from equity.errors import UserError
from equity.reading.layout import find_layout
from equity.reading.raw import RawTable
from tests.intake.conftest import Check, codes
from tests.intake.hostile import REGISTER, workbook

Read = Callable[..., RawTable]
HEADER = "名称,区县,经度,纬度,在校生数"
LINES = ("第一小学,官渡区,102.7436,25.0161,800", "第二小学,五华区,102.703,25.04515,650")
TEXT = "\r\n".join((HEADER, *LINES)) + "\r\n"
FRAME = pd.DataFrame([line.split(",") for line in LINES], columns=HEADER.split(","))


def points() -> gpd.GeoDataFrame:
    lonlat = gpd.points_from_xy(FRAME["经度"].astype(float), FRAME["纬度"].astype(float))
    return gpd.GeoDataFrame(FRAME[["名称", "区县", "在校生数"]], geometry=lonlat, crs=4326)


def shapefile(folder: Path, encoding: str, *, cpg: bool) -> bytes:
    points().rename(columns={"在校生数": "学位"}).to_file(folder / "schools.shp", encoding=encoding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in folder.glob("schools.*"):
            if cpg or path.suffix != ".cpg":
                archive.write(path, f"名单/{path.name}")
    return out.getvalue()


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_any_encoding_and_delimiter(encoding: str, delimiter: str, check: Check) -> None:
    outcome = check(TEXT.replace(",", delimiter).encode(encoding))
    assert outcome.accepted["name_zh"].tolist() == ["第二小学", "第一小学"]
    assert outcome.accepted["capacity"].tolist() == [650, 800]


def test_an_encoding_can_be_forced_and_a_wrong_one_is_said(read: Read) -> None:
    assert read(TEXT.encode("big5", "ignore"), encoding="big5").grid.num_rows == 3
    with pytest.raises(UserError, match="utf-8"):
        read(TEXT.encode("gbk"), encoding="utf-8")
    with pytest.raises(UserError, match="not offered"):
        read(TEXT.encode(), encoding="rot13")


def test_every_spatial_format(tmp_path: Path, check: Check) -> None:
    points().to_file(tmp_path / "a.geojson", driver="GeoJSON")
    points().to_file(tmp_path / "a.gpkg", driver="GPKG")
    points().to_parquet(tmp_path / "a.parquet")
    FRAME.to_parquet(tmp_path / "plain.parquet")
    for name in ("a.geojson", "a.gpkg", "a.parquet", "plain.parquet"):
        outcome = check(tmp_path / name)
        assert outcome.accepted["capacity"].tolist() == [650, 800], name
        assert outcome.accepted["lon"].tolist() == pytest.approx([102.703, 102.7436]), name


@pytest.mark.parametrize(
    ("encoding", "cpg"), [("GB18030", False), ("GB18030", True), ("UTF-8", False), ("UTF-8", True)]
)
def test_a_zipped_shapefile_with_chinese_attributes(
    encoding: str, cpg: bool, tmp_path: Path, check: Check
) -> None:
    folder = tmp_path / "shp"
    folder.mkdir()
    outcome = check(shapefile(folder, encoding, cpg=cpg))
    assert outcome.accepted["name_zh"].tolist() == ["第二小学", "第一小学"]


def test_a_projected_layer_is_turned_to_degrees(tmp_path: Path, check: Check) -> None:
    points().to_crs(4543).to_file(tmp_path / "a.gpkg", driver="GPKG")
    assert check(tmp_path / "a.gpkg").accepted["lon"].tolist() == pytest.approx([102.703, 102.7436], abs=1e-7)


def test_the_old_binary_excel_format(check: Check) -> None:
    outcome = check(Path(__file__).with_name("files") / "register.xls")
    assert outcome.accepted["capacity"].tolist() == [650, 800]


def test_a_sheet_with_titles_tiers_merged_cells_totals_and_remarks(check: Check) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("说明").write(0, 0, "填表说明")
        sheet = book.add_worksheet("名录")
        sheet.merge_range("B2:F2", "2024 年小学名录")
        sheet.merge_range("B4:B5", "学校名称")
        sheet.merge_range("C4:C5", "所属区县")
        sheet.merge_range("D4:E4", "坐标")
        sheet.write_row("D5", ["经度", "纬度"])
        sheet.merge_range("F4:F5", "在校生数(人)")
        sheet.write_row("B6", ["第一小学", "", 102.7436, 25.0161, 800])
        sheet.write_row("B7", ["第二小学", "", 102.75, 25.02, "1,200人"])
        sheet.merge_range("C6:C7", "官渡区")
        sheet.write_row("B9", ["合计", "", "", "", 2000])
        sheet.write("B10", "注:以秋季学期为准")
    outcome = check(out.getvalue())
    assert (outcome.rows_read, outcome.accepted_rows) == (4, 2)
    assert outcome.accepted["adcode"].tolist() == ["530111", "530111"]
    assert sorted(outcome.accepted["capacity"]) == [800, 1200]
    assert codes(outcome) == {"merged_cell", "total_row", "remark_row", "unit_removed", "total_agrees"}
    assert outcome.findings.set_index("code").loc["total_row", "row"] == 9  # as Excel counts


def test_a_totals_row_that_differs_is_said(check: Check) -> None:
    assert "total_differs" in codes(check(TEXT + "合计,,,,1500\n"))


def test_sheets_can_be_chosen_by_name(read: Read) -> None:
    assert read(workbook(REGISTER), sheet="表").about.sheet == "表"
    with pytest.raises(UserError, match="no sheet"):
        read(workbook(REGISTER), sheet="别的")


def test_a_row_with_too_many_cells_is_kept_and_said(check: Check) -> None:
    outcome = check(TEXT + "第三小学,官渡区,102.75,25.02,10,多余\n")
    assert outcome.accepted_rows == 3 and "more_cells" in codes(outcome)


def test_quoted_line_breaks_do_not_shift_row_numbers(check: Check) -> None:
    outcome = check(
        HEADER + '\n"第一\n小学",官渡区,102.7436,25.0161,800\n第二小学,官渡区,102.75,25.02,待定\n'
    )
    found = outcome.findings.set_index("code")["row"]
    assert (found["line_break"], found["not_number"]) == (2, 3)
    assert outcome.accepted["name_zh"].tolist() == ["第一 小学"]


def test_the_header_can_be_given_by_number(read: Read) -> None:
    raw = read(b"a,b\n1,2\nx,y\n3,4\n")
    layout = find_layout(raw.head(), [1, 2, 3, 4], [], row=3)
    assert layout.names == ("x", "y")
    with pytest.raises(UserError):
        find_layout(raw.head(), [1, 2, 3, 4], [], row=9)
