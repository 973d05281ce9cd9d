"""Whether the school places of a plan open before they are missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from equity.plans import Figure, Opening, PlanResult
from equity.say import texts_of
from equity.views.model import Sentence
from equity.views.plans.words import MARK, service_name
from equity.views.tables import ILLUSTRATIVE, Cell, Column, Table, number_cell, plain_grade
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
    opens = of.opens or years[0]
    missed = [y for y in of.short_after if y < opens]
    if of.opens is None and of.short_before:
        yield voice(TEXTS.no_year, **known, short=of.short_before[0])
    elif missed:
        yield voice(TEXTS.late, **known, short=missed[0], years=_runs(view, missed))
    elif of.short_before:
        yield voice(TEXTS.in_time, **known, short=of.short_before[0])
    else:
        yield voice(TEXTS.suffice, **known, first=years[0], last=years[-1])
    still = [y for y in of.short_after if y >= opens]
    if still:
        yield voice(TEXTS.still, years=_runs(view, still), mark=mark)


def _runs(view: View, years: Sequence[int]) -> str:
    """ "2024–2026 and 2029"."""
    starts = [y for y in years if y - 1 not in years]
    ends = [y for y in years if y + 1 not in years]
    return view.voice.and_names(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def opening_tables(view: View, result: PlanResult, service: str) -> tuple[Table, ...]:
    """One for each of these divisions, a row per year; how to read them stands below the last."""
    found = [_table(view, result, o) for o in result.openings if o.service == service]
    return (*found[:-1], *(replace(last, note=view.voice(TEXTS.note)) for last in found[-1:]))


def _table(view: View, result: PlanResult, of: Opening) -> Table:
    voice, rows = view.voice, []
    for y in of.years:
        numbers: list[Figure | float] = [
            y.children,
            y.places_before,
            y.spare_before,
            y.places_after,
            y.spare_after,
        ]
        cells = (_cell(view, n, of.grade, name) for name, n in zip(COLUMNS, numbers, strict=True))
        rows.append((Cell(str(y.year), y.year), *cells, plain_grade(of.grade, voice)))
    columns = (
        Column("year", voice(TEXTS.year), True),
        *(Column(name, voice(label), True, 1.6) for name, label in COLUMNS.items()),
        Column("grade", voice(TEXTS.grade)),
    )
    caption = voice(TEXTS.caption, service=service_name(view, of.service), zone=view.short(of.zone))
    id_ = f"openings-{result.id}-{of.service}-{of.zone}"
    return Table(id_, caption, columns, tuple(rows))


def _cell(view: View, number: Figure | float, grade: str, name: str) -> Cell:
    if not isinstance(number, Figure):
        return number_cell(number, view.voice, decimals=0, grade=grade)
    signed = name.startswith("spare")
    cell = number_cell(number.value, view.voice, decimals=0, grade=grade, status=number.status, signed=signed)
    return Cell(
        cell.text, cell.value, 0, cell.grade, sub=view.voice.ends(number.low, number.high, decimals=0)
    )
