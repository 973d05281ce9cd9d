"""Where new facilities of a service would bring the most residents of the zone within its radius."""

from __future__ import annotations

from equity.errors import UserError
from equity.indicators.siting import Siting
from equity.say import Label
from equity.views.cells import number_cell, plain_grade
from equity.views.distances import distance_line
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

COUNT = 3
MOST_PAIRS = 20_000  # a fifth of a second; for denser points there is `equity sites`
TITLE = Label("新建在哪里，最多的人够得着", "Where new facilities would reach most people")
LEAD = Label(
    "在居民点中选三处，使此前在服务半径之外的常住人口最多地进入半径（最大覆盖选址，精确解）。只比较距离，没有考虑用地、费用和容量："
    "是讨论的起点，不是选址结论。",
    "The three settlement points that bring the most residents within the radius who are outside it now (maximal covering, solved "
    "exactly). Only distance is compared, not land, cost or capacity: a place to start a discussion, no decision.",
)
WORDS = {
    "service": Label("服务", "Service"),
    "now": Label("现在可达 %", "Within reach now, %"),
    "then": Label("新增三处后 %", "With three sites, %"),
    "places": Label("放在哪里（新增可达）", "Where (newly within reach)"),
    "grade": Label("等级", "Grade"),
}
PLACE = Label("{name}（+{gain}）", "{name} (+{gain})")
NONE = Label("所有人都已在半径内", "Everyone is within reach")
WEIGHTS = (2, 1.2, 1.2, 4, 0.9)


def sites_section(view: View) -> Section | None:
    """The services whose points are real; nothing for the city, and where there is none."""
    table = sites_table(view, placeholders=False)
    return Section("sites", view.voice(TITLE), (table,), view.voice(LEAD)) if table else None


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
    columns = tuple(
        Column(id_, view.voice(word), id_ in {"now", "then"}, weight)
        for (id_, word), weight in zip(WORDS.items(), WEIGHTS, strict=True)
    )
    if not placeholders:  # these keep the order of the services
        found.sort(key=lambda s: s.reach - _then(s))
    rows = tuple(_row(view, s) for s in found)
    measured = distance_line(view, (view.registry[s.service] for s in found))
    return Table("sites", view.voice(TITLE), columns, rows, measured)


def _row(view: View, found: Siting) -> tuple[Cell, ...]:
    voice, service = view.voice, view.registry[found.service]
    places = [
        voice(
            PLACE,
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
        Cell(voice.items(places) if places else voice(NONE)),
        plain_grade(found.grade, voice),
    )


def _then(found: Siting) -> float:
    return found.sites[-1].reach if found.sites else found.reach
