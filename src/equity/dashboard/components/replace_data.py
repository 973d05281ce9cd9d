"""How an office replaces the illustrative data with its own register."""

from __future__ import annotations

from dash import html

from equity.dashboard.components.words import table
from equity.say import Label, Voice
from equity.schema import TABLES

STEPS = (
    Label(
        "准备台账：Excel、CSV、GeoJSON、GPKG、Shapefile 均可；表头中英文皆可识别，坐标可为 WGS-84、CGCS2000、高德、百度或没有坐标。",
        "Take the register as it is: Excel, CSV, GeoJSON, GPKG or Shapefile, headers in Chinese or English, coordinates in "
        "WGS-84, CGCS2000, Amap, Baidu, or none.",
    ),
    Label(
        "运行 equity import 文件 --dataset 服务（管理员也可打开 /data/import）：逐条列出问题和改法，并比较各种坐标系。",
        "Run equity import FILE --dataset SERVICE (administrators: /data/import): it lists every problem with its fix and "
        "compares the coordinate systems.",
    ),
    Label(
        "看预览：各区县的覆盖率和差距会怎样变；确认后入库，数据仓库在旁边重建、检查后换入。",
        "Look at the preview: how coverage and gaps would move. On confirmation the warehouse is rebuilt beside the old "
        "one, checked and swapped in.",
    ),
    Label(
        "该服务、该区县的示意数据随即让位，“示意”标记消失；equity registers undo 可撤销。",
        "The illustrative rows of that service and division step back and their mark goes; equity registers undo takes it "
        "back.",
    ),
    Label(
        "也可直接改 data/services/facilities/<服务>.csv（列见下表），再运行 equity check 与 equity build。",
        "Or edit data/services/facilities/<service>.csv directly (columns below), then run equity check and equity build.",
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


def replace_steps(voice: Voice) -> html.Div:
    columns = TABLES["facilities"].columns
    rows = [
        [
            html.Code(c.name),
            c.title_en if not voice.zh else c.title_zh,
            voice(TYPES[c.type]),
            voice(YES) if c.nullable else "",
        ]
        for c in columns
    ]
    return html.Div(
        [
            html.Ol([html.Li(voice(s)) for s in STEPS], className="steps"),
            table([voice(h) for h in HEADERS], rows, class_name="columns-table", cards=False),
        ],
        className="replace",
    )
