"""Field cases: files rebuilt after public bug reports and real files of offices, each with what a sensible person expects.
Every case stands for a kind; its siblings are other containers, languages and spellings of the same thing."""

from __future__ import annotations

import io
import json
import math
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
import xlsxwriter
from openpyxl import Workbook, load_workbook
from shapely.geometry import Point

from equity import geo
from equity.checking.findings import iterate
from equity.checking.outcome import Examination
from equity.errors import UserError
from equity.reading.vector import read_parquet
from tests.intake.conftest import Check, Read, codes
from tests.world import CRS

CASES = Path(__file__).with_name("cases")


def case(number: str) -> Path:
    return next(CASES.glob(f"{number}-*"))


def said(outcome: Examination, code: str) -> str:
    """The first finding of that code in both languages, with what to do on the command line."""
    found = next(f for f in iterate(outcome.findings) if f.code == code)
    return f"{found.message('zh')} {found.fix('zh', command=True)} {found.message('en')} {found.fix('en', command=True)}"


def book(rows: list[list[Any]], **options: Any) -> bytes:
    """An XLSX file of one sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as written:
        sheet = written.add_worksheet(options.get("name", "Sheet1"))
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
        for r in options.get("hidden_rows", ()):
            sheet.set_row(r, None, None, {"hidden": True})
        for c in options.get("hidden_columns", ()):
            sheet.set_column(c, c, None, None, {"hidden": True})
    return content.getvalue()


def layer(
    frame: pd.DataFrame, crs: str | None, points: list[Point], tmp_path: Path, kind: str = "shp"
) -> Path:
    """A layer as a file: a zipped Shapefile, a GeoJSON or a GeoPackage."""
    made = gpd.GeoDataFrame(frame, geometry=points, crs=crs)
    if kind != "shp":
        made.to_file(tmp_path / f"layer.{kind}")
        return tmp_path / f"layer.{kind}"
    folder = tmp_path / "shp"
    folder.mkdir(exist_ok=True)
    made.to_file(folder / "layer.shp", encoding="UTF-8")
    with zipfile.ZipFile(tmp_path / "layer.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    return tmp_path / "layer.zip"


# (a) what a row says about itself


def test_our_own_export_never_becomes_observed(check: Check) -> None:
    outcome = check(case("01"), "hospital")
    assert outcome.accepted_rows == 0 and "illustrative" in {q.id for q in outcome.questions}
    kept = check(case("01"), "hospital", answers={"illustrative": "keep"})
    assert kept.accepted_rows == 8 and set(kept.accepted["grade"]) == {"illustrative"}
    assert kept.accepted["source"].str.contains("demo-data").all()


@pytest.mark.parametrize(
    ("header", "mark"),
    [
        ("数据等级", "示意"),
        ("mark", "示意 illustrative"),
        ("illustrative", "true"),
        ("来源", "示意数据生成器 equity demo-data, seed 1"),
    ],
)
def test_placeholders_are_told_by_any_column(header: str, mark: str, check: Check) -> None:
    rows = f"名称,区县,床位数,{header}\n甲医院,官渡区,100,{mark}\n乙医院,官渡区,120,{mark}\n"
    assert check(rows, "hospital").accepted_rows == 0
    frame = pd.read_csv(io.StringIO(rows))
    assert check(book([list(frame.columns), *frame.values.tolist()]), "hospital").accepted_rows == 0


def test_placeholders_are_told_by_their_names(check: Check) -> None:
    assert check("名称,区县,床位数\n示意医院 530111-001,官渡区,100\n甲医院,官渡区,90\n", "hospital").accepted[
        "name_zh"
    ].tolist() == ["甲医院"]


def test_estimates_keep_grade_and_source(check: Check) -> None:
    rows = (
        "区县,年份,常住人口,等级标记,来源\n官渡区,2021,1600000,估算,年鉴推算\n五华区,2021,1140000,实测,公报\n"
    )
    accepted = check(rows, "population").accepted.set_index("adcode")
    assert accepted.loc["530111", ["grade", "source"]].tolist() == ["estimated", "年鉴推算"]
    assert accepted.loc["530102", ["grade", "source"]].tolist() == ["observed", "公报"]


def test_only_the_fitting_kind_is_taken(check: Check) -> None:
    outcome = check(case("02"))
    assert (outcome.rows_read, outcome.accepted_rows) == (24, 6)
    assert outcome.accepted["name_zh"].str.endswith("小学").all()
    assert "幼儿园 × 6" in said(outcome, "asked") and "junior_school" in said(outcome, "asked")
    more = check(case("02"), answers={"kinds": "幼儿园"})
    assert more.accepted_rows == 12


@pytest.mark.parametrize(
    ("dataset", "rows", "expected"),
    [
        ("hospital", "name,type,district,beds\nA,general hospital,官渡区,90\nB,clinic,官渡区,4\nC,pharmacy,官渡区,1\n", ["A"]),
        ("clinic", "机构名称,机构类别,区县,医生数\n甲,社区卫生服务中心,官渡区,9\n乙,综合医院,官渡区,90\n丙,诊所,官渡区,2\n", ["甲"]),
        ("primary_school", "学校名称,区县,在校生数\n一小学,官渡区,90\n二幼儿园,官渡区,90\n大学附属小学,官渡区,80\n", ["一小学", "大学附属小学"]),
        ("junior_school", "学校名称,学段,区县,学位\n甲,九年一贯制学校,官渡区,90\n乙,小学,官渡区,90\n丙,高级中学,官渡区,9\n", ["甲"]),
        ("hospital", "name,service,adcode,capacity\nA,hospital,530111,9\nB,clinic,530111,9\n", ["A"]),
        ("rental_housing", "项目名称,房源类别,区县,套数\n甲,公租房,官渡区,90\n乙,安置房,官渡区,90\n", ["甲"]),
    ],
)  # fmt: skip
def test_mixed_kinds_in_other_words(dataset: str, rows: str, expected: list[str], check: Check) -> None:
    assert sorted(check(rows, dataset).accepted["name_zh"]) == sorted(expected)
    table = [line.split(",") for line in rows.strip().split("\n")]
    assert sorted(check(book(table), dataset).accepted["name_zh"]) == sorted(expected)


def test_a_column_of_other_facts_is_no_column_of_kinds(check: Check) -> None:
    outcome = check("名称,办学类型,区县,在校生数\n一校,公办,官渡区,90\n二校,民办,官渡区,80\n")
    assert outcome.accepted_rows == 2 and not outcome.questions


def test_closed_and_planned_places_do_not_count(check: Check) -> None:
    outcome = check(case("18"), "hospital")
    assert (outcome.accepted_rows, outcome.rejected_rows) == (3, 8)
    assert "停业 × 3" in said(outcome, "asked")
    assert check(case("18"), "hospital", answers={"status": "停业、在建"}).accepted_rows == 9
    assert check(case("18"), "hospital", answers={"status": "all"}).accepted_rows == 11


@pytest.mark.parametrize(
    "rows",
    [
        "name,district,beds,business_status\nA,官渡区,9,OPERATIONAL\nB,官渡区,9,CLOSED_PERMANENTLY\nC,官渡区,9,CLOSED_TEMPORARILY\n",
        "名称,区县,床位数,是否停办\nA,官渡区,9,否\nB,官渡区,9,是\nC,官渡区,9,是\n",
        "名称,区县,床位数,注销日期\nA,官渡区,9,\nB,官渡区,9,2021-03-01\nC,官渡区,9,2020年5月\n",
        "名称,区县,床位数\nA,官渡区,9\nB（在建）,官渡区,9\nC（已停业）,官渡区,9\n",
        "名称,区县,床位数,备注\nA,官渡区,9,甲等\nB,官渡区,9,已停业\nC,官渡区,9,拟建\n",
        "名称,区县,床位数,阶段\nA,官渡区,9,已建成投用\nB,官渡区,9,规划\nC,官渡区,9,未开工\n",
    ],
)  # fmt: skip
def test_status_is_heard_however_it_is_said(rows: str, check: Check) -> None:
    outcome = check(rows, "hospital")
    assert outcome.accepted["name_zh"].tolist() == ["A"] and "status" in {q.id for q in outcome.questions}


# (a) what a heading says


def test_the_year_of_a_heading_is_questioned(check: Check) -> None:
    outcome = check(case("13"), "population", year=2022)
    assert outcome.is_waiting and "2023" in said(outcome, "asked_first")
    taken = check(case("13"), "population", year=2022, answers={"year": "2023"})
    assert set(taken.accepted["year"]) == {2023} and taken.accepted_rows == 6
    assert set(check(case("13"), "population", year=None).accepted["year"]) == {2023}


def test_a_year_in_the_title_is_believed_or_said(check: Check) -> None:
    rows = [["2021年末各县区常住人口"], ["区县", "常住人口"], ["官渡区", 1600000], ["五华区", 1140000]]
    assert set(check(book(rows), "population", year=None).accepted["year"]) == {2021}
    outcome = check(book(rows), "population", year=2022)
    assert "2021" in said(outcome, "asked") and set(outcome.accepted["year"]) == {2022}


def test_two_pairs_of_coordinates_follow_the_datum(check: Check) -> None:
    wgs, gcj = (check(case("11"), "hospital", datum=d) for d in ("wgs84", "gcj02"))
    assert wgs.accepted_rows == gcj.accepted_rows == 11
    assert (wgs.accepted["lon"] - gcj.accepted["lon"]).abs().max() < 1e-5
    assert wgs.accepted["adcode"].nunique() > 3


@pytest.mark.parametrize(
    ("header", "datum"),
    [
        ("gcj02_lng,gcj02_lat", "gcj02"),
        ("百度经度,百度纬度", "bd09"),
        ("lng_bd09,lat_bd09", "bd09"),
        ("高德经度,高德纬度", "gcj02"),
    ],
)
def test_the_datum_of_a_heading_is_questioned(header: str, datum: str, check: Check) -> None:
    rows = f"名称,区县,床位数,{header}\n甲医院,官渡区,9,102.75,25.02\n乙医院,官渡区,9,102.74,25.01\n"
    outcome = check(rows, "hospital", datum="wgs84")
    assert outcome.is_waiting and datum in said(outcome, "asked_first")
    right = check(rows, "hospital", datum="wgs84", answers={"datum": datum})
    stated = check(rows, "hospital", datum=datum)
    assert not right.is_waiting and (right.accepted["lon"] == stated.accepted["lon"]).all()


def test_packed_degrees_of_a_heading(check: Check) -> None:
    outcome = check(case("31"))
    assert outcome.accepted_rows == 7 and "102°28′59″" in said(outcome, "packed_degrees")
    first = outcome.accepted.set_index("name_zh").iloc[0]
    assert abs(outcome.accepted["lon"] - (102 + 28 / 60 + 59 / 3600)).min() < 1e-6, first


def packed(value: float) -> str:
    seconds = round(value * 3600)
    return f"{seconds // 3600}.{seconds // 60 % 60:02d}{seconds % 60:02d}"


PLACES = [("五华区", 102.6791, 25.0823), ("官渡区", 102.7547, 24.9953), ("西山区", 102.6312, 24.9687), ("呈贡区", 102.8291, 24.8637),
          ("东川区", 103.1937, 26.0851), ("安宁市", 102.4739, 24.9271), ("寻甸县", 103.2571, 25.5589)]  # fmt: skip


def test_packed_degrees_without_a_word_are_asked(check: Check) -> None:
    rows = "名称,区县,在校生数,经度,纬度\n" + "".join(
        f"{i}小学,{d},9,{packed(x)},{packed(y)}\n" for i, (d, x, y) in enumerate(PLACES)
    )
    outcome = check(rows)
    assert outcome.is_waiting and "degrees" in {q.id for q in outcome.open_questions}
    assert check(rows, answers={"degrees": "packed"}).accepted_rows == len(PLACES)


@pytest.mark.parametrize("written", ["{:.0f}", "scaled", "minutes"])
def test_degrees_without_their_point(written: str, check: Check) -> None:
    def put(value: float) -> str:
        if written == "minutes":
            return f"{int(value) * 100 + value % 1 * 60:.4f}"
        return f"{value * 1e6:.0f}" if written == "scaled" else packed(value).replace(".", "")

    rows = "名称,区县,在校生数,经度,纬度\n" + "".join(
        f"{i}小学,{d},9,{put(x)},{put(y)}\n" for i, (d, x, y) in enumerate(PLACES)
    )
    outcome = check(rows)
    assert outcome.accepted_rows == len(PLACES), said(outcome, "not_in_datum")
    off = geo.project(
        outcome.accepted.sort_values("name_zh")["lon"], outcome.accepted.sort_values("name_zh")["lat"], CRS
    )
    true = geo.project([p[1] for p in PLACES], [p[2] for p in PLACES], CRS)
    assert max(abs(off[0] - true[0]).max(), abs(off[1] - true[1]).max()) < 25


# (b) a place that cannot be read is not "no place"


@pytest.mark.parametrize("prefix", [34_000_000, 0])
@pytest.mark.parametrize("kind", ["shp", "gpkg", "geojson"])
def test_zone_prefix_in_a_layer(prefix: int, kind: str, check: Check, tmp_path: Path) -> None:
    east, north = geo.project([102.7436, 102.75], [25.0161, 25.02], CRS)
    points = [Point(e + prefix, n) for e, n in zip(east, north, strict=True)]
    frame = pd.DataFrame({"name": ["一小", "二小"], "district": ["官渡区"] * 2, "pupils": [9, 9]})
    outcome = check(layer(frame, "EPSG:4543", points, tmp_path, kind), datum="cgcs2000")
    assert sorted(outcome.accepted["lon"].round(4)) == [102.7436, 102.75]


def test_the_zone_prefix_of_the_case(check: Check) -> None:
    outcome = check(case("06"), datum="cgcs2000")
    assert outcome.accepted_rows == 11 and outcome.accepted["lon"].notna().all()


def test_unreadable_shapes_are_findings(check: Check, tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": ["一小"], "district": ["官渡区"], "pupils": [9]})
    outcome = check(layer(frame, "EPSG:4543", [Point(99_571_145, 2_771_224)], tmp_path), datum="cgcs2000")
    assert outcome.accepted_rows == 0 and codes(outcome, "stop")


@pytest.mark.parametrize(
    "cell",
    ['"25.045,102.705"', '"102.705,25.045"', "102.705;25.045", "102.705 25.045", '"[102.705, 25.045]"', "POINT (102.705 25.045)",
     '"{""lng"": 102.705, ""lat"": 25.045}"', '"102.705,25.045,1890"', "102.705/25.045", "25°2′42″N 102°42′18″E", '"东经102.705,北纬25.045"'],
)  # fmt: skip
@pytest.mark.parametrize("header", ["latlng", "location", "坐标点"])
def test_both_coordinates_in_one_column(cell: str, header: str, check: Check) -> None:
    outcome = check(
        f"医院名称,区县,{header},床位数\n甲医院,五华区,{cell},9\n乙医院,五华区,{cell},8\n", "hospital"
    )
    assert (
        outcome.accepted["lon"].round(3).tolist() == [102.705] * 2
        and outcome.accepted["lat"].round(3).tolist() == [25.045] * 2
    )


def test_latlng_and_map_answer_of_the_cases(check: Check) -> None:
    assert check(case("07"), "hospital").accepted["lon"].notna().all()
    answer = check(case("14"), "hospital", datum="gcj02")
    assert answer.accepted_rows == 11 and answer.accepted["lon"].notna().all()
    assert "empty_mark" in codes(answer)


def test_quoted_numbers_in_geojson(check: Check) -> None:
    feature = {"type": "Feature", "properties": {"name": "一小", "district": "官渡区", "pupils": "9"},
               "geometry": {"type": "Point", "coordinates": ["102.7436", "25.0161"]}}  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    for encoding in ("utf-8", "gb18030"):
        outcome = check(content.encode(encoding))
        assert outcome.accepted["lon"].tolist() == [102.7436], encoding


# (c) rows of another level


def test_townships_in_a_table_of_divisions(check: Check) -> None:
    outcome = check(case("03"), "population", year=2022)
    assert outcome.accepted_rows == 0 and "3/12" in said(outcome, "asked_first")
    summed = check(case("03"), "population", year=2022, answers={"levels": "sum"})
    residents = summed.accepted[summed.accepted["population_group"] == "resident"].set_index("adcode")[
        "persons"
    ]
    assert residents["530103"] == 39035 + 44820 + 60310 and summed.accepted_rows == summed.rows_read == 6
    assert check(case("03"), "population", year=2022, answers={"levels": "refuse"}).accepted_rows == 0


@pytest.mark.parametrize(
    "rows",
    [
        "地区,常住人口\n拓东街道,39035\n鼓楼街道,44820\n关上街道,101250\n",
        "区县,社区,常住人口\n盘龙区,甲社区,303500\n盘龙区,乙社区,482000\n官渡区,丙村委会,1250000\n",
    ],
)
def test_parts_of_divisions_in_other_words(rows: str, check: Check) -> None:
    assert check(rows, "population").is_waiting
    assert check(rows, "population", answers={"levels": "sum"}).accepted["adcode"].nunique() == 2


def test_a_division_beside_its_townships_counts_once(check: Check) -> None:
    rows = "区县,乡镇街道,常住人口\n盘龙区,,988000\n盘龙区,拓东街道,39035\n盘龙区,鼓楼街道,44820\n"
    outcome = check(rows, "population")
    assert outcome.accepted["persons"].tolist() == [988000] and "part_of_division" in codes(outcome)


# (d) two columns fit


def test_three_columns_of_beds_are_asked(check: Check) -> None:
    outcome = check(case("10"), "hospital")
    assert outcome.accepted_rows == 0 and "--column capacity=实有床位数" in said(outcome, "open_field_needed")
    assert check(case("10"), "hospital", columns={"capacity": "实有床位数"}).accepted["capacity"].min() == 380


@pytest.mark.parametrize(
    ("dataset", "one", "two"),
    [
        ("primary_school", "学位数", "在校生数"),
        ("hospital", "authorized_beds", "open_beds"),
        ("population", "常住人口", "常住人口数"),
    ],
)
@pytest.mark.parametrize("hidden", [True, False])
def test_two_columns_are_asked_hidden_or_not(
    dataset: str, one: str, two: str, hidden: bool, check: Check
) -> None:
    rows = [["名称", "区县", one, two], ["甲", "官渡区", 500, 400], ["乙", "五华区", 600, 450]]
    outcome = check(book(rows, hidden_columns=[3] if hidden else []), dataset)
    assert outcome.is_waiting and "open_field_needed" in codes(outcome)


def test_two_columns_that_say_the_same_are_one(check: Check) -> None:
    assert check("名称,区县,学位数,在校生数\n甲,官渡区,500,500\n乙,官渡区,90,90\n").accepted_rows == 2


# (e) numbers and ids


def test_tens_of_thousands_in_cells(check: Check) -> None:
    outcome = check(case("05"), "population", year=2022)
    assert outcome.accepted_rows == 6
    assert {214_200, 449_100, 451_600} <= set(outcome.accepted["persons"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("21.42万", 214_200),
        ("0.0057亿", 570_000),
        ("45.16 万人", 451_600),
        ("21万4200人", 214_200),
        ("214 200", 214_200),
        ("1,150,600", 1_150_600),
        (214200.00000000003, 214_200),
        ("57.29千", 57_290),
    ],
)
def test_numbers_are_worked_out_in_decimals(cell: Any, value: int, check: Check) -> None:
    assert (
        check(book([["区县", "常住人口"], ["官渡区", cell], ["五华区", 9]]), "population")
        .accepted["persons"]
        .tolist()[-1]
        == value
    )


def test_ids_that_lost_digits_are_named(check: Check) -> None:
    outcome = check(case("15"))
    assert (
        outcome.accepted_rows == 11
        and "same_id" not in codes(outcome)
        and "文本" in said(outcome, "ids_lost")
    )


@pytest.mark.parametrize(
    "ids", [("1.21253E+17", "1.21253E+17"), ("121253010043120000", "121253010043130000")]
)
def test_lost_digits_in_csv(ids: tuple[str, str], check: Check) -> None:
    outcome = check(f"统一社会信用代码,名称,区县,在校生数\n{ids[0]},甲,官渡区,9\n{ids[1]},乙,官渡区,9\n")
    assert outcome.accepted_rows == 2 and "ids_lost" in codes(outcome)


def test_the_advice_for_lost_ids_helps(check: Check) -> None:
    rows = [
        ["统一社会信用代码", "名称", "区县", "在校生数"],
        ["121253010043121234", "甲", "官渡区", 9],
        ["121253010043121235", "乙", "官渡区", 9],
    ]
    outcome = check(book(rows))
    assert (
        "ids_lost" not in codes(outcome)
        and outcome.accepted["facility_id"].str.contains("121253010043121234").any()
    )


# (f) an intact file is never damaged


def test_names_cut_in_mid_character(check: Check, read: Read) -> None:
    assert "学校名" in read(case("09")).head(1)[0]
    assert check(case("09")).accepted_rows == 11


def test_values_cut_in_mid_character(check: Check, tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": ["昆明市第一小学" * 3], "district": ["官渡区"], "pupils": [9]})
    layer(frame, "EPSG:4490", [Point(102.7436, 25.0161)], tmp_path)
    table = tmp_path / "shp" / "layer.dbf"
    content = bytearray(table.read_bytes())
    start = content.index("昆明".encode())
    content[start + 78 : start + 80] = "学".encode()[:2]  # the last of 80 bytes: two of a character's three
    content[start + 63 : start + 78] = "第二小学校".encode()
    table.write_bytes(content)
    assert check(table).accepted["name_zh"].tolist() == ["昆明市第一小学" * 3 + "第二小学校"]


def test_a_web_table_named_xls(check: Check) -> None:
    assert check(case("19")).accepted_rows == 11


def test_web_tables_in_other_dress(check: Check) -> None:
    page = case("19").read_text(encoding="utf-8")
    gbk = page.replace("utf-8", "gb2312").encode("gb18030")
    assert check(gbk).accepted_rows == 11
    mhtml = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        + page.encode()
        + b"\r\n--b--\r\n"
    )
    assert check(mhtml).accepted_rows == 11
    cells = "".join(
        "<Row>" + "".join(f"<Cell><Data>{c}</Data></Cell>" for c in row) + "</Row>"
        for row in (["名称", "区县", "在校生数"], ["甲", "官渡区", "9"])
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="A"><Table>{cells}</Table></Worksheet></Workbook>'
    )
    assert check(xml).accepted_rows == 1
    with pytest.raises(UserError, match=r"\.xlsx"):
        check("<html><body><p>无</p></body></html>")


def test_kml_is_read(check: Check) -> None:
    place = (
        "<Placemark><name>甲小学</name><ExtendedData><Data name='在校生数'><value>9</value></Data></ExtendedData>"
        "<Point><coordinates>102.7436,25.0161,0</coordinates></Point></Placemark>"
    )
    outcome = check(
        f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{place}</Document></kml>'
    )
    assert outcome.accepted["lon"].tolist() == [102.7436] and outcome.accepted["adcode"].tolist() == [
        "530111"
    ]


def test_formulas_without_results(check: Check, tmp_path: Path) -> None:
    outcome = check(case("21"))
    assert (
        outcome.accepted_rows == 0
        and "保存一次" in said(outcome, "no_results")
        and "missing" not in codes(outcome)
    )
    followed = load_workbook(
        case("21")
    )  # opened and saved once, as the advice says: the results are in the file
    for row in followed.active.iter_rows(min_row=2):
        row[6].value = row[4].value + row[5].value
    followed.save(tmp_path / "saved.xlsx")
    assert check(tmp_path / "saved.xlsx").accepted_rows == 11


def test_some_formulas_without_results(check: Check, tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["名称", "区县", "在校生数"])
    for i in range(9):
        made.active.append([f"{i}小学", "官渡区", "=4+5" if i == 0 else 9])
    made.save(tmp_path / "few.xlsx")
    outcome = check(tmp_path / "few.xlsx")
    assert outcome.accepted_rows == 8 and "few_results" in codes(outcome)


def test_curved_shapes_have_a_point_inside(check: Check) -> None:
    outcome = check(case("22"), datum="cgcs2000")
    assert outcome.accepted_rows == 11 and outcome.accepted["lon"].notna().all()


def test_so_have_those_of_geoparquet_beside_others(tmp_path: Path) -> None:
    """An arc through (102.72, 25.05), a point, an arc that is cut, and nothing."""
    arc = struct.pack("<BII6d", 1, 8, 3, 102.71, 25.04, 102.72, 25.05, 102.73, 25.04)
    shapes = [arc, shapely.to_wkb(shapely.Point(102.7, 25.04)), arc[:-9], None]
    frame = pa.table(
        {"名称": list("甲乙丙丁"), "区县": ["五华区"] * 4, "在校生数": ["9"] * 4, "geometry": shapes}
    )
    stored = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
    pq.write_table(frame.replace_schema_metadata({"geo": json.dumps(stored)}), tmp_path / "arcs.parquet")
    raw = read_parquet(tmp_path / "arcs.parquet")
    lon, lat = (raw.grid.column(i).to_pylist()[1:] for i in (3, 4))
    assert [bool(x) for x in lon] == [True, True, False, False]
    assert math.hypot(float(lon[0]) - 102.72, float(lat[0]) - 25.04) == pytest.approx(0.01, rel=1e-3)
    assert any("拉直" in note.zh for note in raw.about.notes)


@pytest.mark.parametrize("shape", ["list", "below", "lines", "nested"])
def test_lists_of_records(shape: str, check: Check) -> None:
    rows = json.loads(case("23").read_text(encoding="utf-8"))
    if shape == "nested":
        rows = [{**r, "location": {"lng": r.pop("lng"), "lat": r.pop("lat")}} for r in rows]
    content = {"list": rows, "below": {"status": "1", "pois": rows}, "nested": {"data": {"list": rows}}}.get(
        shape
    )
    text = (
        "\n".join(json.dumps(r, ensure_ascii=False) for r in rows)
        if content is None
        else json.dumps(content, ensure_ascii=False)
    )
    for encoding in ("utf-8", "gb18030"):
        outcome = check(text.encode(encoding))
        assert outcome.accepted_rows == 11 and outcome.accepted["lon"].notna().all()


def test_json_that_breaks_off_names_the_line() -> None:
    from equity.reading.records import read_json

    path = CASES / "23-list-of-records.json"
    assert read_json(path, CASES).grid.num_rows == 12  # type: ignore[union-attr]


def test_broken_json_and_parts_of_a_shapefile_are_named(check: Check, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"第 \d 行"):
        check('{"a": [\n{"b": 1},\n')
    frame = pd.DataFrame({"name": ["一小"], "district": ["官渡区"], "pupils": [9]})
    layer(frame, "EPSG:4326", [Point(102.7436, 25.0161)], tmp_path)
    with pytest.raises(UserError, match=r"\.dbf"):
        check(tmp_path / "shp" / "layer.shp")
    assert check(tmp_path / "shp" / "layer.dbf").accepted_rows == 1


# (g) shapes of tables


def test_divisions_in_rows_of_their_own(check: Check) -> None:
    outcome = check(case("25"))
    assert outcome.is_waiting and outcome.open_questions[0].table[1][-1] == "五华区"
    read = check(case("25"), answers={"shape": "as_shown"})
    assert read.accepted_rows == 11 and read.accepted["adcode"].value_counts()["530102"] == 3
    assert check(case("25"), answers={"shape": "as_it_is"}).accepted_rows == 0


@pytest.mark.parametrize("heading", ["一、{}", "{}（3所）", "昆明市{}", "{}"])
def test_group_rows_in_other_dress(heading: str, check: Check) -> None:
    rows = [
        ["学校", "在校生数"],
        [heading.format("五华区"), ""],
        ["一小学", 9],
        ["二小学", 9],
        [heading.format("官渡区"), ""],
        ["三小学", 9],
    ]
    for content in (book(rows), "\n".join(",".join(map(str, r)) for r in rows)):
        outcome = check(content, answers={"shape": "as_shown"})
        assert outcome.accepted["adcode"].tolist().count("530102") == 2 and outcome.accepted_rows == 3


def test_years_across(check: Check) -> None:
    outcome = check(case("26"), "population", year=2022)
    assert outcome.is_waiting and ("五华区", "2020", "67.27") in outcome.open_questions[0].table
    read = check(case("26"), "population", year=2022, answers={"shape": "as_shown"})
    persons = read.accepted.set_index(["adcode", "year", "population_group"])["persons"]
    assert (
        persons["530102", 2020, "registered"] == 672_700
        and ("530102", 2022, "registered") not in persons.index
    )


def test_years_below_groups_and_without_a_word(check: Check) -> None:
    rows = (
        "区县,常住人口 2021,常住人口 2022,户籍人口 2021,户籍人口 2022\n官渡区,1600000,1610000,600000,610000\n"
    )
    accepted = check(rows, "population", answers={"shape": "as_shown"}).accepted
    assert (
        accepted.set_index(["year", "population_group"])["persons"].to_dict()[2022, "registered"] == 610_000
    )
    bare = "地区,2021年,2022年\n官渡区,1600000,1610000\n五华区,1140000,1150000\n"
    asked = check(bare, "population", answers={"shape": "as_shown"})
    assert [q.id for q in asked.open_questions] == ["population_group"]
    assert (
        check(bare, "population", answers={"shape": "as_shown", "population_group": "resident"}).accepted_rows
        == 2
    )


def test_one_column_for_each_indicator(check: Check) -> None:
    outcome = check(case("27"), "totals", year=2023)
    assert outcome.is_waiting and "专任教师数" in said(outcome, "asked_first")
    read = check(case("27"), "totals", year=2023, answers={"shape": "as_shown"})
    values = read.accepted.set_index(["adcode", "service", "item"])["value"]
    assert (
        values["530102", "primary_school", "capacity"] == 44_000
        and values["530112", "junior_school", "facilities"] == 14
    )
    assert values["530100", "primary_school", "facilities"] == 213


def test_divisions_across(check: Check) -> None:
    rows = [
        ["指标", "五华区", "盘龙区", "官渡区"],
        ["常住人口", 1140000, 988000, 1600000],
        ["户籍人口", 672700, 615600, 632200],
    ]
    read = check(book(rows), "population", answers={"shape": "as_shown"})
    assert (
        read.accepted.set_index(["adcode", "population_group"])["persons"]["530103", "registered"] == 615_600
    )
    totals = [
        ["", "五华区", "盘龙区", "官渡区"],
        ["小学在校生数（万人）", 4.4, 4.5, 4.6],
        ["医院床位数（张）", 900, 950, 980],
    ]
    read = check(book(totals), "totals", answers={"shape": "as_shown"})
    assert (
        read.accepted.set_index(["adcode", "service"])["value"].to_dict()["530102", "primary_school"]
        == 44_000
    )


# (h) projections


METRES = {
    "EPSG:3857": "epsg3857",
    "EPSG:4507": "epsg4507",
    "EPSG:32648": "epsg32648",
    "EPSG:4543": "epsg4543",
}


@pytest.mark.parametrize("crs", METRES)
@pytest.mark.parametrize("north_first", [True, False])
def test_metres_are_recognised_by_their_numbers(crs: str, north_first: bool, check: Check) -> None:
    points = gpd.GeoSeries([Point(x, y) for _, x, y in PLACES], crs=4326).to_crs(crs)
    pairs = [(p.y, p.x) if north_first else (p.x, p.y) for p in points]
    rows = "名称,区县,在校生数,X,Y\n" + "".join(
        f"{i}小学,{d},9,{a:.2f},{b:.2f}\n"
        for i, ((d, _, _), (a, b)) in enumerate(zip(PLACES, pairs, strict=True))
    )
    tried = check(rows, datum="")
    assert tried.datum_needed and METRES[crs] in {t.datum for t in tried.trials if t.fit == 1}
    read = check(rows, datum=crs)
    assert (
        read.accepted_rows == len(PLACES) and read.accepted["lon"].round(4).isin([p[1] for p in PLACES]).all()
    )


def test_web_mercator_is_named(check: Check) -> None:
    outcome = check(case("29"), datum="epsg4543")
    assert outcome.is_waiting and "epsg3857" in said(outcome, "asked_first")
    assert check(case("29"), datum="epsg4543", answers={"datum": "epsg3857"}).accepted_rows == 11


def test_a_six_degree_zone_with_its_number(check: Check) -> None:
    points = gpd.GeoSeries([Point(x, y) for _, x, y in PLACES], crs=4326).to_crs("EPSG:4507")
    rows = "名称,区县,在校生数,X,Y\n" + "".join(
        f"{i}小学,{d},9,{p.x + 18e6:.2f},{p.y:.2f}\n"
        for i, ((d, _, _), p) in enumerate(zip(PLACES, points, strict=True))
    )
    outcome = check(rows, datum="epsg4543")
    assert outcome.is_waiting and "epsg4507" in said(outcome, "asked_first")
    read = check(rows, datum="epsg4507")
    assert read.accepted_rows == len(PLACES) and "18" in said(read, "zone_removed")


@pytest.mark.parametrize("crs", ["EPSG:2431", "EPSG:2379", "EPSG:4214", "EPSG:4610"])
def test_old_datums_are_asked(crs: str, check: Check, tmp_path: Path) -> None:
    points = list(gpd.GeoSeries([Point(102.7436, 25.0161)], crs=4326).to_crs(crs))
    frame = pd.DataFrame({"name": ["一小"], "district": ["官渡区"], "pupils": [9]})
    content = layer(frame, crs, points, tmp_path)
    outcome = check(content)
    assert outcome.is_waiting and "100" in said(outcome, "asked_first")
    taken = check(content, answers={"datum_shift": "unshifted"})
    assert taken.accepted["lon"].round(4).tolist() == [102.7436] and "100 m" in taken.accepted["note"][0]
    assert check(content, answers={"datum_shift": "drop"}).accepted["lon"].isna().all()


def test_beijing_1954_of_the_case(check: Check) -> None:
    outcome = check(case("30"))
    assert outcome.is_waiting and "datum_shift" in said(outcome, "asked_first")


# (k) hidden parts


def test_hidden_rows_are_said(check: Check) -> None:
    outcome = check(case("17"))
    assert outcome.accepted_rows == 11 and "8 行是隐藏的" in said(outcome, "asked")
    assert check(case("17"), answers={"hidden_rows": "skip"}).accepted_rows == 3


def test_hidden_columns_and_sheets_are_named(check: Check, tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["名称", "区县", "在校生数", "编号"])
    made.active.append(["甲小学", "官渡区", 9, "1"])
    made.active.column_dimensions["C"].hidden = True
    other = made.create_sheet("旧数")
    other.append(["名称", "区县", "在校生数"])
    other.sheet_state = "veryHidden"
    made.save(tmp_path / "hidden.xlsx")
    outcome = check(tmp_path / "hidden.xlsx")
    assert {"hidden_column", "hidden_sheets"} <= codes(outcome) and "旧数" in said(outcome, "hidden_sheets")


def opendocument(rows: list[list[Any]], hidden: dict[int, str], columns: str) -> bytes:
    """A minimal .ods: rows with their visibility, after a hidden sheet and ``columns`` as XML."""

    def line(cells: list[Any], seen: str = "visible") -> str:
        made = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in cells
        )
        return f'<table:table-row table:visibility="{seen}">{made}</table:table-row>'

    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    body = "".join(line(row, hidden.get(r, "visible")) for r, row in enumerate(rows))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:automatic-styles>'
        '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
        f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="旧数" table:style-name="off">'
        f'{line(["名称", "区县", "在校生数"], "collapse")}</table:table><table:table table:name="名录">{columns}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_hidden_parts_of_an_opendocument_sheet(check: Check) -> None:
    rows = [["名称", "区县", "在校生数"], *([f"第{i}小学", "官渡区", 90 + i] for i in range(1, 6))]
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    content = opendocument(rows, {2: "filter", 4: "collapse"}, columns)
    outcome = check(content)
    assert outcome.accepted_rows == 5 and "2 行是隐藏的" in said(outcome, "asked")
    assert {"hidden_column", "hidden_sheets"} <= codes(outcome) and "旧数" in said(outcome, "hidden_sheets")
    seen = check(content, answers={"hidden_rows": "skip"})
    assert sorted(seen.accepted["capacity"]) == [91, 93, 95]
    assert "hidden_unknown" not in codes(outcome)


def test_an_old_workbook_does_not_tell_what_is_hidden(check: Check) -> None:
    old = Path(__file__).with_name("files") / "register.xls"
    assert "另存为 .xlsx" in said(check(old), "hidden_unknown")


# answers


def test_an_answer_that_is_no_option_lists_them(check: Check) -> None:
    with pytest.raises(UserError, match="read、skip"):
        check(case("17"), answers={"hidden_rows": "maybe"})
    assert "unasked" in codes(check(case("17"), answers={"levels": "sum"}))
