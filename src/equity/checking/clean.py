"""The rows below the header, cleaned: merged cells filled, totals and remarks set aside, each mapped column by its field."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from equity.checking.body import Body, Text
from equity.checking.datasets import counted_fields
from equity.checking.findings import Findings
from equity.checking.mapping import Mapping
from equity.reading.columns import contains, replaced, stripped
from equity.reading.layout import Layout
from equity.reading.limits import HEADER_SEARCH_ROWS
from equity.reading.raw import RawTable
from equity.reading.units import title_unit
from equity.reading.words import bare, plain, row_marks, totals, totals_hint
from equity.say import texts_of

TEXTS = texts_of(__name__)
INVISIBLE = r"[\x{00}-\x{1f}\x{7f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]"
EMPTY_MARKS = (
    "[]",
    "{}",
    "null",
    "NULL",
    "None",
    "nan",
    "NaN",
    "#N/A",
    "<NA>",
    "<Null>",
    "undefined",
    "(null)",
)
LAST_ROWS = 12  # remarks stand at the end
SENTENCE = r"[。：:；;]|^.{31,}$"  # no name of a facility
REJECTED_ROW, REJECTED_WHY = (
    "行号 row",
    "原因 reason",
)  # what the file of rejected rows has besides its own columns
OUR_COLUMNS = (REJECTED_ROW, REJECTED_WHY)
MARK_LENGTH = 30
PART, SUM, GRAND = 1, 2, 3  # totals of a part of the rows, of all or a part, of all


def take_body(raw: RawTable, layout: Layout, mapping: Mapping, findings: Findings) -> tuple[Body, Body]:
    """(every row read, the rows that are data). What is set aside has a stop finding, so that nothing goes unsaid.

    Raises :class:`UserError` where nothing stands below the header.
    """
    grid = raw.grid.filter(pc.greater(raw.grid.column("row"), layout.last_row))
    rows = grid.column("row").to_numpy().astype(np.int64)
    if not len(rows):
        raise TEXTS.user_error("no_rows")
    if raw.about.unread:
        findings.add("sheets_unread", [0], "—", raw.about.sheet, a="、".join(raw.about.unread))
    for name, candidates in mapping.open.items():
        several = "、".join(f"“{layout.names[i]}”" for i in candidates)
        best = mapping.proposed.get(name, "")
        findings.add("open_field", [0], name, best or layout.names[candidates[0]], a=several, b=name)
    columns = [str(i) for i in range(raw.width)]
    table = pd.DataFrame(
        {c: _clean(stripped(grid.column(c)), rows, layout.names, c, findings) for c in columns}
    )
    _empty_marks(table, findings)
    _fill_merged(table, rows, raw.about.merged, layout, mapping, findings)
    titles = _title_lines(raw, layout)
    everything = Body(
        layout.names,
        table,
        rows,
        mapping,
        findings,
        title_unit=next((unit for text in titles if (unit := title_unit(text))), None),
        above=layout.above,
        titles=(raw.about.sheet, *titles),
    )
    named = max((i for i, name in enumerate(layout.names) if name), default=-1)
    extra = [c for c in table.columns if int(c) > named]
    if extra:
        count = np.sum([(table[c] != "").to_numpy() for c in extra], axis=0)
        findings.add("more_cells", rows[count > 0], "—", a=count[count > 0].astype(str))
    aside = _set_aside(everything, findings)
    return everything, everything.keep(~aside)


def _title_lines(raw: RawTable, layout: Layout) -> list[str]:
    """What stands above the header."""
    above = [n for n in raw.numbers(HEADER_SEARCH_ROWS) if n < min(layout.rows)]
    return [text for row in raw.head(len(above)) for text in row if text.strip()]


def _clean(
    texts: Text, rows: NDArray[np.int64], names: tuple[str, ...], column: str, findings: Findings
) -> Text:
    """Stripped text without control characters; line breaks become spaces, with a note."""
    label = names[int(column)] if int(column) < len(names) else column
    if not contains(texts, INVISIBLE).any():  # line breaks among them: one look at most columns
        return texts
    broken = contains(texts, "[\\r\\n]")
    if broken.any():
        findings.add("line_break", rows[broken], label, texts[broken])
        texts = replaced(texts, r"\s*[\r\n]+\s*", " ")
    odd = contains(texts, INVISIBLE)
    if odd.any():
        findings.add("control", rows[odd], label, texts[odd])
        texts = replaced(replaced(texts, INVISIBLE, ""), r"^\s+|\s+$", "")
    return texts


def _empty_marks(table: pd.DataFrame, findings: Findings) -> None:
    """Cells that only say that they are empty, as programs write it, become so; said once for the file."""
    count, example = 0, ""
    for column in table.columns:
        empty = table[column].isin(EMPTY_MARKS)
        if n := int(empty.sum()):
            count, example = count + n, str(table[column][empty].iloc[0])
            table[column] = table[column].where(~empty, "")
    if count:
        findings.add("empty_mark", [0], "—", example, a=f"{count:,}")


def _fill_merged(
    table: pd.DataFrame,
    rows: NDArray[np.int64],
    merged: list[tuple[int, int, int, int]],
    layout: Layout,
    mapping: Mapping,
    findings: Findings,
) -> None:
    """The first cell's text in every cell of a merged range; a number is left in its first row, so that it counts once."""
    counted = {mapping.columns[f]: f for f in counted_fields() if f in mapping.columns}
    for top, left, bottom, right in merged:
        if top <= layout.last_row or bottom == top or str(left) not in table.columns:
            continue
        start, end = np.searchsorted(rows, (top, bottom + 1))
        if start >= len(rows) or rows[start] != top:
            continue
        value = table.at[int(start), str(left)]
        label = layout.names[left] if left < len(layout.names) else str(left)
        for column in range(left, min(right, table.shape[1] - 1) + 1):
            if column not in counted:
                table.loc[int(start) : int(end) - 1, str(column)] = value
        if left in counted:
            findings.add("merged_number", rows[start + 1 : end], counted[left], str(value), a=str(top))
        else:
            findings.add("merged_cell", rows[start + 1 : end], label, str(value))


def _set_aside(body: Body, findings: Findings) -> NDArray[np.bool_]:
    """Mask of rows that are no records: totals, remarks, the header again. The totals row of the whole file
    is kept to compare with, where it is plain which one that is."""
    frame, rows = body.frame, body.rows
    ours = [str(i) for i, name in enumerate(body.names) if name in OUR_COLUMNS]
    filled = np.sum([(frame[c] != "").to_numpy() for c in frame.columns if c not in ours], axis=0)
    kinds = _totals(body)
    sums = kinds > 0
    first = _first_filled(frame.drop(columns=ours))
    marked = np.array([plain(t).startswith(row_marks("remarks")) for t in first[filled <= 2]], dtype=bool)
    remarks = np.zeros(len(rows), dtype=bool)
    remarks[np.flatnonzero(filled <= 2)] = marked
    at_end = (np.arange(len(rows)) >= len(rows) - LAST_ROWS) & (frame.shape[1] > 2)
    named = (body.column("name_zh") != "").to_numpy() & ~contains(first, SENTENCE)
    remarks |= (filled == 1) & at_end & ~named
    remarks &= ~sums
    header = np.zeros(len(rows), dtype=bool)
    used = [i for i in body.mapping.columns.values() if i < len(body.names)]
    if used:
        header = np.logical_and.reduce([(frame[str(i)] == body.names[i]).to_numpy() for i in used])
    for code, mask in (
        ("total_row", sums),
        ("remark_row", remarks),
        ("repeated_header", header & ~sums & ~remarks),
    ):
        findings.add(code, rows[mask], "—", first[mask])
    body.titles = (*body.titles, *(t for t in first[remarks] if t))
    body.unit_below(first[remarks])
    whole = np.flatnonzero((kinds == kinds.max(initial=0)) & (kinds >= SUM))
    if len(whole) == 1 and not ours:
        body.totals = {int(rows[whole[0]]): list(frame.iloc[int(whole[0])])}
    return sums | remarks | header


def _totals(body: Body) -> NDArray[np.int8]:
    """Per row: 0 for a record, else :data:`PART`, :data:`SUM` or :data:`GRAND`."""
    kinds = np.zeros(len(body), dtype=np.int8)
    prose = {str(body.mapping.columns[f]) for f in ("note", "address") if body.has(f)}
    for column in [c for c in list(body.frame.columns)[:4] if c not in prose]:
        maybe = np.flatnonzero(contains(body.frame[column], totals_hint(), ignore_case=True))
        for i, text in zip(maybe, body.frame[column].iloc[maybe], strict=True):
            if len(text) <= MARK_LENGTH and (match := totals().fullmatch(bare(text))):
                kinds[i] = max(kinds[i], GRAND if match["grand"] else SUM if match["sum"] else PART)
    return kinds


def _first_filled(frame: pd.DataFrame) -> Text:
    first = frame.iloc[:, 0].copy()
    for column in list(frame.columns)[1:6]:
        first = first.where(first != "", frame[column])
    return first
