"""Register coverage on the small world by hand, and on the shipped data against the raw file."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.query import Query
from equity.say import Voice
from equity.settings import Settings
from equity.views.findings import findings
from equity.views.people import origins_figure
from equity.views.view import View
from tests.conftest import World

CITY = "530100"


@pytest.mark.parametrize(
    ("zone", "coverage", "beyond", "spare"),
    [
        ("530102", 80.0, 200, 0),  # 800 registered, 1,000 residents
        ("530103", 100.0, 0, 200),  # 700 registered, 500 residents
        ("530111", 30.0, 1400, 0),
        ("core", 100.0, 0, 0),  # 1,500 of each: the zone is asked as one
        (CITY, 60.0, 1400, 0),  # 2,100 registered, 3,500 residents
    ],
)
def test_register_coverage_by_hand(
    world: World, zone: str, coverage: float, beyond: float, spare: float
) -> None:
    indicators = world()
    found = [
        indicators.value(Query("population", m, "value"), zone).value
        for m in ("register_coverage", "beyond_register", "spare_register")
    ]
    assert found == pytest.approx([coverage, beyond, spare])


def test_nobody_living_there_is_not_applicable(world: World) -> None:
    record = world().value(Query("population", "register_coverage", "value"), "530112")
    assert (record.status, record.value) == ("not_applicable", None)


def test_the_interval_is_that_of_the_register(world: World) -> None:
    def uncertain(rows: dict[str, list[dict[str, object]]]) -> None:
        for row in rows["division_population"]:
            if row["adcode"] == "530102" and row["population_group"] == "registered":
                row |= {"low": 700, "high": 1100, "grade": "estimated"}

    indicators = world(uncertain)
    found = {
        m: indicators.value(Query("population", m, "value"), "530102")
        for m in ("register_coverage", "beyond_register", "spare_register")
    }
    assert [(r.low, r.high) for r in found.values()] == [
        (pytest.approx(70), pytest.approx(100)),
        (0, 300),
        (0, 100),
    ]


def test_it_is_real_for_all_fourteen(shipped: Indicators, shipped_settings: Settings) -> None:
    """官渡 38 %, 呈贡 41 %, 东川 100 % with 21 % to spare; 263.2 万 beyond the register in the city."""
    path = shipped_settings.data_dir / "population/division_population.csv"
    with path.open(encoding="utf-8", newline="") as file:
        persons = {
            (r["adcode"], r["population_group"]): float(r["persons"])
            for r in csv.DictReader(file)
            if r["year"] == "2020"
        }
    records = {r.zone: r for r in shipped.values(Query("population", "register_coverage", "value"))}
    assert len(records) == 14 and {r.status for r in records.values()} == {"ok"}
    for zone, record in records.items():
        share = persons[zone, "registered"] / persons[zone, "resident"]
        assert record.value == pytest.approx(100 * min(1, share))
    assert [round(records[z].value or 0) for z in ("530111", "530114", "530113")] == [38, 41, 100]
    spare = shipped.value(Query("population", "spare_register", "value"), "530113").value
    assert spare is not None and round(100 * spare / persons["530113", "resident"]) == 21
    city = shipped.value(Query("population", "beyond_register", "value"), CITY)
    assert city.value == 8_460_088 - 5_827_900


@pytest.mark.parametrize("group", ["registered"])
@pytest.mark.parametrize("year", [2020, 2023])
def test_zones_never_exceed_what_the_published_total_leaves(
    shipped: Indicators, group: str, year: int
) -> None:
    """Sum of the lows of two zones plus the high of the third holds the city's total, and the other way round."""
    zones = [r for r in shipped.values(Query("population", group, "value", year, "functional_zone"))]
    city = shipped.value(Query("population", group, "value", year), CITY)
    assert city.low is not None and city.high is not None
    for one in zones:
        others = [r for r in zones if r is not one]
        high = one.high or one.value or 0
        low = one.low or one.value or 0
        assert high <= city.high - sum(o.low or o.value or 0 for o in others) + 1e-6 or high == one.value
        assert low >= city.low - sum(o.high or o.value or 0 for o in others) - 1e-6 or low == one.value


def test_bounds_of_those_from_outside_the_city_by_hand(world: World) -> None:
    """A tenth of 3,500 residents are of other provinces; 1,900 are non-local; R − H = 1,400 are the least the city can have."""

    def from_afar(rows: dict[str, list[dict[str, object]]]) -> None:
        item = "registered_other_province"
        rows["division_shares"] += [
            {**r, "item": item, "share": 0.1} for r in rows["division_shares"] if r["item"] == "age_5_9"
        ]

    indicators = world(from_afar)
    for measure in ("non_local_residents", "beyond_register"):
        note = indicators.value(Query("population", measure, "value"), CITY).note("zh")
        assert [n for n in ("350 人", "1900 人", "1400 人") if n not in note] == []
        core = indicators.value(Query("population", measure, "value"), "core").note("zh")
        assert "150 人" in core and "400 人" in core and "不少于" not in core
        assert not indicators.value(Query("population", measure, "value"), "530102").note("zh")
    assert not indicators.value(Query("population", "residents", "value"), CITY).note("zh")


ORIGINS = {  # same division, same province, another province: shares of the residents
    "530102": (0.1, 0.25, 0.15),
    "530103": (0.05, 0.0, 0.0),
    "530111": (0.0, 0.35, 0.4),
    "530112": (0.0, 0.0, 0.0),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_residents_are_registered_by_hand(world: World, lang: str) -> None:
    """Bars, sentence, measures and persons, of a division and of zones that weigh by residents (1,000, 500, 2,000 and nobody)."""

    def census(rows: dict[str, list[dict[str, Any]]]) -> None:
        items = ("same_division", "in_province")
        names = (*(f"registered_elsewhere_{i}" for i in items), "registered_other_province")
        like = {"year": 2020, "grade": "observed", "source": "test"}
        rows["division_shares"] += [
            like | {"adcode": code, "item": name, "share": share}
            for code, shares in ORIGINS.items()
            for name, share in zip(names, shares, strict=True)
        ]

    indicators = world(census)
    view = View(indicators, Voice(lang))
    for zone, (same, province, other) in {
        "530102": ORIGINS["530102"],
        "core": ((100 + 25) / 1500, 250 / 1500, 150 / 1500),
        CITY: ((100 + 25) / 3500, (250 + 700) / 3500, (150 + 800) / 3500),
    }.items():
        drawn = origins_figure(view.at(zone))
        assert drawn is not None and drawn.chart is not None
        bars = {s.id: s.values[0] for s in drawn.chart.series}
        here = 1 - same - province - other
        assert list(bars.values()) == pytest.approx([100 * n for n in (here, same, province, other)])
        assert f"{100 * other:.1f}%" in drawn.alt
        for measure, share in (("from_this_province", province), ("from_other_provinces", other)):
            record = indicators.value(Query("population", measure, "value"), zone)
            assert record.value == pytest.approx(100 * share) and record.grade == "observed"
            assert record.low <= record.value <= record.high and record.high - record.low < 0.02
        if zone != "core":
            assert any(
                f"{100 * province:.1f}%" in s.text and f"{100 * other:.1f}%" in s.text
                for s in findings(view.at(zone))
            )
    # nobody lives in D, and of B the census counts nobody from another place in the province
    assert (
        indicators.value(Query("population", "from_other_provinces", "value"), "530112").status
        == "not_applicable"
    )
    assert indicators.value(Query("population", "from_this_province", "value"), "530103").value == 0
