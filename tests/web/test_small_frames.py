"""Embeds in small frames: the figure fits or scrolls, nothing lies over anything, nothing is wider than the frame."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SEEN = """() => {
  const main = document.querySelector("main"), box = main.getBoundingClientRect(), foot = document.querySelector("footer").getBoundingClientRect();
  const head = document.querySelector("main header h1, main h1").getBoundingClientRect();
  return {
    figureUnderFoot: box.bottom > foot.top + 1, footCut: foot.bottom > innerHeight + 1, room: box.height,
    pageScrolls: document.documentElement.scrollHeight > innerHeight + 1, wide: document.documentElement.scrollWidth > innerWidth,
    figureWide: main.scrollWidth > main.clientWidth, headCut: head.right > innerWidth,
    reached: main.scrollHeight <= main.clientHeight + 1 || getComputedStyle(main).overflowY === "auto",
    figure: [...main.querySelectorAll(".drawing svg, .figures")].some((f) => f.getBoundingClientRect().width > 200),
  };
}"""
GOOD = {
    "figureUnderFoot": False,
    "footCut": False,
    "pageScrolls": False,
    "wide": False,
    "figureWide": False,
    "headCut": False,
    "reached": True,
    "figure": True,
}


def seen(page: Page) -> dict[str, object]:
    found: dict[str, object] = page.evaluate(SEEN)
    assert float(str(found.pop("room"))) > 80
    return found


@pytest.mark.parametrize("size", [(280, 220), (360, 300), (700, 420)], ids=str)
@pytest.mark.parametrize("kind", ["map", "chart", "card"])
def test_it_fits_or_scrolls(browser: Browser, base_url: str, kind: str, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    for lang in ("zh", "en"):
        page.goto(
            f"{base_url}/embed/{kind}?service=primary_school&measure=effective&basis=gap&include=demo&lang={lang}"
        )
        assert seen(page) == GOOD, lang
        if kind != "card":
            page.locator("summary").click()
            found = seen(page) if size[1] > 300 else None
            assert found in (None, GOOD), lang
    page.close()
