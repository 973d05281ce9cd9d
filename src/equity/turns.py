"""Turns at what is costly: so many at once for the whole server, whichever of its processes was asked; the others wait in line."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from equity.errors import UserError
from equity.locks import Lock

LOOK_EVERY_S = 0.03


class Busy(UserError):
    """Nobody could be served in time; ``retry_s`` is when to come again."""

    def __init__(self, retry_s: int) -> None:
        super().__init__(
            f"服务器正忙，请 {retry_s} 秒后重试。", f"the server is busy; try again in {retry_s} seconds."
        )
        self.retry_s = retry_s


class Turns:
    """At most ``count`` holders in all processes (a locked file each, below ``folder``), at most ``line`` waiting in this one.

    Where the folder cannot be written, at most ``count`` in this process.
    """

    def __init__(self, folder: Path, name: str, count: int, *, line: int = 4, wait_s: float = 20.0) -> None:
        self._paths = [folder / f"{name}-{number}.lock" for number in range(count)]
        self._line = threading.BoundedSemaphore(count + line)
        self._here = threading.BoundedSemaphore(count)
        self._wait_s = wait_s

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it. Raises :class:`Busy` where the line is full or does not move."""
        ends = time.monotonic() + self._wait_s
        if not self._line.acquire(blocking=False):
            raise Busy(int(self._wait_s / 4))
        try:
            if not self._here.acquire(timeout=self._wait_s):
                raise Busy(int(self._wait_s / 2))
            try:
                lock = self._lock(ends)
                try:
                    yield
                finally:
                    if lock:
                        lock.release()
            finally:
                self._here.release()
        finally:
            self._line.release()

    def _lock(self, ends: float) -> Lock | None:
        try:
            self._paths[0].parent.mkdir(parents=True, exist_ok=True)
            while True:
                for path in self._paths:
                    if (lock := Lock(path)).take():
                        return lock
                if time.monotonic() > ends:
                    raise Busy(int(self._wait_s / 2))
                time.sleep(LOOK_EVERY_S)
        except OSError:  # a full or read-only disk must not stop what is only read
            return None
