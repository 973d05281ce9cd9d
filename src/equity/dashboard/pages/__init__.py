"""The pages. Each module of this folder is one page and exports

- ``PATH``: its address, parts in ``<angle brackets>`` are handed to ``layout`` by name (empty when left out),
- ``TITLE``: its name in the top bar, ``ORDER``: its place there (None: not in the bar),
- ``layout(ctx, view, **path_params)``: the component to show,
- optionally ``register_callbacks(app, ctx)`` and ``LIVE``, the URL parameters its callbacks follow,
- optionally ``narrow(ctx, view)``: the nearest view that this page can show, with a notice of what it changed,
- optionally ``subject(ctx, lang, **path_params)``: what the address is about ("官渡区"), None where there is no such
  thing; the address is then answered with 404 and the page's own words.

When a parameter outside ``LIVE`` changes, the shell draws the page anew; when only ``LIVE`` ones change, it
writes the new address to the page's ``dcc.Store(ids.VIEW)`` and the page's callbacks take it from there.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from equity.say import Label

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.http.view import PageView


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    path: str
    title: Label
    order: int | None
    live: frozenset[str]
    module: ModuleType

    @property
    def nav_path(self) -> str:
        """The address with its parameters left out."""
        return re.sub(r"/<[^>]+>", "", self.path) or "/"

    def heading(self, ctx: Context, lang: str, params: Mapping[str, str]) -> str | None:
        """The title of an address of this page; None where what it names does not exist."""
        subject = self.module.subject(ctx, lang, **params) if hasattr(self.module, "subject") else ""
        return subject if subject is None else subject or self.title[lang]

    def narrow(self, ctx: Context, view: PageView) -> PageView:
        return self.module.narrow(ctx, view) if hasattr(self.module, "narrow") else view

    def match(self, pathname: str) -> dict[str, str] | None:
        """The path parameters when the address is this page's, else None. Left-out parameters are empty."""
        pattern = re.sub(r"/<([^>]+)>", r"(?:/(?P<\1>[A-Za-z0-9_-]*))?", self.path.rstrip("/"))
        found = re.fullmatch(pattern + "/?", pathname)
        return {k: v or "" for k, v in found.groupdict().items()} if found else None


def _read_pages() -> tuple[Page, ...]:
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    pages = [
        Page(
            m.__name__.rpartition(".")[2],
            m.PATH,
            m.TITLE,
            getattr(m, "ORDER", None),
            frozenset(getattr(m, "LIVE", ())),
            m,
        )
        for m in modules
        if hasattr(m, "PATH")
    ]
    return tuple(sorted(pages, key=lambda p: (p.order is None, p.order or 0)))


PAGES = _read_pages()


def heading_of(ctx: Context, pathname: str | None, lang: str) -> str | None:
    """The title of any address inside the application; None where there is nothing."""
    found = find_page(pathname)
    return found[0].heading(ctx, lang, found[1]) if found else None


def find_page(pathname: str | None) -> tuple[Page, dict[str, str]] | None:
    for page in PAGES:
        params = page.match(pathname or "/")
        if params is not None:
            return page, params
    return None
