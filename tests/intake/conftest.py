"""Shared by the import tests: the shipped surroundings once, and short ways to read and check a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.checking.outcome import Examination
from equity.checking.surroundings import Surroundings
from equity.intake import desk
from equity.intake.desk import Choices
from equity.intake.draft import build_draft
from equity.intake.preview import Preview, compare
from equity.reading.raw import RawTable
from equity.reading.sniff import read_file
from equity.settings import Settings

Read = Callable[..., RawTable]
Check = Callable[..., Examination]


@pytest.fixture(scope="session")
def around() -> Surroundings:
    return desk.surroundings(Settings(var_dir=Path("no-such-folder")))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    """``read(path or bytes)`` in this process, as the child process would."""

    def go(content: Path | bytes, **options: Any) -> RawTable:
        path = content
        if isinstance(content, bytes):
            path = tmp_path / "upload"
            path.write_bytes(content)
        folder = tmp_path / "unpacked"
        folder.mkdir(exist_ok=True)
        return read_file(path, folder, **options)

    return go


@pytest.fixture
def check(read: Callable[..., RawTable], around: Surroundings, tmp_path: Path) -> Check:
    """``check(content, dataset, **choices)``: read, propose and examine."""

    def go(content: Path | bytes | str, dataset: str = "primary_school", **choices: Any) -> Examination:
        raw = read(content.encode() if isinstance(content, str) else content)
        chosen = Choices(dataset, **({"datum": "wgs84", "year": 2024, "source": "测试"} | choices))
        plan = desk.make_plan(Settings(var_dir=tmp_path / "var"), raw, chosen)
        return desk.check(plan, chosen, around)

    return go


def codes(examination: Examination, severity: str = "") -> set[str]:
    """Reason codes found."""
    found = examination.findings
    return set(found["code"] if not severity else found["code"][found["severity"] == severity])


def preview(settings: Settings, examination: Examination) -> Preview:
    """What an import would change, with nothing left behind."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="preview-", dir=settings.var_dir) as name:
        return compare(settings, examination, build_draft(settings, examination, Path(name)))
