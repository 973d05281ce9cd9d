"""Reading an upload in the background: progress in a small file, cancelled by removing the folder."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from equity.errors import UserError
from equity.intake import desk
from equity.intake.desk import UPLOAD_FILE
from equity.intake.reading.isolate import read_isolated

STATE_FILE = "state.json"
WAIT_S = 3.0  # a small file is read before the answer goes out


class Cancelled(Exception):
    """The staging folder is gone: nobody waits for the result."""


def start_reading(folder: Path, **options: str) -> None:
    """Read ``folder/upload`` in a thread; returns when it is done or after three seconds, whichever comes
    first."""
    _write(folder, {"state": "reading", "done": 0, "total": 0})
    worker = threading.Thread(target=_read, args=(folder, options), daemon=True)
    worker.start()
    worker.join(WAIT_S)


def job_state(folder: Path) -> dict[str, Any]:
    """``state``: reading (with ``done``, ``total``), ready, or failed (with ``zh``, ``en``)."""
    try:
        return dict(json.loads((folder / STATE_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise UserError(
            "这次上传已过期或不存在；请重新上传。",
            "this upload has expired or does not exist; upload it again.",
        ) from error


def _read(folder: Path, options: dict[str, str]) -> None:
    def report(done: int, total: int) -> None:
        if not folder.exists():
            raise Cancelled
        _write(folder, {"state": "reading", "done": done, "total": total})

    try:
        read_isolated(
            folder / UPLOAD_FILE, folder, progress=report, **{k: v for k, v in options.items() if v}
        )
        _write(folder, {"state": "ready"})
    except Cancelled:
        desk.discard(folder)
    except UserError as error:
        _write(folder, {"state": "failed", "zh": error.zh, "en": error.en})
    except Exception as error:
        text = type(error).__name__
        _write(folder, {"state": "failed", "zh": f"读取失败：{text}。", "en": f"reading failed: {text}."})


def _write(folder: Path, state: dict[str, Any]) -> None:
    with suppress(FileNotFoundError):  # cancelled meanwhile
        temporary = folder / f".{STATE_FILE}"
        temporary.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        temporary.replace(folder / STATE_FILE)
