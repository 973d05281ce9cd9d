"""PDF through Typst: tagged (PDF/UA-1), fonts embedded, map and charts as vectors."""

import dataclasses
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from equity.documents.fonts import FONT_DIR
from equity.documents.identity import stamp
from equity.draw.theme import theme
from equity.typesetting import Order, typesetter
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE, Cell, Table

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


UNPRINTED = frozenset({"record", "others", "chart", "map", "axis", "to"})
COLOURS = ("ink", "ink-2", "accent", "line", "line-strong", "warn-ink", "warn-paper")
SEAL = b"equity-sha256:"
PLACEHOLDER = SEAL + b"0" * 64
_SEALED = re.compile(re.escape(SEAL) + rb"([0-9a-f]{64})")


def write_pdf(report: Report) -> bytes:
    """The snapshot as a PDF/UA-1 file of two to five A4 pages; the same snapshot gives the same bytes."""
    moment = stamp(report).isoformat()
    order = Order(TEMPLATE.read_bytes(), printed_inputs(report), "pdf", moment=moment)
    return seal_pdf(typesetter(FONT_DIR).make(order))


def first_page_png(report: Report, *, dpi: int = 96) -> bytes:
    """Page one of the PDF as a picture, drawn by the same typesetter from the same template."""
    order = Order(TEMPLATE.read_bytes(), printed_inputs(report), "png", ppi=dpi)
    return typesetter(FONT_DIR).make(order)


def printed_inputs(report: Report) -> dict[str, str]:
    """What the template reads: the printed parts of the snapshot as JSON."""
    content = {name: _plain(getattr(report, name)) for name in PRINTED}
    content["colours"] = {name: theme()[name] for name in COLOURS}
    content["released"] = report.released.isoformat()
    content["keywords"] = [f"equity-snapshot:{report.id}", PLACEHOLDER.decode()]
    return {"doc": json.dumps(content, ensure_ascii=False)}


def _plain(part: Any) -> Any:
    """Dataclasses as JSON values: what is printed, with the mark of each cell, sentence and card."""
    if isinstance(part, Table):
        part = part.printed
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        names = [f.name for f in dataclasses.fields(part) if f.name not in UNPRINTED]
        plain = {name: _plain(getattr(part, name)) for name in names}
        return plain | {"marked": is_marked(part)}
    if isinstance(part, tuple | list):
        return [_plain(p) for p in part]
    if isinstance(part, dict):
        return {k: _plain(v) for k, v in part.items()}
    return part


def is_marked(part: Any) -> bool:
    """Whether the mark of illustrative data is set beside a cell, a sentence, a point or a card."""
    return part.marked if isinstance(part, Cell) else getattr(part, "grade", "") == ILLUSTRATIVE


def seal_pdf(body: bytes) -> bytes:
    """Replace the placeholder by the hash of the file with the placeholder in it: same length, so no offset moves."""
    if PLACEHOLDER not in body:
        raise ValueError("the PDF does not carry the placeholder of its seal")
    return body.replace(PLACEHOLDER, SEAL + hashlib.sha256(body).hexdigest().encode())


def check_pdf(body: bytes) -> bool:
    """Whether the file is byte for byte as it was sealed."""
    found = set(_SEALED.findall(body))
    if len(found) != 1:
        return False
    return hashlib.sha256(_SEALED.sub(PLACEHOLDER, body)).hexdigest().encode() in found
