"""Services: coverage of a stated standard on both bases, enrolment, the city's average and rates as context, conditions.

What has a standard is set against it; what has none says only where it stands among the divisions.
"""

from collections.abc import Sequence

from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.query import GAP, Basis, Query
from equity.say import BASES_SHORT, UNROUNDED, Label, texts_of
from equity.views.model import Block, Paragraph, Section
from equity.views.tables import Axis, Cell, Column, Table, grade_cell, linked, value_cell
from equity.views.view import View, is_placeholder, known

SIDES: tuple[Basis, ...] = ("resident", "registered")
TEXTS = texts_of(__name__)
TITLE = TEXTS.title
WORDS = TEXTS["words"]
END = 120.0


def services_section(view: View) -> Section:
    """What real figures say of services here."""
    blocks = service_blocks(view, placeholders=False)
    if not any(isinstance(b, Table) and b.id == "coverage" for b in blocks):
        blocks.insert(0, Paragraph(view.voice(TEXTS.no_findings)))
    return Section("services", view.voice(TITLE), tuple(blocks), view.voice(TEXTS.lead))


def service_blocks(view: View, *, placeholders: bool) -> list[Block]:
    """The tables of services with real figures, or of those that have placeholders only."""
    made = (
        coverage_table(view, placeholders=placeholders),
        enrolment_table(view, placeholders=placeholders),
        average_table(view, placeholders=placeholders),
        rates_table(view, placeholders=placeholders),
        None if placeholders else conditions_table(view),
        _single(view, "amount", "amounts", TEXTS.amounts, TEXTS.amounts_note, placeholders=placeholders),
    )
    return [table for table in made if table is not None]


def with_measure(view: View, measure: str) -> list[Definition]:
    """Services that have a measure, in display order."""
    return [
        d
        for d in view.of_kind("total", "facility", "condition")
        if measure in {m.id for m in view.registry.measures_of(d.id)}
    ]


def coverage_table(view: View, *, placeholders: bool) -> Table | None:
    """Coverage by residents and by the register, and what the register hides; services with a stated standard."""
    voice, rows, values, shown = view.voice, [], [100.0], []
    for d in with_measure(view, "coverage"):
        sides = {side: view.record(d.id, "coverage", side) for side in (*SIDES, GAP)}
        if not belongs(list(sides.values()), placeholders=placeholders):
            continue
        shown.append(d)
        values += [r.value for r in known(sides.values()) if r.value is not None]
        rows.append(
            (
                service_cell(view, d, view.ask(d.id, "coverage", GAP)),
                yardstick_cell(view, d),
                *(value_cell(sides[side], voice, interval=side != GAP) for side in SIDES),
                Cell(""),
                value_cell(sides[GAP], voice, interval=True),
                grade_cell(list(sides.values()), voice),
            )
        )
    columns = (
        Column("service", voice(WORDS["service"]), weight=2.6),
        Column("yardstick", voice(WORDS["yardstick"]), weight=1.8),
        *(Column(side, f"{voice(BASES_SHORT[side])} %", True, 1.4) for side in SIDES),
        Column("bars", voice(WORDS["bars"]), weight=2, screen=True),
        Column("gap", voice(WORDS["gap"]), True, 1.5),
        Column("grade", voice(WORDS["grade"])),
    )
    notes = [TEXTS.coverage_note, *([] if view.is_division else [TEXTS.pooled_note]), UNROUNDED]
    note = voice.sentences([*(voice(n) for n in notes), yardsticks(view, shown)])
    return _table(
        "coverage",
        voice(TEXTS.coverage),
        columns,
        rows,
        note,
        Axis("bars", SIDES, max(END, min(max(values), 200.0)), 100.0),
    )


def yardsticks(view: View, services: Sequence[Definition]) -> str:
    """What each of the services is set against, with year and document; each once, empty where nothing is stated."""
    voice, found = view.voice, (view.indicators.library.yardstick(d.id) for d in services)
    given = [
        voice(
            TEXTS.yardstick,
            name=y.dated,
            item=voice.bracketed(voice(y.item), y.document + ("" if y.verified else voice(TEXTS.unverified))),
        )
        for y in dict.fromkeys(found)
        if y and y.item and y.document
    ]
    return voice(TEXTS.yardsticks, given=voice.items(given)) if given else ""


def average_table(view: View, *, placeholders: bool) -> Table | None:
    """Percent of the city's average by residents, for services without a standard; nothing for the city itself."""
    if view.zone.level == "city":
        return None
    return _single(
        view, "percent_of_average", "average", TEXTS.average, TEXTS.average_note, placeholders=placeholders
    )


def rates_table(view: View, *, placeholders: bool) -> Table | None:
    return _single(view, "supply_rate", "rates", TEXTS.rates, TEXTS.rates_note, placeholders=placeholders)


def enrolment_table(view: View, *, placeholders: bool) -> Table | None:
    return _single(
        view, "enrolment_ratio", "enrolment", TEXTS.enrolment, TEXTS.enrolment_note, placeholders=placeholders
    )


def _single(
    view: View, measure: str, id_: str, title: Label, note: Label, *, placeholders: bool
) -> Table | None:
    """One figure per service beside those of the wider zones."""
    voice, rows = view.voice, []
    if measure not in view.registry.measures:
        return None
    basis = view.registry.measures[measure].sides[0]
    beside = [z for z in view.beside() if measure != "percent_of_average" or z.level != "city"]
    for d in with_measure(view, measure):
        own = view.record(d.id, measure, basis)
        if not belongs([own], placeholders=placeholders):
            continue
        others = [view.record(d.id, measure, basis, z.code) for z in beside]
        rows.append(
            (
                service_cell(view, d, view.ask(d.id, measure, basis)),
                value_cell(own, voice, interval=True),
                *(value_cell(r, voice) for r in others),
                Cell(own.unit(voice.lang)),
                Cell(str(own.supply_year or own.year)),
                grade_cell([own], voice),
            )
        )
    columns = (
        Column("service", voice(WORDS["service"]), weight=2.6),
        Column("zone", view.name(view.zone.code), True, 1.4),
        *(Column(z.level, view.name(z.code), True, 1.4) for z in beside),
        Column("unit", voice(WORDS["unit"]), weight=1.6),
        Column("year", voice(WORDS["year"]), True, 0.7),
        Column("grade", voice(WORDS["grade"])),
    )
    return _table(id_, voice(title), columns, rows, voice(note))


def conditions_table(view: View) -> Table | None:
    """Housing conditions beside those of the wider zones; which only residents have."""
    voice, rows, beside = view.voice, [], view.beside()
    for d in with_measure(view, "condition"):
        records = [view.record(d.id, "condition", "resident", z.code) for z in (view.zone, *beside)]
        rows.append(
            (
                service_cell(view, d, view.ask(d.id, "condition", "resident")),
                *(value_cell(r, voice) for r in records),
                Cell(""),
                Cell(records[0].unit(voice.lang)),
                grade_cell(records[:1], voice),
            )
        )
    ids = ["zone", *(z.level for z in beside)]
    columns = (
        Column("topic", voice(WORDS["topic"]), weight=2.6),
        *(
            Column(id_, view.name(z.code), True, 1.5)
            for id_, z in zip(ids, (view.zone, *beside), strict=True)
        ),
        Column("bars", "0–100%", weight=2, screen=True),
        Column("unit", voice(WORDS["unit"])),
        Column("grade", voice(WORDS["grade"])),
    )
    return _table("conditions", voice(TEXTS.conditions), columns, rows, "", Axis("bars", tuple(ids), 100.0))


def service_cell(view: View, definition: Definition, query: Query) -> Cell:
    """The name of a service, leading to its map with the zone chosen."""
    zone = "" if view.zone.level == "city" else view.zone.code
    return linked(Cell(view.voice(definition.label)), view.map_of(query, zone))


def yardstick_cell(view: View, definition: Definition) -> Cell:
    """What the service is set against, with its year."""
    found = view.indicators.library.yardstick(definition.id)
    return Cell(view.voice.heading(found.dated) if found else "—")


def belongs(records: Sequence[ValueRecord], *, placeholders: bool) -> bool:
    """Whether a row is one of the placeholders, or one of the findings; a row without any number is neither."""
    found = known(records)
    return bool(found) and any(is_placeholder(r) for r in found) == placeholders


def _table(
    id_: str,
    caption: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Cell, ...]],
    note: str,
    axis: Axis | None = None,
) -> Table | None:
    return Table(id_, caption, columns, tuple(rows), note, axis) if rows else None
