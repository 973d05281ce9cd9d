"""How unequal the divisions are: indices of the mapped measure, or of every service's supply for the city."""

from equity.indicators.inequality import Inequality
from equity.query import Query
from equity.say import STATUSES, texts_of
from equity.views.model import Block, Paragraph, Section
from equity.views.subject import subject
from equity.views.tables import Cell, Table, columns_of, number_cell, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title


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
        block = index_table(view, query, voice(TEXTS.over, subject=subject(view, query), n=count))
    return Section("inequality", voice(TITLE), (block,), voice(TEXTS.lead))


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
    return Table("inequality", caption, columns_of(TEXTS, voice), rows)


def index_range(index: Inequality, view: View) -> str:
    return view.voice.ends(index.low, index.high, decimals=index.decimals)
