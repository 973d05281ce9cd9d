"""Data: what we know and how well."""

from collections import Counter
from typing import Any

from dash import html

from equity.components.coverage_matrix import coverage_matrix, matrix_queries
from equity.components.dataset_list import dataset_table, published_figures
from equity.components.parts import fold
from equity.components.words import table
from equity.dashboard.render import folds, text_page
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.say import GRADES, Voice, texts_of
from equity.schema import TABLES

PATH = "/data"
TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def layout(ctx: Context, view: PageView) -> Any:
    indicators, lang = ctx.indicators, view.lang
    count = grade_counts(indicators)
    text = TEXTS.summary[lang].format(
        tables=len(indicators.library.datasets),
        cells=sum(count.values()),
        **{g: count[g] for g in GRADES},
        missing=count["missing"],
    )
    released = indicators.released.isoformat()
    edition = TEXTS.edition[lang].format(version=indicators.data_version, released=released)
    head = [
        html.H1(TEXTS.heading[lang]),
        html.P(text, className="profile-headline"),
        html.P(edition, className="muted"),
    ]
    sections = (
        ("matrix", TEXTS.matrix, TEXTS.matrix_lead, coverage_matrix(view)),
        ("tables", TEXTS.tables, TEXTS.tables_lead, dataset_table(indicators, view.voice)),
        ("replace", TEXTS.replace, TEXTS.replace_lead, replace_steps(view.voice)),
        ("figures", TEXTS.figures, TEXTS.figures_lead, published_figures(indicators, view.voice)),
    )
    shown = [
        fold(title[lang], content, lead=lead[lang], id=id_, is_open=id_ in view.opened)
        for id_, title, lead, content in sections
    ]
    return text_page("data", head, folds(shown))


def grade_counts(indicators: Indicators) -> Counter[str]:
    """Cells of the matrix by grade; ``missing`` for those without a value."""
    return Counter(
        record.grade if record.ok else "missing"
        for _, _, query in matrix_queries(indicators)
        for record in indicators.values(query)
    )


def replace_steps(voice: Voice) -> html.Div:
    """How an office replaces the illustrative data with its own register."""
    columns = TABLES["facilities"].columns
    rows = [
        [
            html.Code(c.name),
            c.title_en if not voice.zh else c.title_zh,
            voice(TEXTS["types"][c.type]),
            voice(TEXTS.yes) if c.nullable else "",
        ]
        for c in columns
    ]
    return html.Div(
        [
            html.Ol([html.Li(voice(s)) for s in TEXTS.several("steps")], className="steps"),
            table(
                [voice(h) for h in TEXTS.several("headers")], rows, class_name="columns-table", cards=False
            ),
        ],
        className="replace",
    )
