"""A real Chromium that knows only DejaVu: every machine draws the same, and what needs other letters must bring them."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

import matplotlib
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Without a graphics card WebGL alone is worth the work of pretending to have one: pages are put together without.
    "--disable-gpu-compositing",
    # Any other host cannot even be found; that it was asked for is noted by the visitor and fails the test.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
expect.set_options(timeout=60_000)  # what is right comes at once; what is wrong may take its time to fail
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
GENERIC = {"sans-serif": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}


@cache
def bare_fonts(*more: Path) -> Path:
    """A fontconfig file by which nothing but DejaVu and ``more`` is installed."""
    folder = Path(tempfile.mkdtemp(prefix="bare-fonts-"))
    for file in (*DEJAVU.glob("DejaVu*.ttf"), *more):
        (folder / file.name).symlink_to(file)
    aliases = "".join(
        f"<alias binding='same'><family>{kind}</family><prefer><family>{name}</family></prefer></alias>"
        for kind, name in GENERIC.items()
    )
    config = folder / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>{aliases}</fontconfig>", "utf-8"
    )
    return config


def started(*extra: str, fonts: Path | None = None) -> dict[str, Any]:
    """What Playwright has to be told to start it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("Chromium is needed for the browser tests: install the package 'chromium'.")
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts or bare_fonts())}
    return {"executable_path": found, "args": [*ARGS, *extra], "env": environment}


def launch(playwright: Playwright, *extra: str, fonts: Path | None = None) -> Browser:
    """A browser whose contexts remember nothing."""
    return playwright.chromium.launch(**started(*extra, fonts=fonts))


def settled(playwright: Playwright, profile: Path, *extra: str, **options: Any) -> BrowserContext:
    """The one context of a browser with a profile on disk, which keeps scripts as it compiled them: from the third time on
    a page comes in half the time."""
    return playwright.chromium.launch_persistent_context(profile, **started(*extra), **options)


@dataclass
class Traffic:
    """What a page has asked for and not got yet."""

    page: Page
    under_way: set[Request] = field(default_factory=set)
    last: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("requestfinished", self._over)
        self.page.on("requestfailed", self._over)

    def _asked(self, request: Request) -> None:
        self.under_way.add(request)

    def _over(self, request: Request) -> None:
        self.under_way.discard(request)
        self.last = monotonic()

    def quiet(self, seconds: float = 0.2) -> bool:
        """Whether everything has come, and nothing was asked for since that long."""
        return not self.under_way and monotonic() - self.last >= seconds

    def wait(self, seconds: float = 60) -> None:
        """Until it is quiet."""
        deadline = monotonic() + seconds
        while not self.quiet():
            assert monotonic() < deadline, [request.url for request in self.under_way]
            self.page.wait_for_timeout(40)
