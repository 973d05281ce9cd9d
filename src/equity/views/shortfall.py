"""Shortfall: units to add so that the people who live here reach the yardstick, and what the register would hide of it."""

from equity.say import texts_of
from equity.views.model import Block, Paragraph, Section
from equity.views.services import belongs, service_cell, with_measure, yardstick_cell
from equity.views.tables import Cell, Table, columns_of, grade_cell, value_cell
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def shortfall_section(view: View) -> Section:
    table = shortfall_table(view, placeholders=False)
    blocks: tuple[Block, ...] = (table,) if table else (Paragraph(view.voice(TEXTS.none)),)
    return Section("shortfall", view.voice(TITLE), blocks, view.voice(TEXTS.lead))


def shortfall_table(view: View, *, placeholders: bool) -> Table | None:
    voice, rows = view.voice, []
    for d in with_measure(view, "shortfall"):
        sides = [view.record(d.id, "shortfall", b) for b in ("resident", "registered")]
        coverage = view.record(d.id, "coverage", "resident")
        if not belongs(sides, placeholders=placeholders):
            continue
        rows.append(
            (
                service_cell(view, d, view.ask(d.id, "shortfall", "resident")),
                yardstick_cell(view, d),
                value_cell(coverage, voice),
                *(value_cell(r, voice, interval=n == 0) for n, r in enumerate(sides)),
                Cell(sides[0].unit(voice.lang)),
                grade_cell([*sides, coverage], voice),
            )
        )
    if not rows:
        return None
    return Table("shortfall", voice(TEXTS.caption), columns_of(TEXTS, voice), tuple(rows))
