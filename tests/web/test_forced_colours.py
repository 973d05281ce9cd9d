"""With the colours of the system forced, what only a colour says is still said."""

from __future__ import annotations

import pytest

from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser

# The colours of some marks, as the reader sees them.
COLOURS = """(selector) => [...document.querySelectorAll(selector)].map((e) => getComputedStyle(e).backgroundColor)"""


def test_the_legend_keeps_its_classes_and_icons_are_seen(reader: Visitor) -> None:
    reader.page.emulate_media(forced_colors="active")
    page = reader.open("/", drawn=False)
    page.wait_for_selector(".legend-row", timeout=60_000)
    swatches = page.evaluate(COLOURS, ".legend-row:not(.empty) .legend-swatch:not(.hatch):not(.dotted)")
    assert len(set(swatches)) == len(swatches) > 2
    icons, paper = page.evaluate(COLOURS, ".bar-button .icon"), page.evaluate(COLOURS, "body")[0]
    assert icons and paper not in icons
