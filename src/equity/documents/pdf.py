"""PDF through Typst: tagged (PDF/UA-1), fonts embedded, map and charts as vectors."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from equity.documents.fonts import typst_fonts
from equity.documents.seal import PLACEHOLDER, seal_pdf
from equity.errors import EquityError
from equity.snapshot.document import Snapshot

TEMPLATE = Path(__file__).with_name("report.typ")
PRINTED = (
    "id",
    "lang",
    "zone_name",
    "title",
    "subtitle",
    "data_version",
    "link",
    "illustrative",
    "notice",
    "summary",
    "key_figures",
    "sections",
    "labels",
)


class RenderingError(EquityError, RuntimeError):
    """The typesetter refused: a fault of the program, not of the input."""


def write_pdf(snapshot: Snapshot) -> bytes:
    """The snapshot as a PDF/UA-1 file of two to five A4 pages; the same snapshot gives the same bytes."""
    return seal_pdf(compile_typst(TEMPLATE.read_bytes(), printed_inputs(snapshot), stamp(snapshot)))


def first_page_png(snapshot: Snapshot, *, dpi: int = 96) -> bytes:
    """Page one of the PDF as a picture, drawn by the same typesetter from the same template."""
    pages = typst.compile(
        TEMPLATE.read_bytes(),
        format="png",
        ppi=dpi,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs=printed_inputs(snapshot),
    )
    first = pages[0] if isinstance(pages, list) else pages
    assert isinstance(first, bytes)
    return first


def printed_inputs(snapshot: Snapshot) -> dict[str, str]:
    """What the template reads: the printed parts of the snapshot as JSON."""
    content = {name: _plain(getattr(snapshot, name)) for name in PRINTED}
    content["released"] = snapshot.released.isoformat()
    content["keywords"] = [f"equity-snapshot:{snapshot.id}", PLACEHOLDER.decode()]
    return {"doc": json.dumps(content, ensure_ascii=False)}


def stamp(snapshot: Snapshot) -> datetime:
    """The moment every file of this snapshot states as its creation: noon UTC of the day the data was
    released.
    """
    day = snapshot.released
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def compile_typst(source: bytes, inputs: dict[str, str], moment: datetime) -> bytes:
    """Typeset as PDF/UA-1 with the shipped fonts only. Raises :class:`RenderingError` with what the
    typesetter said.
    """
    try:
        made = typst.compile(
            source,
            format="pdf",
            font_paths=typst_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise RenderingError(f"{error.message} {' '.join(error.hints)}") from error
    assert isinstance(made, bytes)
    return made


def _plain(part: Any) -> Any:
    """Dataclasses as JSON values, without the value records, which the page does not print."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return {
            f.name: _plain(getattr(part, f.name))
            for f in dataclasses.fields(part)
            if f.name not in ("record", "others", "chart")
        }
    if isinstance(part, tuple | list):
        return [_plain(p) for p in part]
    if isinstance(part, dict):
        return {k: _plain(v) for k, v in part.items()}
    return part
