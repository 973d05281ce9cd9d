"""Who gains, who loses and who is left out by township."""

from equity.plans import PlanResult
from equity.say import BASES_SHORT, texts_of
from equity.views.plans.tables import COLUMNS, GRADE, GROUP, people_cell
from equity.views.plans.words import service_name, unit
from equity.views.tables import Cell, Column, Table, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
WORTH_LISTING = 0.01  # of the people in demand


def towns_table(view: View, result: PlanResult, service: str) -> Table | None:
    """One row per township and group; None where settlement points name no township or nothing worth telling changes."""
    voice = view.voice
    found = [m for m in result.moved if (m.service, m.level) == (service, "township")]
    told = {
        (m.zone, m.within)
        for m in found
        if max(m.reached_new or 0.0, m.reached_lost or 0.0, m.served_more or 0.0, m.served_less or 0.0)
        >= max(WORTH_LISTING * (m.people or 0.0), 0.5)
    }
    rows = tuple(
        (
            Cell(m.name, sub=view.short(m.within)),
            Cell(voice(BASES_SHORT[m.group])),
            *(people_cell(view, m, name) for name in COLUMNS),
            plain_grade(m.grade, voice),
        )
        for m in found
        if (m.zone, m.within) in told
    )
    if not rows:
        return None
    columns = (
        Column("town", voice(TEXTS.town), weight=1.6),
        Column("group", voice(GROUP), weight=1.2),
        *(Column(name, voice.heading(label), True, 1.2) for name, label in COLUMNS.items()),
        Column("grade", voice(GRADE), weight=0.9),
    )
    caption = voice(
        TEXTS.caption, service=service_name(view, service), unit=unit(view, result.service(service))
    )
    return Table(f"towns-{result.id}-{service}", caption, columns, rows, voice(TEXTS.note))
