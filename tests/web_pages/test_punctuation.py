"""Chinese text on the pages has full-width punctuation (GB/T 15834); addresses, numbers and Latin text keep theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.say import LANGS
from tests.web_pages.conftest import nodes

CJK = "\u4e00-\u9fff"
HALF = re.compile(rf"[{CJK}][,;:?!]|[,;:?!] ?[{CJK}]|[{CJK}]\(|\)[{CJK}]")
PATHS = (
    "/",
    "/compare",
    "/district",
    "/district/530111",
    "/district/core",
    "/district/530100",
    "/policy",
    "/data",
    "/methods",
)


@pytest.mark.parametrize("path", PATHS)
def test_pages(path: str, draw: Callable[..., Any]) -> None:
    for node in nodes(draw(path, lang="zh")):
        for text in _texts(node):
            assert not HALF.search(text), text


def test_labels_and_sentences(shipped: Indicators) -> None:
    assert "zh" in LANGS
    for d in shipped.registry.values():
        texts = [d.label.zh, *(c.zh for c in shipped.caveats(d.id))]
        assert not [t for t in texts if HALF.search(t)]
    for measure in shipped.registry.measures.values():
        assert not HALF.search(measure.label.zh + (measure.gap_meaning.zh if measure.gap_meaning else ""))


def _texts(node: Any) -> list[str]:
    """What of one component is read: its own text, its title and its name for screen readers."""
    children = getattr(node, "children", None)
    own = children if isinstance(children, (list, tuple)) else [children]
    extra = [getattr(node, name, None) for name in ("title", "aria-label", "placeholder", "alt", "label")]
    return [t for t in (*own, *extra) if isinstance(t, str)]
