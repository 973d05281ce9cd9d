"""What an office's registers would tell: dataset, the question it answers, how to load it."""

from __future__ import annotations

from equity.indicators.definition import Definition
from equity.say import Label
from equity.views.model import Section
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TITLE = Label("导入台账后能回答什么", "What your registers would tell you")
LEAD = Label(
    "下列服务在这里还只有占位数据，或完全没有数据。导入设施清单（名称、位置、容量）后，问题即可回答，结果自动归入上面各节。",
    "These services have placeholders here, or nothing. With a list of facilities (name, place, capacity) the question is answered and "
    "the results move up into the sections above.",
)
QUESTION = Label(
    "住在这里的{who}够得着、排得上吗？按户籍规划看不出的缺口有多大？",
    "Is it near, and is there room, for those who live here ({who})? How much shortage would planning by the register not see?",
)
WORDS = {
    "service": Label("台账", "Register"),
    "question": Label("回答的问题", "The question it answers"),
    "load": Label("怎样导入", "How to load it"),
}
COMMAND = Label("equity import 文件 --dataset {service}", "equity import FILE --dataset {service}")


def registers_section(view: View) -> Section | None:
    """One row per service without a register here; None where every service has one."""
    voice = view.voice
    rows = tuple(
        (
            Cell(voice(d.label)),
            Cell(voice(QUESTION, who=_who(view, d))),
            Cell(voice(COMMAND, service=d.id), to="/data"),
        )
        for d in view.of_kind("facility")
        if view.indicators.standing(d.id, view.zone.code) != "real"
    )
    if not rows:
        return None
    columns = tuple(
        Column(id_, voice(word), weight=weight)
        for (id_, word), weight in zip(WORDS.items(), (1.6, 4, 2.4), strict=True)
    )
    return Section("registers", voice(TITLE), (Table("registers", voice(TITLE), columns, rows),), voice(LEAD))


def _who(view: View, definition: Definition) -> str:
    return view.voice(definition.demand.label) if definition.demand else ""
