"""``equity serve``: answers, ends cleanly on Ctrl-C, says which port is taken; settings name what is wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from equity.errors import UserError
from equity.settings import Settings, load
from tests.world import write_world


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(settings: Settings, port: int, *args: str, **more: str) -> subprocess.Popen[str]:
    env = os.environ | {"EQUITY_VAR_DIR": str(settings.var_dir), "PYTHONUNBUFFERED": "1"} | more
    return subprocess.Popen(
        [sys.executable, "-m", "equity.cli", "serve", "--port", str(port), *args],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_up(port: int, process: subprocess.Popen[str]) -> dict[str, str]:
    for _ in range(300):
        assert process.poll() is None, process.communicate()
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
                return dict(json.load(response))
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_serves_and_ends_cleanly(shipped_settings: Settings, workers: str) -> None:
    port = free_port()
    process = start(shipped_settings, port, "--workers", workers)
    assert wait_until_up(port, process)["status"] == "ok"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert f":{port}/" in out and "Traceback" not in err


def test_a_taken_port_is_said(shipped_settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _, err = (process := start(shipped_settings, port)).communicate(timeout=60)
    assert process.returncode == 2
    assert f"端口 {port} 无法使用" in err and "cannot be used" in err and "Traceback" not in err


def test_a_character_without_a_glyph_is_named_at_start(world_settings: Settings) -> None:
    def rare(rows: dict[str, list[dict[str, object]]]) -> None:
        rows["facilities"][0]["name_zh"] = "示意\U0002a700诊所"

    write_world(world_settings.data_dir, rare)
    port = free_port()
    process = start(world_settings, port, EQUITY_DATA_DIR=str(world_settings.data_dir))
    wait_until_up(port, process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert "U+2A700" in err and "clinic.csv" in err and process.returncode == 0


def test_settings_come_from_the_environment() -> None:
    assert load({"EQUITY_PORT": "9000", "EQUITY_MAP_APPROVAL": "云S(2026)1号"}).port == 9000
    assert load({"PORT": "9001"}).port == 9001
    assert load({}) == Settings()
    with pytest.raises(UserError, match="EQUITY_PORT"):
        load({"EQUITY_PORT": "many"})
