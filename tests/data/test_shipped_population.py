"""Population: sums that must hold, published ages, every estimated row derived again from observed ones."""

import csv
import shutil

import pytest

from equity.errors import UserError
from equity.estimates import arithmetic, registered

CITY = "530100"
ZONE_RESIDENTS = {"core": 5_343_566, "expansion": 2_016_158, "ecological": 1_100_364}
REGISTERED_CITY = {2018: 571.67, 2019: 578.46, 2020: 582.79, 2021: 588.60, 2022: 594.11, 2023: 599.86}
PUBLISHED_2020 = {"530102": 67.27, "530103": 59.45, "530111": 61.02, "530112": 57.64, "530113": 31.64}


@pytest.fixture(scope="module")
def codes(rows):
    return [r["adcode"] for r in rows("geo/divisions.csv")]


def number(persons, code, year, group):
    return int(persons[code, year, group]["persons"])


def bounds(row):
    value = int(row["persons"])
    return arithmetic.Estimate(value, int(row["low"] or value), int(row["high"] or value))


def test_residents_2020_add_up_by_city_and_zone(persons, codes, rows):
    by_code = {c: number(persons, c, 2020, "resident") for c in codes}
    assert sum(by_code.values()) == 8_460_088 == number(persons, CITY, 2020, "resident")
    zones = {r["adcode"]: r["functional_zone"] for r in rows("geo/divisions.csv")}
    for zone, expected in ZONE_RESIDENTS.items():
        assert sum(v for c, v in by_code.items() if zones[c] == zone) == expected


def test_groups_add_up_everywhere(persons, codes):
    for code in [*codes, CITY]:
        get = lambda group, code=code: number(persons, code, 2020, group)  # noqa: E731
        assert get("local") + get("non_local") == get("resident")
        assert get("local") + get("absent") == get("registered")
    for group in ("resident", "local", "non_local", "registered", "absent"):
        assert sum(number(persons, c, 2020, group) for c in codes) == number(persons, CITY, 2020, group)
    # the shares give 3,671,829; the divisions, each rounded to whole persons, add up to one more
    assert number(persons, CITY, 2020, "non_local") == 3_671_830
    assert round(3_671_830 / 8_460_088, 3) == 0.434


@pytest.mark.parametrize(
    ("item", "computed", "published"),
    [
        ("age_0_14", 1_267_638, 1_267_713),
        ("age_60_plus", 1_218_176, 1_218_187),
        ("age_65_plus", 887_279, 887_222),
    ],
)
def test_ages_from_shares_agree_with_the_published_city(item, computed, published, persons, rows):
    total = sum(
        float(r["share"]) * number(persons, r["adcode"], 2020, "resident")
        for r in rows("population/division_shares.csv")
        if r["item"] == item and r["year"] == "2020"
    )
    assert round(total) == computed
    assert total == pytest.approx(published, rel=1e-4)


def test_age_bands_are_consistent(rows):
    by_code = {}
    for r in rows("population/division_shares.csv"):
        if r["year"] == "2020" and r["adcode"] != CITY:
            by_code.setdefault(r["adcode"], {})[r["item"]] = float(r["share"])
    assert len(by_code) == 14
    for code, s in by_code.items():
        assert s["age_0_4"] + s["age_5_9"] + s["age_10_14"] == pytest.approx(s["age_0_14"], abs=2e-4), code
        assert s["age_0_14"] + s["age_15_59"] + s["age_60_plus"] == pytest.approx(1, abs=2e-4), code
        assert s["age_65_plus"] < s["age_60_plus"]


def test_non_local_is_the_two_shares_registered_elsewhere(persons, codes, rows):
    share = {(r["adcode"], r["item"]): float(r["share"]) for r in rows("population/division_shares.csv")
             if r["year"] == "2020"}  # fmt: skip
    for code in codes:
        row = persons[code, 2020, "non_local"]
        elsewhere = share[code, "registered_elsewhere_in_province"] + share[code, "registered_other_province"]
        value = elsewhere * number(persons, code, 2020, "resident")
        assert int(row["low"]) <= value <= int(row["high"])
        assert value == pytest.approx(int(row["persons"]), abs=1)


def test_residents_2023_add_up(persons, codes):
    total = sum(number(persons, c, 2023, "resident") for c in codes)
    assert total == 8_680_000 == number(persons, CITY, 2023, "resident")


@pytest.mark.parametrize(("year", "expected"), REGISTERED_CITY.items())
def test_registered_city_as_published(year, expected, persons):
    row = persons[CITY, year, "registered"]
    assert int(row["persons"]) == round(expected * 10_000) and row["grade"] == "observed"
    assert int(row["high"]) - int(row["persons"]) == 50
    assert int(row["persons"]) - int(row["low"]) == (25_074 if year == 2020 else 50)


def test_nothing_doubtful_was_carried(persons):
    for code, year in (("530112", 2022), ("530181", 2022), ("530114", 2022)):
        assert (code, year, "registered") not in persons
    assert ("530181", 2022, "resident") not in persons and (CITY, 2025, "resident") not in persons


def test_every_estimated_row_is_derived_again(data_dir, rows):
    """`equity estimate` on the shipped folder finds the shipped file, from its published rows alone."""
    assert registered.estimate_registers(data_dir) == rows("population/division_population.csv")


def test_the_method_by_hand(persons, codes):
    """2020: 石林 of 2023 carried back at the city's growth; the other eight have one ratio to their local residents."""
    estimated = {c for c in codes if persons[c, 2020, "registered"]["grade"] == "estimated"}
    assert estimated == set(codes) - set(PUBLISHED_2020)
    assert number(persons, "530126", 2020, "registered") == round(256_016 * 5_827_900 / 5_998_600)
    eight = estimated - {"530126"}
    left = 5_827_900 - sum(round(v * 10_000) for v in PUBLISHED_2020.values()) - 248_731
    ratio = left / sum(number(persons, c, 2020, "local") for c in eight)
    assert ratio == pytest.approx(1.2502, abs=1e-4)
    for code in eight:
        expected = number(persons, code, 2020, "local") * ratio
        assert number(persons, code, 2020, "registered") == pytest.approx(expected, abs=1)


def test_the_citys_register_holds_both_official_totals(persons):
    """The communique and the provincial yearbook differ by 25,074; so does the absent population at least."""
    city = bounds(persons[CITY, 2020, "registered"])
    assert (city.low, city.value) == (5_802_826, 5_827_900) and city.value - city.low == 25_074
    absent = bounds(persons[CITY, 2020, "absent"])
    assert absent.high - absent.low > 25_074


# every published figure of a division, kept or not: code, year, persons, whether its own estimate without it holds it
WITHOUT_IT = [
    ("530102", 2020, 672_700, True),
    ("530103", 2020, 594_500, True),
    ("530111", 2020, 610_200, True),
    ("530112", 2020, 576_400, True),
    ("530113", 2020, 316_400, True),
    ("530126", 2023, 256_016, True),
    ("530181", 2022, 290_100, True),
    ("530114", 2022, 157_400, False),  # own administration only
    ("530128", 2009, 448_000, True),  # kind not stated, before the break of the series in 2010
    ("530129", 2009, 513_000, True),
]
RATIOS = {"530102", "530103", "530111", "530112", "530113", "530126", "530181"}


@pytest.mark.parametrize(("code", "year", "figure", "held"), WITHOUT_IT)
def test_the_ratio_of_the_others_against_every_published_figure(code, year, figure, held, persons):
    """Leave one out: local residents times the interval that the other divisions' ratios give."""
    published = {c: (f, y) for c, y, f, _ in WITHOUT_IT if c in RATIOS}
    others = [f / number(persons, c, 2020, "local") for c, (f, _) in published.items() if c != code]
    low, high = (end * number(persons, code, 2020, "local") for end in arithmetic.another_ratio(others))
    assert (low <= figure <= high) is held


@pytest.mark.parametrize(
    ("code", "year", "held"),
    [(c, y, True) for c, years in {"530103": (2021, 2022), "530111": (2021, 2022), "530112": (2021,), "530113": (2021, 2022)}.items() for y in years],
)  # fmt: skip
def test_what_is_carried_forward_against_the_years_that_are_published(code, year, held, persons):
    figure, city = (
        number(persons, code, 2020, "registered"),
        {y: number(persons, CITY, y, "registered") for y in (2020, 2021, 2022)},
    )
    growth = (-0.0076, 0.0248)
    moved = arithmetic.carried(
        arithmetic.Estimate(figure, figure - 50, figure + 50), year - 2020, city[year] / city[2020], growth
    )
    assert (moved.low <= number(persons, code, year, "registered") <= moved.high) is held


def test_absent_is_registered_less_local(persons, codes):
    for code in [*codes, CITY]:
        row = persons[code, 2020, "absent"]
        assert row["grade"] == "estimated"
        here, there = bounds(persons[code, 2020, "local"]), bounds(persons[code, 2020, "registered"])
        assert bounds(row) == arithmetic.Estimate(
            there.value - here.value, max(0, there.low - here.high), there.high - here.low
        )


@pytest.mark.parametrize("drop", [3, 4])
def test_too_few_published_registers_are_said(drop, data_dir, tmp_path):
    shutil.copytree(data_dir, tmp_path / "data")
    path = tmp_path / "data/population/division_population.csv"
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    kept = sorted({r["adcode"] for r in table} - {CITY})[: 5 - drop]
    some = [r for r in table if r["population_group"] != "registered" or r["adcode"] in {CITY, *kept}]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(some)
    (tmp_path / "data/services/published_figures.csv").write_text(
        "adcode,year,indicator,value\n", encoding="utf-8"
    )
    with pytest.raises(UserError, match="too few published registers"):
        registered.estimate_registers(tmp_path / "data")


def test_guandu_and_dongchuan_overlap_as_the_design_says(persons):
    assert number(persons, "530111", 2020, "resident") / 610_200 == pytest.approx(2.6, abs=0.05)
    assert number(persons, "530113", 2020, "resident") < number(persons, "530113", 2020, "registered")


def test_households_match_the_census(rows, persons):
    for row in rows("population/households.csv"):
        people = int(row["family_households"]) * float(row["avg_household_size"])
        residents = number(persons, row["adcode"], 2020, "resident")
        assert 0.6 * residents < people < residents  # the rest live in collective households
