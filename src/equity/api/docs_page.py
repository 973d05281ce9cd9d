"""The page that explains the API: made from the same declarations as the OpenAPI document; loads nothing
else.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity.api.openapi import BASE, DESCRIPTION, TITLE
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import DEFAULT_LIMIT, FORMAT, MAX_LIMIT
from equity.http.page import light_page, read_text
from equity.say import Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

STYLE = Path(__file__).with_name("docs.css")
EXAMPLES = {
    "/zones": "?format=geojson",
    "/zones/{code}": "",
    "/services/{service}": "",
    "/indicators": "?service=primary_school",
    "/values": "?service=health_staff&measure=supply_per_1000&basis=gap",
    "/splits": "?service=primary_school",
    "/facilities": "?service=clinic&zone=530111&format=csv",
}
SAMPLE = {"{code}": "530111", "{service}": "health_staff"}
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
    "none": Label("无参数", "no parameters"),
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

    def say(key: str) -> str:
        return escape(WORDS[key][lang])

    example = f"{server or 'http://localhost:8050'}{BASE}/values?service=health_staff&basis=gap&format=csv"
    other = "?lang=en" if lang == "zh" else "?"
    body = f"""<main><h1>{escape(TITLE[lang])}</h1><p class="lead">{escape(DESCRIPTION[lang])}</p>
<nav class="top"><a href="{BASE}/openapi.json">{say("document")}</a><a href="{other}">{say("other")}</a>
<a href="/{"?lang=en" if lang == "en" else ""}">{say("home")}</a></nav>
<h2>{say("start")}</h2><pre>curl "{escape(example)}"</pre>
<h2>{say("rules")}</h2><ul>{"".join(f"<li>{escape(rule[lang])}</li>" for rule in RULES)}</ul>
<h2>{say("operations")}</h2>{"".join(_operation(o, indicators, lang) for o in OPERATIONS)}</main>"""
    return light_page("docs", lang=lang, theme=theme, title=TITLE[lang], body=body, css=read_text(STYLE))


def _operation(operation: Operation, indicators: Indicators, lang: str) -> str:
    def say(key: str) -> str:
        return escape(WORDS[key][lang])

    may_be_null = f" · {say('nullable')}"
    parameters = [(p.name, p.schema(indicators), p.text) for p in operation.declared]
    parameters.append(("format", {"enum": operation.formats}, FORMAT))
    rows = "".join(
        f"<tr><td><code>{name}</code></td><td "
        f"class='values'>{_values(shape)}</td><td>{escape(text[lang])}</td></tr>"
        for name, shape, text in parameters
    )
    fields = "".join(
        f"<tr><td><code>{c.name}</code></td><td>{c.type}{may_be_null if c.nullable else ''}</td>"
        f"<td>{escape(c.text[lang])}</td></tr>"
        for c in operation.columns
    )
    path = operation.path
    for placeholder, sample in SAMPLE.items():
        path = path.replace(placeholder, sample)
    link = (
        ""
        if "{" in path
        else f'<p><a href="{BASE}{path}{escape(EXAMPLES.get(operation.path, ""))}">{say("try")}</a></p>'
    )
    return f"""<section class="operation" id="{operation.id}"><h3><span class="verb">GET</span>
<code>{escape(BASE + operation.path)}</code><span>{escape(operation.summary[lang])}</span></h3>
<div class="scroll"><table><thead><tr><th>{say("parameter")}</th>
<th>{say("values")}</th><th>{say("meaning")}</th></tr></thead>
<tbody>{rows}</tbody></table></div>{link}
<details><summary>{say("fields")}</summary><div class="scroll"><table><thead><tr><th>{say("field")}</th>
<th>{say("type")}</th><th>{say("meaning")}</th></tr></thead><tbody>{fields}</tbody></table></div></details></section>"""


def _values(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return escape(" · ".join(str(v) for v in shape["enum"]))
    return f"{shape['minimum']} – {shape['maximum']}"
