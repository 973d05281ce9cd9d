"""``equity serve``: answers, ends cleanly on Ctrl-C, says which port is taken; settings name what is wrong."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from equity.errors import UserError
from equity.serving.worker import Worker
from equity.settings import Settings, load
from tests.world import write_world

PATIENCE_S = 180.0  # for a machine busy with other tests: a guard against hanging, nothing is measured
STARTED: list[subprocess.Popen[str]] = []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(settings: Settings, port: int, *args: str, **more: str) -> subprocess.Popen[str]:
    env = os.environ | {"EQUITY_VAR_DIR": str(settings.var_dir), "PYTHONUNBUFFERED": "1"} | more
    process = subprocess.Popen(
        [sys.executable, "-m", "equity.cli", "serve", "--port", str(port), *args],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    STARTED.append(process)
    return process


def press_ctrl_c(process: subprocess.Popen[str]) -> None:
    """What a terminal does: the signal goes to every process of the group, workers included."""
    os.killpg(process.pid, signal.SIGINT)


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> Iterator[None]:
    """A test that fails half-way leaves no server behind."""
    yield
    while STARTED:
        if (process := STARTED.pop()).poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE_S)


def wait_until_up(port: int, process: subprocess.Popen[str]) -> dict[str, str]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
                return dict(json.load(response))
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def keep_asking(port: int, stop: threading.Event) -> None:
    """Requests in flight until told to stop, of the kinds that reach native code."""
    for address in itertools.cycle(
        ("/api/v1/facilities?service=clinic", "/embed/map", "/image/map.png", "/")
    ):
        if stop.is_set():
            return
        with contextlib.suppress(OSError):
            urlopen(f"http://127.0.0.1:{port}{address}", timeout=10).close()


@pytest.mark.parametrize(
    ("workers", "sign", "busy"),
    [("1", signal.SIGINT, False), ("2", signal.SIGINT, True), ("2", signal.SIGTERM, True)],
)
def test_it_serves_and_no_process_of_it_crashes_when_stopped(
    shipped_settings: Settings, workers: str, sign: signal.Signals, busy: bool
) -> None:
    """The parent reports how its workers ended: a crash in one of them leaves the parent's own exit code at 0."""
    port, stop = free_port(), threading.Event()
    process = start(shipped_settings, port, "--workers", workers)
    assert wait_until_up(port, process)["status"] == "ok"
    asking = [threading.Thread(target=keep_asking, args=(port, stop)) for _ in range(4 if busy else 0)]
    for thread in asking:
        thread.start()
    time.sleep(1.0 if busy else 0.2)
    if sign is signal.SIGINT:
        press_ctrl_c(process)
    else:
        process.send_signal(sign)
    out, err = process.communicate(timeout=PATIENCE_S)
    stop.set()
    for thread in asking:
        thread.join()
    assert process.returncode == 0, err
    assert f":{port}/" in out
    for crash in ("was sent SIG", "terminate called", "Traceback"):
        assert crash not in err, err


def test_a_worker_told_to_quit_waits_for_no_lock() -> None:
    """A signal handler runs inside whatever the main thread was doing: it may only take note."""
    worker = Worker.__new__(Worker)
    worker.alive = True
    worker.handle_quit(signal.SIGQUIT, None)
    assert not worker.alive


def test_a_taken_port_is_said(shipped_settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _, err = (process := start(shipped_settings, port)).communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert f"端口 {port} 无法使用" in err and "cannot be used" in err and "Traceback" not in err


def test_a_character_without_a_glyph_is_named_at_start(world_settings: Settings) -> None:
    def rare(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["facilities"][0]["name_zh"] = "示意\U0002a700诊所"

    write_world(world_settings.data_dir, rare)
    port = free_port()
    process = start(world_settings, port, EQUITY_DATA_DIR=str(world_settings.data_dir))
    wait_until_up(port, process)
    press_ctrl_c(process)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert "U+2A700" in err and "clinic.csv" in err and process.returncode == 0


def test_settings_come_from_the_environment() -> None:
    assert load({"EQUITY_PORT": "9000", "EQUITY_MAP_APPROVAL": "云S(2026)1号"}).port == 9000
    assert load({"PORT": "9001"}).port == 9001
    assert load({}) == replace(Settings(), var_dir=Path("var").resolve())
    with pytest.raises(UserError, match="EQUITY_PORT"):
        load({"EQUITY_PORT": "many"})
