"""Whether the school places of a plan open before they are missing."""

from collections.abc import Iterator

from equity.plans import Figure, Opening, PlanResult
from equity.say import texts_of
from equity.views.cells import number_cell, plain_grade
from equity.views.model import Sentence
from equity.views.plans.words import MARK, service_name
from equity.views.tables import ILLUSTRATIVE, Cell, Column, Table
from equity.views.view import View

TEXTS = texts_of(__name__)
COLUMNS = TEXTS["columns"]


def opening_sentences(view: View, result: PlanResult, service: str) -> tuple[Sentence, ...]:
    """One for each division in which the plan adds school places."""
    voice = view.voice
    return tuple(
        Sentence(voice.sentences(_said(view, o)), o.grade) for o in result.openings if o.service == service
    )


def _said(view: View, of: Opening) -> Iterator[str]:
    voice, years = view.voice, [y.year for y in of.years]
    mark = voice(MARK) if of.grade == ILLUSTRATIVE else ""
    known = {
        "zone": view.short(of.zone),
        "service": service_name(view, of.service),
        "opens": of.opens,
        "mark": mark,
    }
    missed = [y for y in of.short_after if y < of.opens]
    if missed:
        yield voice(TEXTS.late, **known, short=missed[0], years=voice.and_names(map(str, missed)))
    elif of.short_before:
        yield voice(TEXTS.in_time, **known, short=of.short_before[0])
    else:
        yield voice(TEXTS.suffice, **known, first=years[0], last=years[-1])
    still = [str(y) for y in of.short_after if y >= of.opens]
    if still:
        yield voice(TEXTS.still, years=voice.and_names(still), mark=mark)


def opening_table(view: View, result: PlanResult, service: str) -> Table | None:
    """One row per division and year; None without a register of places or a forecast, or where the plan adds none."""
    voice = view.voice
    found = [o for o in result.openings if o.service == service]
    if not found:
        return None
    rows = []
    for of in found:
        for y in of.years:
            numbers: list[Figure | float] = [
                y.children,
                y.places_before,
                y.spare_before,
                y.places_after,
                y.spare_after,
            ]
            cells = (_cell(view, n, of.grade, name) for name, n in zip(COLUMNS, numbers, strict=True))
            rows.append((Cell(view.short(of.zone)), Cell(str(y.year)), *cells, plain_grade(of.grade, voice)))
    columns = (
        Column("zone", voice(TEXTS.zone)),
        Column("year", voice(TEXTS.year), weight=0.8),
        *(Column(name, voice(label), True, 1.4) for name, label in COLUMNS.items()),
        Column("grade", voice(TEXTS.grade), weight=0.9),
    )
    caption = voice(TEXTS.caption, service=service_name(view, service))
    return Table(f"openings-{result.id}-{service}", caption, columns, tuple(rows), voice(TEXTS.note))


def _cell(view: View, number: Figure | float, grade: str, name: str) -> Cell:
    if not isinstance(number, Figure):
        return number_cell(number, view.voice, decimals=0, grade=grade)
    signed = name.startswith("spare")
    cell = number_cell(number.value, view.voice, decimals=0, grade=grade, status=number.status, signed=signed)
    return Cell(
        cell.text, cell.value, 0, cell.grade, sub=view.voice.ends(number.low, number.high, decimals=0)
    )
