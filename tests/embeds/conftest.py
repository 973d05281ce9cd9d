"""The application over the shipped data, servers on loopback, and a Chromium for the tests that need one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import launch

T = TypeVar("T")
InChromium = Callable[[Callable[[Browser], Any]], Any]


@pytest.fixture
def in_chromium() -> InChromium:
    """``in_chromium(f)``: what ``f(browser)`` returns. In a thread of its own: Playwright allows one
    driver per thread.
    """

    def drive(visit: Callable[[Browser], Any]) -> Any:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            try:
                return visit(browser)
            finally:
                browser.close()

    def run(visit: Callable[[Browser], Any]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(drive, visit).result(timeout=360)

    return run
