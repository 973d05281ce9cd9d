"""Word: laid out as an official document (GB/T 9704-2012), to be edited on."""

from __future__ import annotations

import io
from itertools import count

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from equity.documents.archives import seal_office
from equity.documents.docx_layout import (
    add_field,
    keep_row_whole,
    keep_with_next_row,
    lay_out,
    set_alt_text,
    set_cell_width,
    set_header_row,
    set_table_lines,
)
from equity.documents.images import figure_png
from equity.documents.pdf import stamp
from equity.snapshot.document import Bullets, Figure, KeyFigure, Paragraph, Snapshot, Table

TEXT_WIDTH_MM = 156
DPI = 200
SMALL = 9  # tables of so few rows are not divided between two pages
TABLE_TEXT = (
    "TableText"  # by id: looking the style up by name for each of 500 cells takes longer than all the rest
)


def write_docx(snapshot: Snapshot) -> bytes:
    """The snapshot as DOCX: heading styles, real tables with repeated header rows, numbered captions, alt
    texts.
    """
    document = Document()
    lay_out(document, snapshot)
    document.add_paragraph(snapshot.title, style="Title")
    document.add_paragraph(snapshot.subtitle, style="Subtitle")
    word = snapshot.labels
    facts = {"id": snapshot.id, "link": snapshot.link, "data_version": snapshot.data_version}
    reference = " · ".join(f"{word[name]} {value}" for name, value in facts.items() if value)
    document.add_paragraph(reference, style="Reference")
    if snapshot.notice:
        document.add_paragraph(f"【{snapshot.labels['mark']}】{snapshot.notice}", style="Notice")
    for sentence in snapshot.summary:
        document.add_paragraph(sentence, style="Body Text")
    if snapshot.key_figures:
        document.add_paragraph(snapshot.labels["key_figures"], style="Heading 1")
        _key_figures(document, snapshot.key_figures)
    numbers = {"table": count(1), "figure": count(1)}
    for section in snapshot.sections:
        document.add_paragraph(section.title, style="Heading 1")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                document.add_paragraph(block.text, style="Body Text")
            elif isinstance(block, Bullets):
                for item in block.items:
                    document.add_paragraph(item, style="List Bullet")
            elif isinstance(block, Figure):
                _figure(document, block, snapshot, next(numbers["figure"]))
            else:
                _table(document, block, snapshot, next(numbers["table"]))
    _describe(document, snapshot)
    buffer = io.BytesIO()
    document.save(buffer)
    return seal_office(buffer.getvalue(), "docx", snapshot.id)


def _describe(document: DocxDocument, snapshot: Snapshot) -> None:
    properties, moment = document.core_properties, stamp(snapshot).replace(tzinfo=None)
    properties.title, properties.subject, properties.author = (
        snapshot.title,
        snapshot.subtitle,
        snapshot.labels["product"],
    )
    properties.identifier, properties.language = snapshot.id, "zh-CN" if snapshot.lang == "zh" else "en-GB"
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.comments, properties.revision = snapshot.labels["product"], "", 1


def _key_figures(document: DocxDocument, figures: tuple[KeyFigure, ...]) -> None:
    table = document.add_table(rows=0, cols=3)
    for figure in figures:
        cells = table.add_row().cells
        for cell, text, bold in zip(
            cells, (figure.label, figure.text, figure.detail), (False, True, False), strict=True
        ):
            _fill(cell, text, bold=bold, right=False)
    _finish(table, (3.0, 2.2, 4.0), header=False)


def _table(document: DocxDocument, block: Table, snapshot: Snapshot, number: int) -> None:
    _caption(document, "table", block.caption, snapshot, number, keep_with_next=True)
    table = document.add_table(rows=1, cols=len(block.columns))
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, column.title, bold=True, right=column.numeric)
    for row in block.rows:
        cells = table.add_row().cells
        for cell, content, column in zip(cells, row, block.columns, strict=True):
            _fill(cell, content.plain, bold=False, right=column.numeric, marked=content.marked)
    _finish(table, tuple(c.weight for c in block.columns), header=True)
    document.add_paragraph(block.note, style="Note")


def _fill(cell: _Cell, text: str, *, bold: bool, right: bool, marked: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = TABLE_TEXT
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(text).bold = bold or None
    if marked:
        mark = paragraph.add_run("\u2009示意")
        mark.font.size, mark.font.color.rgb = Pt(7), RGBColor(0x7A, 0x4B, 0x00)


def _finish(table: DocxTable, weights: tuple[float, ...], *, header: bool) -> None:
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    total = sum(weights)
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * weight / total)
    rows = list(table.rows)
    for row in rows:
        keep_row_whole(row)
        if len(rows) <= SMALL and row is not rows[-1]:
            keep_with_next_row(row)
        for cell, weight in zip(row.cells, weights, strict=True):
            set_cell_width(cell, TEXT_WIDTH_MM * weight / total)
    set_table_lines(table)
    if header:
        set_header_row(table.rows[0])


def _figure(document: DocxDocument, figure: Figure, snapshot: Snapshot, number: int) -> None:
    paragraph = document.add_paragraph(style="Figure")
    width = min(TEXT_WIDTH_MM, TEXT_WIDTH_MM * max(figure.width / 640, 0.62))
    # a picture taller than the page would be cut: 150 mm leaves room for its caption
    width = min(width, 150 * figure.width / figure.height)
    shape = paragraph.add_run().add_picture(io.BytesIO(figure_png(figure, dpi=DPI)), width=Mm(width))
    set_alt_text(shape, figure.alt, figure.caption)
    _caption(document, "figure", figure.caption, snapshot, number)


def _caption(
    document: DocxDocument,
    kind: str,
    text: str,
    snapshot: Snapshot,
    number: int,
    *,
    keep_with_next: bool = False,
) -> DocxParagraph:
    """ "表 1  …" with a number field that Word counts on."""
    word = snapshot.labels[kind]
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(f"{word} ")
    add_field(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    paragraph.add_run(f"  {text}")
    paragraph.paragraph_format.keep_with_next = keep_with_next
    return paragraph
