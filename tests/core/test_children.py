"""Children of school age over the shipped data: the census again, published counts of pupils, and the words."""

from __future__ import annotations

import pandas as pd
import pytest

from equity.indicators.children import AGES, YEARS
from equity.indicators.compute import Indicators
from equity.indicators.interval import Estimate
from equity.query import Presentation, Query
from equity.say import Voice
from equity.views.children import children_section, places_sentence
from equity.views.tables import Table
from equity.views.view import View
from equity.views.years import years_section
from tests.world import CITY_CODE


def test_2020_is_the_census_again(shipped: Indicators) -> None:
    shares, people = shipped.library.table("division_shares"), shipped.library.table("division_population")
    residents = (
        people[(people.year == 2020) & (people.population_group == "resident")].set_index("adcode").persons
    )
    bands = shares[(shares.year == 2020) & shares.item.isin(["age_5_9", "age_10_14"])]
    for code, rows in bands.groupby("adcode"):
        five_to_fourteen = sum(rows.share) * float(residents[code])
        parts = [shipped.children.estimate(str(code), level, 2020) for level in ("primary", "junior")]
        # ages 6 to 14 are nine of the ten single years
        five = 0.2 * float(rows[rows.item == "age_5_9"].share.iloc[0]) * float(residents[code])
        assert sum(p.value or 0 for p in parts) == pytest.approx(five_to_fourteen - five)


def test_a_zone_is_the_sum_of_its_divisions(shipped: Indicators) -> None:
    divisions = [z.code for z in shipped.zones("division")]
    for year in (2020, 2025, 2030):
        city = shipped.children.estimate(CITY_CODE, "primary", year)
        parts = [shipped.children.estimate(code, "primary", year) for code in divisions]
        for end in ("value", "low", "high"):
            assert getattr(city, end) == pytest.approx(sum(getattr(p, end) for p in parts))
        assert city.grade == "estimated"


# Pupils as published (data/services/totals.csv and published_figures.csv); the city's of 2022 are primary and junior together.
PUBLISHED = {
    ("530114", ("primary",), 2023): 37_459,
    ("530113", ("primary",), 2023): 18_727,
    ("530113", ("junior",), 2023): 9_234,
    ("530114", ("junior",), 2023): 18_364,
    ("530124", ("primary",), 2022): 8_817,
    ("530124", ("junior",), 2022): 6_980,
    ("530100", ("primary", "junior"), 2022): 781_330,
}


# Pupils of general senior schools: who is of that age in a vocational school, or in none, is not among them.
MISSED = {("530100", 2022): 142_581, ("530113", 2023): 6_117, ("530124", 2022): 4_195}


@pytest.mark.parametrize(("zone", "year"), list(MISSED))
def test_general_senior_schools_hold_fewer_than_are_of_their_age(
    shipped: Indicators, zone: str, year: int
) -> None:
    """Listed as misses in docs/numbers.md."""
    low = shipped.children.estimate(zone, "senior", year).low
    assert low is not None and MISSED[zone, year] < low


@pytest.mark.parametrize(("zone", "levels", "year"), list(PUBLISHED))
def test_published_pupils_lie_within_the_interval(
    shipped: Indicators, zone: str, levels: tuple[str, ...], year: int
) -> None:
    found = [shipped.children.estimate(zone, level, year) for level in levels]
    assert sum(e.low or 0 for e in found) <= PUBLISHED[zone, levels, year] <= sum(e.high or 0 for e in found)


def test_every_year_and_level_has_a_number_with_an_interval(shipped: Indicators) -> None:
    for zone in shipped.zones():
        for level in AGES:
            for year in YEARS:
                e = shipped.children.estimate(zone.code, level, year)
                assert (
                    e.low is not None
                    and e.value is not None
                    and e.high is not None
                    and e.low <= e.value <= e.high
                )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sections_say_what_the_numbers_say(shipped: Indicators, lang: str) -> None:
    view = View(shipped, Voice(lang), presentation=Presentation(lang=lang, zone="530111"))
    section = children_section(view)
    table = next(b for b in section.blocks if isinstance(b, Table))
    values = [c.value for c in table.cells("primary")]
    year = YEARS[values.index(max(v for v in values if v is not None))]
    assert str(year) in section.blocks[0].text
    past = years_section(view.at(CITY_CODE))
    assert past is not None
    frame = pd.DataFrame(
        {
            c.id: [cell.value for cell in next(b for b in past.blocks if isinstance(b, Table)).cells(c.id)]
            for c in past.blocks[-1].columns
        }
    )
    assert frame["residents"].dropna().iloc[-1] > frame["residents"].dropna().iloc[0]


def test_the_map_has_the_children_of_every_year(shipped: Indicators) -> None:
    for level in AGES:
        measure = shipped.registry.measures[f"children_{level}"]
        assert shipped.years(shipped.registry["population"], measure) == YEARS
    for year in (2020, 2026, 2030):
        for record in shipped.values(Query("population", "children_primary", "value", year)):
            own = shipped.children.estimate(record.zone, "primary", year)
            assert (record.value, record.low, record.high, record.grade) == (
                own.value,
                own.low,
                own.high,
                "estimated",
            )


def test_non_local_children_lie_in_the_interval_of_their_ratio(shipped: Indicators) -> None:
    demand = shipped.registry["primary_school"].demand
    assert demand is not None
    for zone in ("530111", "530113", CITY_CODE):
        people = shipped.population(zone)
        part = (people["non_local"].value or 0) / (people["resident"].value or 1)
        whole = shipped.children.estimate(zone, "primary", 2022)
        found = shipped.children.non_local(zone, "primary", 2022, demand.by_group)
        assert found.low is not None and found.high is not None and found.value is not None
        assert found.low < found.value < found.high <= (whole.high or 0)
        if zone != CITY_CODE:
            assert found.value == pytest.approx(part * (whole.value or 0))
            assert found.low == pytest.approx(demand.by_group.low * part * (whole.low or 0))


def test_places_are_short_only_where_the_interval_says_so(shipped: Indicators) -> None:
    view = View(shipped, Voice("zh")).at("530111")
    short = [Estimate(-100.0 - n, -150.0 - n, -50.0 - n) for n in range(2)]
    maybe, enough = Estimate(-5.0, -20.0, 10.0), Estimate(30.0, 10.0, 50.0)
    said = places_sentence(view, "primary", [*short, *[maybe] * 9])
    assert said == "小学（6–11 岁）：按台账的学位，2020、2021 年不足，2021 年最多，约缺 101 个学位。"
    assert "都够" in places_sentence(view, "junior", [enough] * 11)
    assert "也不能肯定" in places_sentence(view, "junior", [maybe, *[enough] * 10])
    assert places_sentence(view, "senior", []) == ""
    placeholder = shipped.children.estimate("530111", "primary", 2023)
    assert shipped.places_over("primary_school", "530111", placeholder).status == "no_data"
