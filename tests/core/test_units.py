"""Units that an office uses, with the number that belongs to them; a parity is a plain number."""

from __future__ import annotations

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import LANGS, Voice
from equity.views.headline import headline
from equity.views.view import View
from tests.world import CITY_CODE

# service, measure -> unit in both languages, and how many people (or households) the number is for
USUAL = {
    ("health_staff", "supply_rate"): ("人/万人", "staff per 10,000 people", 10_000),
    ("clinic", "supply_rate"): ("名全科医生/万人", "GPs per 10,000 people", 10_000),
    ("hospital", "supply_rate"): ("张床位/千人", "beds per 1,000 people", 1_000),
    ("primary_school", "supply_rate"): ("个学位/百名学龄儿童", "places per 100 children of school age", 100),
    ("primary_school", "enrolment_ratio"): ("人/百名同龄儿童", "pupils per 100 children", 100),
    ("job_centre", "supply_rate"): ("个窗口/万名劳动年龄人口", "counters per 10,000 people of working age", 10_000),
    ("rental_housing", "supply_rate"): ("套/百户租房家庭", "dwellings per 100 renting households", 100),
    ("housing_space", "amount"): ("m²/人", "m² per person", 1),
}  # fmt: skip


@pytest.mark.parametrize(("service", "measure"), list(USUAL))
def test_a_rate_has_the_unit_of_an_office_and_the_number_for_it(
    shipped: Indicators, service: str, measure: str
) -> None:
    zh, en, per = USUAL[service, measure]
    definition = shipped.registry[service]
    year = max(shipped.years(definition, shipped.registry.measures[measure], CITY_CODE))
    record = shipped.value(Query(service, measure, "resident", year), CITY_CODE)
    assert (record.unit_zh, record.unit_en) == (zh, en)
    if definition.rate and measure == "supply_rate":
        held = shipped.places(service, CITY_CODE).value
        assert held is not None and record.persons
        assert record.value == pytest.approx(per * held / record.persons)
    assert record.value is not None
    for lang, unit in zip(LANGS, (zh, en), strict=True):
        said = Voice(lang).record(record)
        assert said.endswith(unit) and Voice(lang).figure(record) in said


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "query", [Query("clinic", "parity", "value"), Query("composite", "composite_parity", "value")]
)
def test_a_parity_has_no_unit(shipped: Indicators, query: Query, lang: str) -> None:
    for record in shipped.values(query):
        assert (record.unit_zh, record.unit_en) == ("", "")
        assert Voice(lang).record(record) == Voice(lang).figure(record)
    assert "倍" not in headline(View(shipped, Voice(lang), query)).text


def test_floor_space_is_a_condition_of_housing(shipped: Indicators) -> None:
    """31.0 m²/人 for 官渡: no stock, coverage, gap or shortfall of it."""
    record = shipped.value(Query("housing_space", "amount", "resident"), "530111")
    assert Voice("zh").record(record) == "31.0 m²/人"
    assert [m.id for m in shipped.registry.measures_of("housing_space")] == ["amount"]
