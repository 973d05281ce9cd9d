"""The kept snapshots as the web sees them: each read once (they never change), newest first in the list."""

import gzip
import json
import logging
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from equity.documents.identity import ID_PATTERN
from equity.documents.store import HEAD, SUFFIX, UNREADABLE, UnreadableSnapshot, load_report
from equity.settings import Settings
from equity.views.model import Report

log = logging.getLogger("equity.documents")


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


def find_report(settings: Settings, number: str) -> Report | None:
    """The snapshot of that id, or None; text that cannot be an id is simply not there."""
    if not ID_PATTERN.fullmatch(number):
        return None
    if not (settings.var_dir / "snapshots" / f"{number}{SUFFIX}").exists():
        return None
    return _read(settings, number)


@lru_cache(maxsize=8)  # that of the city takes some 20 MB
def _read(settings: Settings, number: str) -> Report | None:
    return load_report(number, settings)


def list_ids(settings: Settings) -> list[str]:
    """Ids in the store, the latest written first. Opens none of the files."""
    found: list[tuple[int, str]] = []
    with suppress(OSError):
        for entry in os.scandir(settings.var_dir / "snapshots"):
            number = entry.name.removesuffix(SUFFIX)
            with suppress(OSError):  # removed meanwhile
                if entry.name.endswith(SUFFIX) and ID_PATTERN.fullmatch(number) and entry.is_file():
                    found.append((entry.stat().st_mtime_ns, number))
    return [number for _, number in sorted(found, reverse=True)]


def read_entry(settings: Settings, number: str) -> Entry | None:
    """The list entry of one snapshot; None where it is not there. Reads only the beginning of the file."""
    path = settings.var_dir / "snapshots" / f"{number}{SUFFIX}"
    if not ID_PATTERN.fullmatch(number) or not path.exists():
        return None
    return _read_head(path)


def read_entries(settings: Settings, numbers: list[str]) -> list[Entry]:
    """The entries of those that can be read: a damaged or removed one must not hide the others."""
    readable = []
    for number in numbers:
        try:
            entry = read_entry(settings, number)
        except UnreadableSnapshot as error:
            log.warning("%s", error.en)
        else:
            readable += [entry] if entry else []
    return readable


@lru_cache(maxsize=4096)
def _read_head(path: Path) -> Entry:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            said = json.loads(file.readline())  # of earlier editions the whole file, which is one line
        return Entry(**{name: said[name] for name in HEAD})
    except UNREADABLE as error:
        raise UnreadableSnapshot(path.name.removesuffix(SUFFIX)) from error
