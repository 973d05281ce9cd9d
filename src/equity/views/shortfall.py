"""Shortfall: units to add so that the people who live here reach a stated standard, and what the register would hide of it."""

from __future__ import annotations

from equity.say import Label
from equity.views.cells import grade_cell, linked, value_cell
from equity.views.model import Block, Paragraph, Section
from equity.views.services import with_measure
from equity.views.tables import Cell, Column, Table
from equity.views.view import View, is_placeholder, known

TITLE = Label("缺口：按常住还差多少", "Shortfall: what residents lack")
LEAD = Label(
    "按常住人口达到标准还要增加的数量，按户籍规划会看到多少。只算容量，不算在校生和按居住地统计的人员。",
    "Units to add for residents to reach the standard, and how many planning by the register would see. Only of "
    "capacity: not of pupils enrolled, nor of staff counted where they live.",
)
NONE = Label("按现有真实数据，没有可计算的缺口。", "No shortfall can be worked out from real figures here.")
CAPTION = Label("按常住达到标准还差的数量", "Units to add to reach the standard, by residents")
WORDS = {
    "service": Label("服务", "Service"),
    "coverage": Label("覆盖率（常住）%", "Coverage, residents %"),
    "resident": Label("按常住", "By residents"),
    "registered": Label("按户籍", "By the register"),
    "unit": Label("单位", "Unit"),
    "grade": Label("等级", "Grade"),
}
WEIGHTS = (2.6, 1.4, 1.4, 1.4, 1.1, 0.9)


def shortfall_section(view: View) -> Section:
    table = shortfall_table(view, placeholders=False)
    blocks: tuple[Block, ...] = (table,) if table else (Paragraph(view.voice(NONE)),)
    return Section("shortfall", view.voice(TITLE), blocks, view.voice(LEAD))


def shortfall_table(view: View, *, placeholders: bool) -> Table | None:
    voice, rows = view.voice, []
    for d in with_measure(view, "shortfall"):
        sides = [view.record(d.id, "shortfall", b) for b in ("resident", "registered")]
        coverage = view.record(d.id, "coverage", "resident")
        found = known(sides)
        if not found or any(is_placeholder(r) for r in found) != placeholders:
            continue
        zone = "" if view.zone.level == "city" else view.zone.code
        rows.append(
            (
                linked(Cell(voice(d.label)), view.map_of(view.ask(d.id, "shortfall", "resident"), zone)),
                value_cell(coverage, voice),
                *(value_cell(r, voice, interval=n == 0) for n, r in enumerate(sides)),
                Cell(sides[0].unit(voice.lang)),
                grade_cell([*sides, coverage], voice),
            )
        )
    if not rows:
        return None
    columns = tuple(
        Column(id_, voice(word), 0 < n < 4, weight)
        for n, ((id_, word), weight) in enumerate(zip(WORDS.items(), WEIGHTS, strict=True))
    )
    return Table("shortfall", voice(CAPTION), columns, tuple(rows))
