"""The id of a snapshot: short, and the same exactly when question, data and layout are the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field

from equity.query import Query

ID_LENGTH = 10
ID_PATTERN = re.compile(r"^[a-z2-7]{10}$")
# raise it when a writer or a section changes what is printed, so that an id never stands for two different
# texts
LAYOUT_VERSION = 2
SECTIONS = ("population", "bases", "map", "split", "shortfall", "inequality", "measures", "sources", "limits")


@dataclass(frozen=True, slots=True)
class Options:
    """What goes into a snapshot beside zone and language.

    ``query`` chooses the map; empty ``services`` and ``sections`` mean all. ``base_url`` and ``approval`` are
    printed
    (settings of the same names) and therefore part of the id.
    """

    query: Query = field(default_factory=Query)
    services: tuple[str, ...] = ()
    sections: tuple[str, ...] = SECTIONS
    base_url: str = ""
    approval: str = ""


def snapshot_id(zone: str, lang: str, options: Options, data_version: str) -> str:
    """Ten characters a–z, 2–7 (50 bits of SHA-256): collisions are out of reach for the few thousand a store
    holds.
    """
    asked = [LAYOUT_VERSION, zone, lang, asdict(options), data_version]
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=True).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]
