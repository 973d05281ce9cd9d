"""What moves a figure: the inputs give back the record and its interval; what is left is what the record would say."""

from __future__ import annotations

import pytest

from equity.query import Query
from equity.say import Voice
from equity.views.drawings import Figure
from equity.views.sensitivity import sensitivity_blocks
from equity.views.view import View
from tests.world import CITY_CODE

ASKED = [
    Query("population", "register_coverage", "value"),
    Query("population", "beyond_register", "value"),
    Query("population", "registered_ratio", "value", 2023),
    Query("population", "children_primary", "value", 2026),
    Query("population", "children_senior", "value", 2030),
    Query("health_staff", "supply_rate", "resident"),
]


@pytest.mark.parametrize("query", ASKED, ids=lambda q: q.measure)
def test_the_inputs_give_back_the_record(shipped, query) -> None:
    told = 0
    for zone in shipped.zones():
        record, found = shipped.value(query, zone.code), shipped.sensitivity(query, zone.code)
        if found is None:
            continue
        assert found.value == pytest.approx(record.value)
        if found.swings and record.low is not None:
            assert (found.low, found.high) == (pytest.approx(record.low), pytest.approx(record.high))
            assert sum(s.share for s in found.swings) == pytest.approx(1)
            told += 1
    assert told >= 9


def test_what_would_be_left_if_an_input_were_known(shipped) -> None:
    (only,) = shipped.sensitivity(ASKED[0], "530114").swings
    assert (only.input, only.share, only.left[0]) == ("registered", 1, only.left[1])
    for swing in shipped.sensitivity(ASKED[4], CITY_CODE).swings:
        low, high = shipped.value(ASKED[4], CITY_CODE).low, shipped.value(ASKED[4], CITY_CODE).high
        assert low <= swing.left[0] <= swing.left[1] <= high and swing.left != (low, high)


def test_placeholders_and_changes_have_none(shipped) -> None:
    assert shipped.sensitivity(Query("clinic", "coverage", "resident"), "530111") is None
    assert shipped.sensitivity(Query("clinic", "effective", "local"), "530111") is None
    assert shipped.sensitivity(Query("population", "residents", "value", 2023, since=2020), "530111") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_name_the_register(shipped, lang) -> None:
    said, drawn, table = sensitivity_blocks(View(shipped, Voice(lang), ASKED[0]).at("530114"))
    assert ("公安户籍年报" if lang == "zh" else "the police register") in said.text and "41.0" in said.text
    assert isinstance(drawn, Figure) and drawn.chart is not None and drawn.chart.kind == "tornado"
    down, up = (s.values[0] for s in drawn.chart.series)
    assert down < 0 < up
    assert [c.text for c in table.cells("share")] == ["100%"]
    assert (
        sensitivity_blocks(View(shipped, Voice(lang), Query("clinic", "coverage", "resident")).at("530111"))
        == ()
    )
