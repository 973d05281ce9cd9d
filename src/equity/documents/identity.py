"""The id of a snapshot: short, and the same exactly when question, data and the program that words it are the same."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from equity.draw.theme import TOKENS
from equity.query import Query
from equity.settings import PACKAGE
from equity.views.model import Report
from equity.views.report import SECTIONS

ID_LENGTH = 10
ID_PATTERN = re.compile(r"^[a-z2-7]{10}$")
WORDING = ("say", "views", "draw", "documents")  # the rooms that decide what a document says and how it looks


@dataclass(frozen=True, slots=True)
class Options:
    """What goes into a snapshot beside zone and language.

    ``query`` chooses the map; empty ``services`` means all; ``demo`` lets demonstration figures in. ``base_url`` and
    ``approval`` are printed (settings of the same names) and therefore part of the id. ``plans``: what is compared, each as JSON.
    """

    query: Query = field(default_factory=Query)
    services: tuple[str, ...] = ()
    sections: tuple[str, ...] = SECTIONS
    demo: bool = False
    base_url: str = ""
    approval: str = ""
    plans: tuple[str, ...] = ()

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Options:
        """The options as they are kept in a report; KeyError or TypeError for those of another edition."""
        lists = {name: tuple(plain[name]) for name in ("services", "sections", "plans")}
        kept = {f.name: plain[f.name] for f in fields(cls)}
        return cls(**kept | lists | {"query": Query(**plain["query"])})


def stamp(report: Report) -> datetime:
    """The moment every file of this report states as its creation: noon UTC of the day the data was released."""
    return datetime(report.released.year, report.released.month, report.released.day, 12, tzinfo=UTC)


def is_of_this_edition(report: Report) -> bool:
    """Whether this program would word and draw the report as it was kept."""
    try:
        options = Options.read(report.options)
    except (KeyError, TypeError):
        return False
    return report.id == snapshot_id(report.zone, report.lang, options, report.data_version)


@cache
def edition() -> str:
    """A hash of the code that words and draws: the same id never stands for two texts, whatever is changed there."""
    digest = hashlib.sha256()
    for path in [*sorted(p for room in WORDING for p in (PACKAGE / room).rglob("*.*")), TOKENS]:
        if path.suffix in {".py", ".toml", ".typ", ".css"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def snapshot_id(zone: str, lang: str, options: Options, data_version: str) -> str:
    """Ten characters a–z, 2–7 (50 bits of SHA-256): collisions are out of reach for the few thousand a store holds."""
    asked = [edition(), zone, lang, asdict(options), data_version]
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=True).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]
