"""The write-once store: a report, once kept, is never changed, whatever happens to the data.

A kept file is gzipped text: a first line that a list can be made from, then the report.
"""

import gzip
import io
import json
import zlib
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
# what a list says of a report
HEAD = ("id", "zone", "zone_name", "lang", "title", "released", "illustrative", "data_version")
MOST_BYTES = 100_000_000  # unpacked; that of the city has 20 MB


def snapshot_path(settings: Settings, snapshot_id: str) -> Path:
    """Where the snapshot lies; raises :class:`UserError` for text that cannot be an id (and so cannot leave
    the folder).
    """
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
    sweep(folder, ".new-")
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


UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    KeyError,
    TypeError,
)  # what reading a damaged file raises


class UnreadableSnapshot(UserError):
    """A kept snapshot that this program cannot read: damaged on disk, or of another edition of the program."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"快照 {number} 已存档，但本版程序无法读取：文件已损坏，或由其他版本的程序保存。文件未作改动；"
            f"请用保存它的程序版本打开，或查阅当时导出的文件。",
            f"snapshot {number} is kept, but this edition of the program cannot read it: the file is damaged or was kept "
            f"by another edition. The file has not been touched; open it with the edition that kept it, or use the files "
            f"exported at the time.",
        )


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
