"""Tables of another shape than a row for each record: divisions in rows of their own above their places, years, indicators or
divisions across. Each is proposed with a preview and read so once the user has agreed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from equity.intake.datasets import Dataset
from equity.intake.gazetteer import Gazetteer
from equity.intake.layout import Layout
from equity.intake.numbers import to_number
from equity.intake.reading.raw import RawTable
from equity.intake.units import header_unit
from equity.intake.vocabulary import kind_of, serves
from equity.intake.words import lookup, plain, synonyms, whole
from equity.say import Label

MAX_ROWS_ACROSS = 20_000  # a table of statistics, not a register
GROUP_COLUMNS = 3  # a heading of a group stands in the first of them, or below the name
SHOWN_ROWS = 8
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．:：\s]+")
COUNTED = re.compile(r"[（(][^（）()]*[)）]\s*$|[:：]\s*$|(?:小计|合计)\s*$|\s*共?\d+[所家个处]$")
NUMBERS_OF = r"学校数|机构数|医院数|单位数|设施数|网点数|窗口个数|所数|个数|家数|schools|facilities|hospitals|institutions"
DIVISION, TOWNSHIP, KIND, YEARS, PERSONS, GROUP, SERVICE, ITEM, VALUE = (
    "区县", "乡镇街道", "类型", "年份", "人数", "人口组", "服务", "指标", "数值",
)  # fmt: skip
NO_VALUE = frozenset({"/", "-", "—", "–", "…", "..", "--", "——", "无", "*", "\\"})
Cells = list[str]
Row = tuple[int, Cells]


@dataclass(frozen=True)
class Shape:
    """A table read another way. ``text``: what it looks like and how it would be read; ``table``: its first rows so."""

    raw: RawTable
    layout: Layout
    text: Label

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        start = self.raw.grid.column("row").to_pylist().index(self.layout.last_row) + 1
        below = self.raw.grid.slice(start, SHOWN_ROWS)
        cells = [below.column(str(i)).to_pylist() for i in range(self.raw.width)]
        return (self.layout.names, *(tuple(c or "" for c in row) for row in zip(*cells, strict=True)))


def propose_shape(dataset: Dataset, raw: RawTable, layout: Layout, gazetteer: Gazetteer) -> Shape | None:
    """How the table is to be read where it is not one record in a row; None where it is."""
    said: list[Label] = []
    sheet = _Sheet(raw, layout, gazetteer)
    if dataset.table in ("division_population", "totals") and raw.grid.num_rows <= MAX_ROWS_ACROSS:
        if turned := sheet.turned():
            sheet = turned
            said.append(Label("区县横排在表头", "the divisions stand across in the header"))
        unpivot = _population_across if dataset.table == "division_population" else _totals_across
        if long := unpivot(sheet):
            sheet, words = long
            said.append(words)
    elif grouped := sheet.grouped():
        sheet, words = grouped
        said.append(words)
    if not said:
        return None
    zh, en = "；".join(s.zh for s in said), "; ".join(s.en for s in said)
    text = Label(
        f"这张表不是一行一条：{zh}。按下面的样子读吗？",
        f"This table is not one record in a row: {en}. Read it as shown?",
    )
    return Shape(sheet.as_raw(), sheet.layout, text)


class _Sheet:
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
            numbers = self.raw.grid.column("row").to_pylist()
            columns = [self.raw.grid.column(str(i)).to_pylist() for i in range(self.raw.width)]
            cells = ([(c or "").strip() for c in row] for row in zip(*columns, strict=True))
            self._rows = [(n, c) for n, c in zip(numbers, cells, strict=True) if n > self.layout.last_row]
        return self._rows

    def over(self, column: int) -> str:
        """All that the header says over a column."""
        above = self.layout.above[column] if column < len(self.layout.above) else ""
        name = self.layout.names[column]
        return name if not above or above in name else f"{above} {name}"

    def replaced(self, names: list[str], rows: list[Row]) -> _Sheet:
        layout = Layout(self.layout.rows, tuple(names), self.layout.notes)
        return _Sheet(self.raw, layout, self.gazetteer, rows)

    def as_raw(self) -> RawTable:
        """The table with the lines above the header as they were."""
        width = len(self.layout.names)
        above = [
            (n, c)
            for n, c in zip(
                self.raw.grid.column("row").slice(0, 100).to_pylist(), self.raw.head(100), strict=True
            )
            if n < min(self.layout.rows)
        ]
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

    def turned(self) -> _Sheet | None:
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
                carried.append(f"{group} {cells[key]}".strip() if key and group != cells[key] else cells[key])
        rows = [
            (self.layout.last_row + k, [names[i], *(cells[i] for _, cells in labelled)])
            for k, i in enumerate(across, start=1)
        ]
        rest = [(n, cells) for n, cells in self.rows if (n, cells) not in labelled]
        last = rows[-1][0]
        rows += [(last + k, cells) for k, (_, cells) in enumerate(rest, start=1)]
        return self.replaced([DIVISION, *carried], rows)

    def grouped(self) -> tuple[_Sheet, Label] | None:
        """Group rows carried down: a division, a township or a kind alone in a row above the places it is about."""
        names = list(self.layout.names)
        found = {n: (what, text) for n, text in self._alone() if (what := self._group(text))}
        kinds = {what for what, _ in found.values()}
        known = {DIVISION: "division", TOWNSHIP: "township", KIND: "facility_type"}
        new = [k for k in (DIVISION, TOWNSHIP, KIND) if k in kinds and not _has(names, known[k])]
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
        numbers = "、".join(str(n) for n in list(found)[:6]) + ("…" if len(found) > 6 else "")
        words = Label(
            f"第 {numbers} 行是{'、'.join(new)}的小标题，填到下面各行",
            f"rows {numbers.replace('、', ', ')} are headings of groups; they are carried down",
        )
        return self.replaced([*names, *new], rows), words

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


def _has(names: list[str], field: str) -> bool:
    known = set(synonyms(field))
    return any(whole(n) in known or plain(n) in known for n in names)


def _population_across(sheet: _Sheet) -> tuple[_Sheet, Label] | None:
    """Years across, below each group or for one group alone: one row for each division, year and group."""
    years = {i: YEAR.findall(sheet.over(i)) for i in range(len(sheet.layout.names))}
    across = {i: y[0] for i, y in years.items() if len(set(y)) == 1}
    if len(set(across.values())) < 2:
        return None
    groups = {i: _group_of(sheet.over(i)) for i in across}
    return _unpivoted(
        sheet,
        list(across),
        [YEARS, GROUP, PERSONS] if any(groups.values()) else [YEARS, PERSONS],
        lambda i: [across[i], groups[i]] if any(groups.values()) else [across[i]],
        Label("各年份横排", "the years stand across"),
    )


def _group_of(heading: str) -> str:
    """The population group that a heading names, in words the check knows."""
    said = whole(heading)
    names = lookup("groups")
    best = max((w for w in names if w in said), key=len, default="")
    return best


def _totals_across(sheet: _Sheet) -> tuple[_Sheet, Label] | None:
    """One column for each service and indicator: one row for each division, service, indicator and year."""
    if _has(list(sheet.layout.names), "service"):
        return None
    meanings = {i: m for i in range(len(sheet.layout.names)) if (m := indicator_of(sheet.over(i)))}
    if not meanings:
        return None
    years = {i: y[0] for i in meanings if len(set(y := YEAR.findall(sheet.over(i)))) == 1}
    unread = [
        n for i, n in enumerate(sheet.layout.names) if i not in meanings and n and not _is_key(sheet, i)
    ]
    zh = f"每项指标一列（{'、'.join(dict.fromkeys(sheet.over(i) for i in meanings))}）"
    en = f"one column for each indicator ({', '.join(dict.fromkeys(sheet.over(i) for i in meanings))})"
    if unread:
        zh, en = (
            f"{zh}，没有对应指标的列不读：{'、'.join(unread)}",
            f"{en}; columns without an indicator are not read: {', '.join(unread)}",
        )
    attributes = [SERVICE, ITEM, *([YEARS] if years else [])]
    return _unpivoted(
        sheet,
        list(meanings),
        [*attributes, VALUE],
        lambda i: [*meanings[i], *([years.get(i, "")] if years else [])],
        Label(zh, en),
    )


def indicator_of(heading: str) -> tuple[str, str] | None:
    """(service, item) that a column of totals is about; None where it is about none of ours.

    >>> indicator_of("小学 在校学生数（人）"), indicator_of("普通初中 学校数（所）"), indicator_of("小学 专任教师数（人）")
    (('primary_school', 'capacity'), ('junior_school', 'facilities'), None)
    """
    said = whole(plain(heading))
    services = (
        serves(kind_of(heading))
        or tuple(
            dict.fromkeys(
                s for w, s in sorted(lookup("services").items(), key=lambda p: -len(p[0])) if w in said
            )
        )[:1]
    )
    if not services and re.search(r"床位", said):
        services = ("hospital",)
    if len(services) != 1:
        return None
    if re.search(NUMBERS_OF, said):
        return services[0], "facilities"
    names = [w for w in synonyms("capacity", services[0]) if len(w) > 1]
    tail = re.search(
        f"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(数|数量|总数)?$", said
    )
    return (services[0], "capacity") if tail else None


def _is_key(sheet: _Sheet, column: int) -> bool:
    cells = [c[column] for _, c in sheet.rows if c[column]]
    return not cells or sum(bool(sheet.place(c)) for c in cells) >= 0.5 * len(cells)


def _unpivoted(
    sheet: _Sheet, across: list[int], new: list[str], attributes: Callable[[int], list[str]], words: Label
) -> tuple[_Sheet, Label] | None:
    """One row for each filled cell of the columns ``across``; the unit of a heading is multiplied in."""
    names = sheet.layout.names
    key = next(
        (
            i
            for i in range(len(names))
            if i not in across and _is_key(sheet, i) and any(c[i] for _, c in sheet.rows)
        ),
        None,
    )
    if key is None:
        return None
    others = [
        i
        for i in range(len(names))
        if i not in across and i != key and names[i] and plain(names[i]) in set(synonyms("year"))
    ]
    factors = {i: (unit.factor if (unit := header_unit(names[i])) and unit.factor else 1) for i in across}
    rows: list[Row] = []
    for number, cells in sheet.rows:
        values = [(i, cells[i]) for i in across if cells[i] and cells[i] not in NO_VALUE]
        if not values or not cells[key]:
            filled = [c for c in cells if c]
            if filled and not sheet.place(cells[key]):
                rows.append((number, [filled[0], *[""] * (len(others) + len(new))]))
            continue
        for i, text in values:
            rows.append(
                (number, [cells[key], *(cells[o] for o in others), *attributes(i), _times(text, factors[i])])
            )
    return sheet.replaced([DIVISION, *(names[o] for o in others), *new], rows), words


def _times(text: str, factor: float) -> str:
    if factor == 1 or to_number(text) != to_number(text):
        return text
    return f"{Decimal(str(to_number(text))) * Decimal(str(factor)):f}"
