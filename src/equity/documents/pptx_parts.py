"""Parts of a slide: title, text, cards, table, chart, picture, the mark of illustrative data."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Pt

from equity.documents import tables
from equity.draw.chart import series_colours
from equity.draw.lettering import text_width, wrap
from equity.draw.theme import readable_on, theme
from equity.views.model import ILLUSTRATIVE, Cell, Chart, KeyFigure, Table


def _colour(token: str) -> RGBColor:
    return RGBColor.from_string(theme().office(token))


INK, MUTED, ACCENT, STRIPE = (_colour(token) for token in ("ink", "ink-2", "accent", "paper-2"))
AMBER, AMBER_PAPER = _colour("warn-ink"), _colour("warn-paper")
MARK, MARK_SIZE = f"\u2009{tables.MARK}", 0.65  # after an illustrative number, as a share of its type size
SUB_SIZE = 0.8  # of the quieter words of a cell
CELL_MARGIN = 0.05  # inches
BOLDER, SLACK = 1.06, 1.12  # bold type is wider; so is the face of a machine without the one we count with
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # points
LEADING = 1.25
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


@dataclass(frozen=True, slots=True)
class Place:
    """Left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


def marked_text(text: str, grade: str) -> str:
    """Words with the mark of illustrative data behind them."""
    return f"{text}{MARK}" if grade == ILLUSTRATIVE else text


def add_title(slide: Slide, words: str, place: Place) -> None:
    shape = slide.shapes.title
    assert shape is not None
    shape.left, shape.top, shape.width, shape.height = place.emu()
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = 0
    _write(
        frame.paragraphs[0], words, 26 if text_width(words, 1) <= 24 else 21, bold=True, colour=INK
    ).alignment = PP_ALIGN.LEFT


def add_text(
    slide: Slide,
    lines: Sequence[str],
    place: Place,
    *,
    size: float,
    muted: bool = False,
    bullets: bool = False,
    heading: bool = False,
) -> None:
    """Lines of text; with ``bullets`` each is a list item, with ``heading`` the first is bold and no item."""
    frame = _box(slide, place)
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        first = heading and index == 0
        _write(paragraph, line, size, bold=first, colour=MUTED if muted else INK)
        paragraph.space_after = Pt(size * 0.4)
        if bullets and not first:
            _bullet(paragraph, size)


def add_mark(slide: Slide, words: str, place: Place) -> None:
    """The dotted amber chip of illustrative data."""
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place.emu())
    shape.name = "mark"
    shape.fill.solid()
    shape.fill.fore_color.rgb = AMBER_PAPER
    shape.line.color.rgb = AMBER
    shape.line.dash_style = MSO_LINE.ROUND_DOT
    shape.shadow.inherit = False
    shape.text_frame.margin_top = shape.text_frame.margin_bottom = 0
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(shape.text_frame.paragraphs[0], words, 14, bold=True, colour=AMBER).alignment = PP_ALIGN.CENTER


def add_cards(slide: Slide, figures: Sequence[KeyFigure], place: Place) -> None:
    """Key figures side by side: label, number, detail."""
    if not figures:
        return
    step = place.width / len(figures)
    for index, figure in enumerate(figures):
        left = place.left + index * step
        rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(left, place.top, 0.05, place.height).emu())
        rule.fill.solid()
        rule.fill.fore_color.rgb = ACCENT
        rule.line.fill.background()
        rule.shadow.inherit = False
        frame = _box(slide, Place(left + 0.1, place.top, step - 0.25, place.height))
        _write(frame.paragraphs[0], figure.label, 13, colour=MUTED)
        _write(
            frame.add_paragraph(),
            marked_text(figure.text, figure.grade),
            24 if len(figure.text) <= 8 else 17,
            bold=True,
            colour=INK,
        )
        _write(frame.add_paragraph(), figure.detail, 11, colour=MUTED)


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
    paragraph = _write(cell.text_frame.paragraphs[0], words, size, bold=bold, colour=INK)  # type: ignore[attr-defined]
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


def add_picture(slide: Slide, png: bytes, place: Place, *, alt: str, name: str) -> None:
    shape = slide.shapes.add_picture(io.BytesIO(png), *place.emu())
    shape.name = name
    shape._element.nvPicPr.cNvPr.set("descr", alt)


def add_chart(
    slide: Slide,
    chart: Chart,
    place: Place,
    *,
    alt: str,
    lang: str,
    title: str = "",
    labels: bool = True,
) -> None:
    """A native bar chart with its workbook behind it: edited in PowerPoint like any other."""
    pattern = number_pattern(chart.decimals, lang)
    data = CategoryChartData(number_format=pattern)
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, series.values)
    stacked = chart.kind in {"stacked", "shares", "people"}
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *place.emu(), data)
    frame.name = title or "chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(11), INK
    drawn.has_title = bool(title)
    if title:
        _write(drawn.chart_title.text_frame.paragraphs[0], title, 13, bold=True, colour=INK)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    category, value = drawn.category_axis, drawn.value_axis
    category.reverse_order = True
    category.format.line.color.rgb = MUTED
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.has_major_gridlines = value.has_major_gridlines = False
    value.visible = False
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if stacked else -5
    plot.has_data_labels = labels
    if not labels:
        return _paint(chart, drawn)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = pattern, False
    plot.data_labels.font.size = Pt(9)
    if not stacked:
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    _paint(chart, drawn)
    if stacked:  # labels stand on the colour
        for (_, colour), drawn_series in zip(series_colours(chart, theme()), plot.series, strict=True):
            shown = drawn_series.data_labels
            shown.show_value, shown.number_format, shown.number_format_is_linked = True, pattern, False
            ink = readable_on(colour).lstrip("#").upper()
            shown.font.size, shown.font.color.rgb = Pt(11), RGBColor.from_string(ink)
            shown._element.find(f".//{qn('a:bodyPr')}").set("wrap", "none")


def number_pattern(decimals: int, lang: str) -> str:
    """The number format of labels; in Chinese 万 from 10,000 on (a format can only divide by thousands, so the point is
    set by hand before the last digit).
    """
    plain = "0" if decimals == 0 else "0." + "0" * decimals
    return f'[>=10000]0\\.0,"万";{plain}' if lang == "zh" else f"#,##{plain}"


def _paint(chart: Chart, drawn: NativeChart) -> None:
    for (_, colour), drawn_series in zip(series_colours(chart, theme()), drawn.plots[0].series, strict=True):
        drawn_series.format.fill.solid()
        drawn_series.format.fill.fore_color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        drawn_series.invert_if_negative = False


def _box(slide: Slide, place: Place) -> TextFrame:
    frame = slide.shapes.add_textbox(*place.emu()).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _write(
    paragraph: _Paragraph, words: str, size: float, *, bold: bool = False, colour: RGBColor
) -> _Paragraph:
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    return paragraph


def _bullet(paragraph: _Paragraph, size: float) -> None:
    """A hanging bullet; python-pptx has no words for it."""
    properties = paragraph._p.get_or_add_pPr()
    indent = Pt(size)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(mark)
