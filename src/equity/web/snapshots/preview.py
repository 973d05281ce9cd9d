"""The first page of the printed snapshot as a picture, for the export dialog."""

from __future__ import annotations

import json

import typst

from equity.exports.fonts import typst_fonts
from equity.exports.pdf import PRINTED, TEMPLATE, _plain
from equity.snapshot import Snapshot

PREVIEW_DPI = 96


def first_page_png(snapshot: Snapshot, *, dpi: int = PREVIEW_DPI) -> bytes:
    """Page one of the PDF, drawn by the same typesetter from the same template."""
    content = {name: _plain(getattr(snapshot, name)) for name in PRINTED}
    content |= {"released": snapshot.released.isoformat(), "keywords": []}
    pages = typst.compile(
        TEMPLATE.read_bytes(),
        format="png",
        ppi=dpi,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"doc": json.dumps(content, ensure_ascii=False)},
    )
    first = pages[0] if isinstance(pages, list) else pages
    assert isinstance(first, bytes)
    return first
