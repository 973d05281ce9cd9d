"""Every table that ships: what it holds, rows, grades, years, sources, caveats, download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from dash import html

from equity.indicators.citations import cite, cite_all
from equity.schema import TABLES
from equity.text import Label, format_number, format_value
from equity.web.components.dataset_words import ABOUT, published_name, unit_name
from equity.web.components.targets import confidence_mark
from equity.web.components.words import disclosure, named, table
from equity.web.parts import grade_chip, icon

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
MAX_ROWS = Label("Excel 可直接打开（UTF-8 带 BOM）", "opens in Excel as it is (UTF-8 with BOM)")


def dataset_table(indicators: Indicators, lang: str) -> html.Div:
    rows: list[list[Any]] = []
    for folder in FOLDERS:
        rows += [
            _row(indicators, d, lang) for d in indicators.library.datasets if TABLES[d.name].folder == folder
        ]
    return table([h[lang] for h in HEADERS], rows, numeric=(1,), class_name="dataset-table", id="main-table")


def _row(indicators: Indicators, dataset: Dataset, lang: str) -> list[Any]:
    what, caveat = ABOUT.get(dataset.name, (Label("", ""), Label("", "")))
    sources = [
        html.Li(named(s, lang))
        for s in cite_all(dataset.sources or _documents(indicators.library.table(dataset.name)), lang)
    ]
    shown: Any = html.Ul(sources, className="source-items")
    if len(sources) > 1:
        shown = disclosure(N_SOURCES[lang].format(n=len(sources)), shown)
    title = dataset.title_en if lang == "en" else dataset.title_zh
    return [
        [
            html.Span(title, className="dataset-title", id=f"dataset-{dataset.name}"),
            html.Span(what[lang], className="cell-sub"),
            html.Code(f"data/{dataset.path}"),
        ],
        format_number(dataset.rows, lang),
        years(indicators.library.table(dataset.name)),
        html.Span(
            [grade_chip(g, lang) for g in dataset.grades] or html.Span(NO_GRADE[lang], className="muted"),
            className="grades",
        ),
        html.Span(caveat[lang], className="caveat"),
        shown,
        html.A(
            [icon("download", size=16), "CSV"],
            href=f"/download/{dataset.name}.csv",
            className="button",
            title=MAX_ROWS[lang],
            **{"aria-label": f"{title} CSV"},
        ),
    ]


def _documents(frame: pd.DataFrame) -> list[str]:
    """Where a table without a source column says its figures come from."""
    columns = [c for c in ("document", "coord_source", "population_source") if c in frame]
    return sorted({str(v) for c in columns for v in frame[c].dropna()})


def years(frame: pd.DataFrame) -> str:
    """First and last year of a table, an em dash where it has none."""
    found = sorted({int(str(y)[-4:]) for y in frame["year"].dropna()}) if "year" in frame else []
    if not found:
        return "—"
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def published_figures(indicators: Indicators, lang: str) -> html.Details:
    """The scattered figures, not computed with."""
    rows = []
    for r in indicators.library.published_figures.to_dict("records"):
        code = str(r["adcode"])
        value = format_value(
            float(r["value"]),
            unit_name(str(r["unit"]), lang),
            lang,
            decimals=0 if float(r["value"]).is_integer() else 2,
        )
        scope = "" if pd.isna(r["scope_note"]) else str(r["scope_note"])
        rows.append(
            [
                published_name(str(r["indicator"]))[lang],
                indicators.zone(code).name(lang) if indicators.has_zone(code) else code,
                str(r["year"]),
                value,
                named(scope, lang),
                confidence_mark(str(r["confidence"]), lang),
                named(cite(str(r["source"]), lang), lang),
            ]
        )
    shown = table([h[lang] for h in FIGURE_HEADERS], rows, numeric=(3,), class_name="figures-table")
    return disclosure(FIGURES[lang].format(n=len(rows)), shown, open=False)
