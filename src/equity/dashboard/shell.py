"""The frame around every page: top bar, routing, notices, live region. The address is the whole state."""

import logging
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html

from equity.components.parts import icon, notice_bar
from equity.dashboard import ids
from equity.dashboard.browser import in_browser
from equity.dashboard.dialogs import DIALOGS
from equity.dashboard.index import window_title
from equity.dashboard.pages import PAGES, Page, find_page, heading_of
from equity.draw.theme import theme
from equity.http.context import Context
from equity.http.page import BROKEN, HOME, NOT_FOUND
from equity.http.view import PageView, read_args
from equity.indicators.resolve import notice_text
from equity.say import Label, Voice, texts_of

log = logging.getLogger("equity.dashboard")

TEXTS = texts_of(__name__)
THEME = TEXTS["theme"]
FONT = "var(--font)"
MANTINE = {
    "primaryColor": "teal",
    "colors": {"teal": [theme()[f"teal-{i}"] for i in range(10)]},
    "primaryShade": {"light": 6, "dark": 4},
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT, "fontWeight": "600"},
    "defaultRadius": "sm",
    "cursorType": "pointer",
    "respectReducedMotion": True,
}


def shell_layout() -> Any:
    """The same for everybody; what depends on the address is filled in by :func:`render`."""
    return dmc.MantineProvider(
        [
            dcc.Location(id=ids.URL, refresh=False),
            dcc.Store(id=ids.REQUEST),
            dcc.Store(id=ids.RENDERED),
            dcc.Store(id=ids.WEBGL),
            html.Header(id=ids.HEADER, className="topbar"),
            html.Div(id=ids.NOTICES),
            html.Main(id=ids.PAGE, className="page", tabIndex="-1"),
            html.Div(id=ids.DIALOGS),
            html.Div(
                id=ids.LIVE_REGION, className="visually-hidden", role="status", **{"aria-live": "polite"}
            ),
        ],
        id=ids.PROVIDER,
        theme=MANTINE,
        forceColorScheme="light",
    )


def header(view: PageView, current: str, product: Label) -> list[Any]:
    """The top bar: ``product`` (what the dashboard is called), pages, and on the right language, theme and the dialogs."""
    links = [
        html.A(
            page.title[view.lang],
            href=view.href(page.nav_path),
            className="nav-link",
            **{"data-nav": page.nav_path} | ({"aria-current": "page"} if page.name == current else {}),
        )
        for page in PAGES
    ]
    other = "en" if view.lang == "zh" else "zh"
    dialogs = [
        html.Button(
            [icon(d.icon), html.Span(d.label[view.lang])],
            id=d.button_id,
            className="bar-button bar-feature",
            **{"aria-haspopup": "dialog", "aria-label": d.label[view.lang]},
        )
        for d in DIALOGS
    ]
    return [
        html.A(
            [
                html.Span(className="brand-mark", **{"aria-hidden": "true"}),
                html.Span(product[view.lang], className="brand-name"),
            ],
            href=view.href("/"),
            className="brand",
            **{"data-nav": "/"},
        ),
        html.Nav(links, className="nav", **{"aria-label": TEXTS.navigation[view.lang]}),
        html.Div(
            [
                *dialogs,
                html.Button(
                    [
                        html.Span("中", className="on" if view.lang == "zh" else ""),
                        html.Span("EN", className="on" if view.lang == "en" else "", lang="en"),
                        html.Span(TEXTS.to_english[view.lang], className="visually-hidden", lang=other),
                    ],
                    className="bar-button lang-button",
                    **{"data-set": f"lang={'' if other == 'zh' else other}"},
                ),
                html.Button(
                    icon("moon" if view.theme == "light" else "sun"),
                    className="bar-button",
                    title=THEME[view.theme][view.lang],
                    **{
                        "data-set": f"theme={'dark' if view.theme == 'light' else ''}",
                        "aria-label": THEME[view.theme][view.lang],
                    },
                ),
            ],
            className="bar-tools",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as components, for one address. ``live``: arguments that it follows without being drawn anew."""

    view: PageView
    name: str
    live: tuple[str, ...]
    notices: Any
    content: html.Div


def draw_page(ctx: Context, pathname: str, search: str) -> Drawn:
    """The page of an address with the notices about it; where there is none, one that says so."""
    view = ctx.view(read_args(search))
    found = find_page(pathname)
    name, live = (found[0].name, tuple(sorted(found[0].live))) if found else ("", ())
    if found:
        view = found[0].narrow(ctx, view)
        content = _draw_page(ctx, view, found[0], found[1])
    else:
        content = failure_component(view.voice, NOT_FOUND, 404)
    notices = notice_bar(
        [notice_text(ctx.indicators.registry, n, view.lang) for n in view.notices], view.voice
    )
    # The key ties the DOM to the page, so that one page's widgets are never reused for another's.
    return Drawn(view, name, live, notices, html.Div(content, key=name, className=f"page-{name}"))


def render(ctx: Context, pathname: str, search: str) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
    """Header, notices, page, dialogs and a description of what was drawn, for one address."""
    drawn, product = draw_page(ctx, pathname, search), ctx.indicators.city.product
    view = drawn.view
    rendered = {
        "path": pathname,
        "search": search,
        "live": drawn.live,
        "page": drawn.name,
        "title": window_title(heading_of(ctx, pathname, view.voice), product, view.voice),
        "lang": view.lang,
        "theme": view.theme,
        "corrected": view.corrected() if view.notices else None,
    }
    dialogs = [d.draw(ctx, view) for d in DIALOGS]
    return header(view, drawn.name, product), drawn.notices, drawn.content, dialogs, rendered


def failure_component(voice: Voice, texts: tuple[Label, Label], code: int) -> html.Div:
    """The page for what went wrong as a component, for an address inside the application."""
    title, text = texts
    return html.Div(
        [
            html.P(str(code), className="failure-code"),
            html.H1(voice(title)),
            html.P(voice(text)),
            html.P(html.A(voice(HOME), href="/", className="button", **{"data-nav": "/"})),
        ],
        className="failure",
    )


def _draw_page(ctx: Context, view: PageView, page: Page, params: dict[str, str]) -> Any:
    """The page; where it fails, a page that says so, with the fault in the log."""
    try:
        return page.layout(ctx, view, params)
    except Exception:
        log.exception("page %s failed for %s", page.name, view)
        return failure_component(view.voice, BROKEN, 500)


def register_shell_callbacks(app: Dash, ctx: Context) -> None:
    # Follows the address: asks for a page, or hands the new address to the page that is there.
    address = [(ids.URL, "pathname"), (ids.URL, "search")]
    in_browser(app, "shell.follow", [*address, (ids.RENDERED, "data")], at_once=True)

    @app.callback(
        Output(ids.HEADER, "children"),
        Output(ids.NOTICES, "children"),
        Output(ids.PAGE, "children"),
        Output(ids.DIALOGS, "children"),
        Output(ids.RENDERED, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def draw(request: dict[str, str]) -> Any:
        return render(ctx, request["path"], request["search"])

    scheme = [(ids.PROVIDER, "forceColorScheme")]
    in_browser(app, "shell.dress", [(ids.RENDERED, "data")], scheme, scheme, at_once=True)
