"""Parts of a slide: title, text, cards, table, chart, picture, the mark of illustrative data."""

import io
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
from equity.draw.lettering import text_width
from equity.draw.theme import readable_on, theme
from equity.say import Voice
from equity.views.drawings import Chart
from equity.views.model import KeyFigure
from equity.views.tables import ILLUSTRATIVE


def _colour(token: str) -> RGBColor:
    return RGBColor.from_string(theme().office(token))


INK, MUTED, ACCENT, STRIPE = (_colour(token) for token in ("ink", "ink-2", "accent", "paper-2"))
AMBER, AMBER_PAPER = _colour("warn-ink"), _colour("warn-paper")
MARK = f"\u2009{tables.MARK}"  # after an illustrative number


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
    write(
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
        write(paragraph, line, size, bold=first, colour=MUTED if muted else INK)
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
    write(shape.text_frame.paragraphs[0], words, 14, bold=True, colour=AMBER).alignment = PP_ALIGN.CENTER


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
        write(frame.paragraphs[0], figure.label, 13, colour=MUTED)
        write(
            frame.add_paragraph(),
            marked_text(figure.text, figure.grade),
            24 if len(figure.text) <= 8 else 17,
            bold=True,
            colour=INK,
        )
        write(frame.add_paragraph(), figure.detail, 11, colour=MUTED)


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
    voice: Voice,
    title: str = "",
    labels: bool = True,
) -> None:
    """A native bar chart with its workbook behind it: edited in PowerPoint like any other."""
    pattern = number_pattern(chart.decimals, voice)
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
        write(drawn.chart_title.text_frame.paragraphs[0], title, 13, bold=True, colour=INK)
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


def number_pattern(decimals: int, voice: Voice) -> str:
    """The number format of labels; in Chinese 万 from 10,000 on (a format can only divide by thousands, so the point is
    set by hand before the last digit).
    """
    plain = "0" if decimals == 0 else "0." + "0" * decimals
    return f'[>=10000]0\\.0,"万";{plain}' if voice.zh else f"#,##{plain}"


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


def write(
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
