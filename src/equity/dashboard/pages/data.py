"""Data: what we know and how well."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from equity.dashboard import ids
from equity.dashboard.components.coverage_matrix import coverage_matrix, matrix_queries
from equity.dashboard.components.dataset_list import dataset_table, published_figures
from equity.dashboard.components.replace_data import replace_steps
from equity.dashboard.parts import fold
from equity.say import GRADES, Label

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.http.view import PageView
    from equity.indicators.compute import Indicators

PATH = "/data"
TITLE = Label("数据", "Data")

HEADING = Label("知道什么，知道得多准", "What we know and how well")
SUMMARY = Label(
    "{tables} 张数据表。“服务 × 区县”共 {cells} 格，其中公布 {observed}、估算 {estimated}、示意 "
    "{illustrative}、无数据 {missing}。",
    "{tables} tables. Of {cells} cells of service × division, {observed} are observed, {estimated} "
    "estimated, {illustrative} illustrative and {missing} without data.",
)
EDITION = Label("数据版本 {version}，发布日期 {released}", "Data version {version}, released {released}")
MATRIX = Label("哪些是真实的", "What is real")
MATRIX_LEAD = Label(
    "每格为该区县人数或每千人供给（按常住）的等级，取各输入中最低的一级。比较标准不在其中：区县页还要与标准比较，等级可能更低。",
    "Each cell is the grade of the division's persons or supply per 1,000 residents: the worst among its inputs. The yardstick "
    "is none of them: a division's profile also sets the figure against it, and its grade can be worse.",
)
TABLES = Label("全部数据表", "All tables")
TABLES_LEAD = Label(
    "每行数据都带来源与等级；下载的文件与本页所用的完全相同。",
    "Every row carries its source and grade; the files are exactly what this page uses.",
)
REPLACE = Label("如何换成真实数据", "How to replace illustrative data")
REPLACE_LEAD = Label(
    "示意数据只为说明方法。任何单位都可以用自己的台账替换，不需要改程序。",
    "Illustrative data only shows the method. An office can put its own register in its place without "
    "touching the program.",
)
FIGURES = Label("零散公布数", "Scattered published figures")
FIGURES_LEAD = Label(
    "公报与报道中的单个数字，口径不一，列出供查阅，不参与计算。",
    "Single figures from communiqués and reports; their scopes differ, so they are listed and not "
    "computed with.",
)


def layout(ctx: Context, view: PageView) -> Any:
    indicators, lang = ctx.indicators, view.lang
    count = grade_counts(indicators)
    text = SUMMARY[lang].format(
        tables=len(indicators.library.datasets),
        cells=sum(count.values()),
        **{g: count[g] for g in GRADES},
        missing=count["missing"],
    )
    return html.Div(
        [
            dcc.Store(id=ids.VIEW),
            html.Header(
                [
                    html.H1(HEADING[lang]),
                    html.P(text, className="profile-headline"),
                    html.P(
                        EDITION[lang].format(
                            version=indicators.data_version, released=indicators.released.isoformat()
                        ),
                        className="muted",
                    ),
                ],
                className="page-head",
            ),
            html.Div(
                [
                    fold(title[lang], content, lead=lead[lang], id=id_, is_open=id_ in view.opened)
                    for id_, title, lead, content in (
                        ("matrix", MATRIX, MATRIX_LEAD, coverage_matrix(indicators, view)),
                        ("tables", TABLES, TABLES_LEAD, dataset_table(indicators, view.voice)),
                        ("replace", REPLACE, REPLACE_LEAD, replace_steps(view.voice)),
                        ("figures", FIGURES, FIGURES_LEAD, published_figures(indicators, view.voice)),
                    )
                ],
                className="folds",
            ),
        ],
        className="text-page data",
    )


def grade_counts(indicators: Indicators) -> Counter[str]:
    """Cells of the matrix by grade; ``missing`` for those without a value."""
    return Counter(
        record.grade if record.ok else "missing"
        for _, _, query in matrix_queries(indicators)
        for record in indicators.values(query)
    )
