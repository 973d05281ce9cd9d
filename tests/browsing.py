"""A real Chromium that knows only DejaVu: every machine draws the same, and what needs other letters must bring them."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import matplotlib
import pytest
from playwright.sync_api import Browser, Playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
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


def launch(playwright: Playwright, *extra: str, fonts: Path | None = None) -> Browser:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("Chromium is needed for the browser tests: install the package 'chromium'.")
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts or bare_fonts())}
    return playwright.chromium.launch(executable_path=found, args=[*ARGS, *extra], env=environment)
