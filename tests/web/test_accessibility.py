"""On every page, in both languages and themes: no letter is a box on a machine without any Chinese font, and axe-core finds nothing,
on an office screen and a phone, with dialogs open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browsing import Traffic
from tests.glyphs import WATCH_CANVAS, boxes
from tests.web.every_page import DASHBOARD, EVERY, open_page
from tests.web.test_text_pages import ALL_OPEN

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
LOOK = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.impact}) ${n.target.join(" ")} ${n.failureSummary.split("\\n")[1] || ""}`));
}"""
# words of a chart that lie on each other, two by two; those of a formula or an icon are none
OVERLAPPING = """() => [...document.querySelectorAll(".report-figure svg")].filter((s) => s.getBoundingClientRect().width).flatMap((svg) => {
  const texts = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width && b.height);
  return texts.flatMap(([a, p], i) => texts.slice(i + 1).filter(([, q]) =>
    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => a + " / " + b));
})"""
# sections with lines or a tornado that have no table beside it
WITHOUT_TWIN = """() => ["years", "children", "schooling", "sensitivity"].filter((id) => {
  const section = document.getElementById(id);
  return section && section.querySelector(".report-figure svg") && !section.querySelector("table");
})"""
SIZES = ((1440, 900), (390, 844))
# Words do not depend on the theme nor colours on the language: each is seen once.
LOOKS = [("zh", "light"), ("en", "dark")]

QUOTE = """() => { const span = document.createElement("span"); span.textContent = "“"; span.style = "position: absolute; font-size: 100px";
  document.body.append(span); const { width } = span.getBoundingClientRect(); span.remove(); return width; }"""


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    """A page that has axe and watches its letters, signed in to the import pages."""
    page = signed_in.new_page()
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(WATCH_CANVAS)
    page.add_init_script(path=AXE)
    yield page
    page.close()


def faults(page: Page) -> list[str]:
    """What axe objects to in both sizes."""
    found = []
    page.wait_for_timeout(300)  # a theme is put on after the page; Chromium styles formulas a moment later
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        found += [f"{width}: {fault}" for fault in page.evaluate(LOOK)]
    return found


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
@pytest.mark.parametrize("path", EVERY)
def test_no_letter_is_a_box_and_nothing_a_barrier(
    page: Page, base_url: str, snapshot: str, path: str, lang: str, theme: str
) -> None:
    open_page(page, f"{base_url}{path.replace('SNAPSHOT', snapshot)}?lang={lang}&theme={theme}")
    assert boxes(page) == []
    if page.get_attribute("html", "lang") == "en":
        assert page.evaluate(QUOTE) < 70, "the quotes of an English text are as wide as Chinese letters"
    if path in ("/", "/compare") and lang == "zh":
        assert page.evaluate("window.lettered") > 14, "the names on the map were watched"
    assert faults(page) == []


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
@pytest.mark.parametrize("path", ["/methods", "/district/530114"])
def test_no_barrier_in_opened_sections(page: Page, base_url: str, path: str, lang: str, theme: str) -> None:
    """Then and now, children, schooling, what moves the result: charts with their tables, where no word lies on another."""
    open_page(page, f"{base_url}{path}?open={ALL_OPEN[path]}&lang={lang}&theme={theme}")
    assert faults(page) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate(OVERLAPPING) == [], width
    assert page.evaluate(WITHOUT_TWIN) == []


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_no_barrier_in_a_dialog(page: Page, base_url: str, lang: str, theme: str) -> None:
    open_page(page, f"{base_url}{DASHBOARD[0]}?lang={lang}&theme={theme}")
    traffic = Traffic(page)
    for button in ("feature-export", "feature-embed"):
        page.click(f"#{button}")
        page.wait_for_selector("[role=dialog]")
        traffic.wait()
        assert faults(page) == [], button
        page.keyboard.press("Escape")
        page.wait_for_selector("[role=dialog]", state="detached")
