"""The gunicorn worker the page is served by. It imports nothing else of ours: gunicorn imports it before it forks."""

from __future__ import annotations

import signal
import types

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """A threaded worker that ends when the arbiter says so, and takes no lock to do it.

    Ctrl-C in a terminal reaches every process of the group, and then the arbiter tells its workers again. gunicorn's own
    answer takes the lock of its thread pool inside the signal handler: a second signal meanwhile, or one that arrives
    while a request is handed to the pool, waits for that lock for ever. This worker leaves Ctrl-C to the arbiter and, told
    to quit, stops accepting, answers what is in flight, and goes.
    """

    def init_signals(self) -> None:
        super().init_signals()
        signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which child processes would inherit

    def handle_quit(self, sig: int, frame: types.FrameType | None) -> None:
        self.handle_exit(sig, frame)
