"""The application over the shipped data, a client without a browser, one real Chromium for the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from equity.dashboard.index import Application
from tests.browsing import Traffic, settled
from tests.serving import serving
from tests.web.every_page import sign_in

# The first answer of the server has given way to the application.
TAKEN_OVER = "document.documentElement.dataset.first === undefined"
DRAWN = "window.dash_clientside?.maps?.ready('overview-map')"


@pytest.fixture(scope="session")
def call(app: Application) -> Callable[[str, str], Any]:
    """``call(store, search)``: the answer of the callback that owns a store, as the browser asks for it."""
    client = app.server.test_client()
    dependencies = client.get("/_dash-dependencies").get_json()

    def ask(store: str, search: str) -> Any:
        spec = next(
            d for d in dependencies if f"{store}.data" in d["output"] and not d.get("clientside_function")
        )
        outputs = [
            dict(zip(("id", "property"), part.split("."), strict=True))
            for part in spec["output"].strip(".").split("...")
        ]
        body = {
            "output": spec["output"],
            "outputs": outputs,
            "changedPropIds": ["view.data"],
            "inputs": [{"id": "view", "property": "data", "value": {"search": search}}],
        }
        return client.post("/_dash-update-component", json=body, headers={"Accept-Encoding": "gzip"})

    return ask


@pytest.fixture(scope="session")
def base_url(app: Application) -> Iterator[str]:
    with serving(app.server) as address:
        yield address


@pytest.fixture(scope="session")
def snapshot(app: Application) -> str:
    """The number of a snapshot that the application keeps."""
    made = app.server.test_client().post("/export/snapshot?zone=530111").get_json()
    return str(made["id"])


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def map_context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """For one visitor after the other: scripts are fetched and compiled once for all of them."""
    profile, size = tmp_path_factory.mktemp("profile"), {"width": 1024, "height": 720}
    with settled(playwright, profile, viewport=size) as context:
        yield context


@pytest.fixture(scope="session")
def text_context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """The same without WebGL: the server's drawing stays in place of the web map."""
    profile, size = tmp_path_factory.mktemp("profile"), {"width": 1440, "height": 900}
    with settled(playwright, profile, "--disable-3d-apis", viewport=size) as context:
        yield context


@pytest.fixture(scope="session")
def phone_context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """The same on a phone."""
    profile, size = tmp_path_factory.mktemp("profile"), {"width": 390, "height": 844}
    with settled(
        playwright, profile, "--disable-3d-apis", viewport=size, has_touch=True, is_mobile=True
    ) as context:
        yield context


@pytest.fixture(scope="session")
def signed_in(map_context: BrowserContext, base_url: str) -> BrowserContext:
    """A context with the import pages open to it."""
    sign_in(map_context, base_url)
    return map_context


@pytest.fixture(scope="session")
def browser(map_context: BrowserContext) -> Browser:
    """For contexts that have seen nothing."""
    assert map_context.browser
    return map_context.browser


@pytest.fixture(scope="session")
def browser_without_webgl(text_context: BrowserContext) -> Browser:
    assert text_context.browser
    return text_context.browser


MISSING = frozenset(
    {"/no/such/page", "/district/999999"}
)  # addresses that tests open because nothing is there


@dataclass
class Visitor:
    """One person with a browser of their own; remembers everything that must not happen."""

    context: BrowserContext
    base_url: str
    faults: list[str] = field(default_factory=list)
    page: Page = field(init=False)
    traffic: Traffic = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda e: self.faults.append(f"page error: {e}"))
        self.page.on("request", lambda r: self._note(r.url))
        self.traffic = Traffic(self.page)

    def _hear(self, message: ConsoleMessage) -> None:
        """Errors are faults; the browser also reports the 404 that a page asked for on purpose is answered with."""
        asked_for = message.location.get("url", "").removeprefix(self.base_url).partition("?")[0]
        if message.type == "error" and asked_for not in MISSING:
            self.faults.append(f"console: {message.text}")

    def _note(self, url: str) -> None:
        if not url.startswith((self.base_url, "data:", "blob:")):
            self.faults.append(f"request to another host: {url}")

    def sized(self, width: int, height: int) -> Page:
        self.page.set_viewport_size({"width": width, "height": height})
        return self.page

    def open(self, address: str = "/", *, drawn: bool = True) -> Page:
        self.page.goto(self.base_url + address)
        self.page.evaluate("window.dispatchEvent(new Event('scroll'))")  # a phone begins when it is touched
        self.until(TAKEN_OVER)
        if drawn:
            self.until(DRAWN)
            self.page.wait_for_selector("#main-table tbody tr")
        return self.page

    def table(self, address: str = "/") -> Page:
        """Open a page with the ranked table, whether or not a web map comes."""
        self.open(address, drawn=False)
        self.page.wait_for_selector("#main-table tbody tr")
        return self.page

    def until(self, expression: str, arg: Any = None, *, seconds: float = 60) -> None:
        """Until an expression is true. Playwright's own wait needs eval, which the page's policy forbids."""
        deadline = monotonic() + seconds
        while not self.page.evaluate(expression, arg):
            assert monotonic() < deadline, f"never true: {expression}"
            self.page.wait_for_timeout(80)

    def settle(self) -> None:
        """Until nothing is under way: no callback pending, the map at rest."""
        self.page.wait_for_timeout(60)
        self.until("!document.querySelector('[data-dash-is-loading]')")
        self.until(DRAWN)

    def settle_drawing(self, box: str) -> None:
        """Until the server's drawing that was asked for last is the one in the box."""
        self.traffic.wait()
        self.page.wait_for_selector(f"#{box} svg")


@pytest.fixture
def visit(browser: Browser, base_url: str) -> Iterator[Callable[..., Visitor]]:
    """``visit()``: a new visitor. At the end nobody may have seen an error or asked another host."""
    visitors: list[Visitor] = []

    def arrive(width: int = 1440, height: int = 900, browser: Browser = browser, **options: Any) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        visitors.append(Visitor(context, base_url))
        return visitors[-1]

    yield arrive
    faults = [fault for v in visitors for fault in v.faults]
    for v in visitors:
        v.context.close()
    assert faults == []


@contextmanager
def visiting(context: BrowserContext, base_url: str) -> Iterator[Visitor]:
    one = Visitor(context, base_url)
    yield one
    one.page.close()
    assert one.faults == []


@pytest.fixture
def visitor(map_context: BrowserContext, base_url: str) -> Iterator[Visitor]:
    with visiting(map_context, base_url) as one:
        yield one


@pytest.fixture
def reader(text_context: BrowserContext, base_url: str) -> Iterator[Visitor]:
    """A visitor for all that is not the web map, which takes less time."""
    with visiting(text_context, base_url) as one:
        yield one


@pytest.fixture
def phone(phone_context: BrowserContext, base_url: str) -> Iterator[Visitor]:
    with visiting(phone_context, base_url) as one:
        yield one
