"""What is written about the product agrees with the product."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from equity.indicators.compute import Indicators
from equity.settings import PROJECT_ROOT


def test_readme_tables_are_those_of_code_and_data(shipped: Indicators) -> None:
    spec = importlib.util.spec_from_file_location(
        "readme_tables", PROJECT_ROOT / "tools" / "readme_tables.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.stale(shipped) == [], "run: .venv/bin/python tools/readme_tables.py"


def test_links_in_documents_lead_somewhere() -> None:
    for path in [*PROJECT_ROOT.glob("*.md"), *(PROJECT_ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                assert (path.parent / target).exists(), f"{path.relative_to(PROJECT_ROOT)} links to {target}"


def test_no_lock_file_records_an_address() -> None:
    for path in (PROJECT_ROOT / "constraints.txt", PROJECT_ROOT / "pyproject.toml"):
        assert "://" not in Path(path).read_text(encoding="utf-8")
