"""Page, styles and the few constructions python-docx has no words for.

GB/T 9704-2012: A4, margins 37 mm above and 28 mm left, text block 156 × 225 mm, 22 lines of 28 characters, body 3号 (16 pt) 仿宋,
title 2号 小标宋, first-level headings 3号 黑体, page number 4号 between dashes.
"""

from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from equity.draw.theme import theme
from equity.views.model import Report

BODY, TITLE, HEADING, LATIN = "仿宋", "方正小标宋简体", "黑体", "Times New Roman"
LINES, CHARACTERS = 22, 28
LINE_PT = 225 / 25.4 * 72 / LINES  # 28.99 pt
# 28 characters of 16 pt are 448 pt, the text block is 442 pt: each gives way by a fifth of a point. A
# document grid would
# do the same in Word only, and would stretch the smaller type of tables onto it.
SQUEEZE_TWENTIETHS = round((156 / 25.4 * 72 / CHARACTERS - 16) * 20)
INK = RGBColor(0, 0, 0)


def lay_out(document: DocxDocument, report: Report) -> None:
    """Page size, grid, styles, header and footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    zh = report.lang == "zh"
    body = 16.0 if zh else 12.0
    exact = LINE_PT if zh else None
    _style(document, "Normal", BODY, body, exact)
    _style(
        document,
        "Body Text",
        BODY,
        body,
        exact,
        indent=body * 2 if zh else 0,
        after=0 if zh else 6,
        justify=True,
    )
    _style(document, "Title", TITLE, 22, 34 if zh else None, centre=True, before=0, after=6)
    _style(document, "Subtitle", BODY, body - 2, exact, centre=True, after=8)
    _style(document, "Heading 1", HEADING, body, exact, before=8, after=2, bold=not zh, keep=True)
    _style(document, "List Bullet", BODY, 14 if zh else 11, 25 if zh else None, after=0)
    _style(document, "Caption", HEADING, 10.5, 16, before=6, after=3, bold=not zh, keep=True)
    _style(document, "Notice", HEADING, 12 if zh else 11, 20 if zh else None, before=4, after=6, border=True)
    _style(document, "Table Text", BODY, 10.5 if zh else 9, 14 if zh else None)
    _style(document, "Figure", BODY, body, None, centre=True, before=6, keep=True)
    _style(document, "Note", BODY, 9, 14, after=6)
    _style(document, "Reference", BODY, 9, 14, centre=True, after=6)
    _furniture(document, report)


def _style(
    document: DocxDocument,
    name: str,
    font: str,
    size: float,
    exact: float | None,
    *,
    indent: float = 0,
    before: float = 0,
    after: float = 0,
    centre: bool = False,
    justify: bool = False,
    bold: bool = False,
    keep: bool = False,
    border: bool = False,
) -> None:
    known = {s.name for s in document.styles}
    style = (
        document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    assert isinstance(style, ParagraphStyle)
    if name not in known:
        style.base_style = document.styles["Normal"]
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), bold, False
    style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), font)
    if name == "Body Text" and exact:
        squeeze = OxmlElement("w:spacing")
        squeeze.set(qn("w:val"), str(SQUEEZE_TWENTIETHS))
        style.element.rPr.insert_element_before(
            squeeze, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang"
        )
    form = style.paragraph_format
    form.space_before, form.space_after, form.first_line_indent = (
        Pt(before),
        Pt(after),
        Pt(indent) if indent else None,
    )
    form.keep_with_next = keep
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
    else:
        form.line_spacing = 1.15
    if centre or justify:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY
    for old in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(old)
    if border:
        style.element.get_or_add_pPr().insert_element_before(
            _borders("w:pBdr", ("top", "left", "bottom", "right"), "dotted", 6), "w:spacing", "w:ind", "w:jc"
        )


def _furniture(document: DocxDocument, report: Report) -> None:
    """Id in the header, page number between dashes in the footer."""
    section = document.sections[0]
    header = section.header.paragraphs[0]
    mark = f" · {report.labels['mark']}" if report.illustrative else ""
    header.add_run(f"{report.labels['product']} · {report.labels['id']} {report.id}{mark}").font.size = Pt(9)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ").font.size = Pt(14)
    add_field(footer, "PAGE", "1", size=14)
    footer.add_run(" —").font.size = Pt(14)


def add_field(paragraph: Paragraph, code: str, shown: str, *, size: float | None = None) -> None:
    """A field such as PAGE or SEQ, with the text to show until Word counts anew."""
    for kind, content in (("begin", None), (None, code), ("separate", None), ("text", shown), ("end", None)):
        run = paragraph.add_run()
        if size:
            run.font.size = Pt(size)
        if kind == "text":
            run.text = content or ""
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {content} "
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def set_alt_text(shape: InlineShape, description: str, title: str) -> None:
    properties = shape._inline.docPr
    properties.set("descr", description)
    properties.set("title", title)


def set_cell_width(cell: _Cell, width_mm: float) -> None:
    cell.width = Mm(width_mm)


def set_header_row(row: _Row) -> None:
    """Repeated on every page the table runs over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_row_whole(row: _Row) -> None:
    """No row is torn in two at the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next_row(row: _Row) -> None:
    for paragraph in row._tr.iter(qn("w:p")):
        Paragraph(paragraph, row).paragraph_format.keep_with_next = True


def set_table_lines(table: Table) -> None:
    """Strong lines above and below, hairlines between rows, none between columns."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 10), ("bottom", 10), ("insideH", 4)):
        borders.append(_line(side, "single", size))
    properties.append(borders)


def _borders(tag: str, sides: tuple[str, ...], kind: str, size: int) -> object:
    borders = OxmlElement(tag)
    for side in sides:
        borders.append(_line(side, kind, size))
    return borders


def _line(side: str, kind: str, size: int) -> object:
    line = OxmlElement(f"w:{side}")
    for attribute, value in (
        ("val", kind),
        ("sz", str(size)),
        ("space", "4"),
        ("color", theme().office("ink-2")),
    ):
        line.set(qn(f"w:{attribute}"), value)
    return line
