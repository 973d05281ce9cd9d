"""Cohorts by hand, against a plain second way, and as laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures.cohorts import LEAST, MOST, Band, Range, children, moves, part_of_band

BANDS = (Band(0, 4, 500.0), Band(5, 9, 1000.0), Band(10, 14, 600.0), Band(15, 19, 400.0))
BORN = {2021: Range(80, 70, 90), 2022: Range(60, 55, 70)}


def test_at_the_census_whole_bands_are_exact_and_cut_ones_are_not() -> None:
    assert children(BANDS, {}, (5, 9), 2020, 2020) == Range(1000, 1000, 1000)
    # ages 6 to 11: four fifths of 1,000 and two of 600
    primary = children(BANDS, {}, (6, 11), 2020, 2020)
    assert primary == Range(800 + 240, 760 + 192, 840 + 288)


def test_cohorts_move_up_a_year_each_year() -> None:
    # 6 to 11 in 2022 were 4 to 9 in 2020: a fifth of 500 and all of 1,000
    assert children(BANDS, {}, (6, 11), 2022, 2020) == Range(1100, 1080, 1120)


def test_those_born_since_come_from_births_and_a_missing_year_is_no_number() -> None:
    # 6 to 11 in 2028 were -2 to 3 in 2020: born 2021 and 2022, and four fifths of 500
    assert children(BANDS, BORN, (6, 11), 2028, 2020) == Range(400 + 140, 380 + 125, 420 + 160)
    assert children(BANDS, BORN, (6, 11), 2029, 2020) is None


RESIDENTS = {2020: Range(100, 100, 100), 2023: Range(110, 109, 111)}


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2020, (1.0, 1.0, 1.0)),
        (2021, (1.0, 1.0, 1.11)),  # nearest to the census; the interval holds both published years
        (2022, (1.1, 1.0, 1.11)),
        (2023, (1.1, 1.0, 1.11)),
        (2025, (1.1 * (1 + 1.21) / 2, 1.0, 1.11 * 1.21)),  # half way between nobody more and a tenth a year
    ],
)
def test_moves_are_those_of_all_residents_and_may_have_been_none(
    year: int, expected: tuple[float, float, float]
) -> None:
    found = moves(RESIDENTS, 0.1, year, 2020)
    assert (found.value, found.low, found.high) == pytest.approx(expected)


def test_a_place_that_shrinks_or_is_empty_at_the_census() -> None:
    less = moves({2020: Range(100, 100, 100), 2023: Range(80, 79, 81)}, -0.1, 2024, 2020)
    assert (less.value, less.low, less.high) == pytest.approx((0.8 * 0.95, 0.79 * 0.9, 1.0))
    assert moves({2020: Range(0, 0, 0), 2023: Range(5, 5, 5)}, 0.0, 2023, 2020) == Range(1.0, 1.0, 1.0)


def test_a_band_has_no_more_years_than_it_has() -> None:
    with pytest.raises(ValueError, match="band of 5"):
        part_of_band(BANDS[0], 6)


single_years = st.lists(st.floats(0, 1000), min_size=5, max_size=5).filter(lambda years: sum(years) > 0)


@given(single_years, st.integers(0, 5))
def test_the_interval_holds_every_split_within_its_limits(years: list[float], taken: int) -> None:
    fifth = sum(years) / 5
    inside = [min(max(y, LEAST * fifth), MOST * fifth) for y in years]
    band = Band(0, 4, sum(inside))
    if all(LEAST * band.persons / 5 <= y <= MOST * band.persons / 5 for y in inside):
        part = part_of_band(band, taken)
        assert part.low - 1e-6 <= sum(inside[:taken]) <= part.high + 1e-6


@given(st.lists(st.floats(0, 1e6), min_size=20, max_size=20), st.integers(2020, 2030))
def test_a_naive_count_of_even_single_years_is_the_value(people: list[float], year: int) -> None:
    bands = [Band(first, first + 4, 5 * people[first]) for first in (0, 5, 10, 15)]
    ages = {age: people[age // 5 * 5] for age in range(20)}
    born = {y: Range(7.0, 7.0, 7.0) for y in range(2021, 2031)}
    expected = sum(ages.get(a - (year - 2020), 7.0 if a < year - 2020 else 0.0) for a in range(6, 12))
    found = children(bands, born, (6, 11), year, 2020)
    assert found is not None and found.value == pytest.approx(expected)
    assert found.low <= found.value + 1e-9 and found.value <= found.high + 1e-9
