"""How unequal the divisions are: indices of the mapped measure, or of every service's supply for the city."""

from __future__ import annotations

from equity.indicators.inequality import Inequality
from equity.query import Query
from equity.say import STATUSES, Label
from equity.views.cells import number_cell, plain_grade
from equity.views.model import Block, Paragraph, Section
from equity.views.subject import subject
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TITLE = Label("区县之间的差异", "Inequality between divisions")
LEAD = Label(
    "按人数加权。基尼、泰尔、差异系数为 0 表示完全相同；集中指数为负表示外来人口占比越高的区县越少。",
    "Weighted by people. Gini, Theil and coefficient of variation are 0 where all are equal; a negative concentration index means "
    "less where more non-local people live.",
)
WORDS = {
    "index": Label("指数", "Index"),
    "value": Label("数值", "Value"),
    "interval": Label("区间", "Interval"),
    "grade": Label("等级", "Grade"),
    "note": Label("说明", "Note"),
}
OVER = Label("{subject}：{n} 个区县之间的差异", "{subject}: inequality between the {n} divisions")


def inequality_section(view: View) -> Section:
    """The indices of the view's measure; where none is defined, why."""
    voice, query = view.voice, view.query
    found = view.indicators.inequality(query)
    count = len(view.indicators.zones("division"))
    block: Block
    if all(i.value is None for i in found):
        note = found[0].note
        block = Paragraph(voice(note if note else STATUSES[found[0].status]))
    else:
        block = index_table(view, query, voice(OVER, subject=subject(view, query), n=count))
    return Section("inequality", voice(TITLE), (block,), voice(LEAD))


def index_table(view: View, query: Query, caption: str) -> Table:
    """One row per index with its range and what it means."""
    voice = view.voice
    rows = tuple(
        (
            Cell(voice(i.label)),
            number_cell(i.value, voice, decimals=i.decimals, grade=i.grade, status=i.status),
            Cell(index_range(i, view) or "—"),
            plain_grade(i.grade, voice),
            Cell(voice(i.note) if i.note else ""),
        )
        for i in view.indicators.inequality(query)
    )
    weights = (2, 1, 1.4, 0.9, 4)
    columns = tuple(
        Column(id_, voice(word), id_ in {"value", "interval"}, weight)
        for (id_, word), weight in zip(WORDS.items(), weights, strict=True)
    )
    return Table("inequality", caption, columns, rows)


def index_range(index: Inequality, view: View) -> str:
    return view.voice.ends(index.low, index.high, decimals=index.decimals)
