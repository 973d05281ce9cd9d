"""The HTTP side: slow and silent clients cost a connection and nothing else; bodies are refused before they come."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from flask import Flask, Response, request

from equity.cli.serve import address_of, listen
from equity.errors import UserError
from equity.reading.limits import MAX_UPLOAD_BYTES
from equity.serving import front
from equity.serving.front import BODY_BYTES, UPLOAD_BYTES, Front

BIG = b"x" * 8_000_000  # more than the buffers of the kernel take
HEAD = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
SLOW = [
    HEAD.encode() + b"Content-Length: 1000\r\n\r\nx",  # half a body
    b"GET / HTTP/1.1\r\nHo",  # half a header
    b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n",  # never reads the answer
    b"",  # opened in advance
]


def echo() -> Flask:
    server = Flask("echo")

    @server.post("/echo")
    @server.post("/data/import/upload")
    def say() -> Response:
        return Response(str(len(request.get_data())))

    @server.get("/big")
    def big() -> Response:
        return Response(BIG)

    @server.get("/file")
    def file() -> Response:
        return Response(BIG[:450_000])

    @server.get("/slow")
    def slow() -> Response:
        time.sleep(1)
        return Response("done")

    @server.get("/")
    def home() -> Response:
        return Response("home")

    return server


def received(talk: socket.socket, until: bytes = b"done") -> bytes:
    """What has come when its last word is there: head and body may come apart."""
    answer = b""
    while not answer.endswith(until) and (part := talk.recv(65536)):
        answer += part
    return answer


class Running:
    """A front in a thread of this process."""

    def __init__(self) -> None:
        self.listening = listen("127.0.0.1", 0)
        self.port = self.listening.getsockname()[1]
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        made = Front(echo(), [self.listening], threads=2)
        while not self.stop.is_set():
            made.turn(0.05)
        made.finish(5)
        self.listening.close()

    def connect(self) -> socket.socket:
        talk = socket.socket()
        talk.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        talk.settimeout(20)
        talk.connect(("127.0.0.1", self.port))
        return talk

    def ask(self, sent: bytes) -> bytes:
        """All of the answer, to the end of the connection."""
        with self.connect() as talk:
            talk.sendall(sent)
            parts = []
            with contextlib.suppress(ConnectionResetError):
                while part := talk.recv(65536):
                    parts.append(part)
            return b"".join(parts)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(front, "HEADER_S", 1.0)
    monkeypatch.setattr(front, "SENDING_S", 1.0)
    monkeypatch.setitem(front.SETTINGS, "cleanup_interval", 1)
    made = Running()
    yield made
    made.stop.set()
    made.thread.join(timeout=20)


@pytest.mark.parametrize("sent", SLOW, ids=["body", "header", "reader", "silent"])
def test_a_hundred_slow_clients_keep_nobody_waiting(
    running: Running, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "HEADER_S", 60.0)  # whoever waited for one of them would wait a minute
    monkeypatch.setattr(front, "SENDING_S", 60.0)
    held = [running.connect() for _ in range(100)]
    for talk in held:
        talk.sendall(sent.replace(b"/big", b"/file"))
    waits = []
    for _ in range(20):
        began = time.monotonic()
        assert urlopen(f"http://127.0.0.1:{running.port}/", timeout=20).read() == b"home"
        waits.append(time.monotonic() - began)
    for talk in held:
        talk.close()
    assert max(waits) < 10.0, waits


@pytest.mark.parametrize("sent", SLOW[:3], ids=["body", "header", "reader"])
def test_who_has_had_its_time_is_cut_off(running: Running, sent: bytes) -> None:
    with running.connect() as talk:
        talk.sendall(sent)
        time.sleep(3.5)
        received = 0
        with contextlib.suppress(ConnectionResetError):
            while part := talk.recv(1 << 20):
                received += len(part)
        assert received < len(BIG)


def test_a_trickle_of_header_does_not_count_as_a_sign_of_life(running: Running) -> None:
    with running.connect() as talk:
        talk.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):
            for _ in range(40):
                talk.sendall(b"X-A: b\r\n")
                time.sleep(0.2)


def test_a_silent_connection_stays_for_the_next_click(running: Running) -> None:
    with running.connect() as talk:
        for _ in range(2):
            talk.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert received(talk, b"home").endswith(b"home")
            time.sleep(3.5)  # gunicorn closes after two seconds, into the next click


@pytest.mark.parametrize(
    "more",
    [f"Content-Length: {BODY_BYTES + 1}\r\n\r\n", "Content-Length: 300000000\r\n\r\n" + "x" * 100],
)
def test_a_large_body_is_refused_before_it_comes(running: Running, more: str) -> None:
    began = time.monotonic()
    assert running.ask((HEAD + more).encode()).startswith(b"HTTP/1.1 413")
    assert time.monotonic() - began < 5


def test_a_large_body_of_unknown_length_is_refused_while_it_comes(running: Running) -> None:
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    answer = running.ask(HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 20)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413")  # it may be cut off while still sending


def test_the_limit_itself_is_taken_and_imports_have_their_own(running: Running) -> None:
    for path, size in (("/echo", BODY_BYTES), ("/data/import/upload", 3 * BODY_BYTES)):
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
        assert running.ask(head.encode() + b"x" * size).endswith(str(size).encode())


def test_the_import_itself_says_that_a_file_is_too_large() -> None:
    assert MAX_UPLOAD_BYTES < UPLOAD_BYTES < 1.1 * MAX_UPLOAD_BYTES


def test_what_was_asked_before_the_end_is_answered(running: Running) -> None:
    with running.connect() as talk:
        talk.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        running.stop.set()
        assert received(talk).endswith(b"done")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "::1", "::"])
def test_it_listens_on_names_and_addresses_of_both_kinds(host: str) -> None:
    with contextlib.closing(listen(host, 0)) as made:
        shown = address_of(made)
        assert shown.startswith("http://localhost:") and not shown.endswith(":0/")
        loopback = "::1" if host == "::1" else "127.0.0.1"
        if made.family == socket.AF_INET or host.startswith("::"):
            socket.create_connection((loopback, made.getsockname()[1]), timeout=5).close()


@pytest.mark.parametrize("host, port", [("127.0.0.1", 70000), ("127.0.0.1", -1), ("no such name.invalid", 0)])
def test_an_address_that_cannot_be_had_is_words(host: str, port: int) -> None:
    with pytest.raises(UserError) as caught:
        listen(host, port)
    assert (str(port) if port else host) in caught.value.zh and caught.value.exit_code == 2
