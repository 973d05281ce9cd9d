"""Children of school age over the shipped data: the census again, published counts of pupils, and the words."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from equity.app import create_app
from equity.documents.csv_files import write_csvs
from equity.documents.making import make_report, read_shapes
from equity.indicators.children import AGES, YEARS
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.query import Presentation, Query
from equity.say import Voice
from equity.settings import Settings
from equity.views.children import children_section, places_sentence
from equity.views.drawings import Figure
from equity.views.tables import Table
from equity.views.view import View
from equity.views.years import years_section
from tests.conftest import World
from tests.world import CITY_CODE, facility


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


def test_the_two_groups_are_everybody_and_lie_in_the_interval_of_their_ratio(shipped: Indicators) -> None:
    for level in AGES:
        ratio = shipped.child_ratio(level)
        for zone in ("530111", "530113", CITY_CODE):
            people = shipped.population(zone)
            part = (people["non_local"].value or 0) / (people["resident"].value or 1)
            asked = Query("population", f"children_{level}", "value", 2022)
            whole, local, non_local = (
                shipped.value(asked.but(basis=basis), zone) for basis in ("value", "local", "non_local")
            )
            assert non_local.low is not None and non_local.high is not None and non_local.value is not None
            assert non_local.low < non_local.value < non_local.high <= (whole.high or 0)
            assert non_local.value + (local.value or 0) == pytest.approx(whole.value)
            if zone != CITY_CODE:
                assert non_local.value == pytest.approx(part * (whole.value or 0))
                assert non_local.low == pytest.approx(ratio.low * part * (whole.low or 0))
                assert local.high == pytest.approx((1 - ratio.low * part) * (whole.high or 0))


def with_register(rows: dict[str, list[dict[str, Any]]]) -> None:
    """A: 50 children in every band, a register of 48 places; of 35, 21, 7 and 7 births of the city two sevenths are its own."""
    rows["division_shares"] += [
        row | {"item": "age_0_4"} for row in list(rows["division_shares"]) if row["item"] == "age_5_9"
    ]
    rows["births"] = [
        {"adcode": CITY_CODE, "year": 2021 + n, "births": births, "grade": "observed", "source": "test"}
        for n, births in enumerate((35, 21, 7, 7))
    ]
    rows["facilities"] += [
        facility("s1", "primary_school", 300, 500, 30, grade="observed"),
        facility("s2", "primary_school", 700, 500, 18, grade="observed"),
    ]


# children of 6 to 11 by hand: what is left of the bands, with 0.8 to 1.2 fifths in each year, and those born since
BY_HAND = {2020: (60, 54, 66), 2022: (60, 58, 62), 2027: (60, 60, 60), 2028: (56, 54, 58), 2029: (48, 44, 52), 2030: (40, 36, 44)}  # fmt: skip


def test_surplus_and_shortage_by_year_with_a_register(world: World, world_settings: Settings) -> None:
    """Chart, table, sentence, CSV and API say 48 places less the children, which is worked out by hand."""
    indicators = world(with_register)
    view = View(indicators, Voice("zh")).at("530102")
    section = children_section(view)
    said, _, drawn, table, groups = section.blocks
    assert isinstance(drawn, Figure) and drawn.id == "spare_places" and drawn.chart is not None
    assert isinstance(table, Table) and isinstance(groups, Table)
    assert [s.id for s in drawn.chart.series] == ["primary"]
    (line,) = drawn.chart.series
    assert (
        "2020、2021、2022、2023、2024、2025、2026、2027、2028 年不足" in said.text
        and "约缺 12 个学位" in said.text
    )
    report = make_report(indicators, "530102", "zh", shapes=read_shapes(world_settings))
    frame = pd.read_csv(io.BytesIO(write_csvs(report)["values.csv"])).query(
        "measure == 'spare_places' and service == 'primary_school'"
    )
    client = create_app(world_settings).server.test_client()
    for year, (value, low, high) in BY_HAND.items():
        n = YEARS.index(year)
        spare = (48 - value, 48 - high, 48 - low)
        assert line.values[n] == pytest.approx(spare[0])
        cell = table.cells("primary_places")[n]
        assert cell.value == pytest.approx(spare[0]) and table.cells("primary")[n].value == pytest.approx(
            value
        )
        assert cell.text == {-12: "−12", -8: "−8", 0: "0", 8: "+8"}[spare[0]]
        (row,) = frame[frame["year"] == year].itertuples()
        asked = f"/api/v1/values?service=primary_school&measure=spare_places&year={year}&zone=530102"
        (record,) = client.get(asked).get_json()["data"]
        for found in (row.value, record["value"]):
            assert found == pytest.approx(spare[0])
        if low < high:
            assert line.intervals[n] == pytest.approx(spare[1:]) == (record["low"], record["high"])
            assert cell.sub and (row.low, row.high) == pytest.approx(spare[1:])
    # four tenths of A are non-local, and so, by a ratio of 0.59 to 1.41, of its children
    assert groups.cells("primary_non_local")[0].value == pytest.approx(24)
    assert groups.cells("primary_local")[0].value == pytest.approx(36)
    b = children_section(view.at("530103"))
    assert not any(isinstance(block, Figure) and block.id == "spare_places" for block in b.blocks)
    nowhere = client.get("/api/v1/values?service=primary_school&measure=spare_places&year=2024&zone=530103")
    assert nowhere.get_json()["data"][0]["status"] == "no_data"


def test_groups_that_are_not_known_or_few_say_so(world: World) -> None:
    """B has nobody from elsewhere; C's few of junior age are hidden."""

    def few(rows: dict[str, list[dict[str, Any]]]) -> None:
        with_register(rows)
        for row in rows["division_shares"]:
            if row["adcode"] == "530111" and row["item"] == "age_10_14":
                row["share"] = 0.01

    groups = next(
        b
        for b in children_section(View(world(few), Voice("en")).at("530111")).blocks
        if isinstance(b, Table) and b.id == "children_groups"
    )
    assert {c.text for c in groups.cells("junior_local")[:1]} == {"suppressed (small count)"}
    assert groups.cells("primary_local")[0].value and "0.59" in groups.note


def test_places_are_short_only_where_the_interval_says_so(shipped: Indicators) -> None:
    view = View(shipped, Voice("zh")).at("530111")
    asked = Query("primary_school", "spare_places", "resident")

    def years(*found: tuple[float, float, float]) -> list[ValueRecord]:
        record = shipped.value(asked, "530111")
        return [
            replace(record, query=asked.but(year=year), value=value, low=low, high=high)
            for year, (value, low, high) in zip(YEARS, found, strict=True)
        ]

    maybe, enough = (-5.0, -20.0, 10.0), (30.0, 10.0, 50.0)
    said = places_sentence(view, "primary", years((-100, -150, -50), (-101, -151, -51), *[maybe] * 9))
    assert said == "小学（6–11 岁）：按台账的学位，2020、2021 年不足，2021 年最多，约缺 101 个学位。"
    assert "都够" in places_sentence(view, "junior", years(*[enough] * 11))
    assert "也不能肯定" in places_sentence(view, "junior", years(maybe, *[enough] * 10))
    assert shipped.value(asked, "530111").grade == "illustrative"
    assert not any(b.id == "spare_places" for b in children_section(view).blocks if isinstance(b, Figure))
