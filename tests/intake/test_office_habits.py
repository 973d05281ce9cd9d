"""Registers as offices write them: totals among the rows, units in the header, merged numbers, odd years and
coordinates."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import shapely
import xlsxwriter

from equity.checking.datasets import find_dataset
from equity.checking.findings import iterate
from equity.checking.propose import propose
from equity.checking.safe_csv import write_rejected
from equity.errors import UserError
from equity.intake.desk import Choices
from equity.reading.numbers import one_coordinate, to_numbers, to_years
from equity.reading.raw import RawTable
from equity.reading.units import header_unit, title_unit
from tests.intake.conftest import Check, codes
from tests.intake.test_formats import points
from tests.world import CITY

SCHOOLS = "名称,区县,在校生数\n"


@pytest.mark.parametrize(
    "words",
    [
        "合计", "合    计", "合　计", "合计5所", "合计：5所", "呈贡区合计", "总    计（5所）", "本页小计", "平均",
        "其中：公办", "其中", "呈贡区小计", "呈贡 小计", "公办合计（含九年一贯制）", "全市合计 12 所学校", "Total", "Grand Total",
        "Subtotal (5)",
    ],
)  # fmt: skip
def test_totals_rows_are_no_schools(words: str, check: Check) -> None:
    outcome = check(SCHOOLS + f"一小,官渡区,100\n二小,官渡区,200\n{words},,300\n三小,官渡区,5\n")
    assert outcome.accepted["name_zh"].tolist() and set(outcome.accepted["name_zh"]) == {
        "一小",
        "二小",
        "三小",
    }
    assert outcome.findings.set_index("code").loc["total_row", "row"] == 4


@pytest.mark.parametrize(
    "name",
    [
        "合计小学",
        "小计村完小",
        "总计河小学",
        "和平均安小学",
        "其中村小学",
        "其中小学",
        "太平均小学",
        "Summit School",
    ],
)
def test_a_school_called_like_a_total_stays(name: str, check: Check) -> None:
    outcome = check(SCHOOLS + f"{name},官渡区,100\n一小,官渡区,200\n")
    assert name in set(outcome.accepted["name_zh"]) and "total_row" not in codes(outcome)


def test_subtotals_stay_out_of_the_comparison(check: Check) -> None:
    rows = "一小,官渡区,100\n官渡区小计,,100\n二小,呈贡区,200\n呈贡区小计,,200\n"
    assert "total_agrees" in codes(check(SCHOOLS + rows + "合计,,300\n本页小计,,300\n平均,,150\n"))
    assert "total_agrees" in codes(check(SCHOOLS + rows.replace("官渡区小计", "合计") + "总计,,300\n"))
    unclear = codes(check(SCHOOLS + rows.replace("官渡区小计", "合计") + "合计,,300\n"))
    assert not unclear & {"total_agrees", "total_differs"}


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("常住人口（万人）", 10_000),
        ("常住人口(单位：万人)", 10_000),
        ("常住人口/万人", 10_000),
        ("常住人口 万人", 10_000),
        ("常住人口（千人）", 1_000),
        ("常住人口（万）", 10_000),
        ("床位数（百张）*", 100),
        ("人口（10,000 persons）", 10_000),
        ("在校生数（人）", 1),
        ("建筑面积（万平方米）", None),
        ("每千人床位（%）", None),
        ("医生数（每万人）", None),
        ("规模（单位：斤）", None),
    ],
)
def test_the_unit_of_a_column(header: str, unit: float | None) -> None:
    found = header_unit(header)
    assert found and found.factor == unit


@pytest.mark.parametrize(
    "header", ["在校生数", "在校生数（含附设班）", "常住人口（2024年）", "万寿村人口", "每万人医生"]
)
def test_no_unit_is_no_unit(header: str) -> None:
    assert header_unit(header) is None


def test_population_in_ten_thousands_is_counted_in_persons(check: Check) -> None:
    for text in (
        "区县,年份,常住人口（万人）\n官渡区,2023,160.0234\n五华区,2023,114万\n",
        "2023 年人口,,单位：万人\n区县,年份,常住人口\n官渡区,2023,160.0234\n五华区,2023,114万\n",
    ):
        outcome = check(text, "population")
        assert outcome.accepted["persons"].tolist() == [1_140_000, 1_600_234]
        assert "header_unit" in codes(outcome, "note")


def test_a_unit_above_several_columns_counts_for_each(check: Check) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "区县")
        sheet.merge_range("B1:B2", "年份")
        sheet.merge_range("C1:D1", "人口（万人）")
        sheet.write_row("C2", ["常住人口", "户籍人口"])
        sheet.write_row("A3", ["官渡区", 2023, 160.0234, 65])
    loose = "区县,年份,人口（万人）,\n,,常住人口,户籍人口\n官渡区,2023,160.0234,65\n"
    for content in (out.getvalue(), loose):
        assert check(content, "population").accepted["persons"].tolist() == [650_000, 1_600_234]


def test_cells_merged_down_into_the_lower_row_of_names_keep_theirs(check: Check) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:F1", "2023 年小学名录")
        for column, name in {"A": "序号", "B": "所属区县", "F": "备注"}.items():
            sheet.merge_range(f"{column}2:{column}3", name)
        sheet.merge_range("C2:E2", "学校情况")
        sheet.write_row("C3", ["学校名称", "地址", "学位"])
        sheet.write_row("A4", [1, "官渡区", "一小", "某路 1 号", 100, "新建"])
    loose = "序号,所属区县,学校情况,,,备注\n,,学校名称,地址,学位,\n1,官渡区,一小,某路 1 号,100,新建\n"
    for content in (out.getvalue(), loose):
        outcome = check(content)
        assert outcome.accepted[["name_zh", "adcode", "capacity"]].values.tolist() == [
            ["一小", "530111", 100]
        ]
        assert outcome.accepted["note"][0].startswith("新建")


@pytest.mark.parametrize("heading", ["学校编码", "学校代码", "编码", "单位代码", "机构编码"])
def test_ids_are_known_by_what_offices_call_them(heading: str, check: Check) -> None:
    outcome = check(f"{heading},名称,区县,在校生数\n7,一小,官渡区,100\n7,二小,官渡区,100\n")
    assert codes(outcome, "stop") == {"same_id"} and outcome.accepted_rows == 1


def test_a_place_at_zero_is_said_to_be_none(check: Check) -> None:
    found = check("名称,区县,经度,纬度,在校生数\n一小,官渡区,0,0,100\n").findings.set_index("code")
    assert found.loc["zero_coordinate", "value"] == "0, 0" and "placed_at_division" in found.index


def test_a_last_row_with_a_name_alone_lacks_the_rest(check: Check) -> None:
    outcome = check("名称,区县,在校生数\n一小,官渡区,100\n二小,,\n制表人：张三,,\n")
    found = outcome.findings.groupby("row")["code"].agg(set)
    assert "missing" in found[3] and found[4] == {"remark_row"}


def test_a_corrected_file_of_rejected_rows_is_understood_like_its_original(
    check: Check, tmp_path: Path
) -> None:
    rows = "名称,区县,在校生数\n一小,官渡区,100\n二小,没有区,100\n合计,,200\n注：秋季学期,,\n"
    write_rejected(tmp_path / "r.csv", check(rows).rejected)
    corrected = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").replace("没有区,", "盘龙区,")
    again = check(corrected)
    assert again.accepted["name_zh"].tolist() == ["二小"]
    assert codes(again, "stop") == {"total_row", "remark_row"} and "total_differs" not in codes(again)
    assert all(again.dataset.label_of(f.field).zh != "adcode" for f in iterate(again.findings))


def test_columns_of_one_name_are_told_apart_by_number(check: Check) -> None:
    text = "名称,区县,学位,学位\n一小,官渡区,100,200\n"
    with pytest.raises(UserError, match="2 列都叫“学位”；请用列号（3、4）"):
        check(text, columns={"capacity": "学位"})
    assert check(text, columns={"capacity": "4"}).accepted["capacity"].tolist() == [200]


def test_names_that_stand_below_two_others_carry_them(check: Check) -> None:
    text = "名称,区县,在校生数,,教职工,\n,,合计,女,合计,女\n一小,官渡区,100,45,9,7\n"
    outcome = check(text, columns={"capacity": "在校生数 合计"})
    assert outcome.accepted["capacity"].tolist() == [100]


def test_who_fills_in_and_money_are_no_units() -> None:
    assert not any(
        map(title_unit, ("填报单位：昆明市教育局", "单位：元", "单位：所、人", "单位负责人：万人"))
    )
    assert title_unit("2023年人口（单位：万人）") == header_unit("人口（万人）")


def test_a_column_in_another_kind_of_unit_is_refused(check: Check) -> None:
    outcome = check("名称,区县,规模（万平方米）\n一小,官渡区,2\n")
    assert codes(outcome, "stop") == {"unknown_unit"} and not outcome.accepted_rows


@pytest.mark.parametrize("year", [2011, 2020, 2025])
def test_population_of_another_magnitude_than_known_is_refused(year: int, check: Check) -> None:
    text = f"区县,年份,常住人口,户籍人口\n官渡区,{year},82,650000\n五华区,{year},1140000,\n"
    outcome = check(text, "population")
    assert codes(outcome, "stop") == {"other_magnitude"} and outcome.accepted["adcode"].tolist() == ["530102"]


def test_thousands_in_a_cell_are_thousands() -> None:
    values, _, loose = to_numbers(pd.Series(["82千人", "1.5万", "3百张", "12床"], dtype="str"))
    assert values.tolist() == [82_000, 15_000, 300, 12] and loose.all()


def proposed(dataset: str, header: str) -> dict[str, str]:
    names = tuple(header.split(","))
    return {f: names[i] for f, i in propose(find_dataset(dataset), names, [], CITY).columns.items()}


@pytest.mark.parametrize(
    ("dataset", "header", "expected"),
    [
        ("primary_school", "名称,建校年份", {"name_zh": "名称"}),
        ("primary_school", "名称,竣工年份,开业日期,数据年份", {"name_zh": "名称", "year": "数据年份"}),
        ("clinic", "机构全称,执业医师数,全科医生人数", {"name_zh": "机构全称", "capacity": "全科医生人数"}),
        ("primary_school", "学校坐标,学校数", {"lonlat": "学校坐标"}),
        ("primary_school", "填报单位,单位性质,学校电话,单位负责人", {}),
        ("primary_school", "校名,规划学位数,现有学位数", {"name_zh": "校名", "capacity": "现有学位数"}),
        ("primary_school", "校名,学位数（规划）,学位数（现有）", {"name_zh": "校名", "capacity": "学位数（现有）"}),
        ("rental_housing", "小区,已分配套数,可供房源", {"name_zh": "小区", "capacity": "可供房源"}),
        ("hospital", "医院,横坐标,纵坐标,坐标系", {"name_zh": "医院", "lon": "横坐标", "lat": "纵坐标"}),
        ("population", "区县,年份,城镇人口", {"division": "区县", "year": "年份"}),
        (
            "population",
            "区县,总人口,常住,户籍",
            {"division": "区县", "resident": "常住", "registered": "户籍"},
        ),
        ("population", "区县,户籍常住人口数,年末户籍人口", {"division": "区县", "local": "户籍常住人口数", "registered": "年末户籍人口"}),
        ("primary_school", "School,District,Students", {"name_zh": "School", "division": "District", "capacity": "Students"}),
        ("primary_school", "街道名称,小学学校名称", {"township": "街道名称", "name_zh": "小学学校名称"}),
    ],
)  # fmt: skip
def test_a_column_is_what_its_name_says_in_the_end(
    dataset: str, header: str, expected: dict[str, str]
) -> None:
    assert proposed(dataset, header) == expected


@pytest.mark.parametrize(
    "header",
    [
        "区（县）",
        "所在区（县）",
        "区/县",
        "市（县、区）",
        "县（市、区）名称",
        "县（市、区）",
        "区域",
        "属地",
        "区 县",
    ],
)
def test_divisions_by_any_name(header: str) -> None:
    assert proposed("clinic", header) == {"division": header}


def test_two_columns_that_fit_equally_are_asked_about(check: Check) -> None:
    text = "名称,区县,小学学位数,初中学位数\n一小,官渡区,100,50\n"
    outcome = check(text)
    assert outcome.missing_fields == ("capacity",) and not outcome.accepted_rows
    found = next(f for f in iterate(outcome.findings) if f.code == "open_field_needed")
    assert "“小学学位数”、“初中学位数”" in found.message("zh")
    chosen = check(text, columns={"capacity": "小学学位数"})
    assert chosen.accepted["capacity"].tolist() == [100] and "open_field_needed" not in codes(chosen)


def test_an_empty_column_of_the_same_name_is_no_question(check: Check) -> None:
    assert check("名称,区县,学位数,学位数\n一小,官渡区,,50\n").accepted["capacity"].tolist() == [50]


def test_population_without_a_group_says_what_is_missing(check: Check) -> None:
    for text, code in (
        ("区县,年份,总人口\n官渡区,2024,5\n", "asked_first"),
        ("区县,年份,城镇人口\n官渡区,2024,5\n", "no_column"),
    ):
        outcome = check(text, "population")
        assert codes(outcome, "stop") == {code} and not outcome.accepted_rows
    wide = check("区县,年份,总人口,常住,户籍\n官渡区,2025,2000000,1600000,650000\n", "population")
    assert sorted(wide.accepted["persons"]) == [650_000, 1_600_000]


def test_years_far_apart_are_said(check: Check) -> None:
    assert "years_spread" in codes(check("名称,区县,在校生数,年份\n一小,官渡区,1,1987\n二小,官渡区,1,2024\n"))


def test_a_merged_capacity_counts_once(check: Check) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["名称", "区县", "在校生数"])
        sheet.write_row("A2", ["一小", "", 268])
        sheet.write_row("A3", ["二小", "", ""])
        sheet.merge_range("B2:B3", "官渡区")
        sheet.merge_range("C2:C3", 268)
    outcome = check(out.getvalue())
    assert outcome.accepted["capacity"].tolist() == [268] and outcome.rejected["行号 row"].tolist() == [3]
    said = {f.code: f for f in iterate(outcome.findings) if f.row == 3}
    assert {"merged_number", "missing"} <= set(said) and "268" in said["merged_number"].message("zh")


@pytest.mark.parametrize(
    ("spelling", "datum"),
    [
        ("EPSG:4543", "epsg4543"), ("GCJ-02", "gcj02"), ("BD-09", "bd09"), ("WGS84", "wgs84"), ("wgs-84", "wgs84"),
        ("EPSG:4490", "cgcs2000"), ("CGCS 2000", "cgcs2000"), ("", ""), ("北京54", "beijing1954"),
    ],
)  # fmt: skip
def test_a_datum_by_any_spelling(spelling: str, datum: str) -> None:
    assert Choices(datum=spelling).datum == datum


def test_degrees_are_no_metres_and_said_as_written(check: Check) -> None:
    text = "名称,区县,经度,纬度,在校生数\n一小,官渡区,102.7436,25.0161,800\n"
    asked = check(text, datum="EPSG:4543")
    assert asked.is_waiting and [(q.id, q.chosen) for q in asked.open_questions] == [("datum", ("wgs84",))]
    outcome = check(text, datum="EPSG:4543", answers={"datum": "epsg4543"})
    found = next(f for f in iterate(outcome.findings) if f.severity == "stop")
    assert found.code == "not_in_datum" and "“102.7436, 25.0161”不是 EPSG:4543 坐标" in found.message("zh")


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
def test_a_layer_turned_to_degrees_says_so(
    ending: str, tmp_path: Path, read: Callable[..., RawTable]
) -> None:
    points().rename(columns={"在校生数": "学位"}).to_crs(4543).to_file(
        tmp_path / f"a.{ending}", encoding="UTF-8"
    )
    path = tmp_path / "a.gpkg"
    if ending == "shp":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for part in tmp_path.glob("a.[sdp]*"):
                archive.write(part, part.name)
    assert "已由 EPSG:4543 换算为经纬度" in [note.zh for note in read(path).about.notes]


@pytest.mark.parametrize("empty", ["POINT EMPTY", "POLYGON EMPTY"])
def test_a_shape_without_content_has_no_coordinates(empty: str, tmp_path: Path, check: Check) -> None:
    layer = points()
    layer.loc[1, "geometry"] = shapely.from_wkt(empty)
    layer.to_file(tmp_path / "a.gpkg", driver="GPKG")
    outcome = check(tmp_path / "a.gpkg")
    assert outcome.precision == {"point": 1, "division": 1} and outcome.accepted_rows == 2


def test_views_of_a_geopackage_are_not_run(tmp_path: Path, read: Callable[..., RawTable]) -> None:
    path = tmp_path / "a.gpkg"
    points().to_file(path, driver="GPKG", layer="schools")
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        )
        file.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('endless', 'attributes')")
    assert read(path).about.sheets == ["schools"]
    with pytest.raises(UserError):
        read(path, sheet="endless")
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM gpkg_contents WHERE table_name = 'schools'")
    with pytest.raises(UserError):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "2024", "2024年", "2024年度", "2024学年", "2024—2025学年", "2024-2025", "2024-25学年", "2024年末", "2024年底",
        "20240901", "202409", "截至2024年", "2024.0", "2024/9/1", "２０２４年",
    ],
)  # fmt: skip
def test_years_as_offices_write_them(text: str) -> None:
    years, bad = to_years(pd.Series([text], dtype="str"))
    assert years.tolist() == [2024] and not bad.any()


@pytest.mark.parametrize("text", ["24", "去年", "20241301", "120245", "1024", "45536"])
def test_what_is_no_year(text: str) -> None:
    assert to_years(pd.Series([text], dtype="str"))[1].all()


def test_two_years_are_said(check: Check) -> None:
    outcome = check("名称,区县,在校生数,学年\n一小,官渡区,1,2023-2024\n二小,官渡区,1,2024-09-01\n")
    found = [f for f in iterate(outcome.findings) if f.code == "two_years"]
    assert [(f.row, f.a) for f in found] == [(2, "2023")]


@pytest.mark.parametrize("year", [202, 2204])
def test_the_year_for_rows_without_one_is_checked(year: int, check: Check) -> None:
    outcome = check(SCHOOLS + "一小,官渡区,1\n", year=year)
    assert not outcome.accepted_rows and codes(outcome, "stop") <= {"bad_year", "future_year"}


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("102º31′", 102 + 31 / 60),
        ("102˚", 102.0),
        ("102˚31´40.8″", 102 + 31 / 60 + 40.8 / 3600),
        ("102∘31`40.8``", 102 + 31 / 60 + 40.8 / 3600),
        ("102-31-6.36", 102 + 31 / 60 + 6.36 / 3600),
        ("103 24 54.56", 103 + 24 / 60 + 54.56 / 3600),
    ],
)
def test_degrees_with_any_sign(text: str, degrees: float) -> None:
    assert one_coordinate(text) == pytest.approx(degrees)


@pytest.mark.parametrize("text", ["102-61-6", "2024-09-01", "12-5"])
def test_what_are_no_degrees(text: str) -> None:
    assert pd.isna(one_coordinate(text))


@pytest.mark.parametrize("nothing", ["无", "/", "-", "—", "暂无", "不详", "N/A"])
def test_no_coordinates_is_no_wrong_coordinate(nothing: str, check: Check) -> None:
    two = check(f"名称,区县,经度,纬度,在校生数\n一小,官渡区,{nothing},{nothing},1\n")
    one = check(f"名称,区县,坐标,在校生数\n一小,官渡区,{nothing},1\n")
    assert codes(two) == codes(one) == {"placed_at_division", "placed_by"}
    assert two.accepted_rows == one.accepted_rows == 1


def test_both_coordinates_in_degrees_in_one_column(check: Check) -> None:
    text = '名称,区县,坐标,在校生数\n一小,官渡区,"102 44 36.96，25 0 57.96",1\n'
    assert check(text).accepted["lon"].tolist() == pytest.approx([102.7436])


def test_sheets_with_the_same_header_are_not_passed_over_in_silence(check: Check) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("填报说明").write(0, 0, "请于月底前填报")
        for division in ("官渡区", "呈贡区", "安宁市"):
            sheet = book.add_worksheet(division)
            sheet.write_row("A1", [f"{division}小学名录"])
            sheet.write_row("A2", ["名称", "区县", "在校生数（人）"])
            sheet.write_row("A3", [f"{division}一小", division, 100])
    found = next(f for f in iterate(check(out.getvalue()).findings) if f.code == "sheets_unread")
    assert found.severity == "warn" and "另有 呈贡区、安宁市 未读" in found.message("zh")


def test_every_row_says_how_many_cells_it_has_too_many(check: Check) -> None:
    outcome = check(SCHOOLS + "一小,官渡区,1,甲\n二小,官渡区,2,,乙,丙\n")
    found = outcome.findings[outcome.findings["code"] == "more_cells"]
    assert found["a"].tolist() == ["1", "2"]


def test_there_is_no_half_pupil(check: Check) -> None:
    assert codes(check(SCHOOLS + "一小,官渡区,5.5\n"), "stop") == {"not_whole"}
