"""The PDF as its readers open it: pages, tags, fonts, glyphs, numbers."""

from __future__ import annotations

import io
import re

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from equity.documents.identity import Options
from equity.documents.making import make_report, read_shapes
from equity.documents.pdf import first_page_png, write_pdf
from equity.indicators.compute import Indicators
from equity.views.model import Report

A4 = (595.3, 841.9)
PRINTER = 14.2  # points (5 mm) that office printers leave white at the edge


@pytest.fixture(scope="module", params=["guandu", "xundian", "city"])
def printed(request) -> tuple[Report, bytes]:
    snapshot = request.getfixturevalue(request.param)
    return snapshot, write_pdf(snapshot)


def words(body: bytes) -> str:
    document = pdfium.PdfDocument(body)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return squeeze(text)


def squeeze(text: str) -> str:
    """Without what the setting of lines changes: spaces and hyphens at line ends."""
    return re.sub(r"[\s\u0002\ufffe\u00ad-]+", "", text)


def test_a_few_pages_of_a4(printed) -> None:
    reader = PdfReader(io.BytesIO(printed[1]))
    assert 2 <= len(reader.pages) <= (8 if printed[0].illustrative else 6)
    for page in reader.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=1)
        assert len(page.extract_text()) > 200


def test_same_bytes_again(printed) -> None:
    assert write_pdf(printed[0]) == printed[1]


def test_tagged_for_assistive_technology(printed) -> None:
    snapshot, body = printed
    reader = PdfReader(io.BytesIO(body))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"].startswith("zh" if snapshot.lang == "zh" else "en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None and reader.metadata.title == snapshot.title
    xmp = root["/Metadata"].get_data().decode()
    assert "pdfuaid" in xmp and snapshot.released.isoformat() in xmp
    tags: list[str] = []
    alts: list[str] = []
    walk(root["/StructTreeRoot"], tags, alts)
    assert tags.count("/H1") == 1 and tags.count("/H2") == len(snapshot.sections)
    assert tags.count("/Table") == len(list(snapshot.tables()))
    assert {"/TH", "/TD", "/Figure", "/Caption", "/L"} <= set(tags)
    assert len([a for a in alts if a]) >= len(list(snapshot.figures()))


def walk(node, tags: list[str], alts: list[str]) -> None:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            walk(child, tags, alts)
        return
    if not hasattr(node, "get"):
        return
    if "/S" in node:
        tags.append(str(node["/S"]))
        if "/Alt" in node:
            alts.append(str(node["/Alt"]))
    if "/K" in node:
        walk(node["/K"], tags, alts)


def test_fonts_are_embedded_and_no_glyph_is_missing(printed) -> None:
    reader = PdfReader(io.BytesIO(printed[1]))
    fonts: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            fonts.add(str(font["/BaseFont"]))
            descendant = font["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert fonts and all("EquitySans" in name for name in fonts)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "\ufffd" not in text and "\x00" not in text


def test_prints_every_number_of_every_table(printed) -> None:
    snapshot, body = printed
    text = words(body)
    for _, table in snapshot.tables():
        for row in table.printed.rows:
            for cell in row:
                assert squeeze(cell.text) in text, (table.id, cell.text)


def test_id_on_every_page_and_the_mark_where_there_are_placeholders(printed) -> None:
    snapshot, body = printed
    document = pdfium.PdfDocument(body)
    for page in document:
        text = page.get_textpage().get_text_range()
        assert snapshot.id in text and (snapshot.labels["mark"] in text) >= snapshot.illustrative
    document.close()
    assert (snapshot.notice != "") == snapshot.illustrative


def test_every_placeholder_stands_beside_its_mark(guandu: Report) -> None:
    """As many chips in tables as marked cells: a number cut out with its cell still has it."""
    text = words(write_pdf(guandu))
    marked = [c for _, t in guandu.tables() for row in t.printed.rows for c in row if c.marked]
    assert marked
    for cell in marked:
        assert f"示意{squeeze(cell.text)}" in text, cell.text


def test_nothing_is_cut_off(printed) -> None:
    document = pdfium.PdfDocument(printed[1])
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            assert left > PRINTER and right < A4[0] - PRINTER and bottom > PRINTER and top < A4[1] - PRINTER
    document.close()


def test_pages_are_drawn_not_blank(printed) -> None:
    document = pdfium.PdfDocument(printed[1])
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("L")
        dark = sum(picture.histogram()[:200])
        assert dark > 0.01 * picture.width * picture.height
    document.close()
    assert first_page_png(printed[0], dpi=48).startswith(b"\x89PNG")


def test_a_service_name_with_markup_is_text(shipped: Indicators, shapes) -> None:
    options = Options(base_url='https://a.example/#raw("x")*_<b>&', sections=("people",))
    snapshot = make_report(shipped, "530111", "zh", options, shapes=shapes)
    assert squeeze(options.base_url) in words(write_pdf(snapshot))


def test_nobody_lives_there(world, world_settings) -> None:
    snapshot = make_report(world(), "530112", "zh", shapes=read_shapes(world_settings))
    assert "不适用" in words(write_pdf(snapshot))
