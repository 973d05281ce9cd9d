"""A table as rows of text below its header, turned or with the headings of its groups carried down."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from equity.checking.gazetteer import Gazetteer
from equity.reading.layout import Layout
from equity.reading.raw import RawTable
from equity.reading.units import header_unit
from equity.reading.vocabulary import kind_of, serves
from equity.reading.words import plain, synonyms, whole
from equity.say import Label, texts_of

GROUP_COLUMNS = 3  # a heading of a group stands in the first of them, or below the name
ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．:：\s]+")
COUNTED = re.compile(r"[（(][^（）()]*[)）]\s*$|[:：]\s*$|(?:小计|合计)\s*$|\s*共?\d+[所家个处]$")
DIVISION, TOWNSHIP, KIND, YEARS, PERSONS, GROUP, SERVICE, ITEM, VALUE = (
    "区县", "乡镇街道", "类型", "年份", "人数", "人口组", "服务", "指标", "数值",
)  # fmt: skip
SHOWN_GROUPS = 6
FIRST_ROWS = 100  # the header is among them
TEXTS = texts_of(__name__)
Cells = list[str]
Row = tuple[int, Cells]


class Sheet:
    """The rows above the header, the header and the rows below it, as lists of text."""

    def __init__(
        self, raw: RawTable, layout: Layout, gazetteer: Gazetteer, rows: list[Row] | None = None
    ) -> None:
        self.raw, self.layout, self.gazetteer = raw, layout, gazetteer
        self._rows = rows

    @property
    def rows(self) -> list[Row]:
        """The rows below the header."""
        if self._rows is None:
            below = self.raw.below(self.layout.last_row)
            numbers = self.raw.numbers()[-len(below) :] if below else []
            self._rows = [(n, [c.strip() for c in row]) for n, row in zip(numbers, below, strict=True)]
        return self._rows

    def over(self, column: int) -> str:
        """All that the header says over a column."""
        above = self.layout.above[column] if column < len(self.layout.above) else ""
        name = self.layout.names[column]
        return name if not above or above in name else f"{above} {name}"

    def replaced(self, names: list[str], rows: list[Row]) -> Sheet:
        layout = Layout(self.layout.rows, tuple(names), self.layout.notes)
        return Sheet(self.raw, layout, self.gazetteer, rows)

    def as_raw(self) -> RawTable:
        """The table with the lines above the header as they were."""
        width = len(self.layout.names)
        first = zip(self.raw.numbers(FIRST_ROWS), self.raw.head(FIRST_ROWS), strict=True)
        above = [(number, cells) for number, cells in first if number < min(self.layout.rows)]
        header = (self.layout.last_row, list(self.layout.names))
        rows = [*above, header, *self.rows]
        cells = [(c + [""] * width)[:width] for _, c in rows]
        grid = {
            str(i): pa.chunked_array([pa.array(column, pa.string())])
            for i, column in enumerate(zip(*cells, strict=True))
        }
        grid["row"] = pa.chunked_array([pa.array([n for n, _ in rows], pa.int64())])
        about = self.raw.about
        return RawTable(
            pa.table(grid),
            type(about)(**{**about.__dict__, "merged": [], "formulas": {}, "hidden_columns": []}),
        )

    def place(self, text: str) -> str:
        """city, division, township or "" for the name of a place, apart from a number before and a count behind it."""
        return self.gazetteer.level(bare_place(text))

    def turned(self) -> Sheet | None:
        """Divisions across become rows; None where they do not stand across."""
        names = self.layout.names
        across = [i for i, n in enumerate(names) if self.place(n) in ("division", "city")]
        if len(across) < 3 or len(across) < 0.5 * len([n for n in names[1:] if n]):
            return None
        key = max((i for i in range(min(across))), default=0)
        labelled = [(n, cells) for n, cells in self.rows if cells[key] and any(cells[i] for i in across)]
        carried, group = [], ""
        for number, cells in self.rows:
            if cells[0] and key:
                group = cells[0]
            if (number, cells) in labelled:
                own = cells[key]
                unit = f"（{own}）" if key and header_unit(f"({own})") else f" {own}"
                carried.append(f"{group}{unit}".strip() if key and group != own else own)
        rows = [
            (self.layout.last_row + k, [names[i], *(cells[i] for _, cells in labelled)])
            for k, i in enumerate(across, start=1)
        ]
        rest = [(n, cells) for n, cells in self.rows if (n, cells) not in labelled]
        last = rows[-1][0]
        rows += [(last + k, cells) for k, (_, cells) in enumerate(rest, start=1)]
        return self.replaced([DIVISION, *carried], rows)

    def grouped(self) -> tuple[Sheet, Label] | None:
        """Group rows carried down: a division, a township or a kind alone in a row above the places it is about."""
        names = list(self.layout.names)
        found = {n: (what, text) for n, text in self._alone() if (what := self._group(text))}
        kinds = {what for what, _ in found.values()}
        known = {DIVISION: "division", TOWNSHIP: "township", KIND: "facility_type"}
        new = [k for k in (DIVISION, TOWNSHIP, KIND) if k in kinds and not has(names, known[k])]
        if not new or not found or len(found) >= len(self.rows) / 2 + 1:
            return None
        rows: list[Row] = []
        current = dict.fromkeys(new, "")
        for number, cells in self.rows:
            if number in found:
                what, text = found[number]
                if what in current:
                    current[what] = bare_place(text)
                    for below in new[new.index(what) + 1 :]:
                        current[below] = ""
                continue
            rows.append((number, [*cells, *(current[k] for k in new)]))
        more = "…" if len(found) > SHOWN_GROUPS else ""
        said = TEXTS.grouped.format(rows=list(found)[:SHOWN_GROUPS], more=more, what=new)
        return self.replaced([*names, *new], rows), said

    def _alone(self) -> list[tuple[int, str]]:
        """(row, text) of the rows below the header that hold one text among their first columns and nothing else."""
        grid = self.raw.grid
        filled = [
            pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(pc.fill_null(grid.column(str(i)), ""))), 0)
            for i in range(self.raw.width)
        ]
        count = np.sum([f.to_numpy() for f in filled], axis=0)
        first = np.any([f.to_numpy() for f in filled[:GROUP_COLUMNS]], axis=0)
        below = grid.column("row").to_numpy() > self.layout.last_row
        rows = grid.filter(pa.array((count == 1) & first & below)).select(
            [*map(str, range(min(GROUP_COLUMNS, self.raw.width))), "row"]
        )
        return [
            (row["row"], next(c.strip() for k, c in row.items() if k != "row" and c and c.strip()))
            for row in rows.to_pylist()
        ]

    def _group(self, text: str) -> str:
        level = self.place(text)
        if level in ("division", "township"):
            return DIVISION if level == "division" else TOWNSHIP
        return KIND if serves(kind_of(bare_place(text))) or (kind_of(text) and len(text) < 12) else ""


def bare_place(text: str) -> str:
    """The name in a heading of a group: 甲区 of "一、甲区（12所）"."""
    return COUNTED.sub("", ORDINAL.sub("", text.strip())).strip()


def has(names: list[str], field: str) -> bool:
    known = set(synonyms(field))
    return any(whole(n) in known or plain(n) in known for n in names)
