"""A workbook as an office sends it: 2,000 schools with a title, a two-tier header, merged cells, GCJ-02,
and trouble in it.

``TROUBLE`` says how many rows of each kind were put in, so that the tests can count what the check finds.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import xlsxwriter

from equity import geo
from equity.checking.surroundings import Surroundings

ROWS = 2_000
FIRST_ROW = 5  # as the spreadsheet counts: title, remark, header of two tiers
TROUBLE = {
    "missing": 25,  # no number of pupils
    "not_number": 20,  # "待定"
    "other_division": 30,  # stated in a division far away
    "same_place": 15,  # entered twice
    "unknown_division": 10,  # a development zone
    "swapped": 40,  # longitude and latitude exchanged: corrected, with a warning
    "unit_removed": 60,  # "320人"
}
REJECTED = ("missing", "not_number", "other_division", "same_place", "unknown_division")


def rows(around: Surroundings) -> list[list[Any]]:
    """[number, name, division, lon, lat, pupils, year] of every row, seeded; coordinates in GCJ-02."""
    rng = np.random.default_rng(20_26)
    names = around.gazetteer.names
    found: list[tuple[str, float, float]] = []
    per_division = ROWS // len(names) + 1
    for code, polygon in zip(around.inputs.polygons["code"], around.inputs.polygons.geometry, strict=True):
        west, south, east, north = polygon.bounds
        lon, lat = rng.uniform(west, east, 40_000), rng.uniform(south, north, 40_000)
        inside = np.flatnonzero(around.areas.locate(lon, lat) == code)[:per_division]
        found += [(str(code), float(lon[i]), float(lat[i])) for i in inside]
    found = sorted(found[:ROWS])
    out: list[list[Any]] = []
    for i, (code, lon, lat) in enumerate(found):
        x, y = geo.wgs84_to_gcj02(lon, lat)
        out.append(
            [
                i + 1,
                f"{names[code]}第{i + 1}小学",
                names[code],
                round(float(x), 6),
                round(float(y), 6),
                int(rng.integers(120, 900)),
                2024,
            ]
        )
    return _spoil(out, rng, list(names.values()))


def _spoil(out: list[list[Any]], rng: np.random.Generator, divisions: list[str]) -> list[list[Any]]:
    picked = iter(rng.permutation(ROWS - TROUBLE["same_place"] - 1)[: sum(TROUBLE.values())].tolist())

    def some(kind: str) -> list[list[Any]]:
        return [out[next(picked)] for _ in range(TROUBLE[kind])]

    for row in some("missing"):
        row[5] = ""
    for row in some("not_number"):
        row[5] = "待定"
    for row in some("other_division"):
        row[2] = "东川区" if row[2] != "东川区" else "安宁市"
    for row in some("unknown_division"):
        row[2] = "经开区"
    for row in some("swapped"):
        row[3], row[4] = row[4], row[3]
    for row in some("unit_removed"):
        row[5] = f"{row[5]}人"
    copies = [list(row) for row in some("same_place")]
    return out[: ROWS - len(copies)] + [[*c[:1], c[1], *c[2:]] for c in copies]


def workbook(around: Surroundings) -> bytes:
    """The XLSX, with a totals row and a remark below the 2,000 rows, and a second sheet that is no
    register."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        cover = book.add_worksheet("填报说明")
        cover.write(0, 0, "请各区县教育局于月底前填报")
        sheet = book.add_worksheet("小学名录")
        sheet.merge_range(0, 0, 0, 6, "昆明市 2024 年小学基本情况统计表")
        sheet.write(1, 0, "填报单位:昆明市教育局")
        for column, name in ((0, "序号"), (1, "学校名称"), (2, "所属区县"), (5, "在校生数(人)"), (6, "年度")):
            sheet.merge_range(2, column, 3, column, name)
        sheet.merge_range(2, 3, 2, 4, "地理坐标(高德)")
        sheet.write_row(3, 3, ["经度", "纬度"])
        body = rows(around)
        for i, row in enumerate(body):
            sheet.write_row(FIRST_ROW - 1 + i, 0, row)
        last = FIRST_ROW - 1 + len(body)
        sheet.merge_range(last, 0, last, 4, "合计")
        sheet.write(
            last, 5, sum(int(str(r[5]).rstrip("人")) for r in body if str(r[5]).rstrip("人").isdigit())
        )
        sheet.write(last + 1, 0, "注:在校生数为 2024 年秋季学期数。")
    return out.getvalue()
