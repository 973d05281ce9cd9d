"""XLSX and XLS through calamine."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from equity.errors import UserError
from equity.reading import limits
from equity.reading.layout import header_score
from equity.reading.raw import About, GridBuilder, Progress, RawTable
from equity.reading.unseen import CONTENT, Unseen, read_unseen, read_unseen_opendocument
from equity.reading.words import plain
from equity.say import texts_of

TEXTS = texts_of(__name__)

MAX_SHEETS_TRIED = 20
ALIKE_SHARE = 0.8


def read_workbook(path: Path, kind: str, *, sheet: str = "", progress: Progress = None) -> RawTable:
    """One sheet as text cells: the one asked for, else the one that looks most like a register.

    Raises :class:`UserError` for a damaged or protected file, an unknown sheet and more columns than allowed.
    """
    about = About(kind)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return _read(book, about, sheet, progress, path if kind == "xlsx" else None)
    except UserError:  # a ValueError too
        raise
    except PasswordError as error:
        raise TEXTS.user_error("password") from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise TEXTS.user_error("damaged", why=_brief(error)) from error


def _read(
    book: CalamineWorkbook, about: About, wanted: str, progress: Progress, path: Path | None
) -> RawTable:
    sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    hidden = [m.name for m in sheets if m.visible != SheetVisibleEnum.Visible]
    names = [m.name for m in sheets if m.name not in hidden or m.name == wanted]
    about.sheets = names
    about.hidden_sheets = [n for n in hidden if n != wanted and book.get_sheet_by_name(n).height]
    if wanted and wanted not in names:
        raise TEXTS.user_error("no_sheet", sheet=wanted, known=names)
    best: tuple[float, str, CalamineSheet] | None = None
    headers: dict[str, frozenset[str]] = {}
    for name in [wanted] if wanted else names[:MAX_SHEETS_TRIED]:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or not sheet.width:
            continue
        header = max(_first_rows(sheet), key=header_score, default=[])
        score = header_score(header) + min(sheet.height, 1000) / 1e5
        headers[name] = frozenset(plain(cell) for cell in header if cell)
        if best is None or score > best[0]:
            best = (score, name, sheet)
    if best is None:
        raise TEXTS.user_error("nothing")
    _, about.sheet, sheet = best
    about.unread = [n for n, h in headers.items() if n != about.sheet and _alike(h, headers[about.sheet])]
    if len(names) > 1:
        about.note(TEXTS.sheet.format(sheet=about.sheet, n=len(names)))
    top, left = sheet.start or (0, 0)
    if sheet.width > limits.MAX_COLUMNS and _used_width(sheet) > limits.MAX_COLUMNS:
        raise TEXTS.user_error("many_columns", columns=sheet.width, most=limits.MAX_COLUMNS)
    about.merged = [
        (t + 1, lt - left, b + 1, r - left)
        for (t, lt), (b, r) in sheet.merged_cell_ranges or []
        if lt >= left
    ]
    unseen = _unseen(path, about.sheet) if path is not None else None
    about.blind = unseen is None
    if unseen is not None:
        about.hidden_rows = unseen.rows
        about.hidden_columns = [c - left for c in unseen.columns if c >= left]
        about.formulas = {c - left: n for c, n in unseen.formulas.items() if c >= left}
    builder = GridBuilder(progress, sheet.height)
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        cells = [cell_text(value) for value in row]
        for column, shown in (unseen.errors.get(number, {}) if unseen else {}).items():
            if left <= column < left + len(cells):
                cells[column - left] = shown
        if any(cells):
            builder.add(number, cells)
    return builder.finish(about)


def _unseen(path: Path, sheet: str) -> Unseen | None:
    """What is hidden in a sheet of an XLSX or OpenDocument file; None for a binary workbook, which does not tell."""
    with zipfile.ZipFile(path) as archive:
        members = set(archive.namelist())
    if CONTENT in members:
        return read_unseen_opendocument(path, sheet)
    return read_unseen(path, sheet) if "xl/workbook.xml" in members else None


def _alike(header: frozenset[str], other: frozenset[str]) -> bool:
    return len(header & other) >= ALIKE_SHARE * max(len(header | other), 2)


def _first_rows(sheet: CalamineSheet) -> list[list[str]]:
    return [
        [cell_text(v) for v in row]
        for row in sheet.to_python(skip_empty_area=True, nrows=limits.HEADER_SEARCH_ROWS)
    ]


def _used_width(sheet: CalamineSheet) -> int:
    rows = sheet.to_python(skip_empty_area=True)
    return max((i + 1 for row in rows for i, value in enumerate(row) if value not in ("", None)), default=0)


def cell_text(value: Any) -> str:
    """The text of a cell: whole numbers without ".0", dates as 2024-09-01, empty as ""."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value.total_seconds()) if isinstance(value, timedelta) else str(value)


def _brief(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
