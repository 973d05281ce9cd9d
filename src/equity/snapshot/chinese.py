"""Chinese punctuation throughout a snapshot."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from equity.draw.typography import punctuate
from equity.indicators.records import ValueRecord
from equity.snapshot.document import Snapshot

NESTED = frozenset({"blocks", "columns", "rows", "chart", "series"})
PROSE = frozenset(
    {
        "text",
        "caption",
        "alt",
        "note",
        "title",
        "subtitle",
        "label",
        "detail",
        "name",
        "notice",
        "summary",
        "items",
        "categories",
    }
)


def chinese(snapshot: Snapshot) -> Snapshot:
    """The same with Chinese punctuation in everything written to be read; names in the data and records stay
    as they are.
    """
    changed = {f: _punctuated(getattr(snapshot, f)) for f in ("summary", "key_figures", "sections")}
    changed["labels"] = {k: v if k.startswith("zone:") else punctuate(v) for k, v in snapshot.labels.items()}
    return replace(
        snapshot, notice=punctuate(snapshot.notice), subtitle=punctuate(snapshot.subtitle), **changed
    )


def _punctuated(part: Any) -> Any:
    if isinstance(part, str):
        return punctuate(part)
    if isinstance(part, tuple):
        return tuple(_punctuated(p) for p in part)
    if not is_dataclass(part) or isinstance(part, ValueRecord | type):
        return part
    changed = {
        f.name: _punctuated(getattr(part, f.name))
        for f in fields(part)
        if f.name in PROSE or f.name in NESTED
    }
    return replace(part, **changed)
