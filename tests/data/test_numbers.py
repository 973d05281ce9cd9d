"""docs/numbers.md: the tables are the script's, the script imports nothing of the product, and the product says the same."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query

ROOT = Path(__file__).resolve().parents[2]
SCRIPT, NOTE = ROOT / "tools/numbers_by_hand.py", ROOT / "docs/numbers.md"


@pytest.fixture(scope="module")
def hand() -> ModuleType:
    spec = importlib.util.spec_from_file_location("numbers_by_hand", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_imports_nothing_of_the_product() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert names == {"__future__", "csv", "sys", "pathlib"}


def test_the_note_prints_what_the_script_finds(hand: ModuleType, data_dir: Path) -> None:
    between = NOTE.read_text(encoding="utf-8").split(hand.BEGIN)[1].split(hand.END)[0]
    assert between.strip() == hand.markdown(hand.Raw(data_dir)).strip()


def test_the_product_says_the_same(hand: ModuleType, data_dir: Path, shipped: Indicators) -> None:
    found = hand.numbers(hand.Raw(data_dir))
    assert len(found) > 60
    for service, measure, basis, zone, year, value in found:
        record = shipped.value(Query(service, measure, basis, year), zone)
        assert record.value == pytest.approx(value, rel=1e-9, abs=1e-9), (service, measure, basis, zone, year)


def test_every_measure_of_the_note_is_one_of_the_registry(shipped: Indicators) -> None:
    """And every provision and population measure that is more than a count is explained in it."""
    text = NOTE.read_text(encoding="utf-8")
    for measure in shipped.registry.measures.values():
        if measure.needs or measure.id in {
            "register_coverage",
            "beyond_register",
            "spare_register",
            "supply_rate",
        }:
            assert f"`{measure.id}`" in text or measure.id == "coverage_uncapped", measure.id


def test_hits_and_misses_are_said(hand: ModuleType, data_dir: Path) -> None:
    held = [row[-1] for row in hand.published(hand.Raw(data_dir))]
    assert (held.count(True), held.count(False)) == (11, 3)
