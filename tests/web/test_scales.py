"""Class breaks and colours: round, symmetric around zero for gaps, no data never the colour of zero."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.draw.scales import classes
from equity.draw.theme import contrast, luminance, readable_on
from equity.draw.theme import theme as theme_of
from equity.indicators.records import ValueRecord
from equity.query import Query
from equity.views.classes import level_breaks, symmetric_breaks

NUMBERS = st.lists(st.floats(-1e7, 1e7, allow_nan=False).map(lambda v: round(v, 3)), min_size=1, max_size=20)


def record(value: float | None, basis: str = "resident", unit: str = "人") -> ValueRecord:
    status = "no_data" if value is None else "ok"
    return ValueRecord("530111", Query("s", "m", basis), value, unit, unit, 1, status, "observed")


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([0.0, 100.0], (20.0, 40.0, 60.0, 80.0)),
        ([6.1, 41.7], (10.0, 20.0, 30.0, 40.0)),
        ([149_506.0, 1_602_279.0], (500_000.0, 1_000_000.0, 1_500_000.0)),
        ([95.0, 99.9], (96.0, 97.0, 98.0, 99.0)),
        ([7.0, 7.0], ()),
        ([], ()),
    ],
)
def test_level_breaks_are_round_numbers_inside_the_range(
    values: list[float], breaks: tuple[float, ...]
) -> None:
    assert level_breaks(values) == pytest.approx(breaks)


@given(NUMBERS)
def test_level_breaks_are_few_ascending_and_inside(values: list[float]) -> None:
    breaks = level_breaks(values)
    assert len(breaks) <= 4
    assert all(a < b for a, b in pairwise(breaks))
    assert all(min(values) < b < max(values) for b in breaks)


@given(NUMBERS)
def test_gap_breaks_are_symmetric_and_leave_the_largest_outside(values: list[float]) -> None:
    breaks = symmetric_breaks(values)
    assert len(breaks) == 6 and list(breaks) == [-b for b in reversed(breaks)]
    largest = max(abs(v) for v in values)
    if largest > 0:
        assert breaks[-1] <= largest


@given(NUMBERS, st.sampled_from(["light", "dark"]))
def test_every_value_has_one_class_and_higher_never_falls_lower(values: list[float], theme: str) -> None:
    scale = classes([record(v) for v in values], theme=theme)
    assert len(scale.colours) == len(scale.labels) == len(scale.breaks) + 1
    found = [scale.index(v) for v in sorted(values)]
    assert found == sorted(found) and found[0] >= 0 and found[-1] < len(scale.colours)


def test_zero_is_in_the_middle_of_a_gap_and_signs_get_opposite_colours() -> None:
    scale = classes([record(v, "gap") for v in (-3.0, 0.0, 14.2)])
    assert scale.index(0.0) == 3 and scale.colour(0.0) == theme_of("light").gaps[3]
    assert scale.colour(14.2) == theme_of("light").gaps[-1]
    assert scale.index(-0.5) + scale.index(0.5) == 6
    assert scale.labels[0].startswith("< −") and scale.labels[-1].startswith("≥ +")


def test_gaps_in_percentage_points_share_their_limits_whatever_the_service() -> None:
    small = classes([record(0.3, "gap", "个百分点")])
    large = classes([record(-60.0, "gap", "个百分点"), record(80.0, "gap", "个百分点")])
    assert small.breaks == large.breaks


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_data_is_never_the_colour_of_a_value(theme: str) -> None:
    assert theme_of(theme)["no-data"] not in (*theme_of(theme).levels, *theme_of(theme).gaps)
    scale = classes([record(None, "gap"), record(4.0, "gap")], theme=theme)
    assert scale.colour(None) == scale.no_data_colour != scale.colour(0.0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_run_from_low_to_high_in_brightness(theme: str) -> None:
    bright = [luminance(c) for c in theme_of(theme).levels]
    assert bright == sorted(bright, reverse=theme == "light")
    middle = [luminance(c) for c in theme_of(theme).gaps]
    half = middle[3:]
    assert half == sorted(half, reverse=theme == "light") and middle[:4] == sorted(
        middle[:4], reverse=theme == "dark"
    )


def test_words_on_a_colour_can_be_read() -> None:
    for colour in (
        *theme_of("light").levels,
        *theme_of("dark").levels,
        *theme_of("light").gaps,
        *theme_of("dark").gaps,
    ):
        assert contrast(colour, readable_on(colour)) >= 4.4, colour


def test_labels_speak_the_readers_language() -> None:
    values = [record(v) for v in (149_506.0, 1_602_279.0)]
    assert classes(values).labels[0] == "< 50 万"
    assert classes(values, lang="en").labels[0] == "< 500,000"


def test_a_reader_can_fit_the_classes_of_a_gap_to_what_is_shown() -> None:
    """Common classes for all services until asked otherwise; the own ones part what the common ones lump together."""
    small = [record(v, "gap", "个百分点") for v in (-0.9, -0.2, 0.1, 0.4, 0.9)]
    common, own = classes(small), classes(small, common=False)
    assert (
        common.breaks == (-25.0, -10.0, -1.0, 1.0, 10.0, 25.0)
        and len({common.index(r.value or 0) for r in small}) == 1
    )
    assert (
        own.breaks == (-0.5, -0.2, -0.05, 0.05, 0.2, 0.5)
        and len({own.index(r.value or 0) for r in small}) == 5
    )
    assert common.colours == own.colours and own.diverging
