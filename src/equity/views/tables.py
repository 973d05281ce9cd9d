"""Tables as they are shown: cells with their mark, columns asked for by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic.dataclasses import dataclass

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import Label, Texts, Voice, worst_grade

Grade = Literal["observed", "estimated", "illustrative", ""]
ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    ``text`` is what it says, without any mark; ``value`` the number behind it (None for words and missing numbers).
    ``sub`` is a quieter second line (an interval, a year); ``to`` an address of the dashboard without language or theme.
    """

    text: str
    value: float | None = None
    decimals: int = 0
    grade: Grade = ""
    record: ValueRecord | None = None
    sub: str = ""
    to: str = ""

    @property
    def marked(self) -> bool:
        """Whether a writer sets the mark of illustrative data beside it: a number that is a placeholder."""
        return self.grade == ILLUSTRATIVE and self.value is not None


@dataclass(frozen=True, slots=True)
class Column:
    """``id`` is what writers ask for. ``numeric`` columns are set flush right; ``weight`` is the share of the width.

    ``screen`` columns (bars beside numbers) are for pages and left out of documents.
    """

    id: str
    title: str
    numeric: bool = False
    weight: float = 1.0
    screen: bool = False


def columns_of(texts: Texts, voice: Voice) -> tuple[Column, ...]:
    """The columns as ``texts.toml`` has them: title, and where they are not as usual ``numeric`` and ``weight``."""
    return tuple(
        Column(id_, voice(Label(c["zh"], c["en"])), c.get("numeric", False), c.get("weight", 1.0))
        for id_, c in texts.entries("columns").items()
    )


@dataclass(frozen=True, slots=True)
class Axis:
    """A screen column ``column`` shows the values of the columns ``of`` on one axis from 0 to ``end``, with a line at ``line``."""

    column: str
    of: tuple[str, ...]
    end: float
    line: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` have one cell per column, in the order of ``columns``."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    axis: Axis | None = None
    kind: Literal["table"] = "table"

    @property
    def illustrative(self) -> bool:
        return any(cell.marked for row in self.rows for cell in row)

    def place(self, column: str) -> int:
        """Where a column stands; KeyError for an id it does not have."""
        for n, known in enumerate(self.columns):
            if known.id == column:
                return n
        raise KeyError(f"table {self.id} has no column {column}")

    def has(self, column: str) -> bool:
        return any(known.id == column for known in self.columns)

    def cells(self, column: str) -> tuple[Cell, ...]:
        """One column, from the first row to the last."""
        at = self.place(column)
        return tuple(row[at] for row in self.rows)

    def only(self, columns: Iterable[str]) -> Table:
        """The same rows with these columns, in this order; ids it does not have are passed over."""
        wanted = [self.place(c) for c in columns if self.has(c)]
        return replace(
            self,
            columns=tuple(self.columns[n] for n in wanted),
            rows=tuple(tuple(row[n] for n in wanted) for row in self.rows),
        )

    def without(self, *columns: str) -> Table:
        return self.only(c.id for c in self.columns if c.id not in columns)

    @property
    def printed(self) -> Table:
        """The table for paper: without the columns that only a screen shows."""
        return self.without(*(c.id for c in self.columns if c.screen))


def value_cell(record: ValueRecord, voice: Voice, *, interval: bool = False) -> Cell:
    """The number, or why there is none; with ``interval`` its ends in a second line."""
    text, sub = voice.record(record, unit=False), voice.interval(record) if interval else ""
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
