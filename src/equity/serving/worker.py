"""The gunicorn worker the page is served by. It imports nothing of ours that starts threads: gunicorn imports it, then forks."""

import os
import signal
import types

from gunicorn.workers.base import Worker as Base

from equity.serving.front import Front


class Worker(Base):
    """A worker that ends when the arbiter says so, and takes no lock to do it.

    gunicorn looks after the processes, :class:`~equity.serving.front.Front` after their readers. Ctrl-C in a terminal reaches
    every process of the group, and then the arbiter tells its workers again: a worker leaves Ctrl-C to the arbiter and, told
    to quit, stops accepting, answers what is in flight, and goes.
    """

    def init_signals(self) -> None:
        super().init_signals()
        signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which child processes would inherit

    def handle_quit(self, sig: int, frame: types.FrameType | None) -> None:
        self.handle_exit(sig, frame)

    def run(self) -> None:
        front = Front(self.wsgi, [s.sock for s in self.sockets], threads=self.cfg.threads)
        while self.alive and self.ppid == os.getppid():
            front.turn()
            self.notify()
        front.finish(self.cfg.graceful_timeout)
