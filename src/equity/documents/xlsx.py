"""Excel: key figures, a sheet for every table with its native chart, all value records, all facilities."""

import io
from typing import Any

import xlsxwriter

from equity.documents.archives import seal_office
from equity.documents.identity import stamp
from equity.documents.pdf import is_marked
from equity.documents.xlsx_sheets import (
    Formats,
    SheetNames,
    add_chart,
    write_facilities,
    write_plans,
    write_table,
    write_values,
)
from equity.views.drawings import Chart
from equity.views.model import Bullets, Paragraph, Report, Section, Sentence
from equity.views.tables import Table

# the chart that belongs beside the table of the same section
CHART_OF_TABLE = {"population": "population", "divisions": "bases", "changes": "bases", "split": "split"}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write_xlsx(report: Report) -> bytes:
    """The report as XLSX. Text is written as text: nothing in it can become a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties(
            {
                "title": report.title,
                "subject": report.subtitle,
                "author": report.labels["product"],
                "comments": report.link,
                "keywords": f"equity-snapshot:{report.id}",
                "created": stamp(report).replace(tzinfo=None),
            }
        )
        formats, names = Formats(book), SheetNames()
        _front(book, formats, names, report)
        for section, table in report.tables():
            apart = section.title if section.apart else ""
            sheet = write_table(book, formats, names, table.printed, report, apart)
            if chart := _chart_for(section, table):
                add_chart(book, formats, sheet, chart, table.printed, report)
        write_plans(book, formats, names, report)
        write_values(book, formats, names, report)
        write_facilities(book, formats, names, report)
    return seal_office(buffer.getvalue(), "xlsx", report.id)


def _chart_for(section: Section, table: Table) -> Chart | None:
    wanted = CHART_OF_TABLE.get(table.id)
    return next((b.chart for b in section.blocks if b.kind == "figure" and b.id == wanted), None)


def _front(book: Any, formats: Formats, names: SheetNames, report: Report) -> None:
    """Title, the mark, key figures as real numbers, sentences, limits, id and link."""
    word = report.labels
    sheet = book.add_worksheet(names.take(word["summary"]))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 3, 40)
    sheet.write_string(0, 0, report.title, formats.title)
    sheet.write_string(1, 0, report.subtitle, formats.muted)
    row = 3
    if report.notice:
        sheet.merge_range(row, 0, row, 3, "", formats.mark)
        sheet.write_string(row, 0, f"{word['mark']}: {report.notice}", formats.mark)
        sheet.set_row(row, 32)
        row += 2
    for figure in report.key_figures:
        record = figure.record
        shown = formats.number(record.decimals, record.grade, signed=record.signed, bold=True)
        sheet.write_string(row, 0, figure.label, formats.text)
        if record.value is None:
            sheet.write_string(row, 1, figure.text, formats.text)
        else:
            sheet.write_number(row, 1, record.value, shown)
        sheet.write_string(row, 2, record.unit(report.lang), formats.text)
        sheet.write_string(row, 3, figure.detail, formats.wrapped)
        row += 1
    row += 1
    for line in _lines(report):
        sheet.merge_range(row, 0, row, 3, "", formats.wrapped)
        sheet.write_string(row, 0, line, formats.wrapped)
        sheet.set_row(row, 15 * (1 + len(line.encode("gbk", "replace")) // 125))
        row += 1
    facts = {
        "id": report.id,
        "link": report.link,
        "data_version": report.data_version,
        "released": report.released.isoformat(),
    }
    for name, text in ((name, text) for name, text in facts.items() if text):
        row += 1
        sheet.write_string(row, 0, word[name], formats.muted)
        sheet.write_string(row, 1, text, formats.muted)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _lines(report: Report) -> list[str]:
    """The sentences, marked where they rest on illustrative data, and the limits."""
    blocks = [b for s in report.sections for b in s.blocks if isinstance(b, Sentence | Paragraph)]
    mark = report.labels["mark"]
    said = [f"{b.text} ({mark})" if is_marked(b) else b.text for b in (*report.summary, *blocks)]
    if (limits := report.section("limits")) is None:
        return said
    points = [i for b in limits.blocks if isinstance(b, Bullets) for i in b.items]
    return [*said, f"{limits.title}:", *(f"{i.about} {i.text}".strip() for i in points)]
