"""Takes the pictures of the import guides and of the README anew: ``.venv/bin/python -m tools.guide_pictures``.

Follows the way of the test that drives a real browser, with the same messy workbook. Needs the test dependencies.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from playwright.sync_api import Page
from tests.intake import messy
from tests.intake.test_proof import SECRET, by_browser, in_chromium
from tests.serving import serving

from equity.app import create_app
from equity.indicators.store import build_warehouse
from equity.intake import desk
from equity.settings import PROJECT_ROOT, Settings

PICTURES = PROJECT_ROOT / "docs" / "images"


def keep(page: Page, name: str) -> None:
    if name == "5-preview":
        page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"import-{name}.png")


def overview(page: Page, base: str) -> None:
    page.goto(base + "/?zone=530111")
    page.wait_for_selector('.map-area[data-drawn="1"]')
    page.wait_for_timeout(1500)
    page.screenshot(path=PICTURES / "overview-zh.png")


def main() -> None:
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var_dir=Path(folder) / "var", admin_secret=SECRET)
        build_warehouse(settings)
        file = Path(folder) / "小学名录.xlsx"
        file.write_bytes(messy.workbook(desk.surroundings(settings)))
        with serving(create_app(settings).server) as base:
            in_chromium(lambda page: overview(page, base))
            in_chromium(lambda page: by_browser(page, base, file, keep))


if __name__ == "__main__":
    main()
