"""Writing files so that nobody ever finds half of one."""

import contextlib
import os
import tempfile
from pathlib import Path

from equity.errors import Unwritable


def write_file(path: Path, body: bytes) -> None:
    """Write beside, then rename: on any failure the old file stays and nothing new is left. Raises :class:`UserError`."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise Unwritable(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Find out before any work is done whether the folder takes files. Raises :class:`UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Unwritable(folder, error) from error
