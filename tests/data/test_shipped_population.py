"""Population: sums that must hold, published ages, every estimated row derived again from observed ones."""

import pytest

from equity import estimates as e

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
    return e.Estimate(value, int(row["low"] or value), int(row["high"] or value))


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
        elsewhere = share[code, "registered_elsewhere_in_yunnan"] + share[code, "registered_other_province"]
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


def test_nothing_doubtful_was_carried(persons):
    for code, year in (("530112", 2022), ("530181", 2022), ("530114", 2022)):
        assert (code, year, "registered") not in persons
    assert ("530181", 2022, "resident") not in persons and (CITY, 2025, "resident") not in persons


@pytest.fixture(scope="module")
def local(persons, codes):
    return {c: number(persons, c, 2020, "local") for c in codes}


@pytest.fixture(scope="module")
def published_2020(persons):
    rows = {c: persons[c, 2020, "registered"] for c in PUBLISHED_2020}
    assert {c: int(r["persons"]) for c, r in rows.items()} == {
        c: round(v * 10_000) for c, v in PUBLISHED_2020.items()
    }
    assert {r["grade"] for r in rows.values()} == {"observed"}
    return {c: int(r["persons"]) for c, r in rows.items()}


def test_registered_2020_of_nine_divisions_derived_again(persons, codes, local, published_2020):
    ratios = e.registered_ratio_bounds(local, published_2020)
    assert ratios == (1.139, 1.312)
    again = e.registered_by_constraint(local, published_2020, 5_827_900, ratio_bounds=ratios)
    assert set(again) == set(codes) - set(PUBLISHED_2020)
    for code, estimate in again.items():
        row = persons[code, 2020, "registered"]
        assert bounds(row) == estimate and row["grade"] == "estimated"
        assert estimate.low >= round(local[code] * 1.139) and estimate.high <= round(local[code] * 1.312)
    assert sum(x.value for x in again.values()) == 3_057_700
    # and by the sentence in the datasheet: the same percentage absent everywhere
    absent = (3_057_700 - sum(local[c] for c in again)) / sum(local[c] for c in again)
    assert round(absent, 3) == 0.239
    for code, estimate in again.items():
        assert estimate.value == pytest.approx(local[code] * (1 + absent), abs=1)


def test_a_later_published_figure_lies_inside_the_estimate(persons):
    row = persons["530126", 2020, "registered"]
    assert int(row["low"]) <= 256_016 <= int(row["high"])


def test_registered_2023_of_twelve_divisions_derived_again(persons, codes):
    series = {c: {} for c in PUBLISHED_2020}
    for (code, year, group), row in persons.items():
        if group == "registered" and code in series and year <= 2022:
            series[code][year] = int(row["persons"])
    published = {c: number(persons, c, 2023, "registered") for c in ("530113", "530126")}
    assert published == {"530113": 314_863, "530126": 256_016}
    latest = {}
    for code in set(codes) - set(published):
        year = max(y for (c, y, g) in persons if c == code and g == "registered" and y < 2023)
        latest[code] = (year, bounds(persons[code, year, "registered"]))
    city = {y: number(persons, CITY, y, "registered") for y in REGISTERED_CITY}
    again = e.registered_carried_forward(latest, city, published, 2023, growth=e.growth_bounds(series))
    for code, estimate in again.items():
        row = persons[code, 2023, "registered"]
        assert bounds(row) == estimate and row["grade"] == "estimated"
    assert sum(x.value for x in again.values()) + sum(published.values()) == city[2023]


def test_absent_derived_again(persons, codes):
    for code in [*codes, CITY]:
        row = persons[code, 2020, "absent"]
        assert row["grade"] == "estimated"
        registered, here = (bounds(persons[code, 2020, g]) for g in ("registered", "local"))
        assert bounds(row) == e.difference(registered, here)


def test_guandu_and_dongchuan_overlap_as_the_design_says(persons):
    assert number(persons, "530111", 2020, "resident") / 610_200 == pytest.approx(2.6, abs=0.05)
    assert number(persons, "530113", 2020, "resident") < number(persons, "530113", 2020, "registered")


def test_households_match_the_census(rows, persons):
    for row in rows("population/households.csv"):
        people = int(row["family_households"]) * float(row["avg_household_size"])
        residents = number(persons, row["adcode"], 2020, "resident")
        assert 0.6 * residents < people < residents  # the rest live in collective households
