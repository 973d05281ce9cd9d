"""Division, policy, data and methods pages in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import TAKEN_OVER, Visitor

pytestmark = pytest.mark.browser

ALL_OPEN = {
    "/policy": "targets,measures",
    "/data": "matrix,tables,replace,figures",
    "/methods": "populations,provision,example,children,access,split-example,rules,signs,inequality,sensitivity,grades,standards,limits",
    "/district/530114": "years,children,schooling,sites,townships",
}
PAGES = (
    "/district?",
    "/district/530111?",
    "/district/999999?",
    *(f"{path}?open={ids}&" for path, ids in ALL_OPEN.items()),
)


def opened(visitor: Visitor, address: str) -> Any:
    page = visitor.open(address, drawn=False)
    page.wait_for_selector(".text-page h1")
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_the_window_in_both_languages(path: str, lang: str, reader: Visitor) -> None:
    """Nothing sticks out sideways (wide tables scroll in their own frame)."""
    page = opened(reader, f"{path}lang={lang}")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        reader.until("w => document.documentElement.scrollWidth <= w", width, seconds=3)


def test_a_division_is_reached_from_the_locator_and_left_by_its_neighbours(reader: Visitor) -> None:
    page = opened(reader, "/district/530111?lang=en&theme=dark")
    page.locator(".locator a[aria-label='Wuhua'] path").click()
    page.wait_for_selector("h1:has-text('Wuhua')")
    assert page.url.endswith("/district/530102?lang=en&theme=dark")
    page.locator("header .neighbours a").last.click()
    page.wait_for_selector("h1:has-text('Panlong')")
    page.go_back()
    page.wait_for_selector("h1:has-text('Wuhua')")


def test_a_department_filters_the_measures_and_the_address_keeps_it(reader: Visitor) -> None:
    page = opened(reader, "/policy?open=measures")
    page.locator(".pill", has_text="市教育体育局").click()
    page.wait_for_selector(".pill.on:has-text('市教育体育局')")
    shown = page.locator(".measure").count()
    assert 0 < shown < 18
    page.reload()
    reader.until(TAKEN_OVER)
    page.wait_for_selector(".pill.on:has-text('市教育体育局')")
    assert page.locator(".measure").count() == shown
    page.locator(".pill").first.click()
    page.wait_for_selector("#measure-1")
    assert page.locator(".measure").count() == 18


def test_a_clause_opens(reader: Visitor) -> None:
    page = opened(reader, "/policy?open=measures")
    clause = page.locator("#measure-7 .clause")
    assert not clause.is_visible()
    page.locator("#measure-7 summary").click()
    clause.wait_for(state="visible")
    assert "保障常住人口享有与户籍人口同等的基本公共服务" in clause.inner_text()


def test_a_table_downloads(reader: Visitor) -> None:
    page = opened(reader, "/data?open=tables")
    with page.expect_download() as waiting:
        page.locator("a[href='/download/divisions.csv']").click()
    assert waiting.value.suggested_filename.startswith("divisions-")


def test_formulas_are_drawn_as_mathematics(reader: Visitor) -> None:
    page = opened(reader, "/methods?open=provision")
    fraction = page.locator("#formula-supply mfrac").first
    over, under = (fraction.locator("xpath=*").nth(n).bounding_box() for n in (0, 1))
    assert over["y"] + over["height"] <= under["y"] + 2, "numerator above denominator"


def test_an_address_with_a_section_goes_there(reader: Visitor) -> None:
    page = opened(reader, "/methods#split-example")
    reader.until("document.getElementById('split-example').open")
    top = page.locator("#split-example").bounding_box()["y"]
    assert 0 <= top < 600
    assert page.locator("#split-example .fold-body").is_visible()


def test_sections_are_opened_and_the_address_says_which(reader: Visitor) -> None:
    page = opened(reader, "/methods")
    assert page.evaluate("document.documentElement.scrollHeight <= 1.2 * innerHeight"), (
        "the page answers on its first screen"
    )
    page.locator("#limits > summary").click()
    reader.until("location.search === '?open=limits'")
    page.reload()
    reader.until("document.querySelector('#react-entry-point #limits')?.open")


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, summary, label.mantine-Chip-label')].filter((e) => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('svg, .visually-hidden')) return false;
    if (e.tagName === 'A' && style.display === 'inline') return false; // links within a sentence
    return box.height < 43.5;
}).map((e) => e.className + ' ' + e.textContent.slice(0, 20))"""


@pytest.mark.parametrize(
    "path",
    ["/", "/compare", "/district/530111", "/district", *(f"{p}?open={ids}" for p, ids in ALL_OPEN.items())],
)
def test_a_finger_can_hit_everything(path: str, phone: Visitor) -> None:
    """Targets of at least 44 px on a narrow screen, in the longer of the two languages."""
    page = phone.open(f"{path}{'&' if '?' in path else '?'}lang=en", drawn=False)
    page.wait_for_selector(".text-page h1, #main-table")
    page.wait_for_timeout(300)
    assert page.evaluate(SMALL_TARGETS) == []
