"""Every map says what it shows in two lines at 1440 pixels, whatever service, measure and basis, in a later year, which is named, in both languages."""

from __future__ import annotations

import sys

import pytest

from equity.dashboard.index import Application
from equity.dashboard.maps.panel import opening
from equity.dashboard.pages.compare import LONGEST as LETTERS
from equity.views.headline import headline
from tests.web.conftest import Visitor

MEASURED = 60
LINES = """texts => {
  const box = document.querySelector(".lead-first");
  const lines = getComputedStyle(box).display === "inline" ? () => box.getClientRects().length
    : () => Math.round(box.clientHeight / parseFloat(getComputedStyle(box).lineHeight));
  return texts.map(text => (box.firstChild.textContent = text, lines()));
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "most"), [("/", sys.maxsize), ("/compare", LETTERS)], ids=["overview", "compare"]
)
def test_a_headline_takes_two_lines(
    app: Application, reader: Visitor, page: str, most: int, lang: str
) -> None:
    registry, said = app.context.indicators.registry, set()
    for service in registry:
        for measure in registry.measures_of(service):
            for basis in measure.bases:
                asked = {"service": service, "measure": measure.id, "basis": basis, "year": "2023"}
                view = app.context.view(asked | {"lang": lang, "include": "demo"})
                said.add(opening(headline(view).text, view.voice, most=most)[0])
    assert not [text for text in said if "）（" in text or ") (" in text]
    assert lines_of(reader, f"{page}?lang={lang}", said) <= 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_so_does_that_of_a_plan_with_the_mark_behind_it(app: Application, reader: Visitor, lang: str) -> None:
    said = set()
    for service in app.context.indicators.registry.of_kind("facility"):
        for basis in ("local", "non_local", "gap"):
            asked = {"service": service.id, "measure": "effective", "basis": basis, "year": "2020"}
            view = app.context.view(asked | {"lang": lang, "include": "demo"})
            said.add(opening(headline(view).text, view.voice)[0])
    reader.open(f"/plan?lang={lang}", drawn=False)
    reader.page.wait_for_selector(".lead-first .chip-illustrative")
    assert lines_of(reader, "", said) <= 2


def lines_of(reader: Visitor, address: str, said: set[str]) -> int:
    """The most that one of the longest takes, where the page has its own."""
    page = reader.open(address, drawn=False) if address else reader.page
    page.wait_for_selector(".lead-first")
    longest = sorted(said, key=len)[-MEASURED:]
    lines: list[int] = page.evaluate(LINES, longest)
    for text, number in zip(longest, lines, strict=True):
        assert number > 0, text
    print(*(text for text, number in zip(longest, lines, strict=True) if number > 2), sep="\n")
    return max(lines)


def test_the_rows_of_all_divisions_fit_below_the_longest_caveat(reader: Visitor) -> None:
    page = reader.table("/?lang=en&include=demo&service=primary_school&measure=coverage")
    last = page.locator("#main-table tbody tr").last.bounding_box()
    assert last and last["y"] + last["height"] <= 900
