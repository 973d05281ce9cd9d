"""Reading in a child process: whatever a hostile file does to the reader, the caller gets a clear message."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from equity.children import start_child
from equity.errors import UserError
from equity.reading.raw import Progress, RawTable, read_raw
from equity.say import texts_of

TEXTS = texts_of(__name__)

MODULE = "equity.reading.worker"


def read_isolated(path: Path, folder: Path, *, progress: Progress = None, **options: str) -> RawTable:
    """The table of a file, read by :mod:`equity.reading.worker`; ``folder`` keeps the grid.

    Raises :class:`UserError` for what the reader says, and where it was killed by its limits or crashed.
    """
    answer: dict[str, Any] = {}
    with tempfile.TemporaryFile() as complaints:
        child = start_child(
            MODULE,
            str(path.resolve()),
            str(folder.resolve()),
            json.dumps(options),
            stdout=subprocess.PIPE,
            stderr=complaints,
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
            for stream in (child.stdin, child.stdout):
                if stream:
                    stream.close()
        complaints.seek(0)
        said = complaints.read().decode("utf-8", "replace").strip()[-300:]
    if "error" in answer:
        raise UserError(*answer["error"])
    if not answer.get("ok"):
        hint = said.splitlines()[-1] if said else f"exit {child.returncode}"
        if "No space left" in said:
            raise TEXTS.user_error("disk_full")
        raise TEXTS.user_error("stopped", hint=hint[:120])
    return read_raw(folder)
