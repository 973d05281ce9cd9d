"""Every reason the check can give, in Chinese and English, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from equity.text import Label


@dataclass(frozen=True, slots=True)
class Reason:
    """``why`` and ``fix`` may hold {value}, {a} and {b}. ``severity``: stop rejects the row, warn and note keep it."""

    severity: str
    why: Label
    fix: Label


def _reason(severity: str, why_zh: str, why_en: str, fix_zh: str = "", fix_en: str = "") -> Reason:
    return Reason(severity, Label(why_zh, why_en), Label(fix_zh, fix_en))


REASONS: dict[str, Reason] = {
    # rows that are no data
    "total_row": _reason("stop", "合计行，不是一条记录。", "a totals row, not a record.", "无需处理。", "nothing to do."),
    "remark_row": _reason("stop", "备注行，不是一条记录。", "a remark, not a record.", "无需处理。", "nothing to do."),
    "repeated_header": _reason("stop", "重复的表头行。", "the header again.", "无需处理。", "nothing to do."),
    "merged_cell": _reason("note", "合并单元格，按第一格“{value}”填充。", "merged cell, filled with “{value}”."),
    "line_break": _reason("note", "单元格内有换行，已换成空格。", "a line break in the cell became a space.",
                          "若几行被并成一格，请检查引号。", "if rows were swallowed, check the quotation marks."),
    "more_cells": _reason("warn", "比表头多 {a} 格，多出的内容未用。", "{a} cells more than the header; they are not used.",
                          "检查逗号和引号。", "check commas and quotation marks."),
    # text
    "missing": _reason("stop", "必填项为空。", "a required cell is empty.", "请填写。", "fill it in."),
    "long_text": _reason("stop", "内容过长（{a} 字）。", "too long ({a} characters).", "名称不超过 200 字。", "names have at most 200."),
    "markup": _reason("stop", "含有 < 或 >,可能是网页代码。", "holds < or >, possibly page code.", "删除这些符号。", "remove them."),
    "formula": _reason("stop", "以 = + - @ 开头，会被电子表格当作公式。", "starts with = + - or @, which spreadsheets run as a formula.",
                       "删除开头的符号。", "remove the sign."),
    "control": _reason("note", "含有不可见字符，已删除。", "invisible characters were removed."),
    # numbers
    "not_number": _reason("stop", "“{value}”不是数字。", "“{value}” is not a number.", "只填数字。", "write a number only."),
    "unit_removed": _reason("note", "“{value}”按数字 {a} 读取。", "“{value}” was read as {a}."),
    "not_whole": _reason("stop", "应为整数。", "must be a whole number.", "请改为整数。", "round it."),
    "negative": _reason("stop", "不能为负数。", "must not be negative.", "请核对。", "check it."),
    "zero_capacity": _reason("warn", "规模为 0。", "the capacity is 0.", "停办的机构请删除。", "remove it if it has closed."),
    "impossible_capacity": _reason("stop", "规模 {value} 超出可能范围（上限 {a}）。", "capacity {value} is impossible (limit {a}).",
                                   "检查单位或多输的 0。", "check the unit or a zero too many."),
    "unusual_capacity": _reason("warn", "规模 {value} 远高于同类（多数不超过 {a}）。", "capacity {value} is far above the others (most ≤ {a}).",
                                "请核对。", "check it."),
    "bad_year": _reason("stop", "“{value}”不是可用的年份。", "“{value}” is no usable year.", "填写四位年份，如 2024。", "write e.g. 2024."),
    "future_year": _reason("stop", "年份 {value} 晚于今年。", "the year {value} is in the future.", "请核对。", "check it."),
    # places
    "unknown_division": _reason("stop", "没有区县“{value}”。", "there is no division “{value}”.", "{a}", "{b}"),
    "renamed_division": _reason("note", "“{value}”现为{a}。", "“{value}” is now {a}."),
    "missing_division": _reason("stop", "没有区县，也没有坐标可以推断。", "no division, and no coordinates to tell it by.",
                                "填写区县。", "give the division."),
    "division_from_point": _reason("note", "区县按坐标填为{a}。", "division taken from the coordinates: {a}."),
    "division_from_address": _reason("note", "区县按地址填为{a}。", "division taken from the address: {a}."),
    "city_not_allowed": _reason("stop", "这里需要区县，不能填全市。", "a division is needed here, not the city.", "填写区县。", "give a division."),
    "unknown_township": _reason("warn", "{a}没有乡镇街道“{value}”，此项留空。", "{a} has no township “{value}”; left empty.", "{b}", "{b}"),
    "renamed_township": _reason("note", "“{value}”现为{a}。", "“{value}” is now {a}."),
    "split_township": _reason("warn", "“{value}”已拆分为{a}，此项留空。", "“{value}” was split into {a}; left empty.", "填写现在的街道。", "give the present one."),
    "other_township": _reason("warn", "乡镇街道“{value}”属于{a}，不属于{b}。", "township “{value}” is in {a}, not in {b}.", "核对区县。", "check the division."),
    # coordinates
    "bad_coordinate": _reason("stop", "“{value}”不是坐标。", "“{value}” is no coordinate.", "写成 102.7123 或 102°42′44″。",
                              "write 102.7123 or 102°42′44″."),
    "half_coordinate": _reason("stop", "经度和纬度只填了一个。", "only one of longitude and latitude is given.", "补上另一个。", "add the other."),
    "swapped": _reason("warn", "经纬度填反，已对调为 {a}, {b}。", "longitude and latitude were swapped; read as {a}, {b}.", "请核对。", "check it."),
    "outside_city": _reason("stop", "坐标（{value}）不在昆明市任何区县内。", "the point ({value}) lies in no division of Kunming.",
                            "核对坐标和坐标系。", "check coordinates and datum."),
    "other_division": _reason("stop", "坐标在{a}，填写的区县是{b}，相距 {value} 米。", "the point is in {a}, {value} m outside the stated {b}.",
                              "核对坐标，或把区县改为{a}。", "check the point, or change the division to {a}."),
    "near_border": _reason("warn", "坐标在{a}，填写的是{b}；离边界仅 {value} 米。", "the point is in {a}, stated {b}; only {value} m from the border.",
                           "请核对。", "check it."),
    "placed_at_township": _reason("note", "没有坐标，放在{a}驻地（精度：乡镇街道）。", "no coordinates: placed at the seat of {a} (precision: township)."),
    "placed_at_division": _reason("note", "没有坐标，只计入{a}的供给，不参与距离计算（精度：区县）。",
                                  "no coordinates: counts as supply of {a}, not in distances (precision: division)."),
    # duplicates
    "same_id": _reason("stop", "编号与第 {a} 行相同。", "same id as row {a}.", "删除重复行或改编号。", "remove the repetition or change the id."),
    "same_place": _reason("stop", "与第 {a} 行同名且相距不到 100 米。", "same name as row {a} and within 100 m.",
                          "重复登记请删除；确为两处请在名称中区分。", "remove it, or tell the two apart in the name."),
    "same_name": _reason("warn", "与第 {a} 行同名同区县，均无坐标。", "same name and division as row {a}, both without coordinates.", "请核对。", "check it."),
    "same_key": _reason("stop", "与第 {a} 行的{b}相同。", "repeats {b} of row {a}.", "删除或改正其一。", "remove or correct one of them."),
    # population and totals
    "unknown_group": _reason("stop", "没有人口组“{value}”。", "there is no population group “{value}”.",
                             "用 常住、本地户籍常住、外来常住、户籍、外出户籍。", "use resident, local, non_local, registered or absent."),
    "unknown_service": _reason("stop", "没有服务“{value}”。", "there is no service “{value}”.", "{a}", "{b}"),
    "unknown_item": _reason("stop", "没有指标“{value}”。", "there is no item “{value}”.", "用 规模 或 设施数。", "use capacity or facilities."),
    "residents_sum": _reason("stop", "常住 {value} 不等于本地户籍常住 + 外来常住（{a}）。", "residents {value} ≠ local + non-local ({a}).",
                             "核对三个数。", "check the three numbers."),
    "registered_sum": _reason("stop", "户籍 {value} 不等于本地户籍常住 + 外出户籍（{a}）。", "registered {value} ≠ local + absent ({a}).",
                              "核对三个数。", "check the three numbers."),
    "big_change": _reason("warn", "{value} 与现有数 {a} 相差 {b}。", "{value} differs from the present {a} by {b}.", "请核对单位。", "check the unit."),
    "points_sum": _reason("warn", "{value}：居民点之和 {a}，普查数 {b}。", "{value}: points add up to {a}, the census counts {b}.",
                          "导入时用“按普查数校准”，或改正人数。", "use “fit to the census”, or correct the numbers."),
    "total_agrees": _reason("note", "合计行 {value} 与明细之和一致。", "the totals row {value} agrees with the rows."),
    "total_differs": _reason("warn", "合计行为 {value}，明细之和为 {a}。", "the totals row says {value}, the rows add up to {a}.", "请核对。", "check it."),
}  # fmt: skip
