"""Change between two years: against the raw file, never across a break or an estimate, with its interval."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from equity.indicators.change import TEXTS
from equity.query import Query, to_url
from equity.say import Voice
from equity.views.headline import headline
from equity.views.view import View
from equity.views.years import years_figure, years_section
from tests.world import CITY_CODE

FIGURES = Path(__file__).resolve().parents[2] / "data/population/division_population.csv"
GROUPS = {"residents": "resident", "registered": "registered"}
BREAKS = {("530113", 2020), ("530128", 2020), ("530129", 2020), (CITY_CODE, 2015)}  # residents only


@pytest.fixture(scope="module")
def published() -> dict[tuple[str, str], dict[int, tuple[float, str]]]:
    """(persons, grade) by (zone, measure) and year, from the raw file."""
    found = defaultdict(dict)
    with FIGURES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for measure, group in GROUPS.items():
                if row["population_group"] == group:
                    found[row["adcode"], measure][int(row["year"])] = float(row["persons"]), row["grade"]
    return found


def change(shipped, zone, since, year, measure="residents"):
    return shipped.value(Query("population", measure, "value", year, since=since), zone)


def test_every_change_is_that_of_the_published_figures(shipped, published) -> None:
    told = 0
    for (zone, measure), by_year in published.items():
        for then, now in combinations(sorted(by_year), 2):
            record = change(shipped, zone, then, now, measure)
            (a, first), (b, second) = by_year[then], by_year[now]
            crossed = measure == "residents" and any(z == zone and then < turn <= now for z, turn in BREAKS)
            if first == second == "observed" and not crossed:
                assert record.value == pytest.approx(100 * (b - a) / a), (zone, measure, then, now)
                assert record.low is None or record.low <= record.value <= record.high
                told += 1
            else:
                assert record.status == "no_data", (zone, measure, then, now)
    assert told > 200


def test_changes_that_are_known(shipped) -> None:
    assert [round(change(shipped, z, 2020, 2023).value, 1) for z in ("530127", "530114", "530113")] == [
        4.9,
        9.3,
        -1.6,
    ]
    beyond = change(shipped, CITY_CODE, 2018, 2023, "beyond_register")
    assert beyond.value == pytest.approx(8_680_000 - 5_998_600 - (8_031_000 - 5_716_700))
    ratio = change(shipped, CITY_CODE, 2018, 2023, "registered_ratio")
    assert ratio.value == pytest.approx(8_680_000 / 5_998_600 - 8_031_000 / 5_716_700)
    assert (ratio.unit("zh"), change(shipped, "530113", 2020, 2023, "register_coverage").unit("en")) == (
        "倍",
        "pp",
    )


def test_an_estimate_and_a_new_method_make_no_trend(shipped) -> None:
    shilin = change(shipped, "530126", 2020, 2023, "registered")
    assert (shilin.status, shilin.note("zh")) == ("no_data", TEXTS.estimated.zh)
    dongchuan = change(shipped, "530113", 2019, 2020)
    assert (dongchuan.status, dongchuan.note("en")) == ("no_data", TEXTS.other_method.en)
    assert change(shipped, "530100", 2020, 2023, "non_local_share").status == "not_applicable"


def test_lines_go_through_every_published_point(shipped, published) -> None:
    view = View(shipped, Voice("en"))
    for zone in {z for z, _ in published}:
        drawn = years_figure(view.at(zone))
        assert drawn is not None and drawn.chart is not None
        for series, measure in zip(drawn.chart.series, GROUPS, strict=True):
            own = published[zone, measure]
            got = {
                int(y): (v, g)
                for y, v, g in zip(drawn.chart.categories, series.values, series.grades, strict=True)
                if v is not None
            }
            assert got == own, (zone, measure)
            known = [(y, series.runs[i]) for i, y in enumerate(map(int, drawn.chart.categories)) if y in own]
            for (a, run), (b, other) in pairwise(known):
                kept = own[a][1] == own[b][1] and not (
                    measure == "residents" and any(z == zone and a < turn <= b for z, turn in BREAKS)
                )
                assert (run == other) == kept, (zone, measure, a, b)


def test_words_of_a_change(shipped) -> None:
    query, notices = shipped.resolve({"measure": "residents", "since": "2020"})
    assert (query.year, query.since, notices) == (2023, 2020, [])
    said = headline(View(shipped, Voice("zh"), query)).text
    assert said == (
        "常住人口的变化（2020–2023）：全市 +2.6%；10 个区县上升，4 个下降，最高的是呈贡（+9.3%），最低的是东川（−1.6%）。"
    )
    nowhere = headline(View(shipped, Voice("en"), query.but(measure="registered_ratio", since=2018))).text
    assert (
        nowhere
        == "Change in residents per registered person, 2018 to 2023: city +0.04 ×; no division has a figure."
    )
    text = years_section(View(shipped, Voice("zh")).at(CITY_CODE)).blocks[0].text
    assert "户籍口径之外的人数从 2018 年的 231.4 万人到 2023 年的 268.1 万人（+36.7 万人）" in text
    shilin = years_section(View(shipped, Voice("zh")).at("530126")).blocks[0].text
    assert "户籍" not in shilin


def test_a_year_that_cannot_be_compared_is_reported(shipped) -> None:
    query, notices = shipped.resolve({"measure": "residents", "year": "2023", "since": "2024"})
    assert (query.since, notices[0].parameter, notices[0].used) == (2022, "since", "2022")
    query, notices = shipped.resolve({"measure": "non_local_share", "since": "2020"})
    assert (query.since, notices[0].used) == (0, "")
    early = Query("population", "residents", "value", 2020, since=2018)
    assert shipped.resolve(dict(pair.split("=") for pair in to_url(early).split("&"))) == (early, [])
