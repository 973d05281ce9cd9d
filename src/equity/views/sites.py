"""Where new facilities of a service would bring the most residents of the zone within its radius."""

from equity.errors import UserError
from equity.indicators.siting import Siting
from equity.say import texts_of
from equity.views.cells import number_cell, plain_grade
from equity.views.distances import distance_line
from equity.views.model import Section
from equity.views.tables import Cell, Table, columns_of
from equity.views.view import View

COUNT = 3
MOST_PAIRS = 20_000  # a fifth of a second; for denser points there is `equity sites`
TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def sites_section(view: View) -> Section | None:
    """The services whose points are real; nothing for the city, and where there is none."""
    table = sites_table(view, placeholders=False)
    return Section("sites", view.voice(TITLE), (table,), view.voice(TEXTS.lead)) if table else None


def sites_table(view: View, *, placeholders: bool) -> Table | None:
    """One row per service with a radius, the one that would gain most first; placeholders in the order of the services.

    Points too dense for a page are left to the command.
    """
    if view.zone.level == "city":
        return None
    found = []
    for d in view.of_kind("facility"):
        if view.indicators.standing(d.id, view.zone.code, "access") == "waiting":
            continue
        try:
            siting = view.indicators.siting(d.id, view.zone.code, "resident", COUNT, MOST_PAIRS)
        except UserError:
            continue
        if (siting.grade == "illustrative") == placeholders:
            found.append(siting)
    if not found:
        return None
    if not placeholders:  # these keep the order of the services
        found.sort(key=lambda s: s.reach - _then(s))
    rows = tuple(_row(view, s) for s in found)
    measured = distance_line(view, (view.registry[s.service] for s in found))
    return Table("sites", view.voice(TITLE), columns_of(TEXTS, view.voice), rows, measured)


def _row(view: View, found: Siting) -> tuple[Cell, ...]:
    voice, service = view.voice, view.registry[found.service]
    places = [
        voice(
            TEXTS.place,
            name=(site.name_zh or site.point_id) if voice.zh else site.point_id,
            gain=voice.value(site.gain, found.unit),
        )
        for site in found.sites
    ]
    return (
        Cell(
            voice(service.label), to=view.map_of(view.ask(service.id, "reach", "non_local"), view.zone.code)
        ),
        number_cell(found.reach, voice, decimals=1, grade=found.grade),
        number_cell(_then(found), voice, decimals=1, grade=found.grade),
        Cell(voice.items(places) if places else voice(TEXTS.none)),
        plain_grade(found.grade, voice),
    )


def _then(found: Siting) -> float:
    return found.sites[-1].reach if found.sites else found.reach
