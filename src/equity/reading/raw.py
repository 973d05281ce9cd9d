"""What every reader returns: a grid of text cells with its row numbers, and in words how it was read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from equity.reading import limits
from equity.say import Label, texts_of
from equity.stored import store, stored

TEXTS = texts_of(__name__)

Progress = Any  # Callable[[int, int], None]: rows done, rows expected (0: unknown)
CHUNK_ROWS = 50_000
GRID_FILE, ABOUT_FILE = "grid.parquet", "about.json"


@dataclass
class About:
    """How a file was read. ``notes`` are sentences; ``unread`` are sheets with the same header as
    the one read; ``merged`` are ranges (top, left, bottom, right), 1-based rows as in the spreadsheet and
    0-based columns; ``crs`` is what the file itself says about its geometry, ``datum`` the datum of it as we call it.
    ``hidden_rows``, ``hidden_columns`` (0-based) and ``hidden_sheets`` are not seen where the file is opened;
    ``blind``: the format does not tell which rows and columns these are; ``formulas``:
    column → how many of its cells hold a formula without a result; ``cut``: names of columns may have lost their end."""

    format: str
    notes: list[Label] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    unread: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    crs: str = ""
    datum: str = ""
    has_header: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    blind: bool = False
    formulas: dict[int, int] = field(default_factory=dict)
    cut: bool = False

    def note(self, said: Label) -> None:
        self.notes.append(said)


@dataclass
class RawTable:
    """All cells of one sheet: text columns ``0``, ``1``, … and ``row``, the row number in the file (the first is 1)."""

    grid: pa.Table
    about: About

    @property
    def width(self) -> int:
        return self.grid.num_columns - 1

    def head(self, count: int = limits.HEADER_SEARCH_ROWS) -> list[list[str]]:
        """The first rows as lists of text."""
        return self.rows(0, count)

    def rows(self, start: int, count: int | None = None) -> list[list[str]]:
        """Rows from the ``start``-th on as lists of text."""
        columns = [self.grid.column(str(i)).slice(start, count).to_pylist() for i in range(self.width)]
        return [[cell or "" for cell in cells] for cells in zip(*columns, strict=True)]

    def numbers(self, count: int | None = None) -> list[int]:
        """The numbers of the first rows in the file."""
        found: list[int] = self.grid.column("row").slice(0, count).to_pylist()
        return found

    def below(self, header: int, count: int | None = None) -> list[list[str]]:
        """Rows below the one with the number ``header``."""
        return self.rows(
            int(np.searchsorted(self.grid.column("row").to_numpy(), header, side="right")), count
        )

    def write(self, folder: Path) -> None:
        pq.write_table(self.grid, folder / GRID_FILE, compression="zstd")
        store(folder / ABOUT_FILE, self.about)


def read_raw(folder: Path) -> RawTable:
    """The table a reader left in ``folder``."""
    return RawTable(pq.read_table(folder / GRID_FILE), read_about(folder))


def read_about(folder: Path) -> About:
    """How that table was read, without its cells."""
    return stored(folder / ABOUT_FILE, About)


class GridBuilder:
    """Collects rows of text into Arrow columns chunk by chunk; enforces the limits on rows, columns and cells."""

    def __init__(self, progress: Progress = None, expected: int = 0) -> None:
        self._chunks: list[tuple[list[int], list[pa.Array]]] = []
        self._rows: list[list[str]] = []
        self._numbers: list[int] = []
        self._done, self._expected, self._progress = 0, expected, progress

    def add(self, number: int, cells: list[str]) -> None:
        """Append row ``number``; trailing empty cells beyond the others cost nothing."""
        if len(cells) > limits.MAX_COLUMNS:
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > limits.MAX_COLUMNS:
                raise TEXTS.user_error(
                    "many_columns", row=number, columns=len(cells), most=limits.MAX_COLUMNS
                )
        if cells and (longest := max(map(len, cells))) > limits.MAX_CELL_CHARACTERS:
            raise TEXTS.user_error("long_cell", row=number, n=longest)
        self._rows.append(cells)
        self._numbers.append(number)
        if len(self._rows) >= CHUNK_ROWS:
            self._flush()

    def finish(self, about: About) -> RawTable:
        """The table; raises :class:`UserError` if nothing was added."""
        self._flush()
        if not self._chunks:
            raise TEXTS.user_error("nothing")
        width = max(len(columns) for _, columns in self._chunks)
        columns = {
            str(i): pa.chunked_array(
                [c[i] if i < len(c) else pa.nulls(len(n), pa.string()) for n, c in self._chunks],
                type=pa.string(),
            )
            for i in range(width)
        }
        numbers = pa.chunked_array([pa.array(n, pa.int64()) for n, _ in self._chunks], type=pa.int64())
        return RawTable(pa.table({**columns, "row": numbers}), about)

    def _flush(self) -> None:
        if not self._rows:
            return
        self._done += len(self._rows)
        if self._done > limits.MAX_ROWS:
            raise TEXTS.user_error("many_rows", most=limits.MAX_ROWS)
        width = max(len(row) for row in self._rows)
        padded = [row if len(row) == width else row + [""] * (width - len(row)) for row in self._rows]
        self._chunks.append((self._numbers, [pa.array(c, pa.string()) for c in zip(*padded, strict=True)]))
        self._rows, self._numbers = [], []
        if self._progress:
            self._progress(self._done, self._expected)
