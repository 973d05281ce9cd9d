"""The write-once store: a report, once kept, is never changed, whatever happens to the data.

A kept file is gzipped text: a first line that a list can be made from, then the report.
"""

import gzip
import io
import json
import logging
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from equity.documents.identity import ID_PATTERN
from equity.errors import UserError
from equity.say import texts_of
from equity.settings import Settings
from equity.space import MB, NoRoom, items, make_room, sweep, write_new
from equity.views.kept import from_json, to_json
from equity.views.model import Report

TEXTS = texts_of(__name__)

SUFFIX, PINNED, REMOVED = ".json.gz", ".pinned", ".removed"
MOST_BYTES = 100_000_000  # unpacked; that of the city has 20 MB
log = logging.getLogger("equity.documents")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says about a snapshot: the first line of its file."""

    id: str
    zone: str
    zone_name: str
    lang: str
    title: str
    released: str
    illustrative: bool
    data_version: str


HEAD = tuple(f.name for f in fields(Entry))
# what reading a damaged file raises
UNREADABLE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)


def snapshot_path(settings: Settings, snapshot_id: str) -> Path:
    """Where the snapshot lies; raises :class:`UserError` for text that cannot be an id (and so cannot leave the folder)."""
    if not ID_PATTERN.fullmatch(snapshot_id):
        raise TEXTS.user_error("no_number", number=snapshot_id[:40])
    return settings.var_dir / "snapshots" / f"{snapshot_id}{SUFFIX}"


def store_report(report: Report, settings: Settings) -> Path:
    """Keep the snapshot; one that is already kept stays as it is. Atomic: no reader ever sees half a file."""
    path = snapshot_path(settings, report.id)
    if path.exists():
        return path
    head = json.dumps({name: getattr(report, name) for name in HEAD}, ensure_ascii=False, default=str)
    body = gzip.compress(head.encode() + b"\n" + to_json(report), mtime=0)
    _make_room(settings, path.parent, len(body))
    write_new(path, body)
    path.with_name(f"{report.id}{REMOVED}").unlink(missing_ok=True)  # it was asked for again
    return path


def _make_room(settings: Settings, folder: Path, needed: int) -> None:
    """Let the oldest snapshots go that nobody pinned, where the share of the store is used up."""
    sweep(folder)
    kept = [item for item in items(folder) if item.path.name.endswith(SUFFIX)]
    pinned = {path.name.removesuffix(PINNED) for path in folder.glob(f"*{PINNED}")}

    def stays(path: Path) -> bool:
        return path.name.removesuffix(SUFFIX) in pinned

    if not make_room(kept, needed, settings.snapshots_mb * MB, keep=stays):
        raise NoRoom("快照", "snapshots", "EQUITY_SNAPSHOTS_MB")


def pin_snapshot(snapshot_id: str, settings: Settings, *, pinned: bool = True) -> None:
    """Say that a kept snapshot stays whatever comes after it, or no longer so."""
    path = snapshot_path(settings, snapshot_id)
    mark = path.with_name(f"{snapshot_id}{PINNED}")
    if pinned and path.exists():
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def is_pinned(snapshot_id: str, settings: Settings) -> bool:
    return snapshot_path(settings, snapshot_id).with_name(f"{snapshot_id}{PINNED}").exists()


def remove_snapshot(snapshot_id: str, settings: Settings) -> bool:
    """Take a kept snapshot down; its place remembers that there was one. Whether there was."""
    path = snapshot_path(settings, snapshot_id)
    if not path.exists():
        return False
    pin_snapshot(snapshot_id, settings, pinned=False)
    path.with_name(f"{snapshot_id}{REMOVED}").touch()
    path.unlink(missing_ok=True)
    return True


def was_removed(snapshot_id: str, settings: Settings) -> bool:
    """Whether the administrator took it down."""
    path = snapshot_path(settings, snapshot_id)
    return path.with_name(f"{snapshot_id}{REMOVED}").exists()


class UnreadableSnapshot(UserError):
    """A kept snapshot that this program cannot read: damaged on disk, or of another edition of the program."""

    def __init__(self, number: str) -> None:
        said = TEXTS.cannot_read.format(number=number)
        super().__init__(said.zh, said.en)


def load_report(snapshot_id: str, settings: Settings) -> Report | None:
    """The snapshot as it was stored, or None where it was never stored here.

    Raises :class:`UnreadableSnapshot` where the file is there and cannot be read; it is never changed or removed.
    """
    path = snapshot_path(settings, snapshot_id)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        head, _, rest = _unpack(body).partition(b"\n")
        return from_json(rest or head)  # files of earlier editions are one line
    except UNREADABLE as error:
        raise UnreadableSnapshot(snapshot_id) from error


def _unpack(body: bytes) -> bytes:
    """The text of a snapshot; ValueError for one that is larger than any can be."""
    with gzip.open(io.BytesIO(body)) as stream:
        text = stream.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ValueError("larger than any snapshot")
    return text


def find_report(settings: Settings, number: str) -> Report | None:
    """The snapshot of that id, or None; text that cannot be an id is simply not there."""
    return _read(settings, number) if _is_kept(settings, number) else None


def _is_kept(settings: Settings, number: str) -> bool:
    return ID_PATTERN.fullmatch(number) is not None and snapshot_path(settings, number).exists()


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
    return _read_head(snapshot_path(settings, number)) if _is_kept(settings, number) else None


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
