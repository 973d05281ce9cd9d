"""docs/numbers.md: the tables are the script's, the script imports nothing of the product, and the product says the same."""

from __future__ import annotations

import ast
import importlib.util
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

from equity.indicators.children import AGES, SERVICES, YEARS
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import Voice
from equity.views.cohorts import against_published
from equity.views.view import View

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


def test_the_projection_of_children_is_the_one_by_hand(
    hand: ModuleType, data_dir: Path, shipped: Indicators
) -> None:
    """Every zone of one division and the city, level, year and group, and both ends."""
    cohorts = hand.Cohorts(hand.Raw(data_dir))
    zones = [z.code for z in shipped.zones("division")] + [shipped.city.code]
    for zone, level, year in product(zones, AGES, YEARS):
        found = shipped.children.estimate(zone, level, year)
        assert (found.value, found.low, found.high) == pytest.approx(cohorts.of(zone, SERVICES[level], year))
        ratio = shipped.child_ratio(level)
        assert hand.RATIOS[SERVICES[level]] == (ratio.low, ratio.ratio, ratio.high)
        for group in ("local", "non_local"):
            found = shipped.children.of_group(zone, level, year, group, ratio)
            by_hand = cohorts.of(zone, SERVICES[level], year, group)
            assert (found.value, found.low, found.high) == pytest.approx(by_hand)


def test_the_methods_page_checks_the_projection_against_what_the_script_does(
    hand: ModuleType, data_dir: Path, shipped: Indicators
) -> None:
    said, table = against_published(View(shipped, Voice("en")))
    rows = hand.pupils(hand.Raw(data_dir))
    assert len(rows) == 10
    by_zone = {
        (shipped.zone(z).name("en"), str(y), count): (ends, services) for z, y, services, count, ends in rows
    }
    hits = 0
    for zone, year, _, count, ours, inside, _ in table.rows:
        (value, low, high), _ = by_zone.pop((zone.text, year.text, count.value))
        assert ours.value == pytest.approx(value)
        assert inside.text == ("within" if low <= count.value <= high else "outside")
        hits += low <= count.value <= high
    assert not by_zone and f"{hits} lie within" in said.text and f"{len(rows) - hits} outside" in said.text


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
