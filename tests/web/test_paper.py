"""On paper a page has its map, as the server draws it, with the legend and what the address asks for."""

from __future__ import annotations

import pytest

from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser

DRAWN = """() => [...document.querySelectorAll(".map-paper svg")].map((svg) => {
  const box = svg.getBoundingClientRect(), legend = svg.querySelector(".legend");
  return [svg.textContent, box.width, box.height, !!legend && legend.getBoundingClientRect().height > 20];
})"""


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/?service=housing_space", ["人均住房建筑面积"]),
        ("/compare?lang=en", ["Residents", "Registered"]),
        ("/plan?service=clinic", ["有效覆盖率"]),
    ],
)
def test_the_map_is_on_paper(reader: Visitor, address: str, titles: list[str]) -> None:
    page = reader.open(address, drawn=False)
    reader.traffic.wait()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    drawn = page.evaluate(DRAWN)
    assert len(drawn) == len(titles)
    for title, (text, width, height, legend) in zip(titles, drawn, strict=True):
        assert title in text and legend
        assert width > 200 and height > 300
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
