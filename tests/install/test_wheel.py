"""The wheel is the whole product: installed elsewhere and started from another folder, it serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from equity.settings import PROJECT_ROOT

START_S = 180.0


def clean_environment() -> dict[str, str]:
    return {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PORT") and not k.startswith("EQUITY_")
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT_ROOT, check=True, capture_output=True, env=clean_environment())
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``equity`` of an environment that holds the wheel, beside the libraries of this one."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = [
        "pip",
        "--python",
        str(home / "bin" / "python"),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run([sys.executable, "-m", *install], check=True, capture_output=True, env=clean_environment())
    return home / "bin" / "equity"


@pytest.fixture(scope="module")
def served(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the installed program and the folder it was started in."""
    folder = tmp_path_factory.mktemp("started-here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = folder / "said.txt"
    with said.open("w") as log:
        server = subprocess.Popen(
            [program, "serve", "--port", str(port)],
            cwd=folder,
            env=clean_environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = monotonic() + START_S
        while not answers(address):
            assert server.poll() is None and monotonic() < deadline, said.read_text("utf-8")
            sleep(0.2)
        yield address, folder
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


@pytest.mark.parametrize(
    ("path", "begins", "holds"),
    [
        ("/", b"<!DOCTYPE html>", "昆明".encode()),
        ("/embed/map", b"<!DOCTYPE html>", "五华".encode()),
        ("/assets/tokens.css", b"/*", b"--font"),
        ("/export/file.pdf?zone=530111", b"%PDF-", b"%%EOF"),
    ],
)
def test_it_serves(served: tuple[str, Path], path: str, begins: bytes, holds: bytes) -> None:
    with urlopen(served[0] + path, timeout=60) as answer:
        body = answer.read()
    assert body.startswith(begins) and holds in body


def test_what_it_makes_is_below_the_folder_it_was_started_in(served: tuple[str, Path], program: Path) -> None:
    folder = served[1]
    assert (folder / "var" / "equity.duckdb").exists()
    ask = [program.with_name("python"), "-c", "import equity; print(equity.__file__)"]
    found = subprocess.run(
        ask, cwd=folder, env=clean_environment(), check=True, capture_output=True, text=True
    )
    assert Path(found.stdout).is_relative_to(program.parents[1])
