"""The kept snapshots as the web sees them: each read once (they never change), newest first in the list."""

from __future__ import annotations

import gzip
import json
import logging
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from equity.settings import Settings
from equity.snapshot import Snapshot, UnreadableSnapshot, load_snapshot
from equity.snapshot.identity import ID_PATTERN
from equity.snapshot.store import UNREADABLE

log = logging.getLogger("equity.snapshot")

SUFFIX = ".json.gz"
HEAD_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says about a snapshot."""

    id: str
    zone: str
    zone_name: str
    lang: str
    title: str
    released: str
    illustrative: bool
    data_version: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def find_snapshot(settings: Settings, number: str) -> Snapshot | None:
    """The snapshot of that id, or None; text that cannot be an id is simply not there."""
    if not ID_PATTERN.fullmatch(number):
        return None
    if not (settings.var_dir / "snapshots" / f"{number}{SUFFIX}").exists():
        return None
    return _read(settings, number)


@lru_cache(maxsize=8)  # that of the city takes some 20 MB
def _read(settings: Settings, number: str) -> Snapshot | None:
    return load_snapshot(number, settings)


def list_ids(settings: Settings) -> list[str]:
    """Ids in the store, the latest written first."""
    found = [
        (path.stat().st_mtime_ns, path.name.removesuffix(SUFFIX))
        for path in (settings.var_dir / "snapshots").glob(f"*{SUFFIX}")
    ]
    return [number for _, number in sorted(found, reverse=True) if ID_PATTERN.fullmatch(number)]


def read_entry(settings: Settings, number: str) -> Entry | None:
    """The list entry of one snapshot; None where it is not there. Reads only the beginning of the file."""
    path = settings.var_dir / "snapshots" / f"{number}{SUFFIX}"
    if not ID_PATTERN.fullmatch(number) or not path.exists():
        return None
    return _read_head(path)


def list_readable(settings: Settings) -> list[str]:
    """The ids of :func:`list_ids` without files that are damaged: one of them must not hide the others."""
    readable = []
    for number in list_ids(settings):
        try:
            read_entry(settings, number)
        except UnreadableSnapshot as error:
            log.warning("%s", error.en)
        else:
            readable.append(number)
    return readable


@lru_cache(maxsize=4096)
def _read_head(path: Path) -> Entry:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            head = file.read(HEAD_CHARACTERS)
        # the fields of the entry stand before the first long one
        said = json.loads(head[: head.index(',"summary":')] + "}")
        return Entry(**{name: said[name] for name in Entry.__dataclass_fields__})
    except UNREADABLE as error:
        raise UnreadableSnapshot(path.name.removesuffix(SUFFIX)) from error
