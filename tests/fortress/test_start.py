"""Start and disk: what is damaged is made again, what cannot be done is said in words and leaves nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from equity.children import SOURCES
from equity.documents import fonts
from equity.errors import Unwritable, UserError
from equity.indicators import store
from equity.settings import Settings
from equity.warehouse.build import move
from tests.conftest import World

build_module = import_module("equity.warehouse.build")  # the package has a function of that name
DAMAGE: list[Callable[[Path], object]] = [
    lambda f: f.write_bytes(b""),
    lambda f: f.write_bytes(b"no database at all" * 1000),
    lambda f: f.write_bytes(f.read_bytes()[:5000]),
    lambda f: f.write_bytes(f.read_bytes()[: f.stat().st_size // 2]),
    lambda f: f.write_bytes(b"\0" * f.stat().st_size),
    lambda f: f.unlink(),
]


@pytest.fixture
def settings(world: World, world_settings: Settings) -> Settings:
    world().warehouse.close()  # an open database would be handed out again, whatever becomes of its file
    return world_settings


@pytest.mark.parametrize("damage", DAMAGE, ids=["empty", "text", "head", "half", "zeros", "gone"])
def test_a_damaged_warehouse_is_built_again(settings: Settings, damage: Callable[[Path], object]) -> None:
    before = store.open_indicators(settings)
    version = before.data_version
    before.warehouse.close()
    damage(settings.warehouse_path.resolve())
    assert (
        not store.is_current(settings) or damage is DAMAGE[3]
    )  # half a file may only be noticed when it is read
    again = store.open_indicators(settings)
    assert again.data_version == version
    again.warehouse.close()


FAULTS = [
    OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EROFS, "Read-only file system"),
    PermissionError(errno.EACCES, "Permission denied"), MemoryError(), duckdb.OutOfMemoryException("failed to allocate"),
    duckdb.IOException("Could not write file: No space left on device"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: type(f).__name__)
def test_a_build_that_cannot_go_on_says_why_and_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    indicators = store.open_indicators(settings)
    before = indicators.data_version
    indicators.warehouse.close()
    monkeypatch.setattr(build_module, "build_access", fail)
    with pytest.raises(UserError) as caught:
        store.build_warehouse(settings)
    assert caught.value.zh and "Traceback" not in str(caught.value)
    assert not list(settings.var_dir.glob("build-*")) and not list(settings.var_dir.glob(".*link"))
    assert store.open_indicators(settings).data_version == before


def test_parts_of_the_folder_may_lie_on_other_disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target, real = tmp_path / "a", tmp_path / "b", Path.replace
    source.write_bytes(b"new")
    target.write_bytes(b"old")

    def other_disk(self: Path, to: Path) -> Path:
        if self == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", other_disk)
    move(source, target)
    assert target.read_bytes() == b"new" and {p.name for p in tmp_path.iterdir()} == {"b"}


def test_readers_of_pages_are_told_no_folder() -> None:
    error = Unwritable(Path("/srv/secret/var"), OSError(errno.ENOSPC, "x"))
    assert "/srv/secret" in error.en and "/srv" not in error.plain_en + error.plain_zh


def test_a_missing_font_is_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONT_DIR", tmp_path)
    fonts.covered.cache_clear()
    try:
        with pytest.raises(UserError, match="install the program again"):
            fonts.missing_glyphs("x")
    finally:
        fonts.covered.cache_clear()


@pytest.mark.parametrize(
    "arguments, more",
    [
        (["serve", "--port", "70000"], {}),
        (["serve", "--host", "no such host.invalid"], {}),
        (["serve", "--port", "0"], {"EQUITY_ADMIN_SECRET": "short"}),
        (["build"], {"EQUITY_VAR_DIR": "/proc/nowhere/var"}),
        (["build"], {"EQUITY_VAR_DIR": "/dev/null/var"}),
    ],
)
def test_the_command_line_ends_in_words(arguments: list[str], more: dict[str, str], tmp_path: Path) -> None:
    environment = os.environ | {"EQUITY_VAR_DIR": str(tmp_path), "PYTHONPATH": SOURCES} | more
    command = [sys.executable, "-m", "equity.cli", *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 2, ended
    assert "Traceback" not in ended.stderr and ended.stderr.strip()
