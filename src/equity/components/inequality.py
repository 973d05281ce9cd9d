"""How unequal the divisions are: the indices of both sides of a comparison, each with range and meaning."""

from typing import Any

from dash import html

from equity.components.parts import grade_chip
from equity.indicators.compute import Indicators, Inequality
from equity.query import Query
from equity.say import BASES_SHORT, STATUSES, Voice, texts_of

TEXTS = texts_of(__name__)
NAME = TEXTS.name


def inequality_table(indicators: Indicators, query: Query, sides: tuple[str, ...], voice: Voice) -> Any:
    """One row per index, one column per side.

    Where no index is defined for the measure (totals, gaps) the reason stands in place of the table.
    """
    found = [indicators.inequality(query.but(basis=side)) for side in sides]
    if all(i.value is None for column in found for i in column):
        note = found[0][0].note
        return html.P(voice(note) if note else voice(STATUSES[found[0][0].status]), className="panel-notes")
    head = html.Tr(
        [
            html.Th(voice(TEXTS.index), scope="col"),
            *(html.Th(voice(BASES_SHORT[s]), scope="col") for s in sides),
        ]
    )
    rows = [_row(row, voice) for row in zip(*found, strict=True)]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="plain-table inequality-table")


def _value(index: Inequality, voice: Voice) -> Any:
    if index.value is None:
        return html.Span(voice(STATUSES[index.status]), className="muted")
    mark = grade_chip("illustrative", voice) if index.grade == "illustrative" else ""
    return html.Span([voice.number(index.value, decimals=index.decimals), " ", mark])


def _range(index: Inequality, voice: Voice) -> Any:
    ends = voice.ends(index.low, index.high, decimals=index.decimals)
    return ends and html.Small(ends, className="muted")


def _row(row: tuple[Inequality, ...], voice: Voice) -> Any:
    """A note that both sides share stands under the name, notes of their own under each value."""
    shared = len({i.note for i in row}) == 1
    return html.Tr(
        [
            html.Th([voice(row[0].label), _note(row[0], voice) if shared else ""], scope="row"),
            *(
                html.Td([_value(i, voice), " ", _range(i, voice), "" if shared else _note(i, voice)])
                for i in row
            ),
        ]
    )


def _note(index: Inequality, voice: Voice) -> Any:
    return html.Small(voice(index.note), className="index-note") if index.note else ""
