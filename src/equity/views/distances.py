"""How the distances behind the numbers were measured, in one line; and where roads are loaded, whom the straight line had hidden."""

from __future__ import annotations

from collections.abc import Iterable

from equity.indicators.definition import Definition
from equity.indicators.distance import method_words
from equity.say import Label
from equity.views.cells import grade_cell, linked, value_cell
from equity.views.model import Section
from equity.views.services import with_measure
from equity.views.tables import Cell, Column, Table
from equity.views.view import View, is_placeholder, known

LINE = Label("距离：{ways}。", "Distances: {ways}.")
EACH = Label("{services}为{way}", "{way} ({services})")
TITLE = Label("直线距离掩盖了谁", "Whom the straight line had hidden")
LEAD = Label(
    "按直线 × 绕行系数在服务半径内、沿本单位路网却超出半径的人：山、水和断头路隔开的部分。占各自需求人口的百分比。",
    "People within the radius by straight line × detour and beyond it along the office's roads, cut off by hills, water or missing "
    "links; percent of each group's people in demand.",
)
CAPTION = Label("直线可达、沿路不可达的人口 %", "Near in a straight line only, % of people")
WORDS = {
    "service": Label("服务", "Service"),
    "local": Label("本地户籍常住 %", "Local residents, %"),
    "non_local": Label("外来常住 %", "Non-local residents, %"),
    "grade": Label("等级", "Grade"),
}
WEIGHTS = (2.6, 1.6, 1.6, 0.9)


def distance_line(view: View, services: Iterable[Definition]) -> str:
    """The ways of measuring, each with the services measured so; only the way where it is one for all."""
    voice, ways = view.voice, dict[str, list[str]]()
    for d in services:
        reach = view.registry.reach(d.id, view.query.scenario)
        if reach:
            way = voice(method_words(reach, view.indicators.bases.get(d.id, "line")))
            ways.setdefault(way, []).append(voice(d.label))
    if not ways:
        return ""
    said = (
        list(ways)
        if len(ways) == 1
        else [voice(EACH, services=voice.names(names), way=way) for way, names in ways.items()]
    )
    return voice(LINE, ways=voice.items(said))


def hidden_section(view: View) -> Section | None:
    """One row per service along roads; none where there are no roads."""
    table = hidden_table(view, placeholders=False)
    return Section("line_only", view.voice(TITLE), (table,), view.voice(LEAD)) if table else None


def hidden_table(view: View, *, placeholders: bool) -> Table | None:
    voice, rows = view.voice, []
    for d in with_measure(view, "line_only"):
        sides = [view.record(d.id, "line_only", basis) for basis in ("local", "non_local")]
        found = known(sides)
        if not found or any(is_placeholder(r) for r in found) != placeholders:
            continue
        zone = "" if view.zone.level == "city" else view.zone.code
        rows.append(
            (
                linked(Cell(voice(d.label)), view.map_of(view.ask(d.id, "line_only", "non_local"), zone)),
                *(value_cell(r, voice) for r in sides),
                grade_cell(sides, voice),
            )
        )
    if not rows:
        return None
    columns = tuple(
        Column(id_, voice(word), 0 < n < 3, weight)
        for n, ((id_, word), weight) in enumerate(zip(WORDS.items(), WEIGHTS, strict=True))
    )
    return Table(
        "line_only", voice(CAPTION), columns, tuple(rows), distance_line(view, view.of_kind("facility"))
    )
