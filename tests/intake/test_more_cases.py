"""Field cases played through once more: other columns, spellings, orders and containers of the kinds in ``test_cases``."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from openpyxl import Workbook
from shapely.geometry import Point

from equity.checking.outcome import Examination
from equity.errors import UserError
from tests.intake.conftest import Check, codes
from tests.intake.test_cases import PLACES, book, packed, said

HEAD = "名称,区县,床位数,{}\n"


def sheet(rows: list[list[Any]], errors: dict[str, str] | None = None) -> bytes:
    """An XLSX as a program writes it, with error cells by address."""
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    for address, shown in (errors or {}).items():
        made.active[address].value, made.active[address].data_type = shown, "e"
    made.save(out)
    return out.getvalue()


def located(columns: str, cells: Callable[[float, float], str]) -> str:
    """Seven places with whatever stands for their coordinates."""
    rows = (f"{i}院,{d},9,{cells(x, y)}\n" for i, (d, x, y) in enumerate(PLACES))
    return HEAD.format(columns) + "".join(rows)


def is_right(outcome: Examination, decimals: int = 3) -> bool:
    found = outcome.accepted.sort_values("name_zh")
    lon, lat = ([round(p[i], decimals) for p in PLACES] for i in (1, 2))
    return bool(found["lon"].round(decimals).tolist() == lon and found["lat"].round(decimals).tolist() == lat)


# what a row says about itself


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("备注", ["", "2021年9月起停业", "已于2022年并入甲医院", "原址医院撤并后新建", "二小并入"], "甲丁戊"),
        ("备注", ["", "预计2099年建成投用", "2019年3月已停办", "2015年建成投用", "现停办"], "甲丁"),
        ("是否招生", ["是", "否", "是", "是", "否"], "甲丙丁"),
        ("撤点年份", ["", "2019", "", "2019年", ""], "甲丙戊"),
        ("closed", ["", "2020-07-01", "", "2021-07-01", ""], "甲丙戊"),
        ("opened", ["2001", "1999-09-01", "2099-09-01", "", "2010年"], "甲乙丁戊"),
        ("开展情况", ["正常开展", "未开展（筹建中）", "暂停服务", "正常开展", "正常"], "甲丁戊"),
        ("建设进度", ["已竣工", "主体施工", "基础施工", "已入住", "已竣工"], "甲丁戊"),
    ],
)  # fmt: skip
def test_closed_and_planned_in_other_words(
    heading: str, cells: list[str], expected: str, check: Check
) -> None:
    rows = "".join(f"{n},官渡区,9,{c}\n" for n, c in zip("甲乙丙丁戊", cells, strict=True))
    outcome = check(HEAD.format(heading) + rows, "hospital")
    assert "".join(sorted(outcome.accepted["name_zh"], key="甲乙丙丁戊".index)) == expected
    assert "status" in {q.id for q in outcome.questions}


def test_a_name_that_ends_in_its_status(check: Check) -> None:
    names = ("甲医院", "乙医院[停业整顿]", "丙医院-拟建", "丁医院（原人民医院）")
    outcome = check("名称,区县,床位数\n" + "".join(f"{n},官渡区,9\n" for n in names), "hospital")
    assert outcome.accepted_rows == 2


def test_what_cannot_be_told_of_a_status_is_said(check: Check) -> None:
    outcome = check(HEAD.format("状态") + "甲,官渡区,9,1\n乙,官渡区,9,0\n丙,官渡区,9,1\n", "hospital")
    assert outcome.accepted_rows == 3 and "1 × 2、0 × 1" in said(outcome, "status_unread")
    outcome = check(
        HEAD.format("备注") + "甲,官渡区,9,二期在建\n乙,官渡区,9,原卫生院撤销后改建\n", "hospital"
    )
    assert outcome.accepted_rows == 2
    assert outcome.findings["code"].value_counts()["status_mentioned"] == 2


def test_kinds_in_codes_are_asked(check: Check) -> None:
    rows = "学校名称,区县,学位,办学类型代码\n甲校,官渡区,90,211\n乙校,官渡区,80,111\n丙校,五华区,70,311\n"
    outcome = check(rows)
    assert "211 × 1" in said(outcome, "asked")
    assert check(rows, answers={"kinds": "211"}).accepted["name_zh"].tolist() == ["甲校"]
    one = rows.replace(",111", ",211").replace(",311", ",211")
    assert not check(one).questions


# coordinates


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("位置", lambda x, y: f"经度{x}，纬度{y}"),
        ("坐标", lambda x, y: f"{y}，{x}"),
        ("坐标（度.分秒）", lambda x, y: f'"{packed(x)},{packed(y)}"'),
        ("GPS", lambda x, y: f"N{int(y)}°{y % 1 * 60:.4f}' E{int(x)}°{x % 1 * 60:.4f}'"),
        ("geom", lambda x, y: f"MULTIPOINT (({x} {y}))"),
        ("geom", lambda x, y: f'"POLYGON (({x - 1e-4} {y - 1e-4}, {x + 1e-4} {y - 1e-4}, {x} {y + 2e-4}, {x - 1e-4} {y - 1e-4}))"'),
        ("wkb", lambda x, y: shapely.to_wkb(Point(x, y), hex=True)),
        ("经度,纬度", lambda x, y: f"'{x},'{y}"),
    ],
)  # fmt: skip
def test_coordinates_in_other_dress(column: str, cell: Callable[[float, float], str], check: Check) -> None:
    assert is_right(check(located(column, cell), "hospital"))


@pytest.mark.parametrize(
    ("columns", "crs", "zone", "north_first", "pattern"),
    [
        ("坐标", "EPSG:4543", 34e6, True, '"X={:.2f}；Y={:.2f}"'),
        ("E,N", "EPSG:32647", 0, False, "{:.1f},{:.1f}"),
        ("X,Y", "EPSG:4543", 0, False, '"{:,.2f}","{:,.2f}"'),
        ("北,东", "EPSG:4507", 18e6, True, "{:.1f},{:.1f}"),
    ],
)
def test_metres_in_other_dress(
    columns: str, crs: str, zone: float, north_first: bool, pattern: str, check: Check
) -> None:
    points = iter(gpd.GeoSeries([Point(x, y) for _, x, y in PLACES], crs=4326).to_crs(crs))

    def cell(_x: float, _y: float) -> str:
        point = next(points)
        pair = (point.x + zone, point.y)
        return pattern.format(*(pair[::-1] if north_first else pair))

    assert is_right(check(located(columns, cell), "hospital", datum=crs))


def test_metres_under_a_datum_of_degrees_name_all_that_fit(check: Check) -> None:
    points = iter(gpd.GeoSeries([Point(x, y) for _, x, y in PLACES], crs=4326).to_crs("EPSG:32648"))
    outcome = check(
        located("X,Y", lambda *_: "{0.x:.1f},{0.y:.1f}".format(next(points))), "hospital", datum="wgs84"
    )
    (asked,) = outcome.open_questions
    assert {"epsg4507", "epsg32648", "wgs84"} == {o.value for o in asked.options} and not asked.chosen
    assert "epsg32648" in said(outcome, "asked_first")


def test_rows_that_state_different_datums_are_turned_one_by_one(check: Check) -> None:
    datums = iter(["WGS84", "GCJ02", "百度", "", "高德", "WGS84", "GCJ02"])
    outcome = check(located("经度,纬度,坐标系", lambda x, y: f"{x},{y},{next(datums)}"), "hospital")
    assert "GCJ-02 × 3" in said(outcome, "datum_by_row")
    found = outcome.accepted.sort_values("name_zh")["lon"].tolist()
    moved = [abs(a - p[1]) > 1e-4 for a, p in zip(found, PLACES, strict=True)]
    assert moved == [False, True, True, False, True, False, True]


def test_a_datum_in_the_title_is_no_year(check: Check) -> None:
    rows = [
        ["2000国家大地坐标系"],
        ["名称", "区县", "床位数", "经度", "纬度"],
        ["甲院", *PLACES[1][:1], 9, *PLACES[1][1:]],
    ]
    outcome = check(book(rows), "hospital", year=None)
    assert outcome.missing_fields == ("year",)
    assert set(check(book([["2023年底"], *rows]), "hospital", year=None).accepted["year"]) == {2023}


def test_an_error_instead_of_a_coordinate_is_no_empty_cell(check: Check) -> None:
    rows = [
        ["名称", "区县", "床位数", "经度", "纬度"],
        *([f"{i}院", d, 9, x, y] for i, (d, x, y) in enumerate(PLACES)),
    ]
    outcome = check(sheet(rows, {"D3": "#VALUE!", "C4": "#REF!", "D5": "#N/A", "E5": "#N/A"}), "hospital")
    stops = outcome.findings[outcome.findings["severity"] == "stop"]
    assert sorted(zip(stops["row"], stops["code"], stops["value"], strict=True)) == [
        (3, "bad_coordinate", "#VALUE!"),
        (4, "not_number", "#REF!"),
    ]
    assert "#N/A" in said(outcome, "empty_mark") and outcome.precision["division"] == 1


# numbers


@pytest.mark.parametrize(
    ("cell", "value"),
    [("300①", 300), ("0.05萬", 500), ("３００张", 300), ("300*", 300), ("'300", 300), ("1,200张", 1200)],
)
def test_numbers_in_other_dress(cell: str, value: int, check: Check) -> None:
    assert check(book([["名称", "区县", "床位数"], ["甲", "官渡区", cell]]), "hospital").accepted[
        "capacity"
    ].tolist() == [value]


@pytest.mark.parametrize("cell", ["5k", "2w", "500+", "500-600", "≥300", "1,2,3", "四十八万", "300m"])
def test_what_is_no_plain_number_is_not_guessed(cell: str, check: Check) -> None:
    outcome = check(book([["名称", "区县", "床位数"], ["甲", "官渡区", cell]]), "hospital")
    assert codes(outcome, "stop") == {"not_number"}


def test_units_in_a_row_below_the_header_or_in_a_column(check: Check) -> None:
    below = [["区县", "常住人口", "户籍人口"], ["", "万人", "人"], ["官渡区", 160, 652000]]
    assert sorted(check(book(below), "population").accepted["persons"]) == [652_000, 1_600_000]
    column = "区县,服务,数值,计量单位\n官渡区,小学,4.4,万个\n五华区,小学,44000,个\n"
    assert check(column, "totals").accepted["value"].tolist() == [44_000, 44_000]
    long = "地区,指标,年份,数值,单位\n五华区,常住人口,2022,114.9,万人\n五华区,户籍人口,2022,673000,人\n"
    assert sorted(check(long, "population").accepted["persons"]) == [673_000, 1_149_000]
    assert "unknown_unit" in codes(
        check(long.replace(",人\n", ",户\n").replace("户\n", "亩\n"), "population"), "stop"
    )


# shapes


def test_years_alone_in_the_second_row_of_the_header(check: Check) -> None:
    rows = [
        ["区县", "常住人口（万人）", "", "户籍人口（万人）", ""],
        ["", 2021, 2022, 2021, 2022],
        ["五华区", 114.5, 114.9, 67.1, 67.3],
    ]
    outcome = check(book(rows), "population")
    assert [q.id for q in outcome.open_questions] == ["shape"], "the years are not passed over"
    read = check(book(rows), "population", answers={"shape": "as_shown"}).accepted
    assert read.set_index(["year", "population_group"])["persons"].to_dict() == {
        (2021, "resident"): 1_145_000, (2022, "resident"): 1_149_000, (2021, "registered"): 671_000, (2022, "registered"): 673_000,
    }  # fmt: skip


def test_indicators_with_years_below_and_rates_beside_them(check: Check) -> None:
    rows = [
        ["区县", "小学在校生数（人）", "", "每万人小学在校生"],
        ["", "2022年", "2023年", "2023年"],
        ["五华区", 60000, 61000, 534],
    ]
    read = check(book(rows), "totals", answers={"shape": "as_shown"}).accepted
    assert read.set_index("year")["value"].to_dict() == {2022: 60_000, 2023: 61_000}


def test_divisions_across_with_a_column_of_units(check: Check) -> None:
    rows = [
        ["项目", "单位", "五华区", "盘龙区", "官渡区"],
        ["常住人口", "万人", 114.9, 99.2, 161.5],
        ["城镇化率", "%", 99, 98, 95],
    ]
    read = check(book(rows), "population", answers={"shape": "as_shown"}).accepted
    assert read.set_index("adcode")["persons"].to_dict() == {
        "530102": 1_149_000,
        "530103": 992_000,
        "530111": 1_615_000,
    }


# containers


SCHOOLS = [
    ["学校名称", "区县", "经度", "纬度", "在校生数"],
    *([f"{i}小学", d, x, y, 100 + i] for i, (d, x, y) in enumerate(PLACES)),
]
PAGE = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in SCHOOLS).join(
    ["<table>", "</table>"]
)
TEXT = "\n".join(",".join(map(str, row)) for row in SCHOOLS)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace(",", "，"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode("gbk"),
        "\ufeffsep=;\n" + TEXT.replace(",", ";"),
        json.dumps(SCHOOLS, ensure_ascii=False),
        json.dumps(SCHOOLS, ensure_ascii=False).encode("utf-16"),
        PAGE.encode("utf-16"),
        PAGE.encode("utf-16-le"),
        json.dumps({"columns": SCHOOLS[0], "data": SCHOOLS[1:]}, ensure_ascii=False),
        json.dumps({f"S{r[0]}": dict(zip(SCHOOLS[0], r, strict=True)) for r in SCHOOLS[1:]}, ensure_ascii=False),
    ],
    ids=["full-width", "utf-16", "gbk", "sep", "lists", "wide-lists", "wide-page", "wide-page-bare", "columns", "by-id"],
)  # fmt: skip
def test_tables_in_other_containers(content: str | bytes, check: Check) -> None:
    outcome = check(content)
    assert outcome.accepted_rows == 7 and is_right(outcome)


def test_metres_in_geojson_are_asked(check: Check) -> None:
    points = gpd.GeoSeries([Point(x, y) for _, x, y in PLACES], crs=4326).to_crs("EPSG:4543")
    features = [
        {"type": "Feature", "properties": {"name": f"{i}小学", "district": d, "pupils": 9}, "geometry": {"type": "Point", "coordinates": [p.x, p.y]}}
        for i, ((d, _, _), p) in enumerate(zip(PLACES, points, strict=True))
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    assert "epsg4543" in said(check(content), "asked_first")
    assert is_right(check(content, answers={"datum": "epsg4543"}))


def test_rows_and_columns_of_no_size_are_hidden(check: Check, tmp_path: Path) -> None:
    rows = [["名称", "区县", "在校生数", "编号"], *([f"{i}小学", "官渡区", 90 + i, i] for i in range(5))]
    with zipfile.ZipFile(io.BytesIO(sheet(rows))) as old, zipfile.ZipFile(tmp_path / "zero.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b'<row r="3">', b'<row r="3" ht="0" customHeight="1">')
            column = b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'
            new.writestr(name, text.replace(b"<sheetData>", column))
    outcome = check(tmp_path / "zero.xlsx")
    assert "1 行是隐藏的" in said(outcome, "asked") and "编号" in said(outcome, "hidden_column")


def test_what_is_no_number_is_not_called_empty(check: Check) -> None:
    frame = pd.DataFrame({"区县": ["官渡区"], "常住人口": ["四十八万"]})
    assert codes(check(frame.to_csv(index=False), "population"), "stop") == {"not_number"}


def test_degrees_minutes_and_seconds_in_columns_of_their_own(check: Check) -> None:
    def parts(value: float) -> list[int]:
        seconds = round(value * 3600)
        return [seconds // 3600, seconds // 60 % 60, seconds % 60]

    head = [["名称", "区县", "床位数", "经度", "", "", "纬度", "", ""], ["", "", "", *"度分秒度分秒"]]
    rows = [[f"{i}院", d, 9, *parts(x), *parts(y)] for i, (d, x, y) in enumerate(PLACES)]
    assert is_right(check(book([*head, *rows]), "hospital"))
    flat = [
        ["名称", "区县", "床位数", "经度(度)", "经度(分)", "经度(秒)", "纬度(度)", "纬度(分)", "纬度(秒)"],
        *rows,
    ]
    assert is_right(check(book(flat), "hospital"))


def test_a_title_of_another_kind_and_a_capacity_of_several_levels(check: Check) -> None:
    rows = [["昆明市幼儿园名录"], ["名称", "区县", "学位"], ["甲", "官渡区", 9], ["乙", "官渡区", 9]]
    assert "幼儿园" in said(check(book(rows)), "title_kind")
    assert "title_kind" not in codes(check(book([["昆明市小学、幼儿园名录"], *rows[1:]])))
    nine = "学校名称,办学类型,区县,学位\n甲,九年一贯制学校,官渡区,900\n乙,小学,官渡区,90\n"
    outcome = check(nine)
    assert outcome.accepted_rows == 2
    assert outcome.findings.set_index("code").loc["several_levels", "row"] == 2


@pytest.mark.parametrize("name", ["Guandu", "Guandu District", "GUANDU", "guandu district", "Kunming Guandu"])
def test_divisions_in_english(name: str, check: Check) -> None:
    if "Kunming" in name:
        assert "unknown_division" in codes(check(f"name,district,pupils\nA,{name},9\n"))
    else:
        assert check(f"name,district,pupils\nA,{name},9\n").accepted["adcode"].tolist() == ["530111"]


def test_layers_and_files_that_are_not_read_are_named(check: Check, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"学校名称": ["一小"], "区县": ["官渡区"], "学位": [9]}, geometry=[Point(102.7547, 24.9953)], crs=4490
    )
    for name in ("小学", "中学"):
        frame.to_file(tmp_path / "two.gpkg", layer=name)
    assert "中学" in said(check(tmp_path / "two.gpkg"), "sheets_unread")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("官渡区.csv", "五华区.csv"):
            archive.writestr(name, "名称,区县,学位\n一小,官渡区,9\n")
    with pytest.raises(UserError, match=r"2 个表格"):
        check(tmp_path / "two.zip")


def test_names_of_columns_with_unseen_characters(check: Check) -> None:
    assert check("\ufeff\ufeff学校名称,区\u200b县,在校\u00a0生数\n甲小学,官渡区,90\n").accepted_rows == 1
    rows = [["学校\r\n名称", "区\n县", "在校\r\n生数"], ["甲小学", "官渡区", 90]]
    outcome = check(book(rows))
    assert outcome.accepted_rows == 1 and outcome.accepted["capacity"].tolist() == [90]


def test_times_in_other_words_are_the_year(check: Check) -> None:
    rows = "区县,时间,常住人口\n官渡区,2023.9,1602300\n五华区,2023年9月底,1142000\n盘龙区,二〇二二年,988000\n"
    years = check(rows, "population").accepted.set_index("adcode")["year"].to_dict()
    assert years == {"530111": 2023, "530102": 2023, "530103": 2022}


def test_indicators_by_name_in_a_long_table_of_totals(check: Check) -> None:
    rows = "地区,项目,单位,数值\n官渡区,小学在校生,万人,9.3\n官渡区,小学学校数,所,80\n官渡区,每万人口小学在校生,人,580\n"
    outcome = check(rows, "totals")
    assert outcome.accepted.set_index("item")["value"].to_dict() == {"capacity": 93_000, "facilities": 80}
    assert codes(outcome, "stop") == {"unknown_service"}


def test_a_preferred_column_is_asked_about_though_it_is_called_otherwise(check: Check) -> None:
    rows = "机构名称,区县,执业（助理）医师数,其中：全科医生\n甲社区卫生服务中心,官渡区,20,6\n"
    outcome = check(rows, "clinic")
    assert outcome.accepted_rows == 0 and "其中：全科医生" in said(outcome, "open_field_needed")


def test_a_place_in_two_years_counts_once(check: Check) -> None:
    rows = (
        "学校名称,区县,年份,在校生数\n甲小学,官渡区,2022,90\n甲小学,官渡区,2023,95\n乙小学,官渡区,2022,80\n"
    )
    outcome = check(rows)
    assert outcome.accepted["capacity"].tolist() == [95, 80] or outcome.accepted["capacity"].sum() == 175
    assert codes(outcome, "stop") == {"earlier_year"}
    assert check(rows, answers={"years": "all"}).accepted_rows == 3


def test_an_address_in_another_division_is_said(check: Check) -> None:
    rows = "医院,区县,地址,床位数\n甲医院,官渡区,昆明市五华区人民西路1号,90\n"
    assert "五华区" in said(check(rows, "hospital"), "address_elsewhere")


def test_the_unit_of_a_remark_below_the_table(check: Check) -> None:
    rows = [["区县", "常住人口"], ["官渡区", 1602.3], ["五华区", 1142], ["注：单位为千人", ""]]
    assert sorted(check(book(rows), "population").accepted["persons"]) == [1_142_000, 1_602_300]


def test_parts_without_a_column_of_divisions(check: Check) -> None:
    rows = "街道,社区,常住人口\n华山街道,翠湖西路社区,9000\n华山街道,水晶宫社区,8000\n"
    assert [q.id for q in check(rows, "population").open_questions] == ["levels"]
    accepted = check(rows, "population", answers={"levels": "sum"}).accepted
    assert accepted.set_index("adcode")["persons"].to_dict() == {"530102": 17_000}


def test_booleans_of_a_workbook_say_whether_a_place_is_in_use(check: Check) -> None:
    rows = [
        ["医院", "区县", "床位数", "是否在用"],
        ["甲医院", "官渡区", 90, True],
        ["乙医院", "官渡区", 80, False],
    ]
    assert check(book(rows), "hospital").accepted["name_zh"].tolist() == ["甲医院"]
