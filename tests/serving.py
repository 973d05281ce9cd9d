"""An application on a free loopback port, behind the HTTP side that the product itself uses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from equity.serving.front import Application, Front


@contextmanager
def serving(application: Application) -> Iterator[str]:
    """Its address, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as sock:
        front, over = Front(application, [sock], threads=4), threading.Event()

        def run() -> None:
            while not over.is_set():
                front.turn(0.2)
            front.finish(within_s=2)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            over.set()
            thread.join(timeout=10)
