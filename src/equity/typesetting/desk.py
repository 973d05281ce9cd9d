"""The server's side of typesetting: a few processes that wait for orders, each given one at a time."""

import logging
import os
import subprocess
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from equity.children import start_child
from equity.errors import EquityError, UserError
from equity.typesetting.frames import Answer, Order, read_frame, write_frame

log = logging.getLogger("equity.typesetting")

MODULE = "equity.typesetting.worker"
AT_ONCE_S = 0.5  # an order takes longer to use up what it may have
PATIENCE_S = 60.0  # twenty megapixels take two seconds on an idle machine


class TypesettingError(EquityError, RuntimeError):
    """The typesetter refused: a fault of the program, not of the input."""


class TooLarge(UserError):
    """The process of the typesetter ended: the document needs more memory or time than it may have."""

    def __init__(self) -> None:
        super().__init__(
            "排版所需的内存或时间超过限度；请减小图片尺寸或分辨率，或稍后再试。",
            "typesetting needs more memory or time than it may have; ask for a smaller picture, or try again later.",
        )


class Typesetter:
    """Hands orders to its processes; safe between threads. They are started when needed and end when idle."""

    def __init__(self, fonts: Path, processes: int) -> None:
        self._fonts, self._free = fonts, threading.BoundedSemaphore(processes)
        self._idle: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def make(self, order: Order) -> bytes:
        """The finished document. Raises :class:`TypesettingError` for a fault in it, :class:`TooLarge` where it does not fit."""
        with self._free:
            answer = self._ask(order, again=True)
        if answer.complaint:
            raise TypesettingError(answer.complaint)
        return answer.body

    def close(self) -> None:
        """End the processes that wait."""
        with self._lock:
            while self._idle:
                _end(self._idle.pop())

    def _ask(self, order: Order, *, again: bool) -> Answer:
        child = self._child()
        asked, late = time.monotonic(), threading.Timer(PATIENCE_S, child.kill)
        late.start()
        try:
            assert child.stdin is not None and child.stdout is not None
            with suppress(OSError):  # it had just ended: the answer is missing too
                write_frame(child.stdin, order.pack())
            frame = read_frame(child.stdout)
        except BaseException:
            _end(child)
            raise
        finally:
            late.cancel()
        if frame is None:
            _end(child)
            gone = child.returncode == 0 or time.monotonic() - asked < AT_ONCE_S
            if gone and again:  # it had ended, by itself or killed, before it was asked
                return self._ask(order, again=False)
            log.warning("a typesetting process ended with %s", child.returncode)
            raise TooLarge
        with self._lock:
            self._idle.append(child)
        return Answer.unpack(frame)

    def _child(self) -> subprocess.Popen[bytes]:
        """A process that had waited, or a new one."""
        while True:
            with self._lock:
                child = self._idle.pop() if self._idle else None
            if child is None:
                fonts, quiet = str(self._fonts), subprocess.DEVNULL
                return start_child(MODULE, fonts, stdout=subprocess.PIPE, stderr=quiet)
            if child.poll() is None:
                return child
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    for stream in (child.stdin, child.stdout):
        with suppress(OSError):
            if stream:
                stream.close()
    try:
        child.wait(timeout=1)  # one that is ending says why by its exit code
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@cache
def typesetter(fonts: Path) -> Typesetter:
    """The typesetter of this process for a folder of fonts."""
    return Typesetter(fonts, max(1, min(2, os.cpu_count() or 1)))
