"""``make bench-load``: fifty readers for a minute, then floods and slow clients, against a server of its own on loopback.

Bounded in time, connections and bytes; prints a table, and says which bars of issue 11 were missed. Memory is the resident
size of the server and all its children, at its highest.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

READERS, READ_S, FLOOD_S, SLOW_CLIENTS = 50, 60.0, 25.0, 100
PAGES = [
    "/",
    "/compare",
    "/district/530111",
    "/embed/map",
    "/embed/chart",
    "/api/v1/zones",
    "/image/map.svg",
    "/policy",
    "/methods",
]
BASES = ["resident", "registered", "gap"]
DISTRICTS = [f"5301{n}" for n in ("02", "11", "12", "13", "14", "24")]
BARS = {
    "all requests p95 ms": 300.0,
    "home p95 ms during floods": 300.0,
    "healthz max ms, slow clients": 1000.0,
    "memory MB": 1500.0,
}


def ask(connection: HTTPConnection, method: str, path: str) -> int:
    connection.request(method, path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


class Load:
    """Requests of many threads, with how long each took and how it ended."""

    def __init__(self, port: int) -> None:
        self.port, self.taken, self.ends = port, [], []  # type: ignore[var-annotated]
        self._stop, self._threads = threading.Event(), []  # type: ignore[var-annotated]

    def add(
        self, count: int, paths: Callable[[], Iterator[tuple[str, str]]], think: tuple[float, float]
    ) -> None:
        for _ in range(count):
            thread = threading.Thread(target=self._read, args=(paths(), think), daemon=True)
            self._threads.append(thread)
            thread.start()

    def finish(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _read(self, paths: Iterator[tuple[str, str]], think: tuple[float, float]) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        for method, path in paths:
            if self._stop.is_set():
                return
            began = time.perf_counter()
            try:
                self.ends.append(ask(connection, method, path))
            except OSError as error:
                self.ends.append(type(error).__name__)
                connection.close()
            self.taken.append(time.perf_counter() - began)
            time.sleep(random.uniform(*think))

    def line(self) -> str:
        failed = [end for end in self.ends if not isinstance(end, int) or (end >= 400 and end != 503)]
        busy = self.ends.count(503)
        shown = " ".join(f"p{q} {self.at(q):.0f}" for q in (50, 95, 99)) + f" max {self.at(100):.0f} ms"
        return f"{len(self.taken)} requests, {shown}, busy {busy}, failed {len(failed)} {sorted(set(map(str, failed)))[:4]}"

    def at(self, percent: float) -> float:
        ordered = sorted(self.taken) or [float("nan")]
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def reading() -> Iterator[tuple[str, str]]:
    while True:
        path = random.choice(PAGES)
        if random.random() < 0.005:
            path = f"/export/file.pdf?zone={random.choice(DISTRICTS)}"
        elif path in ("/", "/compare", "/embed/map"):
            path += f"?basis={random.choice(BASES)}"
        yield "GET", path


def home() -> Iterator[tuple[str, str]]:
    return itertools.repeat(("GET", "/"))


def pictures() -> Iterator[tuple[str, str]]:
    while True:
        yield "GET", f"/image/map.png?width=2000&height={random.randrange(1500, 2400)}&dpi=192"


def exports() -> Iterator[tuple[str, str]]:
    while True:
        yield "GET", f"/export/file.pdf?zone={random.choice(DISTRICTS)}&year=2020&services=clinic"
        yield "POST", f"/export/snapshot?zone={random.choice(DISTRICTS)}&sections=map"
        yield "POST", f"/export/job?zones={random.choice(DISTRICTS)}&formats=csv"


def resident_mb(root: int) -> float:
    """Of a process and all below it, shared pages counted once (PSS)."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
    ours, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        ours, grown = ours | more, bool(more)
    total = 0
    for pid in ours:
        with suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
            total += int(found[1]) if found else 0
    return total / 1000


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """Port and process of ``equity serve`` as it starts by default, with a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "equity.cli", "serve", "--port", str(port)]
        started = subprocess.Popen(
            command, env=os.environ | {"EQUITY_VAR_DIR": folder}, stdout=subprocess.DEVNULL
        )
        try:
            for _ in range(900):
                with suppress(OSError):
                    if ask(HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/healthz") == 200:
                        break
                time.sleep(0.2)
            yield port, started.pid
        finally:
            started.terminate()
            started.wait(timeout=60)


def slow_clients(port: int) -> list[socket.socket]:
    kinds = [b"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{", b"GET / HTTP/1.1\r\nHo",
             b"GET /_dash-component-suites/plotly/package_data/plotly.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n", b""]  # fmt: skip
    held = []
    for number in range(SLOW_CLIENTS):
        made = socket.create_connection(("127.0.0.1", port), timeout=10)
        made.sendall(kinds[number % len(kinds)])
        held.append(made)
    return held


def main() -> int:
    measured: dict[str, float] = {}
    peak, ended = [0.0], threading.Event()
    with server() as (port, pid):

        def watch() -> None:
            while not ended.wait(1.0):
                peak[0] = max(peak[0], resident_mb(pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        print(f"load average before: {os.getloadavg()[0]:.1f}; cores: {os.cpu_count()}")
        readers = Load(port)
        readers.add(READERS, reading, (0.5, 2.0))
        time.sleep(READ_S)
        readers.finish()
        print("50 readers:", readers.line())
        measured["all requests p95 ms"] = readers.at(95)
        print(f"memory so far: {peak[0]:.0f} MB")
        calm, flood = Load(port), Load(port)
        flood.add(16, pictures, (0.0, 0.0))
        flood.add(8, exports, (0.0, 0.0))
        calm.add(4, home, (0.2, 0.5))
        time.sleep(FLOOD_S)
        calm.finish()
        flood.finish()
        print("home page during floods:", calm.line())
        print("floods:", flood.line())
        measured["home p95 ms during floods"] = calm.at(95)
        held, healthy = slow_clients(port), Load(port)
        healthy.add(1, lambda: itertools.repeat(("GET", "/healthz")), (0.1, 0.1))
        time.sleep(15)
        healthy.finish()
        for one in held:
            one.close()
        print("healthz beside 100 slow clients:", healthy.line())
        measured["healthz max ms, slow clients"] = healthy.at(100)
        ended.set()
        watcher.join()
    measured["memory MB"] = peak[0]
    missed = {name: value for name, value in measured.items() if not value <= BARS[name]}
    for name, value in measured.items():
        print(f"{'missed' if name in missed else 'held':7}{name}: {value:.0f} (bar {BARS[name]:.0f})")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
