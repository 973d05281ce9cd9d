"""Where uploads wait: in folders with names of our own, for as long as somebody works on them, a day at most."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from equity.errors import UserError
from equity.locks import Lock, is_held
from equity.reading.limits import MAX_UPLOAD_BYTES
from equity.say import texts_of
from equity.settings import Settings
from equity.space import MB, NoRoom, items, make_room

TEXTS = texts_of(__name__)
STAGING_DIR, UPLOAD_FILE, ABOUT_FILE, HELD_FILE = "intake", "upload", "desk.json", "held.lock"
JOB_LOCK = "job.lock"  # held by the process that works on it
TOKEN = re.compile(r"[0-9a-f]{32}")
KEEP_S, QUIET_S = 24 * 3600, 3600


def new_folder(settings: Settings) -> Path:
    """An empty staging folder; old ones are swept first."""
    parent = settings.var_dir / STAGING_DIR
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.iterdir():
        if _is_abandoned(old):
            shutil.rmtree(old, ignore_errors=True)
    limit = settings.uploads_mb * MB
    if not make_room(items(parent), MAX_UPLOAD_BYTES, limit, keep=lambda path: not _is_quiet(path)):
        raise NoRoom("待导入文件", "uploads", "EQUITY_UPLOADS_MB")
    folder = parent / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    return folder


@contextmanager
def held_folder(settings: Settings) -> Iterator[Path]:
    """A staging folder for as long as this process needs it. Killed in between, the next import sweeps it away."""
    folder = new_folder(settings)
    try:
        with Lock(folder / HELD_FILE):
            yield folder
    finally:
        discard(folder)


def _is_quiet(folder: Path) -> bool:
    """Whether nothing happens with an upload, and nobody has looked after it for an hour: it may go when room is needed."""
    try:
        held = is_held(folder / HELD_FILE) or is_held(folder / JOB_LOCK)
        return not held and time.time() - folder.stat().st_mtime > QUIET_S
    except OSError:
        return False


def _is_abandoned(folder: Path) -> bool:
    """Whether nobody comes back for it: left by a killed command line, or uploaded more than a day ago."""
    try:
        if (folder / HELD_FILE).exists():
            return not is_held(folder / HELD_FILE)
        return time.time() - folder.stat().st_mtime > KEEP_S
    except OSError:  # gone meanwhile
        return False


def staged_folder(settings: Settings, token: str) -> Path:
    """The folder of a token; raises :class:`UserError` for anything that is not one of ours."""
    folder = settings.var_dir / STAGING_DIR / token
    if not TOKEN.fullmatch(token) or not folder.is_dir():
        raise expired()
    return folder


def expired() -> UserError:
    return TEXTS.user_error("expired")


def discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def remember_upload(folder: Path, **about: Any) -> None:
    """Keep beside an upload what the next step needs: its file name, the choices."""
    (folder / ABOUT_FILE).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def recall_upload(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8")))


def display_name(name: str) -> str:
    """A file name fit to be shown and recorded: its last part, printable, at most 120 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:120] or "—"
