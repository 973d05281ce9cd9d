"""Where new facilities of a service would bring the most residents of the zone within its radius: a plan suggested for each."""

from equity.errors import UserError
from equity.plans import AddFacility, Proposal, Question, suggest
from equity.say import texts_of
from equity.views.distances import distance_line
from equity.views.model import Section
from equity.views.tables import Cell, Table, columns_of, number_cell, plain_grade
from equity.views.view import View

COUNT = 3
MOST_PAIRS = 20_000  # a fifth of a second; for denser points there is `equity plan suggest`
SECONDS = 10.0
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
    services = [
        d.id
        for d in view.of_kind("facility")
        if view.indicators.standing(d.id, view.zone.code, "access") != "waiting"
    ]
    proposed = [
        p for s in services if (p := _proposed(view, s)) and (p.grade == "illustrative") == placeholders
    ]
    if not proposed:
        return None
    if not placeholders:  # these keep the order of the services
        proposed.sort(key=lambda p: -sum(p.gains) / (p.people or 1.0))
    rows = tuple(_row(view, p) for p in proposed)
    measured = distance_line(view, (view.registry[p.question.service] for p in proposed))
    return Table("sites", view.voice(TITLE), columns_of(TEXTS, view.voice), rows, measured)


def _proposed(view: View, service: str) -> Proposal | None:
    """Worked out once for a data version; None where nothing can be proposed."""
    asked = Question(service=service, zone=view.zone.code, count=COUNT, capacity=1, seconds=SECONDS)

    def propose() -> Proposal | None:
        try:
            return suggest(asked, view.indicators, evaluated=False, most_pairs=MOST_PAIRS)
        except UserError:
            return None

    return view.indicators.once(("sites", asked), propose)


def _row(view: View, found: Proposal) -> tuple[Cell, ...]:
    voice, service = view.voice, view.registry[found.question.service]
    unit = service.demand.unit if service.demand else service.unit
    names = [c.name for c in found.plan.changes if isinstance(c, AddFacility)] if voice.zh else found.at
    places = [
        voice(TEXTS.place, name=name, gain=voice.value(gain, unit))
        for name, gain in zip(names, found.gains, strict=True)
    ]
    now, then = (
        100 * people / found.people if found.people else 0.0
        for people in (found.before, found.before + sum(found.gains))
    )
    return (
        Cell(
            voice(service.label), to=view.map_of(view.ask(service.id, "reach", "non_local"), view.zone.code)
        ),
        number_cell(now, voice, decimals=1, grade=found.grade),
        number_cell(then, voice, decimals=1, grade=found.grade),
        Cell(voice.items(places) if places else voice(TEXTS.none)),
        plain_grade(found.grade, voice),
    )
