"""A workbook to fill in, per dataset: drop-downs, examples, notes in Chinese. What it asks for, the import understands."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from equity.checking.cells import EXAMPLE
from equity.checking.datasets import (
    TOWNSHIPS,
    Dataset,
    Field,
    find_dataset,
    services_with_facilities,
    services_with_totals,
)
from equity.checking.datum import offered
from equity.checking.surroundings import Surroundings
from equity.city import City
from equity.draw.theme import theme
from equity.reading.words import words

FILLED_ROWS = 5000  # rows with drop-downs and checks
CHOICES_SHEET = "选项"
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the workbook's own date, fixed so that the same template gives the same bytes
OPEN_LISTS = ("township", "facility_type")
LEFT_OUT = (
    "lonlat",
    "population_group",
    "persons",
    "status",
    "grade",
    "row_source",
    "community",
    "urban_rural",
)
NO_PLACE = "没有坐标的留空，填乡镇街道。"
WHAT = {
    "facility_id": "本单位的编号，每行不同；没有可留空。",
    "plot_id": "本单位的编号，每行不同；没有可留空。",
    "point_id": "本单位的编号，每行不同；没有可留空。",
    "division": "从下拉列表选；开发区请填所在区县。",
    "township": "现在的名称；没有坐标时按它定位。",
    "lon": f"如 102.7123 或 102°42′44″；{NO_PLACE}",
    "lat": f"如 25.0412 或 25°02′28″；{NO_PLACE}",
    "facility_type": "从下拉列表选，列表里没有的照实填写。",
    "service": "从下拉列表选。",
    "item": "从下拉列表选；空着按规模。",
    "year": "四位年份。",
    "capacity": "只填数字。",
}
UNPLACED = {
    "facilities": "所填乡镇街道的驻地已知的放在驻地，其余只计入所填区县的供给，不参与距离计算；精度会记录下来。",
    "settlement_points": "所填乡镇街道的驻地已知的放在驻地，精度会记录下来；其余会被退回。",
    "candidate_plots": "没有坐标的地块会被退回。",
}


def write_template(name: str, around: Surroundings) -> bytes:
    """The XLSX of one dataset: sheet 填报 with header, examples and drop-downs, sheet 说明 with the notes, and
    hidden the lists to choose from."""
    dataset, out = find_dataset(name), io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": dataset.label.zh, "created": EPOCH})
    ink = theme()
    styles = {
        "head": book.add_format(
            {
                "bold": True,
                "bg_color": ink["accent-soft"],
                "border": 1,
                "border_color": ink["line-strong"],
                "valign": "vcenter",
            }
        ),
        "must": book.add_format(
            {
                "bold": True,
                "bg_color": ink["accent"],
                "font_color": ink["on-accent"],
                "border": 1,
                "valign": "vcenter",
            }
        ),
        "example": book.add_format({"italic": True, "font_color": ink["ink-3"]}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet("填报")
    divisions_only = () if dataset.has_places or dataset is TOWNSHIPS else ("township",)
    fields = [f for f in dataset.fields if f.name not in (*LEFT_OUT, *divisions_only)]
    for column, spec in enumerate(fields):
        heading = column_heading(dataset, spec)
        sheet.write(0, column, heading, styles["must" if spec.required else "head"])
        sheet.set_column(column, column, max(12, 2.2 * len(heading)))
        if spec.name in WHAT:
            sheet.write_comment(0, column, WHAT[spec.name])
        if rule := _validation(spec):
            sheet.data_validation(1, column, FILLED_ROWS, column, rule)
    for row, values in enumerate(_examples(dataset, around), start=1):
        for column, spec in enumerate(fields):
            if spec.name in values:
                sheet.write(row, column, values[spec.name], styles["example"])
    sheet.freeze_panes(1, 0)
    _write_notes(book.add_worksheet("说明"), dataset, fields, styles, around.inputs.city)
    _write_lists(book.add_worksheet(CHOICES_SHEET), sheet, fields, choices_of(dataset, around))
    book.close()
    return out.getvalue()


def column_heading(dataset: Dataset, spec: Field) -> str:
    if spec.name == "capacity":
        return str(words()["capacity"][dataset.service][0])
    return spec.label.zh


def choices_of(dataset: Dataset, around: Surroundings) -> dict[str, list[str]]:
    """Field → what can be chosen for it; types are those in use, and others may be written."""
    divisions = list(around.gazetteer.names.values())
    facilities = around.tables["facilities"]
    types = facilities.loc[facilities["service"] == dataset.service, "facility_type"]
    choices = {
        "division": divisions if dataset.has_places else [*divisions, around.inputs.city.name.zh],
        "township": list(dict.fromkeys(around.gazetteer.town_names.values()))
        if dataset.has_places or dataset is TOWNSHIPS
        else [],
        "facility_type": sorted(types.dropna().unique()),
        "service": [
            d.label.zh for d in (services_with_facilities() if dataset.has_places else services_with_totals())
        ],
        "item": [group[0] for group in words()["items"].values()],
    }
    return {name: texts for name, texts in choices.items() if texts and dataset.has(name)}


def _write_lists(sheet: Any, form: Any, fields: list[Field], choices: dict[str, list[str]]) -> None:
    """One column per list, and the drop-downs of the form that refer to them: written out in the rule itself a
    list may have no more than 255 characters."""
    sheet.hide()
    for column, (name, texts) in enumerate(choices.items()):
        sheet.write_column(0, column, texts)
        at = next(i for i, spec in enumerate(fields) if spec.name == name)
        source = f"='{CHOICES_SHEET}'!{xl_range_abs(0, column, len(texts) - 1, column)}"
        rule = {"validate": "list", "source": source, "error_title": fields[at].label.zh}
        rule |= (
            {"error_type": "information", "error_message": "列表里没有；确实如此可以照填。"}
            if name in OPEN_LISTS
            else {"error_message": "请从列表中选择。"}
        )
        form.data_validation(1, at, FILLED_ROWS, at, rule)


def _validation(spec: Field) -> dict[str, Any] | None:
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


def _examples(dataset: Dataset, around: Surroundings) -> list[dict[str, Any]]:
    """Example rows as they could be in a real file but for the mark in the name, or where there is none in the
    note, by which they are told apart and rejected if left in."""
    city, divisions = around.inputs.city, around.tables["divisions"].set_index("adcode")
    example = divisions.loc[city.example_division]
    lon, lat = around.a_place_in(city.example_division)
    here = {"division": example["name_zh"], "lon": lon, "lat": lat}
    if dataset.table == "facilities":
        seats = around.tables["townships"].dropna(subset=["lon"]).head(1)
        there = [
            {"division": around.gazetteer.names[code], "township": town}
            for code, town in zip(seats["adcode"], seats["name_zh"], strict=True)
        ]
        return [
            {"name_zh": f"{EXAMPLE} 有坐标", **here, "capacity": 100, "year": 2024},
            *({"name_zh": f"{EXAMPLE} 无坐标", **place, "capacity": 80, "year": 2024} for place in there),
        ]
    if dataset.table == "settlement_points":
        persons = {"local_persons": 900, "non_local_persons": 400, "absent_persons": 120}
        return [{"name_zh": f"{EXAMPLE} 甲小区", **here, **persons}]
    if dataset.table == "candidate_plots":
        return [{"name_zh": f"{EXAMPLE} 甲地块", **here, "most_capacity": 900, "cost": 8000}]
    marked = {"division": example["name_zh"], "year": 2024, "note": EXAMPLE}
    if dataset is TOWNSHIPS:
        towns = around.tables["townships"]
        first = towns.loc[towns["adcode"] == city.example_division, "name_zh"].head(1)
        return [{**marked, "township": town, "resident": 62_000, "registered": 21_000} for town in first]
    if dataset.table == "division_population":
        return [{**marked, "resident": 1_625_800, "registered": 645_000}]
    first, *_ = services_with_totals()
    return [{**marked, "service": first.label.zh, "item": words()["items"]["capacity"][0], "value": 14_200}]


def _write_notes(
    sheet: Any, dataset: Dataset, fields: list[Field], styles: dict[str, Any], city: City
) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80, styles["wrap"])
    lines = [
        (dataset.label.zh, dataset.label.en),
        ("怎么填", "在“填报”表中一行一条；深色表头为必填。示例行请删除（留下也会被退回，不会入库）。"),
        *(_place_notes(dataset, city) if dataset.has_places else ()),
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


def _place_notes(dataset: Dataset, city: City) -> list[tuple[str, str]]:
    datums = "；".join(label.zh for label in offered(city).values())
    return [
        (
            "坐标系",
            f"导入时选择：{datums}。不确定时先试算，页面会给出各坐标系落在所填区县的比例。",
        ),
        ("没有坐标", UNPLACED[dataset.table]),
    ]
