"""The examples of docs/api.md: curl and Python run against a server, the rest ask for addresses that
answer.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from equity.dashboard.index import Application
from equity.settings import PROJECT_ROOT
from tests.serving import serving

DOCUMENT = (PROJECT_ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SHOWN = "http://localhost:8050"


@pytest.fixture(scope="module")
def address(app: Application) -> Iterator[str]:
    with serving(app.server) as here:
        yield here


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found, f"no example in {language}"
    return found[1]


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl(address: str, tmp_path: Path) -> None:
    said = run(["bash", "-euo", "pipefail", "-c", example("bash").replace(SHOWN, address)], tmp_path)
    assert (tmp_path / "gap.csv").read_text(encoding="utf-8-sig").count("\n") == 15
    assert '"reach":' in said
    assert said.rstrip().endswith("304")


def test_python(address: str, tmp_path: Path) -> None:
    said = run([sys.executable, "-c", example("python").replace(SHOWN, address)], tmp_path)
    lines = said.splitlines()
    assert len(lines) == 16
    assert lines[-1].endswith("facilities") and int(lines[-1].split()[0]) > 100
    assert all("illustrative" in line for line in lines[:14])


def test_the_addresses_of_the_other_examples_answer(client: FlaskClient) -> None:
    found = re.findall(rf"{SHOWN}(/[^\s\"`]+)", DOCUMENT)
    shown = re.findall(r"/api/v1/values\?[^\s\"<]+format=csv", unescape(client.get("/api/v1/docs").text))
    assert len(found) >= 7 and shown
    found += shown
    for path in found:
        assert client.get(path).status_code == 200, path
