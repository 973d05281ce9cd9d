"""Every map says what it shows in two lines at 1440 pixels, whatever service, measure and basis, in a later year, which is named, in both languages."""

from __future__ import annotations

import pytest

from equity.dashboard.index import Application
from equity.dashboard.maps.panel import opening
from equity.views.headline import headline
from tests.web.conftest import Visitor

LONGEST = 60
LINES = """texts => {
  const box = document.querySelector(".lead-first");
  return texts.map(text => (box.textContent = text, box.getClientRects().length));
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_headline_takes_two_lines(app: Application, reader: Visitor, lang: str) -> None:
    registry, said = app.context.indicators.registry, set()
    for service in registry:
        for measure in registry.measures_of(service):
            for basis in measure.bases:
                asked = {"service": service, "measure": measure.id, "basis": basis, "year": "2023"}
                view = app.context.view(asked | {"lang": lang, "include": "demo"})
                said.add(opening(headline(view).text, view.voice)[0])
    longest = sorted(said, key=len)[-LONGEST:]
    lines = reader.table(f"/?lang={lang}").evaluate(LINES, longest)
    assert max(lines) == 2, [text for text, n in zip(longest, lines, strict=True) if n > 2]
    assert not [text for text in said if "）（" in text or ") (" in text]
