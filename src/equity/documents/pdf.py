"""PDF through Typst: tagged (PDF/UA-1), fonts embedded, map and charts as vectors."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from equity.documents.fonts import FONT_DIR
from equity.documents.seal import PLACEHOLDER, seal_pdf
from equity.snapshot.document import Snapshot
from equity.typesetting import Order, typesetter

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


def write_pdf(snapshot: Snapshot) -> bytes:
    """The snapshot as a PDF/UA-1 file of two to five A4 pages; the same snapshot gives the same bytes."""
    moment = stamp(snapshot).isoformat()
    order = Order(TEMPLATE.read_bytes(), printed_inputs(snapshot), "pdf", moment=moment)
    return seal_pdf(typesetter(FONT_DIR).make(order))


def first_page_png(snapshot: Snapshot, *, dpi: int = 96) -> bytes:
    """Page one of the PDF as a picture, drawn by the same typesetter from the same template."""
    order = Order(TEMPLATE.read_bytes(), printed_inputs(snapshot), "png", ppi=dpi)
    return typesetter(FONT_DIR).make(order)


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
