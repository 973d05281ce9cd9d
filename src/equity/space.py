"""Room on the disk: each part of the working folder has its share, and what is oldest goes when it is used up."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from equity.errors import Unwritable, UserError

MB = 1_000_000
LEFTOVER_S = 3600  # no write takes so long: a temporary file of that age is what a kill left


class NoRoom(UserError):
    """The share of one part is used up, and what fills it may not go."""

    def __init__(self, what_zh: str, what_en: str, setting: str) -> None:
        super().__init__(
            f"{what_zh}的空间已用完；请管理员清理，或调大 {setting}。",
            f"the space for {what_en} is used up; the administrator clears some, or raises {setting}.",
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the disk, a file or a folder: its bytes and when it was last changed."""

    path: Path
    size: int
    changed: float


def items(folder: Path) -> list[Item]:
    """What lies in ``folder``, the oldest first; what vanishes meanwhile is not there."""
    found = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):
                stat = entry.stat(follow_symlinks=False)
                size = _size(Path(entry.path)) if entry.is_dir(follow_symlinks=False) else stat.st_size
                found.append(Item(Path(entry.path), size, stat.st_mtime))
    return sorted(found, key=lambda item: item.changed)


def make_room(
    there: Iterable[Item], needed: int, limit: int, *, keep: Callable[[Path], bool] = lambda path: False
) -> bool:
    """Remove the oldest until ``needed`` more bytes fit into ``limit``; what ``keep`` names stays. Whether they fit."""
    there = list(there)
    held = sum(item.size for item in there) + needed
    for item in there:
        if held <= limit:
            break
        if not keep(item.path):
            remove(item.path)
            held -= item.size
    return held <= limit


def write_new(path: Path, body: bytes) -> None:
    """Write a file that appears whole and never replaces one that is there (a hard link refuses to)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(0o644)
            try:
                os.link(temporary, path)
            except FileExistsError:
                return
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Unwritable(path.parent, error) from error


def sweep(folder: Path) -> None:
    """Remove temporary files that a killed write has left."""
    for path in folder.glob(".new-*"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > LEFTOVER_S:
                remove(path)


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it; one that is gone already is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _size(folder: Path) -> int:
    total = 0
    for inside in folder.rglob("*"):
        with suppress(OSError):
            total += inside.lstat().st_size
    return total
