"""Tables as they are shown: cells with their mark, columns asked for by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic.dataclasses import dataclass

from equity.indicators.records import ValueRecord
from equity.say import Label, Texts, Voice

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
