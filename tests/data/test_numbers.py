"""docs/numbers.md: the tables are the script's, the script imports nothing of the product, and the product says the same."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
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
SCRIPTS = (SCRIPT, ROOT / "tools/access_by_hand.py")
SPLIT = "split: "


@pytest.fixture(scope="module")
def hand() -> Iterator[ModuleType]:
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    spec = importlib.util.spec_from_file_location("numbers_by_hand", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    monkeypatch.undo()


def test_the_script_imports_nothing_of_the_product() -> None:
    names = set()
    for script in SCRIPTS:
        tree = ast.parse(script.read_text(encoding="utf-8"))
        names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert names == {"__future__", "csv", "math", "sys", "pathlib", "access_by_hand"}


def test_the_note_prints_what_the_script_finds(hand: ModuleType, data_dir: Path) -> None:
    between = NOTE.read_text(encoding="utf-8").split(hand.BEGIN)[1].split(hand.END)[0]
    assert between.strip() == hand.markdown(hand.Raw(data_dir)).strip()


def test_the_product_says_the_same(hand: ModuleType, data_dir: Path, shipped: Indicators) -> None:
    found = hand.numbers(hand.Raw(data_dir))
    assert len(found) > 60
    for service, measure, basis, zone, year, value in found:
        if measure.startswith(SPLIT):
            ours = getattr(shipped.split(service, zone), measure.removeprefix(SPLIT))
        else:
            ours = shipped.value(Query(service, measure, basis, year), zone).value
        assert ours == pytest.approx(value, rel=1e-9, abs=1e-9), (service, measure, basis, zone, year)


def test_every_measure_of_access_is_worked_by_hand(hand: ModuleType, data_dir: Path) -> None:
    found = {(n[1], n[2]) for n in hand.numbers(hand.Raw(data_dir)) if n[0] == "clinic"}
    sides = {(m, b) for m in ("reach", "adequacy", "effective") for b in ("local", "non_local", "gap")}
    parts = {(SPLIT + part, "gap") for part in ("within", "residence", "reach", "adequacy")}
    assert found >= sides | parts | {("parity", "value")}


def test_a_published_figure_that_is_taken_over_is_shown_as_it_is(
    hand: ModuleType, data_dir: Path, shipped: Indicators
) -> None:
    raw = hand.Raw(data_dir)
    shown = [row for row in hand.published(raw) if row[-1] == "="]
    asked = {"resident": "residents", "registered": "registered"}
    given = [
        key
        for key, r in raw.people.items()
        if r["grade"] == "observed" and key[2] in asked and key[1] >= 2018
    ]
    assert len(shown) == len(given) > 80
    for zone, year, group in given:
        record = shipped.value(Query("population", asked[group], "value", year), zone)
        assert record.value == raw.persons(zone, group, year), (zone, year, group)


def test_the_interval_of_children_is_the_same_by_hand(
    hand: ModuleType, data_dir: Path, shipped: Indicators
) -> None:
    """In demand, under pupils and on the map: one quantity with one interval."""
    raw = hand.Raw(data_dir)
    for zone in (hand.GUANDU, "530114", hand.CITY):
        for service in hand.AGES:
            expected = pytest.approx(hand.Cohorts(raw).of(zone, service, 2023), rel=1e-9)
            measure = f"children_{service.removesuffix('_school')}"
            for query in (
                Query(service, "demand", "resident", 2023),
                Query("population", measure, "value", 2023),
            ):
                record = shipped.value(query, zone)
                assert (record.value, record.low, record.high) == expected, (zone, query)


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
    marks = [row[-1] for row in hand.published(hand.Raw(data_dir))]
    assert (marks.count("✓"), marks.count("✗")) == (12, 15)
