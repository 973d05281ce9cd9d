"""The addresses of every kind of page, for tests that hold everywhere: letters, widths, accessibility."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from tests.browsing import Traffic
from tests.conftest import SECRET

DASHBOARD = ("/", "/compare", "/plan", "/district/530111", "/policy", "/data", "/methods", "/no/such/page")
LIGHT = ("/embed/map", "/embed/chart", "/embed/card", "/api/v1/docs", "/s/SNAPSHOT", "/s/none")
IMPORTING = ("/data/import/sign-in", "/data/import/", "/data/import/history")
EVERY = (*DASHBOARD, *LIGHT, *IMPORTING)
RESTED = (
    "!document.querySelector('[data-dash-is-loading], .boot') && document.fonts.status === 'loaded'"
    " && (!document.querySelector('#react-entry-point') || document.querySelector('#page h1, #page h2'))"
)


def sign_in(context: BrowserContext, home: str) -> None:
    secret = {"name": "tester", "secret": SECRET}
    assert context.request.post(f"{home}/data/import/sign-in", form=secret).ok


def open_page(page: Page, address: str) -> None:
    """Open it and wait until it is drawn whole: figures, maps and letters."""
    page.set_default_timeout(90_000)  # a busy machine draws a long page slowly
    traffic = Traffic(page)
    page.goto(address)
    # The web map comes after the drawing of the first answer, when the page is at rest.
    slots = "[...document.querySelectorAll('#react-entry-point .map-slot')]"
    maps = f"{slots}.every((slot) => slot.closest('.map-area').dataset.drawn)"
    theme = "dark" if "theme=dark" in address else "light"  # put on after the page has come
    dressed = f"document.documentElement.dataset.mantineColorScheme === '{theme}'"
    for _ in range(1500):
        if traffic.quiet() and page.evaluate(f"{RESTED} && {maps} && {dressed}"):
            return
        page.wait_for_timeout(40)
    raise AssertionError(f"{address} never came to rest")
