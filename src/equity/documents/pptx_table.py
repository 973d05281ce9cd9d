"""A native table on a slide, in the largest type with which it ends above the footer."""

import re
from collections.abc import Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from equity.documents.pptx_parts import AMBER, INK, MARK, MUTED, STRIPE, Place, add_text, write
from equity.draw.lettering import text_width, wrap
from equity.views.tables import Cell, Table

MARK_SIZE = 0.65  # of the mark, as a share of the size of its number
BOLDER, SLACK = 1.06, 1.12  # bold type is wider; so is the face of a machine without the one we count with
SUB_SIZE = 0.8  # of the quieter words of a cell
CELL_MARGIN = 0.05  # inches
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # points
LEADING = 1.25
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


def add_table(slide: Slide, table: Table, place: Place, *, caption: bool = False) -> None:
    """A native table; its type is the largest with which it ends above the footer."""
    top = place.top
    if caption:
        add_text(slide, [table.caption], Place(place.left, top - 0.02, place.width, 0.35), size=13)
        top += 0.38
    room = place.height - (top - place.top)
    for size in SIZES:
        least = least_widths(table, size)
        widths = column_widths(table, least, place.width)
        heights = row_heights(table, widths, size)
        if sum(least) <= place.width and sum(heights) <= room:
            break
    frame = slide.shapes.add_table(
        len(heights), len(widths), Inches(place.left), Inches(top), Inches(place.width), Inches(sum(heights))
    )
    frame.name = table.caption
    frame._element.nvGraphicFramePr.cNvPr.set(
        "descr", table.caption + (f" {table.note}" if table.note else "")
    )
    grid = frame.table
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    for index, height in enumerate(heights):
        grid.rows[index].height = Inches(height)
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        grid.columns[index].width = Inches(width)
        _cell(grid.cell(0, index), column.title, size, right=column.numeric, bold=True, fill=STRIPE)
    for r, row in enumerate(table.rows, start=1):
        for index, content in enumerate(row):
            _cell(
                grid.cell(r, index),
                content.text,
                size,
                right=table.columns[index].numeric,
                marked=content.marked,
                sub=content.sub,
                fill=None if r % 2 else STRIPE,
            )


def row_heights(table: Table, widths: Sequence[float], size: float) -> list[float]:
    """Inches for the head and each row, as many lines as its fullest cell takes: not every program makes rows grow."""
    texts = [[c.title for c in table.columns], *([_printed(c) for c in row] for row in table.rows)]
    heights = []
    for row in texts:
        lines = max(
            len(wrap(t, size * SLACK, 72 * (w - 2 * CELL_MARGIN))) for t, w in zip(row, widths, strict=True)
        )
        heights.append(max(1, lines) * size * LEADING / 72 + 0.09)
    return heights


def least_widths(table: Table, size: float) -> list[float]:
    """Inches that each column needs for numbers with their mark on one line and no word broken."""
    least = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        head = max(text_width(word, size * BOLDER) for word in _words(column.title))
        body = max(
            (
                max(
                    text_width(piece, size)
                    for piece in ([_printed(c)] if column.numeric else _words(_printed(c)))
                )
                + (text_width(MARK, size * MARK_SIZE) if c.marked else 0.0)
                for c in cells
            ),
            default=0.0,
        )
        least.append(max(head, body) * SLACK / 72 + 2 * CELL_MARGIN)
    return least


def column_widths(table: Table, least: Sequence[float], width: float) -> list[float]:
    """Inches that fill ``width``: what each column needs, the rest by weight, most of it to columns of words."""
    if (spare := width - sum(least)) <= 0:
        return [width * need / sum(least) for need in least]
    weights = [c.weight * (0.25 if c.numeric else 1.0) for c in table.columns]
    return [need + spare * weight / sum(weights) for need, weight in zip(least, weights, strict=True)]


def _words(text: str) -> list[str]:
    """What must not be broken over two lines: Latin words; Chinese breaks anywhere."""
    return re.findall(r"[^\s\u2e80-\uffff]+", text) or [text[:1]]


def _cell(
    cell: object,
    words: str,
    size: float,
    *,
    right: bool,
    bold: bool = False,
    marked: bool = False,
    sub: str = "",
    fill: RGBColor | None = None,
) -> None:
    cell.margin_left = cell.margin_right = Inches(CELL_MARGIN)  # type: ignore[attr-defined]
    cell.margin_top = cell.margin_bottom = Inches(0.015)  # type: ignore[attr-defined]
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE  # type: ignore[attr-defined]
    if fill is not None:
        cell.fill.solid()  # type: ignore[attr-defined]
        cell.fill.fore_color.rgb = fill  # type: ignore[attr-defined]
    paragraph = write(cell.text_frame.paragraphs[0], words, size, bold=bold, colour=INK)  # type: ignore[attr-defined]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if marked:
        run = paragraph.add_run()
        run.text, run.font.size, run.font.color.rgb = MARK, Pt(size * MARK_SIZE), AMBER
    if sub:
        beside = paragraph.add_run()
        beside.text, beside.font.size, beside.font.color.rgb = f"\u2009{sub}", Pt(size * SUB_SIZE), MUTED


def _printed(cell: Cell) -> str:
    """The words of a cell with the quieter ones beside them, as far as they take room."""
    return f"{cell.text} {cell.sub}" if cell.sub else cell.text
