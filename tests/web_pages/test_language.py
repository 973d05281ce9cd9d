"""Both languages are complete, on every page and for every zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from equity.components.words import CJK
from equity.indicators.compute import Indicators
from tests.web_pages.conftest import Markup, markup, nodes, texts, words

PAGES = ("/district", "/district/999999", "/policy", "/data", "/methods")
BROKEN = re.compile(r"\bNone\b|\bnan\b|\{[a-z_]+\}|Label\(")


@pytest.mark.parametrize("path", PAGES)
def test_english_pages_have_no_unmarked_chinese(path: str, draw: Callable[..., Any]) -> None:
    strays = [t.words for t in texts(draw(path, lang="en")) if t.lang != "zh" and CJK.search(t.words)]
    assert strays == []


def test_english_profiles_have_no_unmarked_chinese(shipped: Indicators, draw: Callable[..., Any]) -> None:
    for zone in shipped.zones():
        page = draw(f"/district/{zone.code}", lang="en")
        strays = [t.words for t in texts(page) if t.lang != "zh" and CJK.search(t.words)]
        assert strays == [], zone.code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_shows_a_hole(lang: str, shipped: Indicators, draw: Callable[..., Any]) -> None:
    for path in (*PAGES, *(f"/district/{z.code}" for z in shipped.zones())):
        assert BROKEN.findall(words(draw(path, lang=lang))) == [], path


@pytest.mark.parametrize("path", [*PAGES, "/district/530111"])
def test_chinese_pages_are_chinese(path: str, draw: Callable[..., Any]) -> None:
    """Every heading and table head of the Chinese page has Chinese words."""
    page = draw(path, lang="zh")
    plain = [n for n in nodes(page) if type(n).__name__ in {"H1", "H2", "H3"}]
    assert plain
    assert [words(n) for n in plain if not CJK.search(words(n))] == []


@pytest.mark.parametrize("path", [*PAGES, "/district/530111"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markup_is_well_formed(path: str, lang: str, draw: Callable[..., Any]) -> None:
    for node in nodes(draw(path, lang=lang)):
        if isinstance(node, Markup):
            assert markup(node).tag in {"svg", "math"}
