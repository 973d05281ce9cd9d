"""DOCX, PPTX and XLSX re-opened with their own libraries: numbers, structure, alternatives, marks."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pptx import Presentation
from pptx.util import Emu, Inches

from equity.documents.archives import read_zip
from equity.documents.docx import write_docx
from equity.documents.making import make_report, read_shapes
from equity.documents.pptx import write_pptx
from equity.documents.xlsx import write_xlsx
from equity.draw.lettering import text_width
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE


@pytest.fixture(scope="module", params=["guandu", "xundian"])
def snapshot(request) -> Report:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def document(snapshot):
    return Document(io.BytesIO(write_docx(snapshot)))


@pytest.fixture(scope="module")
def deck(snapshot):
    return Presentation(io.BytesIO(write_pptx(snapshot)))


@pytest.fixture(scope="module")
def book(snapshot):
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(snapshot)))


@pytest.mark.parametrize("write", [write_docx, write_pptx, write_xlsx])
def test_same_bytes_again_and_no_date_of_today(write, guandu) -> None:
    body = write(guandu)
    assert write(guandu) == body
    core = read_zip(body)["docProps/core.xml"].decode()
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", core)) == {guandu.released.isoformat()}


def test_docx_is_laid_out_as_an_official_document(document) -> None:
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    lengths = (section.top_margin, section.left_margin, width, height)
    for length, wanted in zip(lengths, (37, 28, 156, 225), strict=True):
        assert abs(length - Mm(wanted)) < Mm(0.1)


def test_docx_body_is_size_3_fangsong(guandu) -> None:
    style = Document(io.BytesIO(write_docx(guandu))).styles["Body Text"]
    assert style.font.size.pt == 16 and style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert style.paragraph_format.line_spacing.pt * 22 == pytest.approx(225 / 25.4 * 72, rel=0.01)


def test_docx_has_headings_captions_and_alternatives(document, snapshot) -> None:
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Heading 1") == len(snapshot.sections) + 1 and styles.count("Title") == 1
    figures = list(snapshot.figures())
    assert styles.count("Caption") == len(figures) + len(list(snapshot.tables()))
    assert len(document.inline_shapes) == len(figures)
    for shape, (_, figure) in zip(document.inline_shapes, figures, strict=True):
        assert shape._inline.docPr.get("descr") == figure.alt
        assert shape.width <= Mm(156.1)
    instructions = [t.text for t in document.element.iter(qn("w:instrText"))]
    assert sum("SEQ" in t for t in instructions) == styles.count("Caption")


def test_docx_tables_hold_the_numbers(document, snapshot) -> None:
    tables = document.tables[1:]  # the first holds the key figures
    assert len(tables) == len(list(snapshot.tables()))
    for drawn, (_, table) in zip(tables, snapshot.tables(), strict=True):
        assert drawn.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for row, cells in zip(drawn.rows[1:], table.printed.rows, strict=True):
            for shown, cell in zip(row.cells, cells, strict=True):
                mark = "\u2009示意" if cell.marked else ""
                assert shown.text == cell.text + mark + (f" {cell.sub}" if cell.sub else "")


def test_docx_states_its_id_and_the_mark(document, snapshot) -> None:
    header = document.sections[0].header.paragraphs[0].text
    assert snapshot.id in header and snapshot.labels["mark"] in header
    assert any(snapshot.notice in p.text for p in document.paragraphs)


def test_pptx_has_few_slides_with_titles_and_notes(deck, snapshot) -> None:
    assert len(deck.slides) == 6
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert snapshot.sources[0].text in slide.notes_slide.notes_text_frame.text
        assert any(snapshot.id in s.text_frame.text for s in slide.shapes if s.has_text_frame)


def test_pptx_charts_are_native_and_hold_the_numbers(deck, snapshot) -> None:
    drawn = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    wanted = [f.chart for _, f in snapshot.figures() if f.chart and f.id in ("population", "split")]
    assert len(drawn) == len(wanted) == 2
    for chart, source in zip(drawn, wanted, strict=True):
        assert list(chart.plots[0].categories) == list(source.categories)
        for series, given in zip(chart.plots[0].series, source.series, strict=True):
            assert list(series.values) == pytest.approx(list(given.values))
        assert chart.part.chart_workbook.xlsx_part is not None


def test_pptx_pictures_charts_and_tables_have_alternatives(deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert shape._element.xpath("string(.//p:cNvPr/@descr)")


def test_pptx_stays_on_the_slide(deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            if not shape.has_table:
                assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height + Emu(10)


def test_pptx_tables_end_above_the_footer_and_break_no_word(deck) -> None:
    for slide in deck.slides:
        foot = max(s.top for s in slide.shapes if s.has_text_frame)
        for shape in (s for s in slide.shapes if s.has_table):
            grid = shape.table
            assert shape.top + sum(row.height for row in grid.rows) <= foot
            for column, cells in zip(
                grid.columns, zip(*(row.cells for row in grid.rows), strict=True), strict=True
            ):
                for run in (r for c in cells for p in c.text_frame.paragraphs for r in p.runs):
                    longest = max(
                        (text_width(w, run.font.size.pt) for w in re.findall(r"[!-~]+", run.text)), default=0
                    )
                    assert longest / 72 <= column.width / 914400 - 0.1, run.text


def test_pptx_marks_every_placeholder_and_its_slide(deck, snapshot) -> None:
    marked = {c.text for _, t in snapshot.tables() for row in t.rows for c in row if c.marked}
    found = set()
    for slide in deck.slides:
        cells = [c.text for s in slide.shapes if s.has_table for r in s.table.rows for c in r.cells]
        here = {t.removesuffix("\u2009示意") for t in cells if t.endswith("\u2009示意")}
        found |= here
        if here:
            assert any(s.name == "mark" and "示意" in s.text_frame.text for s in slide.shapes)
    assert found and found <= marked


def test_xlsx_holds_real_numbers(book, snapshot) -> None:
    for sheet, (section, table) in zip(book.worksheets[1:], snapshot.tables(), strict=False):
        assert sheet.cell(1, 1).value == table.caption
        assert sheet.title.startswith(section.title) or not section.apart
        assert sheet.freeze_panes == "B5"
        heads = [sheet.cell(4, c).value for c in range(1, sheet.max_column + 1)]
        at = 0  # columns keep their order; two of them may have the same head
        for column in table.printed.columns:
            at = heads.index(column.title, at) + 1
            for r, cell in enumerate(table.cells(column.id), start=5):
                shown = sheet.cell(r, at)
                if cell.value is None:
                    assert (shown.value or "") == cell.text
                else:
                    assert shown.value == pytest.approx(cell.value, rel=1e-12)
                    assert ("示意" in shown.number_format) == (cell.grade == ILLUSTRATIVE)


def test_xlsx_has_all_values_and_charts(book, snapshot) -> None:
    values = book[snapshot.labels["values"]]
    assert values.max_row == len(snapshot.records) + 1
    for row, record in zip(values.iter_rows(min_row=2, values_only=True), snapshot.records, strict=True):
        assert row[0] == record.zone and row[5] == record.year
        assert (row[6] is None) == (record.value is None)
        if record.value is not None:
            assert row[6] == pytest.approx(record.value, rel=1e-12)
    facilities = book[snapshot.labels["facilities"]]
    assert facilities.max_row == len(snapshot.facilities) + 1
    assert sum(len(sheet._charts) for sheet in book) == 2


def test_xlsx_takes_no_text_for_a_formula(book) -> None:
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_a_division_where_nobody_lives(world, world_settings) -> None:
    snapshot = make_report(world(), "530112", "en", shapes=read_shapes(world_settings))
    document = Document(io.BytesIO(write_docx(snapshot)))
    assert any("not applicable" in c.text for t in document.tables for r in t.rows for c in r.cells)
    assert len(Presentation(io.BytesIO(write_pptx(snapshot))).slides) <= 7
    assert openpyxl.load_workbook(io.BytesIO(write_xlsx(snapshot))).sheetnames
