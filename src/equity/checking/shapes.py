"""Tables of another shape than a row for each record: divisions in rows of their own above their places, years, indicators or
divisions across. Each is proposed with a preview and read so once the user has agreed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from equity.checking.datasets import Dataset
from equity.checking.gazetteer import Gazetteer
from equity.checking.sheet import DIVISION, GROUP, ITEM, PERSONS, SERVICE, VALUE, YEARS, Row, Sheet, has
from equity.reading.layout import Layout
from equity.reading.numbers import to_number, years_in
from equity.reading.raw import RawTable
from equity.reading.units import header_unit
from equity.reading.vocabulary import kind_of, serves
from equity.reading.words import YEAR_WORD, group_word, lookup, plain, synonyms, whole
from equity.say import Label, listed, texts_of

TEXTS = texts_of(__name__)
YEAR_AROUND = re.compile(rf"^{YEAR_WORD}\s*|\s*{YEAR_WORD}$")
RATES = r"每|生均|人均|平均|比$|率|比例|占比|per|ratio|rate|share|average"
NUMBERS_OF = r"学校数|机构数|医院数|单位数|设施数|网点数|窗口个数|所数|个数|家数|schools|facilities|hospitals|institutions"
NO_VALUE = frozenset({"/", "-", "—", "–", "…", "..", "--", "——", "无", "*", "\\"})
MAX_ROWS_ACROSS = 20_000  # a table of statistics, not a register
SHOWN_ROWS = 8


def population_across(sheet: Sheet) -> tuple[Sheet, Label] | None:
    """Years across, below each group or for one group alone: one row for each division, year and group."""
    across = _year_columns(sheet, range(len(sheet.layout.names)))
    if len(set(across.values())) < 2:
        return None
    groups = {i: group_word(sheet.over(i)) for i in across}
    return _unpivoted(
        sheet,
        list(across),
        [YEARS, GROUP, PERSONS] if any(groups.values()) else [YEARS, PERSONS],
        lambda i: [across[i], groups[i]] if any(groups.values()) else [across[i]],
        TEXTS.years_across,
    )


def _year_columns(sheet: Sheet, columns: Iterable[int]) -> dict[int, str]:
    """The year of each column whose heading names one."""
    years = {i: years_in(sheet.over(i)) for i in columns}
    return {i: str(found[0]) for i, found in years.items() if len(found) == 1}


def totals_across(sheet: Sheet) -> tuple[Sheet, Label] | None:
    """One column for each service and indicator: one row for each division, service, indicator and year."""
    if has(list(sheet.layout.names), "service"):
        return None
    meanings = {i: m for i in range(len(sheet.layout.names)) if (m := indicator_of(sheet.over(i)))}
    if not meanings:
        return None
    years = _year_columns(sheet, meanings)
    unread = [
        n for i, n in enumerate(sheet.layout.names) if i not in meanings and n and not _is_key(sheet, i)
    ]
    said = TEXTS.indicators_across.format(columns=list(dict.fromkeys(sheet.over(i) for i in meanings)))
    if unread:
        said = TEXTS.some_unread.format(said=said, columns=unread)
    attributes = [SERVICE, ITEM, *([YEARS] if years else [])]
    return _unpivoted(
        sheet,
        list(meanings),
        [*attributes, VALUE],
        lambda i: [*meanings[i], *([years.get(i, "")] if years else [])],
        said,
    )


def indicator_of(heading: str) -> tuple[str, str] | None:
    """(service, item) that a column of totals is about; None where it is about none of ours.

    >>> indicator_of("小学 在校学生数（人）"), indicator_of("普通初中 学校数（所）"), indicator_of("小学 专任教师数（人）")
    (('primary_school', 'capacity'), ('junior_school', 'facilities'), None)
    """
    said = YEAR_AROUND.sub("", whole(plain(YEAR_AROUND.sub("", heading.strip()))))
    if re.search(RATES, said):
        return None
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


def _is_key(sheet: Sheet, column: int) -> bool:
    cells = [c[column] for _, c in sheet.rows if c[column]]
    return not cells or sum(bool(sheet.place(c)) for c in cells) >= 0.5 * len(cells)


def _unpivoted(
    sheet: Sheet, across: list[int], new: list[str], attributes: Callable[[int], list[str]], words: Label
) -> tuple[Sheet, Label] | None:
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


@dataclass(frozen=True)
class Shape:
    """A table read another way. ``text``: what it looks like and how it would be read; ``table``: its first rows so."""

    raw: RawTable
    layout: Layout
    text: Label

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        below = self.raw.below(self.layout.last_row, SHOWN_ROWS)
        return (self.layout.names, *map(tuple, below))


def propose_shape(dataset: Dataset, raw: RawTable, layout: Layout, gazetteer: Gazetteer) -> Shape | None:
    """How the table is to be read where it is not one record in a row; None where it is."""
    said: list[Label] = []
    sheet = Sheet(raw, layout, gazetteer)
    if dataset.table in ("division_population", "totals") and raw.grid.num_rows <= MAX_ROWS_ACROSS:
        if turned := sheet.turned():
            sheet = turned
            said.append(TEXTS.turned)
        unpivot = population_across if dataset.table == "division_population" else totals_across
        if long := unpivot(sheet):
            sheet, words = long
            said.append(words)
    elif grouped := sheet.grouped():
        sheet, words = grouped
        said.append(words)
    if not said:
        return None
    why = listed(said, Label("；", "; "))
    return Shape(sheet.as_raw(), sheet.layout, TEXTS.other_shape.format(why=why))
