"""PDF through Typst: tagged for assistive technology (PDF/UA-1), fonts embedded, map and charts as vectors."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from equity.errors import EquityError
from equity.exports.fonts import FONT_DIR
from equity.exports.seal import PLACEHOLDER, seal_pdf
from equity.snapshot.document import Snapshot

TEMPLATE = Path(__file__).with_name("report.typ")
PRINTED = ("id", "lang", "zone_name", "title", "subtitle", "data_version", "link", "illustrative", "notice", "summary", "key_figures", "sections", "labels")


class RenderingError(EquityError, RuntimeError):
    """The typesetter refused: a fault of the program, not of the input."""


def write_pdf(snapshot: Snapshot) -> bytes:
    """The snapshot as a PDF/UA-1 file of two to five A4 pages; the same snapshot gives the same bytes."""
    content = {name: _plain(getattr(snapshot, name)) for name in PRINTED}
    content["released"] = snapshot.released.isoformat()
    content["keywords"] = [f"equity-snapshot:{snapshot.id}", PLACEHOLDER.decode()]
    body = compile_typst(TEMPLATE.read_bytes(), {"doc": json.dumps(content, ensure_ascii=False)}, stamp(snapshot), standards=["ua-1"])
    return seal_pdf(body)


def stamp(snapshot: Snapshot) -> datetime:
    """The moment every file of this snapshot states as its creation: noon UTC of the day the data was released."""
    day = snapshot.released
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def compile_typst(source: bytes, inputs: dict[str, str], moment: datetime | None = None, *, standards: list[str] | None = None) -> bytes:
    """Typeset with the shipped fonts only. Raises :class:`RenderingError` with what the typesetter said."""
    try:
        made = typst.compile(
            source, format="pdf", font_paths=[str(FONT_DIR)], ignore_system_fonts=True, sys_inputs=inputs,
            pdf_standards=standards or [], timestamp=moment,
        )
    except typst.TypstError as error:
        raise RenderingError(f"{error.message} {' '.join(error.hints)}") from error
    assert isinstance(made, bytes)
    return made


def _plain(part: Any) -> Any:
    """Dataclasses as JSON values, without the value records, which the page does not print."""
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return {f.name: _plain(getattr(part, f.name)) for f in dataclasses.fields(part) if f.name not in ("record", "others", "chart")}
    if isinstance(part, tuple | list):
        return [_plain(p) for p in part]
    if isinstance(part, dict):
        return {k: _plain(v) for k, v in part.items()}
    return part
