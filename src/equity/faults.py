"""What pydantic says about a wrong definition, in Chinese and in English."""

from collections.abc import Mapping
from typing import Any

ZH = {  # type of fault -> words with the values of its context
    "missing": "缺少该字段",
    "extra_forbidden": "不认识的字段，请删除或改名",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "dict_type": "应为一组字段",
    "model_type": "应为一组字段",
    "model_attributes_type": "应为一组字段",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "date_type": "应为日期，如 2026-11-22",
    "date_from_datetime_parsing": "应为日期，如 2026-11-22",
    "literal_error": "应为 {expected} 之一",
    "string_pattern_mismatch": "格式应符合 {pattern}",
    "string_too_short": "至少 {min_length} 个字",
    "too_short": "至少 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "finite_number": "应为有限的数",
}


class RuleBroken(ValueError):
    """A rule of our own between the fields of a definition, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh


def said(fault: Mapping[str, Any]) -> tuple[str, str]:
    """(zh, en) of one entry of ``ValidationError.errors()``, without a full stop."""
    context = fault.get("ctx", {})
    broken = context.get("error")
    if isinstance(broken, RuleBroken):
        return broken.zh, str(broken)
    zh = ZH.get(fault["type"], fault["msg"]).format(**context)
    return zh.replace(" or ", " 或 "), fault["msg"]
