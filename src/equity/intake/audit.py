"""Who did what with the registers, on the pages or the command line: one JSON line per act, appended and never changed."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from equity.intake.versions import registers_folder
from equity.settings import Settings
from equity.space import MB

AUDIT_FILE, OLDER_AUDIT_FILE = "audit.jsonl", "audit.older.jsonl"
COMMAND_LINE = "command line"  # in place of an address


def write_audit(settings: Settings, act: str, who: str, address: str, **about: str) -> None:
    """Append one line in one write, so that two at once do not mix."""
    folder = registers_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "act": act,
        "who": who,
        "address": address,
        **about,
    }
    _rotate(folder / AUDIT_FILE, settings.audit_mb * MB // 2)
    handle = os.open(folder / AUDIT_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(handle)


def of_version(entry: Mapping[str, Any], data_version: str) -> dict[str, str]:
    """What a line about a version says: ``entry`` of the history, and the data version it led to."""
    return {"dataset": entry["dataset"], "version": entry["version"], "data_version": data_version}


def _rotate(path: Path, limit: int) -> None:
    """Set the log aside where it has grown to ``limit`` bytes; the one set aside before goes."""
    with suppress(OSError):
        if path.stat().st_size >= limit:
            path.replace(path.with_name(OLDER_AUDIT_FILE))
