"""Locks between processes, on a file: they go with the process that holds them, however it ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOOK_EVERY_S = 0.05


class Lock:
    """One exclusive lock on ``path``, which is made where it is missing; its folder must be there.

    The lock belongs to the open file: a child that inherits :attr:`handle` holds it too, until both have closed it.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._handle = path, -1

    @property
    def handle(self) -> int:
        return self._handle

    def take(self, wait_s: float = 0.0) -> bool:
        """Whether the lock could be had within ``wait_s``. Raises :class:`OSError` where the file cannot be opened."""
        ends = time.monotonic() + wait_s
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                _try(handle)
            except OSError:
                if time.monotonic() >= ends:
                    os.close(handle)
                    return False
                time.sleep(LOOK_EVERY_S)
            else:
                self._handle = handle
                return True

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Lock:
        self.take(float("inf"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on ``path``; a file that is not there is held by nobody."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _try(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
