"""What an office's registers would tell: dataset, the question it answers, how to load it."""

from equity.indicators.definition import Definition
from equity.say import texts_of
from equity.views.model import Section
from equity.views.tables import Cell, Table, columns_of
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def registers_section(view: View) -> Section | None:
    """One row per service without a register here; None where every service has one."""
    voice = view.voice
    rows = tuple(
        (
            Cell(voice(d.label)),
            Cell(voice(TEXTS.question, who=_who(view, d))),
            Cell(voice(TEXTS.command, service=d.id), to="/data"),
        )
        for d in view.of_kind("facility")
        if view.indicators.standing(d.id, view.zone.code) != "real"
    )
    if not rows:
        return None
    return Section(
        "registers",
        voice(TITLE),
        (Table("registers", voice(TITLE), columns_of(TEXTS, voice), rows),),
        voice(TEXTS.lead),
    )


def _who(view: View, definition: Definition) -> str:
    return view.voice(definition.demand.label) if definition.demand else ""
