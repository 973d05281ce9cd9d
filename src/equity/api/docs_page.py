"""The page that explains the API: made from the same declarations as the OpenAPI document; loads nothing
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity.api.openapi import BASE, DESCRIPTION, TITLE
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import DEFAULT_LIMIT, FORMAT, MAX_LIMIT
from equity.http.jinja import templates
from equity.http.page import light_page
from equity.http.request import address
from equity.say import Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

TEMPLATES = templates(Path(__file__).with_name("templates"))
STYLE = Path(__file__).with_name("docs.css")
EXAMPLES = {
    "/zones": "?format=geojson",
    "/zones/{code}": "",
    "/services/{service}": "",
    "/indicators": "?service=primary_school",
    "/values": "?service=population&measure=register_coverage",
    "/splits": "?service=primary_school",
    "/facilities": "?service=clinic&zone={division}&format=csv",
}
SAMPLE = {"{code}": "{division}", "{service}": "health_staff"}  # in this order
WORDS = {
    "start": Label("从这里开始", "Start here"),
    "operations": Label("全部地址", "Operations"),
    "rules": Label("通用规则", "Rules that hold everywhere"),
    "parameter": Label("参数", "Parameter"),
    "values": Label("取值", "Values"),
    "meaning": Label("含义", "Meaning"),
    "fields": Label("返回字段", "Fields of a record"),
    "field": Label("字段", "Field"),
    "type": Label("类型", "Type"),
    "try": Label("打开示例", "Open an example"),
    "document": Label("OpenAPI 3.1 文档", "OpenAPI 3.1 document"),
    "other": Label("English", "中文"),
    "home": Label("回到看板", "Back to the dashboard"),
    "nullable": Label("可为空", "may be null"),
}
RULES = (
    Label(
        "参数严格检查：写错的值返回 400 并说明可用的值，不会悄悄改成别的。",
        "Parameters are strict: a wrong value gives 400 and says what there is; it is never quietly "
        "replaced.",
    ),
    Label(
        f"分页：limit（默认 {DEFAULT_LIMIT}，最多 {MAX_LIMIT}）与 offset；下一页的地址在 meta.next 和 "
        f"Link 响应头。",
        f"Paging: limit (default {DEFAULT_LIMIT}, at most {MAX_LIMIT}) and offset; the next page is in "
        f"meta.next and the Link header.",
    ),
    Label(
        "缓存：每个响应都有 ETag（随数据版本变化）；带 If-None-Match 再问，没有变化时返回 304。",
        "Caching: every answer has an ETag that follows the data version; ask with If-None-Match and get "
        "304 while nothing changed.",
    ),
    Label(
        "错误只有一种形状：{error: {code, message_zh, message_en, parameter}}。",
        "Errors have one shape: {error: {code, message_zh, message_en, parameter}}.",
    ),
    Label(
        "没有数值时 value 为 null，原因在 status；null 不等于 0。",
        "Where there is no number value is null and status says why; null is not 0.",
    ),
    Label(
        "默认不开放跨域（CORS）；请从服务器端或同一站点调用。坐标均为 WGS-84 经纬度。",
        "No cross-origin access (CORS) by default: call it from a server or the same site. Coordinates "
        "are WGS-84 lon, lat.",
    ),
)


def docs_page(indicators: Indicators, *, lang: str, theme: str, server: str = "") -> str:
    """The page in ``lang``; addresses are shown below ``server`` or as paths."""

    def parameters(operation: Operation) -> list[tuple[str, str, str]]:
        known = [(p.name, _values(p.schema(indicators)), p.text[lang]) for p in operation.declared]
        return [*known, ("format", " · ".join(operation.formats), FORMAT[lang])]

    return light_page(
        TEMPLATES,
        "docs",
        name="docs",
        lang=lang,
        theme=theme,
        title=TITLE.format(city=indicators.city.short)[lang],
        style=STYLE,
        lead=DESCRIPTION[lang],
        words={name: word[lang] for name, word in WORDS.items()},
        base=BASE,
        home=address("/"),
        other="?lang=en" if lang == "zh" else "?",
        example=f"{server or 'http://localhost:8050'}{BASE}/values?service=clinic&measure=coverage&basis=gap&format=csv",
        rules=RULES,
        operations=OPERATIONS,
        parameters=parameters,
        sample=partial(sample, division=indicators.city.example_division),
    )


def sample(operation: Operation, division: str) -> str:
    """An address to try, about ``division`` where it names one; empty where that needs an id that nobody knows beforehand."""
    path = operation.path + EXAMPLES.get(operation.path, "")
    for placeholder, given in {**SAMPLE, "{division}": division}.items():
        path = path.replace(placeholder, given)
    return "" if "{" in path else BASE + path


def _values(shape: Mapping[str, Any]) -> str:
    if "enum" in shape:
        return " · ".join(map(str, shape["enum"]))
    return f"{shape['minimum']} – {shape['maximum']}" if "minimum" in shape else str(shape["type"])
