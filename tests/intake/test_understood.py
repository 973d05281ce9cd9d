"""The tables of what is understood, in the manuals, are those of the code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from equity.indicators.registry import registry
from equity.reading.vocabulary import vocabulary
from equity.reading.words import words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("manual_tables", ROOT / "tools" / "manual_tables.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_manual_says_what_the_code_understands(tool: ModuleType, lang: str) -> None:
    assert tool.tables(lang) in (ROOT / "docs" / tool.FILES[lang]).read_text(encoding="utf-8")


def test_every_question_of_the_code_is_in_the_manual(tool: ModuleType) -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/equity/checking").rglob("*.py"))
    asked = set(re.findall(r"\.ask\(\s*\"([a-z_]+)\"", sources))
    assert asked == set(tool.ASKED)


def test_every_service_with_places_has_words_for_its_capacity_and_kind() -> None:
    services = {d.id for d in registry().values() if d.kind == "facility"}
    assert services <= set(words()["capacity"]) and services <= set(words()["limits"])
    assert services == {s for served in vocabulary()["serves"].values() for s in served}
