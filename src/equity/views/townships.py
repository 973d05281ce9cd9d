"""The townships of a zone for one service: who lives there, who of them has a facility within reach, what stands there."""

from __future__ import annotations

from typing import Any

from equity.indicators.definition import Definition
from equity.say import BASES_SHORT, Label
from equity.views.cells import number_cell, plain_grade
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TITLE = Label("街镇", "Townships")
LEAD = Label(
    "按居民点和设施写明的街镇汇总；没有街镇界线，地图上只画圆。",
    "Added up by the township that settlement points and facilities name; no boundary is known, so the map has circles only.",
)
CAPTION = Label("{service}：各街镇", "{service}: townships")
NOTE = Label(
    "可达为半径内有设施的人的比例；人口过少的街镇不列出。",
    "Within reach: share of the people with a facility in the radius. Townships with too few people are not listed.",
)
WORDS = {
    "town": Label("街镇", "Township"),
    "local_reach": Label("本地户籍可达 %", "Local within reach, %"),
    "non_local_reach": Label("外来常住可达 %", "Non-local within reach, %"),
    "facilities": Label("设施数", "Facilities"),
    "capacity": Label("{unit}", "{unit}"),
    "grade": Label("等级", "Grade"),
}


def townships_section(view: View) -> Section | None:
    """The townships where their figures are real; None for wider zones and without any."""
    table = townships_table(view, placeholders=False)
    return Section("townships", view.voice(TITLE), (table,), view.voice(LEAD)) if table else None


def townships_table(view: View, *, placeholders: bool) -> Table | None:
    """One row per township of the division, for the service of the query or else the first that has places."""
    service = _service(view)
    if service is None or not view.is_division:
        return None
    frame = view.indicators.townships(service.id)
    rows = [r for r in frame.to_dict("records") if r["adcode"] == view.zone.code]
    if not rows or any((r["grade"] == "illustrative") != placeholders for r in rows):
        return None
    voice = view.voice
    numeric = ("local", "non_local", "local_reach", "non_local_reach", "facilities", "capacity")
    heads = {
        "town": voice(WORDS["town"]),
        **{group: voice(BASES_SHORT[group]) for group in ("local", "non_local")},
        **{name: voice(word, unit=voice(service.unit)) for name, word in WORDS.items() if name != "town"},
    }
    columns = tuple(
        Column(id_, heads[id_], id_ in numeric, 2.2 if id_ == "town" else 1.2)
        for id_ in ("town", *numeric, "grade")
    )
    caption = voice(CAPTION, service=service.label)
    return Table("townships", caption, columns, tuple(_row(view, r) for r in rows), voice(NOTE))


def _service(view: View) -> Definition | None:
    services = view.of_kind("facility")
    asked = [d for d in services if d.id == view.query.service]
    placed = [d for d in services if view.indicators.standing(d.id, view.zone.code, "access") != "waiting"]
    return next(iter([*asked, *placed]), None)


def _row(view: View, row: dict[str, Any]) -> tuple[Cell, ...]:
    voice, grade = view.voice, row["grade"]

    def number(name: str, decimals: int = 0) -> Cell:
        value = row[name]
        return number_cell(None if value != value else value, voice, decimals=decimals, grade=grade)

    return (
        Cell(str(row["name_zh"])),
        *(number(group) for group in ("local", "non_local")),
        *(number(name, 1) for name in ("local_reach", "non_local_reach")),
        *(number(name) for name in ("facilities", "capacity")),
        plain_grade(grade, voice),
    )
