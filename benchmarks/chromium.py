"""The one place that knows how to start a Chromium for measurements."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """A headless browser; raises RuntimeError naming what to install where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise RuntimeError("no Chromium found; install one (Debian: apt-get install chromium)")
    return playwright.chromium.launch(executable_path=path, args=list(ARGS))
