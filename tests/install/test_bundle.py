"""What the archive for an office without a network brings for each kind of machine."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from equity.settings import PROJECT_ROOT

BUNDLE = PROJECT_ROOT / "tools" / "bundle"


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle_make", BUNDLE / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_machine_gets_what_its_own_markers_ask_for(make: ModuleType) -> None:
    assert len(make.TARGETS) == 6
    for target in make.TARGETS:
        found = make.needed(target)
        direct = [r for r in make.requirements(make.NAME) if r.marker is None]
        assert {canonicalize_name(r.name) for r in direct} <= set(found)
        assert "tornado" not in found and make.NAME not in found
        windows = ("sys_platform", "win32") in target.markers
        assert ("colorama" in found) == windows and ("gunicorn" in found) != windows


def test_pins_are_those_of_the_tests(make: ModuleType) -> None:
    found = make.needed(make.TARGETS[0])
    for line in make.requirements(make.NAME):
        assert Requirement(str(line)).specifier.contains(found[canonicalize_name(line.name)])


def test_the_scripts_are_what_their_shells_read() -> None:
    subprocess.run(["sh", "-n", str(BUNDLE / "install.sh")], check=True)
    batch = (BUNDLE / "install.bat").read_bytes()
    assert batch.isascii() and batch.count(b"\r\n") == batch.count(b"\n")
    for name in ("deploy.md", "deploy.zh-CN.md"):
        assert "install.bat" in (PROJECT_ROOT / "docs" / name).read_text("utf-8")
