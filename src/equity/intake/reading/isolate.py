"""Reading in a child process: whatever a hostile file does to the reader, the caller gets a clear message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import equity
from equity.errors import UserError
from equity.intake.reading.raw import Progress, RawTable, read_raw

SOURCES = str(Path(str(equity.__path__[0])).parent)


def read_isolated(path: Path, folder: Path, *, progress: Progress = None, **options: str) -> RawTable:
    """The table of a file, read by :mod:`equity.intake.reading.worker`; ``folder`` keeps the grid.

    Raises :class:`UserError` for what the reader says, and where it was killed by its limits or crashed.
    """
    command = [
        sys.executable,
        "-m",
        "equity.intake.reading.worker",
        str(path.resolve()),
        str(folder.resolve()),
        json.dumps(options),
    ]
    environment = os.environ | {"PYTHONPATH": SOURCES, "PYTHONUTF8": "1"}
    answer: dict[str, Any] = {}
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=complaints, env=environment, stdin=subprocess.DEVNULL
        )
        try:
            assert child.stdout is not None
            for line in child.stdout:
                answer = json.loads(line)
                if progress and "done" in answer:
                    progress(answer["done"], answer["total"])
            child.wait()
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
            if child.stdout:
                child.stdout.close()
        complaints.seek(0)
        said = complaints.read().decode("utf-8", "replace").strip()[-300:]
    if "error" in answer:
        raise UserError(*answer["error"])
    if not answer.get("ok"):
        hint = said.splitlines()[-1] if said else f"exit {child.returncode}"
        if "No space left" in said:
            raise UserError("磁盘已满，没有写入任何内容。", "the disk is full; nothing was written.")
        raise UserError(
            f"读取程序中止：文件声明的表格过大或已损坏，没有写入任何内容（{hint[:120]}）。",
            "the reader stopped: the file claims too large a table or is damaged; "
            f"nothing was written ({hint[:120]}).",
        )
    return read_raw(folder)
