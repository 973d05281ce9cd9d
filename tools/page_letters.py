"""Which characters the pages draw, in which weight: the pages are opened in a browser and read."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.serving import serving

from equity.app import create_app
from equity.indicators.store import build_warehouse
from equity.settings import Settings

WEIGHTS = ("regular", "bold")
LIGHT = ("/embed/map", "/embed/chart", "/embed/card")
FIRST = ("/", "/?lang=en", "/compare")
OTHERS = ("/policy", "/data", "/methods", "/api/v1/docs", "/data/import/")
# The application has taken the place of the first answer.
TAKEN_OVER = "document.documentElement.dataset.first === undefined ? 1 : 0"
# What is drawn: text nodes with a box (with ``all`` the others too), and what stands in fields. [regular, bold]
READ = """(all) => {
  if (!document.body) return ["", ""];
  const drawn = [new Set(), new Set()], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const parent = node.parentElement;
    if (!(all || parent.getClientRects().length) || parent.matches("script, style, noscript")) continue;
    const set = drawn[+getComputedStyle(parent).fontWeight >= 600 ? 1 : 0];
    for (const c of node.textContent) set.add(c);
  }
  for (const field of document.querySelectorAll("input, textarea, option"))
    for (const c of (field.value || "") + (field.placeholder || "") + field.textContent) drawn[0].add(c);
  return drawn.map((set) => [...set].join(""));
}"""


@dataclass(frozen=True)
class Letters:
    """By weight: the characters of the first pages together, and those of every page."""

    first: dict[str, set[str]]
    pages: dict[str, list[frozenset[str]]]


@contextmanager
def served() -> Iterator[tuple[str, list[str], list[str]]]:
    """The address of the product over the shipped data, its services and its divisions."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as var:
        settings = Settings(var_dir=Path(var), admin_secret="letters of the pages")
        build_warehouse(settings)
        app = create_app(settings)
        indicators = app.context.indicators
        with serving(app.server) as address:
            divisions = [zone.code for zone in indicators.zones("division")]
            yield address, list(indicators.registry.keys()), divisions


def read(page: Page, address: str, *, whole: bool = False) -> tuple[set[str], set[str]]:
    """The letters of a page once it is there; ``whole``: also what it shows on the way, and what it still hides."""
    page.goto(address, wait_until="commit" if whole else "load")
    regular, bold = set[str](), set[str]()
    turns = 20 if whole or page.query_selector("#react-entry-point") else 1
    while turns:
        for found, letters in zip((regular, bold), page.evaluate(READ, whole), strict=True):
            found |= set(letters)
        page.wait_for_timeout(200)  # the page is asked for, then its figures
        turns -= page.evaluate(TAKEN_OVER)
    return regular, bold


def read_pages() -> Letters:
    with served() as (home, services, divisions), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        first = [read(page, home + path, whole=True) for path in FIRST]
        first += [read(page, f"{home}{path}?service={s}") for path in LIGHT for s in services]
        rest = [read(page, home + path) for path in (*OTHERS, *(f"/district/{code}" for code in divisions))]
        browser.close()
    return Letters(
        first={w: set().union(*(found[i] for found in first)) for i, w in enumerate(WEIGHTS)},
        pages={w: [frozenset(found[i]) for found in rest] for i, w in enumerate(WEIGHTS)},
    )
