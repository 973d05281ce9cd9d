"""The pages, in the order of the top bar.

A module of this folder has ``PATH`` (parts in ``<angle brackets>`` are handed on by name, empty when left out), ``TITLE``
and ``layout(ctx, view, **parts)``, the component to show. What else a page does is named in :data:`PAGES`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dash import Dash

from equity.dashboard.maps.compared import narrow
from equity.dashboard.pages import compare, data, district, methods, overview, plan, policy
from equity.http.context import Context
from equity.http.request import inside
from equity.http.view import PageView
from equity.say import Label, Voice


class PageModule(Protocol):
    """What every module of a page has."""

    PATH: str
    TITLE: Label

    @property
    def layout(self) -> Callable[..., Any]: ...


def _as_it_is(ctx: Context, view: PageView) -> PageView:
    return view


def _no_callbacks(app: Dash, ctx: Context) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Page:
    """A page. When a parameter outside ``live`` changes, the shell draws it anew; when only ``live`` ones change, the new
    address is written to its ``dcc.Store(ids.VIEW)`` and its callbacks take it from there.

    ``narrow``: the nearest view that the page can show, with a notice of what it changed. ``subject``: what an address is
    about ("甲区"), None where there is no such thing; it is then answered with 404 and the page's own words.
    """

    name: str
    module: PageModule
    live: tuple[str, ...] = ()
    register_callbacks: Callable[[Dash, Context], None] = _no_callbacks
    narrow: Callable[[Context, PageView], PageView] = _as_it_is
    subject: Callable[..., str | None] | None = None

    @property
    def title(self) -> Label:
        return self.module.TITLE

    @property
    def nav_path(self) -> str:
        """The address with its parameters left out."""
        return re.sub(r"/<[^>]+>", "", self.module.PATH) or "/"

    def layout(self, ctx: Context, view: PageView, params: Mapping[str, str]) -> Any:
        return self.module.layout(ctx, view, **params)

    def heading(self, ctx: Context, lang: str, params: Mapping[str, str]) -> str | None:
        """The title of an address of this page; None where what it names does not exist."""
        subject = self.subject(ctx, lang, **params) if self.subject else ""
        return subject if subject is None else subject or self.title[lang]

    def match(self, pathname: str) -> dict[str, str] | None:
        """The path parameters when the address is this page's, else None. Left-out parameters are empty."""
        pattern = re.sub(r"/<([^>]+)>", r"(?:/(?P<\1>[A-Za-z0-9_-]*))?", self.module.PATH.rstrip("/"))
        found = re.fullmatch(pattern + "/?", pathname)
        return {k: v or "" for k, v in found.groupdict().items()} if found else None


PAGES = (
    Page("overview", overview, live=overview.LIVE, register_callbacks=overview.register_callbacks),
    Page(
        "compare",
        compare,
        live=compare.LIVE,
        register_callbacks=compare.register_callbacks,
        narrow=narrow,
    ),
    Page("district", district, live=("open",), subject=district.subject),
    Page("plan", plan, live=plan.LIVE, register_callbacks=plan.register_callbacks, narrow=plan.narrow),
    Page("policy", policy, live=("open",)),
    Page("data", data, live=("open",)),
    Page("methods", methods, live=("open",)),
)


def heading_of(ctx: Context, pathname: str | None, voice: Voice) -> str | None:
    """The title of any address inside the application; None where there is nothing."""
    found = find_page(pathname)
    return found[0].heading(ctx, voice.lang, found[1]) if found else None


def page_name(pathname: str | None) -> str:
    """The name of the page of an address; empty where there is none."""
    found = find_page(pathname)
    return found[0].name if found else ""


def find_page(pathname: str | None) -> tuple[Page, dict[str, str]] | None:
    for page in PAGES:
        params = page.match(inside(pathname))
        if params is not None:
            return page, params
    return None
