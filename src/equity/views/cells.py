"""Cells of the usual kinds: a record, a plain number, an interval, a grade, words."""

from collections.abc import Iterable
from dataclasses import replace

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import Voice, worst_grade
from equity.views.tables import Cell, Grade


def value_cell(record: ValueRecord, voice: Voice, *, unit: bool = False, interval: bool = False) -> Cell:
    """The number, or why there is none; with ``interval`` its ends in a second line."""
    text, sub = voice.record(record, unit=unit), voice.interval(record) if interval else ""
    number = record.value if record.ok else None
    return Cell(text, number, record.decimals, _grade(record.grade), record, sub)


def number_cell(
    value: float | None, voice: Voice, *, decimals: int, grade: str, status: str = "ok", signed: bool = False
) -> Cell:
    """A number that is no value record (a part of a gap, an index)."""
    if value is None or status != "ok":
        return Cell(voice.status(status) or "—", None, decimals, _grade(grade))
    return Cell(voice.number(value, decimals=decimals, signed=signed), value, decimals, _grade(grade))


def interval_cell(record: ValueRecord, voice: Voice) -> Cell:
    """Both ends of a record's interval, or a dash."""
    ends = voice.interval(record)
    return Cell(ends or "—", record=record if ends else None)


def grade_cell(records: Iterable[ValueRecord], voice: Voice) -> Cell:
    """The worst grade among the records that have a value; what has none has no grade."""
    known = [record for record in records if record.value is not None]
    return Cell(grade_words(known, voice), grade=worst(known)) if known else Cell("—")


def worst(records: Iterable[ValueRecord]) -> Grade:
    """The worst grade among records."""
    return _grade(worst_grade(*(r.grade for r in records)))


def plain_grade(grade: str, voice: Voice) -> Cell:
    return Cell(voice.grade(grade), grade=_grade(grade))


def rank_cell(record: ValueRecord) -> Cell:
    """The rank with the range it may have; a dash where nothing is ranked."""
    if record.rank is None:
        return Cell("—")
    moving = record.rank_low is not None and record.rank_low != record.rank_high
    return Cell(str(record.rank), record.rank, sub=f"{record.rank_low}–{record.rank_high}" if moving else "")


def linked(cell: Cell, to: str) -> Cell:
    """The same cell, leading to an address of the dashboard."""
    return replace(cell, to=to)


def _grade(grade: str) -> Grade:
    return grade  # type: ignore[return-value]
