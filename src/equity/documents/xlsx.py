"""Excel: one sheet per topic with real numbers, units and grades, native charts, all values, facilities,
sources.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from equity.documents.archives import seal_office
from equity.documents.pdf import stamp
from equity.documents.xlsx_sheets import (
    Formats,
    SheetNames,
    add_chart,
    write_facilities,
    write_table,
    write_values,
)
from equity.snapshot.document import Bullets, Chart, Paragraph, Section, Snapshot, Table

# the chart that belongs beside the table of the same section
CHART_OF_TABLE = {"population": "population", "divisions": "bases", "split": "split"}


def write_xlsx(snapshot: Snapshot) -> bytes:
    """The snapshot as XLSX. Text is written as text: nothing in it can become a formula."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {
                "title": snapshot.title,
                "subject": snapshot.subtitle,
                "author": snapshot.labels["product"],
                "comments": snapshot.link,
                "keywords": f"equity-snapshot:{snapshot.id}",
                "created": stamp(snapshot).replace(tzinfo=None),
            }
        )
        formats, names = Formats(book), SheetNames()
        _front(book, formats, names, snapshot)
        for section in snapshot.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    sheet = write_table(book, formats, names, block, snapshot)
                    chart = _chart_for(section, block)
                    if chart:
                        add_chart(book, formats, sheet, chart, block, snapshot)
        write_values(book, formats, names, snapshot)
        write_facilities(book, formats, names, snapshot)
    return seal_office(buffer.getvalue(), "xlsx", snapshot.id)


def _chart_for(section: Section, table: Table) -> Chart | None:
    wanted = CHART_OF_TABLE.get(table.id)
    return next((b.chart for b in section.blocks if b.kind == "figure" and b.id == wanted), None)


def _front(book: Any, formats: Formats, names: SheetNames, snapshot: Snapshot) -> None:
    """Title, the mark, key figures as real numbers, sentences, limits, id and link."""
    word = snapshot.labels
    sheet = book.add_worksheet(names.take(word["summary"]))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 3, 40)
    sheet.write_string(0, 0, snapshot.title, formats.title)
    sheet.write_string(1, 0, snapshot.subtitle, formats.muted)
    row = 3
    if snapshot.notice:
        sheet.merge_range(row, 0, row, 3, "", formats.mark)
        sheet.write_string(row, 0, f"{word['mark']}: {snapshot.notice}", formats.mark)
        sheet.set_row(row, 32)
        row += 2
    for figure in snapshot.key_figures:
        record = figure.record
        sheet.write_string(row, 0, figure.label, formats.text)
        if record.value is None:
            sheet.write_string(row, 1, figure.text, formats.text)
        else:
            sheet.write_number(
                row,
                1,
                record.value,
                formats.number(record.decimals, record.grade, signed=record.is_gap, bold=True),
            )
        sheet.write_string(row, 2, f"{record.unit(snapshot.lang)}", formats.text)
        sheet.write_string(row, 3, figure.detail, formats.wrapped)
        row += 1
    row += 1
    lines = [
        *snapshot.summary,
        *(b.text for s in snapshot.sections for b in s.blocks if isinstance(b, Paragraph)),
    ]
    limits = snapshot.section("limits")
    lines += (
        [f"{limits.title}:", *(i for b in limits.blocks if isinstance(b, Bullets) for i in b.items)]
        if limits
        else []
    )
    for line in lines:
        sheet.merge_range(row, 0, row, 3, "", formats.wrapped)
        sheet.write_string(row, 0, line, formats.wrapped)
        sheet.set_row(row, 15 * (1 + len(line.encode("gbk", "replace")) // 125))
        row += 1
    for label, text in (
        (word["id"], snapshot.id),
        (word["link"], snapshot.link),
        (word["data_version"], snapshot.data_version),
        (word["released"], snapshot.released.isoformat()),
    ):
        if not text:
            continue
        row += 1
        sheet.write_string(row, 0, label, formats.muted)
        sheet.write_string(row, 1, text, formats.muted)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
