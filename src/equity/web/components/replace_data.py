"""How an office replaces the illustrative data with its own register."""

from __future__ import annotations

from dash import html

from equity.schema import TABLES
from equity.text import Label
from equity.web.components.words import table

STEPS = (
    Label(
        "把本单位台账另存为 UTF-8 的 CSV，放到 data/services/facilities/<服务>.csv，列名见下表。坐标须为 "
        "WGS-84（或 CGCS2000）经纬度；高德、百度坐标请先换算。",
        "Save the register as UTF-8 CSV under data/services/facilities/<service>.csv with the columns "
        "below. Coordinates are WGS-84 (or CGCS2000) longitude and latitude; convert Amap or Baidu "
        "coordinates first.",
    ),
    Label(
        "等级列（grade）写 observed，来源列（source）写台账名称与日期。",
        "Write observed in the column grade, and the name and date of the register in source.",
    ),
    Label(
        "运行 equity check：逐条列出缺列、错码、经纬度颠倒、重复编号、负容量等问题及改法。",
        "Run equity check: it lists missing columns, wrong codes, swapped coordinates, repeated ids and "
        "negative capacities, and what to do.",
    ),
    Label(
        "运行 equity build：全部检查通过后换上新数据，网页自动更新，“示意”标记随之消失。",
        "Run equity build: once every check passes the new data is swapped in, the page follows, and the "
        "mark of illustrative data goes.",
    ),
)
HEADERS = (
    Label("列", "Column"),
    Label("含义", "Meaning"),
    Label("类型", "Type"),
    Label("可空", "May be empty"),
)
TYPES = {
    "string": Label("文本", "text"),
    "integer": Label("整数", "integer"),
    "number": Label("数字", "number"),
    "boolean": Label("是/否", "true/false"),
}
YES = Label("可", "yes")


def replace_steps(lang: str) -> html.Div:
    columns = TABLES["facilities"].columns
    rows = [
        [
            html.Code(c.name),
            c.title_en if lang == "en" else c.title_zh,
            TYPES[c.type][lang],
            YES[lang] if c.nullable else "",
        ]
        for c in columns
    ]
    return html.Div(
        [
            html.Ol([html.Li(s[lang]) for s in STEPS], className="steps"),
            table([h[lang] for h in HEADERS], rows, class_name="columns-table", cards=False),
        ],
        className="replace",
    )
