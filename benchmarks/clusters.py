"""Clusters on this machine for the benchmark: Sail, and a Spark with Java whose executors are processes that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from benchmarks.load import resident_mb

SAIL = """
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
sys.stdin.read()
server.stop()
"""
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
EXECUTORS, EXECUTOR_MB, START_S = 2, 2048, 120


@contextmanager
def sail() -> Iterator[str]:
    """Server and workers are one process, which keeps to the cores of its parent."""
    server = subprocess.Popen(
        [sys.executable, "-c", SAIL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin and server.stdout
    try:
        yield f"sc://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.stdin.close()
        _ended(server)


@contextmanager
def java(home: Path) -> Iterator[str]:
    """A master, a Spark Connect server and two executors of one core each. ``home``: the folder of a whole ``pyspark``."""
    port, python = _free_port(), sys.executable
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.executor.memory": f"{EXECUTOR_MB}m",
        "spark.executorEnv.PYSPARK_PYTHON": python,
        "spark.ui.enabled": "false",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    master = f"local-cluster[{EXECUTORS},1,{EXECUTOR_MB}]"
    server = subprocess.Popen(
        [
            str(home / "bin" / "spark-submit"),
            "--class",
            CONNECT,
            "--master",
            master,
            *given,
            "spark-internal",
        ],
        env=os.environ | {"SPARK_HOME": str(home), "PYSPARK_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, server)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        _ended(server)


@contextmanager
def killing_an_executor(after_s: float) -> Iterator[list[int]]:
    """One executor of a running Spark gets SIGKILL after some seconds; the list says which."""
    killed: list[int] = []

    def kill() -> None:
        for pid in executors()[:1]:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    timer = threading.Timer(after_s, kill)
    timer.start()
    try:
        yield killed
    finally:
        timer.cancel()


@contextmanager
def memory_watched() -> Iterator[list[float]]:
    """The most GB (PSS) that this process and all below it had at once, looked at every half second."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            peak[0] = max(peak[0], resident_mb(os.getpid()) / 1000)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def executors() -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return sorted(found)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + START_S
    while monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        sleep(0.5)
    raise RuntimeError(
        "Spark did not start: is there a Java 17 or later, and is --spark-home the folder of pyspark?"
    )


def _ended(server: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
