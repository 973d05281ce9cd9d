"""The HTTP side of a server process: one loop takes requests in whole and gives answers out, threads only work.

Whoever is slow (to send a request, to read an answer, to say anything at all) keeps a connection and no thread. It
imports nothing of ours that starts native threads: gunicorn imports it before it forks.
"""

import copy
import logging
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

KEEP_ALIVE_S = 75  # longer than the keep-alive of the usual proxies: they close first
HEADER_S = 20.0  # for the whole header of a request
BODY_BYTES_PER_S = 1_000  # slower than this after the first HEADER_S: nobody waits for it
SENDING_S = 300.0  # for the reader of one answer
CONNECTIONS = 2_000  # per process
LOOK_EVERY_S = 5
MB = 1_000_000
BODY_BYTES = 1 * MB
UPLOADS = "/data/import/"  # the only addresses that take files, with a limit and words of their own
UPLOAD_BYTES = 270 * MB  # a little more than the import takes, so that the import can say so in words
SETTINGS: dict[str, Any] = {
    "ident": "",
    "channel_timeout": KEEP_ALIVE_S,
    "cleanup_interval": LOOK_EVERY_S,
    "connection_limit": CONNECTIONS,
    "asyncore_use_poll": True,  # select() counts to 1,024
    "max_request_header_size": 32_768,
    "outbuf_high_watermark": 256 * MB,  # an answer goes to the disk, not to a waiting thread
    "clear_untrusted_proxy_headers": False,  # the application decides whom it believes
    "log_socket_errors": False,  # readers who go away
}
Application = Callable[..., Any]


def adjustments(**changed: Any) -> Adjustments:
    return Adjustments(**(SETTINGS | changed))


class Parser(HTTPRequestParser):
    """Refuses a body beyond its limit as soon as the header says so, and while it comes where it does not say."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        limit = UPLOAD_BYTES if UPLOADS in self.path else BODY_BYTES
        self.adj: Adjustments = copy.copy(self.adj)
        self.adj.max_request_body_size = limit + 1  # the limit itself is allowed


class Channel(HTTPChannel):
    """One connection; knows since when it waits for its request or its reader."""

    parser_class = Parser
    asking_since = answering_since = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.asking_since = time.time()
        return bool(super().received(data))

    def is_too_slow(self, now: float) -> bool:
        """Whether it has had its time: an unfinished header, a body that trickles, an answer nobody reads."""
        if self.total_outbufs_len and not self.requests:
            self.answering_since = self.answering_since or now
            return now - self.answering_since > SENDING_S
        self.answering_since = 0.0
        if (request := self.request) is None:
            return False
        waited = now - self.asking_since - HEADER_S
        if not request.headers_finished:
            return waited > 0
        return waited > 0 and request.body_bytes_received < waited * BODY_BYTES_PER_S


class Listener(TcpWSGIServer):
    """One listening socket."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.is_too_slow(now):
                channel.will_close = True


class Front:
    """Serves ``application`` on listening sockets; :meth:`turn` is to be called again and again."""

    def __init__(self, application: Application, sockets: Sequence[socket.socket], *, threads: int) -> None:
        _allow_connections()
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is nothing to warn of
        self._adjustments = adjustments(threads=threads)
        self._map: dict[int, object] = {}
        self._dispatcher = ThreadedTaskDispatcher()
        self._dispatcher.set_thread_count(threads)
        self._listeners = [
            Listener(
                application,
                self._map,
                True,
                sock,
                dispatcher=self._dispatcher,
                adj=self._adjustments,
                bind_socket=False,
                sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            )
            for sock in sockets
        ]

    def turn(self, wait_s: float = 1.0) -> None:
        """Take what has come and give what can be given, waiting at most ``wait_s`` for the first."""
        wasyncore.loop(timeout=wait_s, map=self._map, use_poll=True, count=1)

    def finish(self, within_s: float) -> None:
        """Accept nothing more, answer what has been asked, and end."""
        ends = time.monotonic() + within_s
        for listener in self._listeners:
            listener.accepting = False
        while self._busy() and time.monotonic() < ends:
            self.turn(0.1)
        self._dispatcher.shutdown(cancel_pending=True, timeout=1)
        wasyncore.close_all(self._map, ignore_all=True)

    def _busy(self) -> bool:
        channels = [c for listener in self._listeners for c in listener.active_channels.values()]
        return any(c.requests or c.total_outbufs_len for c in channels)


def _allow_connections() -> None:
    """Let the process open as many files as it may have connections."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
