"""A workbook to fill in, per dataset: drop-downs, examples, notes in Chinese. What it asks for, the
import understands."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from equity.intake.datasets import Dataset, Field, find_dataset
from equity.intake.datum import DATUMS
from equity.intake.options import Surroundings
from equity.intake.words import words

FILLED_ROWS = 5000  # rows with drop-downs and checks
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the workbook's own date, fixed so that the same template gives the same bytes
HEADINGS = {
    "facility_id": "编号",
    "point_id": "编号",
    "name_zh": "名称",
    "division": "区县",
    "township": "乡镇街道",
    "address": "地址",
    "lon": "经度",
    "lat": "纬度",
    "facility_type": "类型",
    "year": "年份",
    "note": "备注",
    "resident": "常住人口",
    "local": "本地户籍常住",
    "non_local": "外来常住",
    "registered": "户籍人口",
    "absent": "外出户籍",
    "local_persons": "本地户籍常住",
    "non_local_persons": "外来常住",
    "absent_persons": "外出户籍",
    "service": "服务",
    "item": "指标",
    "value": "数值",
}
LEFT_OUT = ("lonlat", "population_group", "persons")
WHAT = {
    "facility_id": "本单位的编号，每行不同；没有可留空。",
    "point_id": "本单位的编号，每行不同；没有可留空。",
    "division": "从下拉列表选；开发区请填所在区县。",
    "township": "现在的名称；没有坐标时按它定位。",
    "lon": "如 102.7123 或 102°42′44″；没有可留空。",
    "lat": "如 25.0412 或 25°02′28″；没有可留空。",
    "year": "四位年份。",
    "capacity": "只填数字。",
}


def write_template(name: str, around: Surroundings) -> bytes:
    """The XLSX of one dataset: sheet 填报 with header, two examples and drop-downs, sheet 说明 with the
    notes."""
    dataset, out = find_dataset(name), io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": dataset.label.zh, "created": EPOCH})
    styles = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E3F1F0", "border": 1, "border_color": "#C3CCD2", "valign": "vcenter"}
        ),
        "must": book.add_format(
            {"bold": True, "bg_color": "#0B6B67", "font_color": "#FFFFFF", "border": 1, "valign": "vcenter"}
        ),
        "example": book.add_format({"italic": True, "font_color": "#65727D"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet("填报")
    names = list(around.gazetteer.names.values())
    fields = [f for f in dataset.fields if f.name not in LEFT_OUT]
    for column, spec in enumerate(fields):
        heading = column_heading(dataset, spec)
        sheet.write(0, column, heading, styles["must" if spec.required else "head"])
        sheet.set_column(column, column, max(12, 2.2 * len(heading)))
        if spec.name in WHAT:
            sheet.write_comment(0, column, WHAT[spec.name])
        if rule := _validation(spec, dataset, names):
            sheet.data_validation(1, column, FILLED_ROWS, column, rule)
    for row, values in enumerate(_examples(dataset), start=1):
        for column, spec in enumerate(fields):
            if spec.name in values:
                sheet.write(row, column, values[spec.name], styles["example"])
    sheet.freeze_panes(1, 0)
    _write_notes(book.add_worksheet("说明"), dataset, fields, styles)
    book.close()
    return out.getvalue()


def column_heading(dataset: Dataset, spec: Field) -> str:
    if spec.name == "capacity":
        return str(words()["capacity"][dataset.service][0])
    return HEADINGS[spec.name]


def _validation(spec: Field, dataset: Dataset, divisions: list[str]) -> dict[str, Any] | None:
    if spec.kind == "division":
        choices = divisions if dataset.has_places else [*divisions, "昆明市"]
        return {
            "validate": "list",
            "source": choices,
            "error_title": "区县",
            "error_message": "请从列表中选择区县。",
        }
    if spec.kind in ("number", "whole"):
        kind = "integer" if spec.kind == "whole" else "decimal"
        return {"validate": kind, "criteria": ">=", "value": 0, "error_message": "请填不小于 0 的数字。"}
    if spec.kind == "year":
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 1990,
            "maximum": 2100,
            "error_message": "请填四位年份。",
        }
    return None


def _examples(dataset: Dataset) -> list[dict[str, Any]]:
    """Example rows; marked as such in the id or name so that they are told apart (and rejected if left
    in)."""
    if dataset.table == "facilities":
        one = {
            "name_zh": "<示例，请删除> 有坐标",
            "division": "官渡区",
            "lon": 102.7436,
            "lat": 25.0161,
            "capacity": 100,
            "year": 2024,
        }
        return [
            one,
            {
                "name_zh": "<示例，请删除> 无坐标",
                "division": "官渡区",
                "township": "官渡街道",
                "capacity": 80,
                "year": 2024,
            },
        ]
    if dataset.table == "settlement_points":
        return [
            {
                "name_zh": "<示例，请删除>",
                "division": "官渡区",
                "lon": 102.7436,
                "lat": 25.0161,
                "local_persons": 900,
                "non_local_persons": 400,
                "absent_persons": 120,
            }
        ]
    if dataset.table == "division_population":
        return [{"division": "<示例，请删除>", "year": 2024, "resident": 1000, "registered": 900}]
    return [{"division": "<示例，请删除>", "service": "卫生人员", "item": "规模", "value": 100, "year": 2024}]


def _write_notes(sheet: Any, dataset: Dataset, fields: list[Field], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80, styles["wrap"])
    lines = [
        (dataset.label.zh, dataset.label.en),
        ("怎么填", "在“填报”表中一行一条；深色表头为必填。示例行请删除（留下也会被退回，不会入库）。"),
        (
            "坐标系",
            "导入时选择："
            + "；".join(label.zh for label in DATUMS.values())
            + "。不确定时先试算，页面会给出各坐标系落在所填区县的比例。",
        ),
        ("没有坐标", "有乡镇街道的放在其驻地，只有区县的只计入供给；精度会记录下来。"),
        ("不会丢行", "每一行要么入库要么退回，退回的行连同原因可以下载。"),
        *(
            (
                column_heading(dataset, f) + (" *" if f.required else ""),
                f"{f.label.zh} / {f.label.en}。{WHAT.get(f.name, '')}",
            )
            for f in fields
        ),
    ]
    for row, (head, text) in enumerate(lines):
        sheet.write(row, 0, head, styles["head"])
        sheet.write(row, 1, text, styles["wrap"])
