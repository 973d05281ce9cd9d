"""Sheets of the workbook: tables with charts, lists of rows; number formats that keep the mark of illustrative data visible."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from equity.documents.tables import MARK, ROWS, facility_rows, plan_rows, value_rows
from equity.draw.chart import series_colours
from equity.draw.theme import theme
from equity.indicators.citations import grade_words
from equity.say import GRADES, STATUSES, Voice, texts_of
from equity.views.drawings import Chart
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE, Cell, Table

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
TEXTS = texts_of(__name__)
SHEET_LABELS = TEXTS["sheet_labels"]
WIDEST = 60


class SheetNames:
    """Sheet names Excel accepts: at most 31 characters, no forbidden ones, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        base = FORBIDDEN.sub(" ", wanted).strip()[:28] or "Sheet"
        name, count = base, 1
        while name.lower() in self._taken:
            count += 1
            name = f"{base} {count}"
        self._taken.add(name.lower())
        return name


class Formats:
    """Cell formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book, self._numbers = book, {}  # type: ignore[var-annotated]
        ink = theme()
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        self._base = base
        self.text = book.add_format(base)
        self.wrapped = book.add_format(base | {"text_wrap": True, "valign": "top"})
        self.muted = book.add_format(base | {"font_color": ink["ink-2"]})
        self.title = book.add_format(base | {"bold": True, "font_size": 16})
        self.header = book.add_format(
            base | {"bold": True, "bg_color": ink["accent-soft"], "bottom": 1, "text_wrap": True}
        )
        self.header_right = book.add_format(
            base
            | {"bold": True, "bg_color": ink["accent-soft"], "bottom": 1, "text_wrap": True, "align": "right"}
        )
        self.mark = book.add_format(
            base
            | {"font_color": ink["warn-ink"], "bg_color": ink["warn-paper"], "text_wrap": True, "border": 4}
        )

    def number(self, decimals: int, grade: str, *, signed: bool = False, bold: bool = False) -> Any:
        """A number format; of an illustrative number the mark is part of what the cell shows, not of its value."""
        key = (decimals, grade == ILLUSTRATIVE, signed, bold)
        if key not in self._numbers:
            digits = "#,##0" + ("." + "0" * decimals if decimals else "")
            tail = f'"({MARK})"' if key[1] else ""
            pattern = (
                f"+{digits}{tail};\u2212{digits}{tail};{digits}{tail}"
                if signed
                else f"{digits}{tail};\u2212{digits}{tail}"
            )
            self._numbers[key] = self._book.add_format(
                self._base | {"num_format": pattern, "bold": bold, "align": "right"}
            )
        return self._numbers[key]


def write_table(
    book: Any, formats: Formats, names: SheetNames, table: Table, report: Report, apart: str = ""
) -> Any:
    """A table with its caption above, its note below, header frozen and filterable. ``apart``: the section that its sheet names
    where it is no part of the findings.
    """
    label = SHEET_LABELS.get(table.id)
    sheet = book.add_worksheet(
        names.take(f"{apart} {label[report.lang] if label else table.caption}".strip())
    )
    word = report.labels
    facts = [report.zone_name, f"{word['id']} {report.id}", f"{word['released']} {report.released}"]
    facts += [word["mark"]] if table.illustrative else []
    sheet.write_string(0, 0, table.caption, formats.title)
    sheet.write_string(1, 0, " · ".join(facts), formats.muted)
    at = 0
    for column in table.columns:
        cells = table.cells(column.id)
        sheet.write_string(3, at, column.title, formats.header_right if column.numeric else formats.header)
        sheet.set_column(at, at, _width([column.title, *(c.text for c in cells)]))
        for row, cell in enumerate(cells, start=4):
            _write_cell(sheet, row, at, cell, formats)
        at += 1
        if any(c.sub for c in cells):  # the quieter words of the cells, in a column of their own
            sheet.write_string(3, at, word["interval"], formats.header_right)
            sheet.set_column(at, at, _width([word["interval"], *(c.sub for c in cells)]))
            for row, cell in enumerate(cells, start=4):
                sheet.write_string(row, at, cell.sub, formats.muted)
            at += 1
    sheet.freeze_panes(4, 1)
    if table.rows:
        sheet.autofilter(3, 0, 3 + len(table.rows), at - 1)
    if table.note:
        sheet.write_string(5 + len(table.rows), 0, table.note, formats.muted)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: Formats) -> None:
    if cell.value is None:
        sheet.write_string(row, column, cell.text, formats.wrapped if len(cell.text) > 30 else formats.text)
    else:
        signed = cell.text.startswith(("+", "\u2212")) and (cell.record is None or cell.record.signed)
        sheet.write_number(row, column, cell.value, formats.number(cell.decimals, cell.grade, signed=signed))


def _width(texts: Sequence[str]) -> float:
    """Column width in Latin characters; a Chinese one takes two. Long text wraps."""
    return min(max(sum(2 if ord(c) > 0x2E80 else 1 for c in t) for t in texts) + 3, WIDEST)


def add_chart(book: Any, formats: Formats, sheet: Any, chart: Chart, table: Table, report: Report) -> None:
    """A native bar chart right of the table; its numbers stand in a block of their own under it."""
    top, name, last = 8 + len(table.rows), sheet.get_name(), 8 + len(table.rows) + len(chart.categories)
    stacked = chart.kind in {"stacked", "shares", "people"}
    native = book.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"})
    for r, category in enumerate(chart.categories, start=1):
        sheet.write_string(top + r, 0, category, formats.muted)
    for c, (series, colour) in enumerate(series_colours(chart, theme()), start=1):
        sheet.write_string(top, c, series.name, formats.header_right)
        for r, value in enumerate(series.values):
            grade = chart.grades[r] if chart.grades else ""
            if value is not None:
                sheet.write_number(top + 1 + r, c, value, formats.number(chart.decimals, grade))
        native.add_series(
            {
                "name": [name, top, c],
                "categories": [name, top + 1, 0, last, 0],
                "values": [name, top + 1, c, last, c],
                "fill": {"color": colour},
                "gap": 45,
            }
        )
    native.set_y_axis({"reverse": True, "label_position": "low"})
    lines = {"visible": True, "line": {"color": theme()["line"]}}
    native.set_x_axis({"num_format": "General", "name": chart.unit, "major_gridlines": lines})
    mark = f" · {report.labels['mark']}" if chart.illustrative else ""
    native.set_title({"name": table.caption + mark, "name_font": {"size": 11}, "overlay": False})
    native.set_legend({"position": "bottom"})
    native.set_size({"width": 640, "height": 120 + 26 * max(len(chart.categories), 4)})
    sheet.insert_chart(3, len(table.columns) + 2, native, {"description": table.caption})


VALUE_SHEET = {  # heading and width of the columns, in order
    "zone": ("code", 9),
    "zone_name": ("zone", 18),
    "service_name": ("service", 24),
    "measure_name": ("indicator", 20),
    "basis": ("basis", 14),
    "year": ("year", 7),
    "value": ("value", 14),
    "unit": ("unit", 16),
    "low": ("low", 14),
    "high": ("high", 14),
    "status": ("status", 10),
    "grade": ("grade", 9),
    "persons": ("people", 12),
    "concerned_unit": ("concerned_unit", 9),
    "sources": ("source", 50),
    "note": ("note", 40),
}
FACILITY_SHEET = {
    "facility_id": ("id", 16),
    "service_name": ("service", 20),
    "name": ("name", 26),
    "adcode": ("code", 9),
    "lon": ("lon", 12),
    "lat": ("lat", 12),
    "capacity": ("capacity", 10),
    "type": ("type", 16),
    "year": ("year", 7),
    "grade": ("grade", 9),
    "source": ("source", 40),
}
Sheet = Mapping[str, tuple[str, float]]


def write_values(book: Any, formats: Formats, names: SheetNames, report: Report) -> None:
    """Every value record, one per row: the sheet to compute with."""
    word, lang = report.labels, report.lang
    sheet = book.add_worksheet(names.take(word["values"]))
    _write_heads(sheet, formats, VALUE_SHEET, word, len(report.records))
    for r, (record, row) in enumerate(zip(report.records, value_rows(report), strict=True), start=1):
        shown = formats.number(record.decimals, record.grade, signed=record.signed)
        worded = {
            "basis": word.get(f"basis:{record.basis}", record.basis),
            "status": STATUSES[record.status][lang] or "ok",
            "grade": grade_words([record], Voice(lang)),
            "sources": "; ".join(record.sources),
            "note": record.note(lang),
        }
        for c, name in enumerate(VALUE_SHEET):
            value = worded[name] if name in worded else getattr(row, name)
            _write_plain(sheet, r, c, value, shown if name in ("value", "low", "high") else None)


def write_facilities(book: Any, formats: Formats, names: SheetNames, report: Report) -> None:
    if not report.facilities:
        return
    sheet = book.add_worksheet(names.take(report.labels["facilities"]))
    _write_heads(sheet, formats, FACILITY_SHEET, report.labels, len(report.facilities))
    for r, row in enumerate(facility_rows(report), start=1):
        for c, name in enumerate(FACILITY_SHEET):
            grade = GRADES[row.grade][report.lang]
            _write_plain(sheet, r, c, grade if name == "grade" else getattr(row, name))


def write_plans(book: Any, formats: Formats, names: SheetNames, report: Report) -> None:
    """Every number of the plans: a sheet for each kind of row."""
    for kind, rows in plan_rows(report).items():
        if not rows:
            continue
        model, title = ROWS[kind]
        sheet = book.add_worksheet(names.take(title[report.lang]))
        heads = [column.meaning[report.lang] for column in model.columns()]
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, formats.header)
            sheet.set_column(at, at, _width([head]) + 4)
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row.model_dump().values()):
                _write_plain(sheet, r, c, str(value) if isinstance(value, bool) else value)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _write_plain(sheet: Any, row: int, column: int, value: str | float | None, shown: Any = None) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value, shown)


def _write_heads(sheet: Any, formats: Formats, columns: Sheet, word: Mapping[str, str], rows: int) -> None:
    for index, (head, width) in enumerate(columns.values()):
        sheet.write_string(0, index, "ID" if head == "id" else word.get(head, ""), formats.header)
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
