"""The pinned versions install on every Python that the README names, the first patch release of the oldest included."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata

import pytest
from packaging.specifiers import SpecifierSet

from equity.settings import PROJECT_ROOT

PINS = dict(
    line.split("==")
    for line in (PROJECT_ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if "==" in line
)


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0"])
def test_no_pin_needs_a_newer_python(python: str) -> None:
    """Debian 12 has 3.11.2: a pin that asks for 3.11.5 leaves pip searching for minutes, and then failing."""
    refused = []
    for name, version in PINS.items():
        try:
            found = metadata(name)
        except PackageNotFoundError:  # of an extra that is not installed here
            continue
        needs = found.get("Requires-Python", "")  # some packages state none
        if found["Version"] == version and not SpecifierSet(needs).contains(python):
            refused.append(f"{name}=={version} needs {needs}")
    assert refused == []


def test_what_the_tests_import_is_pinned() -> None:
    assert {"httpx", "h11", "hatchling", "soupsieve", "latex2mathml"} <= set(PINS)
