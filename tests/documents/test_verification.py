"""``verify``: untouched files match, changed ones do not, re-saved ones still do."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from equity.documents.store import store_report
from equity.documents.verification import verify
from equity.documents.writers import write_format
from equity.errors import UserError

KINDS = ("pdf", "docx", "pptx", "xlsx")


@pytest.fixture(scope="module")
def bodies(guandu) -> dict[str, bytes]:
    return {kind: next(iter(write_format(guandu, kind).values())) for kind in KINDS}


def check(tmp_path, kind: str, body: bytes, settings=None):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(body)
    return verify(path, settings)


@pytest.mark.parametrize("kind", KINDS)
def test_untouched(kind: str, bodies, guandu, tmp_path, world_settings) -> None:
    assert check(tmp_path, kind, bodies[kind]).outcome == "intact"
    assert check(tmp_path, kind, bodies[kind], world_settings).outcome == "intact"
    store_report(guandu, world_settings)
    found = check(tmp_path, kind, bodies[kind], world_settings)
    assert (found.outcome, found.snapshot_id) == ("matches", guandu.id)
    assert guandu.id in found.message("zh") and found.ok


def edited(kind: str, body: bytes) -> bytes:
    """One number or word changed in the way a person would."""
    buffer = io.BytesIO()
    if kind == "pdf":
        return body.replace(b"/Title", b"/Titel", 1)
    if kind == "docx":
        document = Document(io.BytesIO(body))
        document.tables[2].cell(1, 1).paragraphs[0].runs[0].text = "999"
        document.save(buffer)
    elif kind == "pptx":
        deck = Presentation(io.BytesIO(body))
        table = next(s.table for slide in deck.slides for s in slide.shapes if s.has_table)
        table.cell(1, 1).text_frame.paragraphs[0].runs[0].text = "999"
        deck.save(buffer)
    else:
        book = openpyxl.load_workbook(io.BytesIO(body))
        book.worksheets[2]["B5"] = 999
        book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_changed(kind: str, bodies, guandu, tmp_path, world_settings) -> None:
    store_report(guandu, world_settings)
    found = check(tmp_path, kind, edited(kind, bodies[kind]), world_settings)
    assert found.outcome == "altered" and not found.ok


@pytest.mark.parametrize("kind", KINDS)
def test_a_snapshot_of_another_edition_is_not_called_altered(
    kind: str, bodies, guandu, tmp_path, world_settings, monkeypatch
) -> None:
    """The program that words and draws has changed since: what it would write now says nothing about the file."""
    store_report(guandu, world_settings)
    monkeypatch.setattr("equity.documents.identity.edition", lambda: "another")
    assert check(tmp_path, kind, bodies[kind], world_settings).outcome == "intact"
    assert check(tmp_path, kind, edited(kind, bodies[kind]), world_settings).outcome == "altered"


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_saved_again_without_a_change(kind: str, bodies, tmp_path) -> None:
    buffer = io.BytesIO()
    {"docx": Document, "pptx": Presentation}[kind](io.BytesIO(bodies[kind])).save(buffer)
    assert buffer.getvalue() != bodies[kind]
    assert check(tmp_path, kind, buffer.getvalue()).outcome == "intact"


def test_a_forged_seal_is_found_by_the_kept_snapshot(bodies, guandu, tmp_path, world_settings) -> None:
    from equity.documents.archives import read_zip, seal_office

    parts = read_zip(edited("docx", bodies["docx"]))
    parts.pop("docProps/custom.xml")
    from equity.documents.archives import write_zip

    forged = seal_office(write_zip(parts), "docx", guandu.id)
    assert check(tmp_path, "docx", forged).outcome == "intact"
    store_report(guandu, world_settings)
    assert check(tmp_path, "docx", forged, world_settings).outcome == "altered"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [b"", b"hello", b"%PDF-1.7 nothing", b"PK\x03\x04broken"])
def test_files_of_others(kind: str, body: bytes, tmp_path) -> None:
    assert check(tmp_path, kind, body).outcome == "foreign"


def test_what_cannot_be_checked(tmp_path) -> None:
    with pytest.raises(UserError, match="only PDF"):
        verify(tmp_path / "a.csv")
    with pytest.raises(UserError, match="cannot read"):
        verify(tmp_path / "missing.pdf")
