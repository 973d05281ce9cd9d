"""Word: laid out as an official document (GB/T 9704-2012), to be edited on."""

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
from equity.documents.identity import stamp
from equity.documents.images import figure_png
from equity.documents.pdf import is_marked
from equity.documents.tables import MARK
from equity.draw.theme import theme
from equity.views.drawings import Figure
from equity.views.model import Bullets, KeyFigure, Paragraph, Report, Sentence
from equity.views.tables import Table

TEXT_WIDTH_MM = 156
NARROWEST_MM = 17  # a year and its margins, whatever the face
DPI = 200
SMALL = 9  # tables of so few rows are not divided between two pages
TABLE_TEXT = (
    "TableText"  # by id: looking the style up by name for each of 500 cells takes longer than all the rest
)


def write_docx(report: Report) -> bytes:
    """The snapshot as DOCX: heading styles, real tables with repeated header rows, numbered captions, alt texts."""
    document = Document()
    lay_out(document, report)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.subtitle, style="Subtitle")
    word = report.labels
    facts = {"id": report.id, "link": report.link, "data_version": report.data_version}
    reference = " · ".join(f"{word[name]} {value}" for name, value in facts.items() if value)
    document.add_paragraph(reference, style="Reference")
    if report.notice:
        document.add_paragraph(f"【{report.labels['mark']}】{report.notice}", style="Notice")
    for said in report.summary:
        _words(document, said.text, "Body Text", marked=said.illustrative)
    if report.key_figures:
        document.add_paragraph(report.labels["key_figures"], style="Heading 1")
        _key_figures(document, report.key_figures)
    numbers = {"table": count(1), "figure": count(1)}
    for section in report.sections:
        document.add_paragraph(section.title, style="Heading 1")
        if section.lead:
            document.add_paragraph(section.lead, style="Note")
        for block in section.blocks:
            if isinstance(block, Paragraph | Sentence):
                _words(document, block.text, "Body Text", marked=is_marked(block))
            elif isinstance(block, Bullets):
                _bullets(document, block)
            elif isinstance(block, Figure):
                _figure(document, block, report, next(numbers["figure"]))
            else:
                _table(document, block.printed, report, next(numbers["table"]))
    _describe(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return seal_office(buffer.getvalue(), "docx", report.id)


def _words(document: DocxDocument, text: str, style: str, *, marked: bool, about: str = "") -> None:
    """A paragraph, with the mark of illustrative data at its end and what it is about in bold before it."""
    paragraph = document.add_paragraph(style=style)
    if about:
        paragraph.add_run(f"{about} ").bold = True
    paragraph.add_run(text)
    if marked:
        _add_mark(paragraph)


def _bullets(document: DocxDocument, block: Bullets) -> None:
    if block.title:
        document.add_paragraph(block.title, style="Body Text")
    for item in block.items:
        _words(document, item.text, "List Bullet", marked=is_marked(item), about=item.about)


def _add_mark(paragraph: DocxParagraph) -> None:
    mark = paragraph.add_run(f"\u2009{MARK}")
    mark.font.size, mark.font.color.rgb = Pt(7), RGBColor.from_string(theme().office("warn-ink"))


def _describe(document: DocxDocument, report: Report) -> None:
    properties, moment = document.core_properties, stamp(report).replace(tzinfo=None)
    properties.title, properties.subject, properties.author = (
        report.title,
        report.subtitle,
        report.labels["product"],
    )
    properties.identifier, properties.language = report.id, "zh-CN" if report.lang == "zh" else "en-GB"
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.comments, properties.revision = report.labels["product"], "", 1


def _key_figures(document: DocxDocument, figures: tuple[KeyFigure, ...]) -> None:
    table = document.add_table(rows=0, cols=3)
    for figure in figures:
        cells = table.add_row().cells
        for cell, text, bold in zip(
            cells, (figure.label, figure.text, figure.detail), (False, True, False), strict=True
        ):
            _fill(cell, text, bold=bold, right=False, marked=bold and is_marked(figure))
    _finish(table, (3.0, 2.2, 4.0), header=False)


def _table(document: DocxDocument, block: Table, report: Report, number: int) -> None:
    _caption(document, "table", block.caption, report, number, keep_with_next=True)
    table = document.add_table(rows=1, cols=len(block.columns))
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, column.title, bold=True, right=column.numeric)
    for row in block.rows:
        cells = table.add_row().cells
        for cell, content, column in zip(cells, row, block.columns, strict=True):
            _fill(
                cell, content.text, bold=False, right=column.numeric, marked=content.marked, sub=content.sub
            )
    _finish(table, tuple(c.weight for c in block.columns), header=True)
    document.add_paragraph(block.note, style="Note")


def _fill(cell: _Cell, text: str, *, bold: bool, right: bool, marked: bool = False, sub: str = "") -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = TABLE_TEXT
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(text).bold = bold or None
    if marked:
        _add_mark(paragraph)
    if sub:
        paragraph.add_run(f" {sub}").font.size = Pt(7.5)


def _finish(table: DocxTable, weights: tuple[float, ...], *, header: bool) -> None:
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    least = [max(TEXT_WIDTH_MM * weight / sum(weights), NARROWEST_MM) for weight in weights]
    widths = [TEXT_WIDTH_MM * width / sum(least) for width in least]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    rows = list(table.rows)
    for row in rows:
        keep_row_whole(row)
        if len(rows) <= SMALL and row is not rows[-1]:
            keep_with_next_row(row)
        for cell, width in zip(row.cells, widths, strict=True):
            set_cell_width(cell, width)
    set_table_lines(table)
    if header:
        set_header_row(table.rows[0])


def _figure(document: DocxDocument, figure: Figure, report: Report, number: int) -> None:
    paragraph = document.add_paragraph(style="Figure")
    width = min(TEXT_WIDTH_MM, TEXT_WIDTH_MM * max(figure.width / 640, 0.62))
    # a picture taller than the page would be cut: 150 mm leaves room for its caption
    width = min(width, 150 * figure.width / figure.height)
    shape = paragraph.add_run().add_picture(io.BytesIO(figure_png(figure, dpi=DPI)), width=Mm(width))
    set_alt_text(shape, figure.alt, figure.caption)
    _caption(document, "figure", figure.caption, report, number)


def _caption(
    document: DocxDocument,
    kind: str,
    text: str,
    report: Report,
    number: int,
    *,
    keep_with_next: bool = False,
) -> DocxParagraph:
    """ "表 1  …" with a number field that Word counts on."""
    word = report.labels[kind]
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(f"{word} ")
    add_field(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    paragraph.add_run(f"  {text}")
    paragraph.paragraph_format.keep_with_next = keep_with_next
    return paragraph
