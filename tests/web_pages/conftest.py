"""Pages drawn without a browser, and ways to read what is on them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from dash.development.base_component import Component

from equity.components.parts import Markup
from equity.dashboard.index import Application
from equity.dashboard.pages import find_page
from equity.http.context import Context

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label")


@dataclass(frozen=True)
class Text:
    """One piece of text and the language its element declares ("" where none does)."""

    words: str
    lang: str


def nodes(root: Any) -> Iterator[Component]:
    """Every component below ``root`` and itself."""
    if isinstance(root, (list, tuple)):
        for part in root:
            yield from nodes(part)
    elif isinstance(root, Component):
        yield root
        yield from nodes(getattr(root, "children", None))


def texts(root: Any, lang: str = "") -> Iterator[Text]:
    """Every piece of text a reader sees or hears, with the language declared around it."""
    if isinstance(root, (list, tuple)):
        for part in root:
            yield from texts(part, lang)
    elif isinstance(root, Markup):
        for element in markup(root).iter():
            yield from (
                Text(t, lang)
                for t in (element.text, element.tail, element.get("aria-label"))
                if t and t.strip()
            )
    elif isinstance(root, Component):
        inner = getattr(root, "lang", None) or lang
        yield from (Text(str(getattr(root, a)), inner) for a in SPOKEN if getattr(root, a, None))
        yield from texts(getattr(root, "children", None), inner)
    elif root is not None and str(root).strip():
        yield Text(str(root), lang)


def markup(node: Markup) -> ET.Element:
    """SVG or MathML of a node; fails where it is not well-formed."""
    return ET.fromstring(re.sub(r' xmlns="[^"]+"', "", node.html))


def words(root: Any) -> str:
    return "\n".join(t.words for t in texts(root))


def classes(node: Component) -> set[str]:
    return set((getattr(node, "className", "") or "").split())


def with_class(root: Any, name: str) -> list[Component]:
    return [n for n in nodes(root) if name in classes(n)]


@pytest.fixture(scope="session")
def context(app: Application) -> Context:
    return app.context


def drawn(path: str, of: Context, args: dict[str, str]) -> Any:
    found = find_page(path)
    assert found is not None, path
    return found[0].layout(of, of.view(args), found[1])


@pytest.fixture(scope="session")
def draw(context: Context) -> Callable[..., Any]:
    """``draw("/policy", lang="en")``: the layout of a page, drawn once and not to be changed."""

    @lru_cache(64)
    def shipped(path: str, **args: str) -> Any:
        return drawn(path, context, args)

    def page(path: str, *, of: Context | None = None, **args: str) -> Any:
        return drawn(path, of, args) if of else shipped(path, **args)

    return page
