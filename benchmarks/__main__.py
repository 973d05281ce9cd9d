"""Prints build time, server time and payload per map change, first page weight, time to drawn map, export and embed times.

Times are of this machine; the bars beside them are those of the product's design. Nothing is asserted here.
"""

from __future__ import annotations

import json
import logging
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Page, Response, sync_playwright
from rich.console import Console
from rich.table import Table
from tests.serving import serving

from benchmarks.chromium import launch
from equity.app import create_app
from equity.documents.run import export
from equity.documents.writers import FORMATS
from equity.indicators.store import build_warehouse, open_indicators
from equity.settings import Settings
from equity.wsgi import warm

REPEATS = 200
VIEWS = (
    "/?service=housing_space",
    "/?service=education_staff",
    "/?service=primary_school",
    "/?service=clinic&measure=effective",
)


def main() -> None:
    logging.disable(logging.WARNING)
    rows: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var_dir=Path(folder))
        rows.append(
            ("build of the shipped data", f"{best_of(3, lambda: build_warehouse(settings)):.2f} s", "≤ 3 s")
        )
        application = create_app(settings).server
        rows.append(("warming before the first reader", f"{best_of(1, lambda: warm(application)):.2f} s", ""))
        with serving(application) as base:
            rows += page_numbers(base)
            rows += embed_numbers(base)
        rows += export_numbers(settings)
    table = Table("what", "measured", "bar", title="benchmarks")
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)


def best_of(times: int, work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(times):
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    return min(seconds)


def page_numbers(base: str) -> list[tuple[str, str, str]]:
    """First page in a fresh browser, then the requests of a map change, replayed against the server."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        drawn, live = [], []
        for _ in range(
            2
        ):  # a fresh browser profile each time; the server compresses its files for the first one
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            weight = transferred(page)
            started = perf_counter()
            page.goto(base + "/")
            page.wait_for_selector(".map-drawing [data-code]:visible")
            drawn.append(perf_counter() - started)
            wait_for_map(page)
            live.append(perf_counter() - started)
            page.wait_for_load_state("networkidle")
        first = sum(weight)
        changes = map_changes(page, base)
        browser.close()
    seconds, sizes = replay(changes)
    return [
        ("first page, gzip transfer", f"{first / 1e6:.2f} MB", "≤ 2.5 MB"),
        (
            "time to drawn map, first reader / next",
            f"{drawn[0]:.2f} s / {drawn[1]:.2f} s",
            "≤ 3 s",
        ),
        (
            "web map in its place (software GL), first reader / next",
            f"{live[0]:.2f} s / {live[1]:.2f} s",
            "",
        ),
        (
            "server time per map change, p95",
            f"{1000 * statistics.quantiles(seconds, n=20)[18]:.1f} ms",
            "≤ 50 ms",
        ),
        ("payload of a map change, largest (gzip)", f"{max(sizes) / 1000:.1f} KB", "≤ 5 KB"),
    ]


def transferred(page: Page, ending: str = "") -> list[int]:
    """Bytes over the wire of every response from now on (headers and compressed body) whose address ends so."""
    sizes: list[int] = []

    def add(response: Response) -> None:
        size = response.request.sizes()
        if response.url.partition("?")[0].endswith(ending):
            sizes.append(size["responseBodySize"] + size["responseHeadersSize"])

    page.on("requestfinished", lambda request: (lambda r: add(r) if r else None)(request.response()))
    return sizes


def wait_for_map(page: Page) -> None:
    """Until the division polygons are on the map's canvas: the map library says it has nothing left to load or draw."""
    page.wait_for_function(
        "() => { const g = document.querySelector('.js-plotly-plot'); const m = g?._fullLayout?.map?._subplot?.map;"
        " return !!m && m.loaded() && m.queryRenderedFeatures().length > 13 }",
        timeout=30_000,
        polling=50,
    )


def map_changes(page: Page, base: str) -> list[dict[str, Any]]:
    """The callback requests the page sends when its address changes from view to view."""
    found: list[dict[str, Any]] = []
    page.on(
        "request",
        lambda r: (
            found.append({"url": r.url, "data": r.post_data, "headers": {"Content-Type": "application/json"}})
            if "_dash-update-component" in r.url and r.post_data
            else None
        ),
    )
    for view in VIEWS:
        page.evaluate(
            "url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')) }",
            base + view,
        )
        page.wait_for_timeout(1200)
    return [r for r in found if "patch" in json.dumps(r) or "map" in (r["data"] or "")]


def replay(changes: list[dict[str, Any]]) -> tuple[list[float], list[int]]:
    """Seconds and compressed bytes of every request, repeated; HTTP included, browser excluded."""
    seconds, sizes = [], []
    for turn in range(max(1, REPEATS // max(1, len(changes)))):
        for change in changes:
            request = Request(
                change["url"], change["data"].encode(), change["headers"] | {"Accept-Encoding": "gzip"}
            )
            started = perf_counter()
            with urlopen(request) as response:
                body = response.read()
            seconds.append(perf_counter() - started)
            if turn == 0:
                sizes.append(len(body))
    return seconds, sizes


def embed_numbers(base: str) -> list[tuple[str, str, str]]:
    """The first reader after a change of data waits for the drawing; everyone after that gets the kept one. Fonts are loaded by a PC
    without Chinese ones alone, and counted apart."""
    seconds = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for _ in range(2):
            page = browser.new_context().new_page()
            weight, fonts = transferred(page), transferred(page, ".woff2")
            started = perf_counter()
            page.goto(base + "/embed/map")
            page.wait_for_selector("svg path:visible")
            seconds.append(perf_counter() - started)
            page.wait_for_load_state("networkidle")
        browser.close()
    return [
        ("embedded map, all it loads but fonts", f"{(sum(weight) - sum(fonts)) / 1000:.0f} KB", "≤ 150 KB"),
        ("its fonts, on a PC without Chinese ones", f"{sum(fonts) / 1000:.0f} KB", ""),
        ("embedded map drawn, first reader / next", f"{seconds[0]:.2f} s / {seconds[1]:.2f} s", "≤ 0.5 s"),
    ]


def export_numbers(settings: Settings) -> list[tuple[str, str, str]]:
    indicators = open_indicators(settings)
    zones = [z.code for z in (*indicators.zones("division"), *indicators.zones("city"))]
    with tempfile.TemporaryDirectory() as folder:

        def write(zones: list[str], formats: tuple[str, ...]) -> None:
            written = export(indicators, zones, formats, "zh", Path(folder), settings=settings)
            assert all(each.ok for each in written)

        write(["530102"], ("pdf",))
        one = best_of(3, lambda: write(["530111"], ("pdf",)))
        everything = best_of(1, lambda: write(zones, tuple(FORMATS)))
    return [
        ("one district PDF", f"{one:.2f} s", "≤ 1 s"),
        ("14 divisions and the city, all formats", f"{everything:.1f} s", "≤ 60 s"),
    ]


if __name__ == "__main__":
    main()
