"""The townships of a zone: register and residents where an office has counted them; for one service who has a facility within reach."""

from typing import Any

from equity.indicators.definition import Definition
from equity.say import BASES_SHORT, STATUSES, Voice, texts_of
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table, columns_of, number_cell, plain_grade
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
WORDS = TEXTS["words"]


def townships_section(view: View) -> Section | None:
    """The townships where their figures are real; None for wider zones and without any."""
    found = (township_people_table(view), townships_table(view, placeholders=False))
    tables = tuple(table for table in found if table)
    return Section("townships", view.voice(TITLE), tables, view.voice(TEXTS.lead)) if tables else None


def township_people_table(view: View) -> Table | None:
    """One row per township of the division that an office has counted, the least covered first."""
    frame = view.indicators.township_people
    here = frame[(frame["adcode"] == view.zone.code) & (frame["grade"] != "illustrative")]
    if here.empty:
        return None
    voice, words = view.voice, TEXTS["people"]
    decimals = {"resident": 0, "registered": 0, "register_coverage": 1, "beyond_register": 0}
    rows = tuple(
        (
            Cell(str(r["name_zh"])),
            Cell(str(r["year"])),
            *(_counted(r, name, places, voice) for name, places in decimals.items()),
            plain_grade(r["grade"], voice),
        )
        for r in here.sort_values(["register_coverage", "town_code"]).to_dict("records")
    )
    columns = columns_of(TEXTS, voice)
    return Table("township_people", voice(words["caption"]), columns, rows, voice(words["note"]))


def _counted(row: dict[str, Any], name: str, decimals: int, voice: Voice) -> Cell:
    value = row[name]
    if value != value and row["status"] == "suppressed":
        return Cell(voice(STATUSES["suppressed"]))
    return number_cell(None if value != value else value, voice, decimals=decimals, grade=row["grade"])


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
    caption = voice(TEXTS.caption, service=service.label)
    return Table("townships", caption, columns, tuple(_row(view, r) for r in rows), voice(TEXTS.note))


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
