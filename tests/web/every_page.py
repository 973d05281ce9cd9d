"""The addresses of every kind of page, for tests that hold everywhere: letters, widths, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import BrowserContext, Page

from equity.app import create_app
from equity.settings import Settings
from tests.serving import serving

SECRET = "a secret for the import pages"
DASHBOARD = ("/", "/compare", "/plan", "/district/530111", "/policy", "/data", "/methods", "/no/such/page")
LIGHT = ("/embed/map", "/embed/chart", "/embed/card", "/api/v1/docs", "/s/SNAPSHOT", "/s/none")
IMPORTING = ("/data/import/sign-in", "/data/import/", "/data/import/history")
EVERY = (*DASHBOARD, *LIGHT, *IMPORTING)
RESTED = (
    "!document.querySelector('[data-dash-is-loading], .boot') && document.fonts.status === 'loaded'"
    " && (!document.querySelector('#react-entry-point') || document.querySelector('#page h1, #page h2'))"
)


@contextmanager
def whole_site(settings: Settings) -> Iterator[tuple[str, str]]:
    """The address of an application that has every page, and the number of a snapshot that it keeps."""
    app = create_app(replace(settings, admin_secret=SECRET)).server
    snapshot = app.test_client().post("/export/snapshot?zone=530111").get_json()["id"]
    with serving(app) as address:
        yield address, snapshot


def sign_in(context: BrowserContext, home: str) -> None:
    secret = {"name": "tester", "secret": SECRET}
    assert context.request.post(f"{home}/data/import/sign-in", form=secret).ok


def open_page(page: Page, address: str) -> None:
    """Open it and wait until it is drawn whole: figures, maps and letters."""
    page.set_default_timeout(90_000)  # a busy machine draws a long page slowly
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # The web map comes after the drawing of the first answer, when the page is at rest.
    slots = "[...document.querySelectorAll('#react-entry-point .map-slot')]"
    maps = f"{slots}.every((slot) => slot.closest('.map-area').dataset.drawn)"
    theme = "dark" if "theme=dark" in address else "light"  # put on after the page has come
    dressed = f"document.documentElement.dataset.mantineColorScheme === '{theme}'"
    for _ in range(1500):
        if page.evaluate(f"{RESTED} && {maps} && {dressed}"):
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"{address} never came to rest")
