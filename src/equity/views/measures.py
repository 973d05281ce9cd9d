"""The plan's measures that have an indicator here: what they promise, who answers for them, what is measured."""

from collections.abc import Mapping
from typing import Any

from equity.say import texts_of
from equity.views.model import Paragraph, Section
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title
WORDS = TEXTS["words"]


def measures_section(view: View) -> Section:
    voice = view.voice
    rows = tuple(row for row in (_row(view, m) for m in plan_measures(view)) if row)
    # English names of offices are long
    weights = (0.7, 2.1, 3.2, 3.2) if voice.zh else (0.7, 2.1, 2.4, 5.2)
    columns = tuple(
        Column(id_, voice(word), weight=weight)
        for (id_, word), weight in zip(WORDS.items(), weights, strict=True)
    )
    block = Table("measures", voice(TEXTS.caption), columns, rows) if rows else Paragraph(voice(TEXTS.none))
    return Section("measures", voice(TITLE), (block,), voice(TEXTS.lead))


def plan_measures(view: View) -> list[Mapping[str, Any]]:
    """The rows of the plan, in its order."""
    return list(view.indicators.library.policy_measures.to_dict("records"))


def _row(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...] | None:
    voice = view.voice
    chosen = {
        d.id: voice(d.label)
        for d in view.of_kind("population", "total", "facility", "condition", "composite")
    }
    services = [s for s in row["services"] if s in chosen]
    if not services:
        return None
    every = len(services) == len(chosen) > 1
    departments = row["departments_zh"] if voice.zh else row["departments_en"]
    return (
        Cell(str(row["number"]), float(row["number"]), to=f"/policy#measure-{row['number']}"),
        Cell(str(row["title_zh"] if voice.zh else row["title_en"])),
        Cell(voice(TEXTS.all_listed) if every else voice.names(chosen[s] for s in services)),
        Cell(voice.names(departments) if voice.zh else voice.items(departments)),
    )
