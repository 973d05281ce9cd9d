"""The estimators on their own: exact sums, consistent bounds, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data import census_estimates as census

from equity.estimates import arithmetic as e

WEIGHTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 10_000), min_size=1, max_size=8)


@given(st.integers(0, 10_000_000), WEIGHTS)
def test_apportion_adds_up_and_stays_within_one(total, weights):
    parts = e.apportion(total, weights)
    assert sum(parts.values()) == total
    for key, weight in weights.items():
        assert abs(parts[key] - total * weight / sum(weights.values())) <= 1


@given(st.integers(0, 1000), WEIGHTS)
def test_apportion_does_not_depend_on_the_order(total, weights):
    assert e.apportion(total, weights) == e.apportion(total, dict(reversed(weights.items())))


def test_tighten_uses_what_the_others_leave():
    assert e.tighten({"a": (0, 100), "b": (40, 50)}, (60, 60)) == {"a": (10, 20), "b": (40, 50)}


def test_tighten_refuses_what_cannot_add_up():
    with pytest.raises(ValueError, match="cannot add up"):
        e.tighten({"a": (0, 1), "b": (0, 1)}, (3, 4))


@given(st.floats(0.001, 0.999), st.integers(1000, 1_000_000))
def test_long_form_share_is_symmetric_and_shrinks(share, persons):
    low, high = census.long_form_share(share, persons)
    assert 0 <= low <= share <= high <= 1
    wider = census.long_form_share(share, persons / 4)
    assert wider[1] - wider[0] >= high - low


def test_long_form_share_by_hand():
    # p = 0.02, 100,000 employed: n = 10,000, se = sqrt(0.0196 / 10,000 · 0.9 · 2) = 0.001878
    low, high = census.long_form_share(0.02, 100_000)
    assert high - 0.02 == pytest.approx(1.96 * 0.0018783, abs=1e-6) and low == pytest.approx(0.04 - high)


def test_independent_half_widths_add_as_squares():
    assert census.add_independent([e.Estimate(10, 7, 13), e.Estimate(20, 16, 24)]) == e.Estimate(30, 25, 35)


def test_difference_is_the_widest_and_not_negative():
    assert e.difference(e.Estimate(10, 9, 11), e.Estimate(8, 6, 10)) == e.Estimate(2, 0, 5)


def test_pupils_from_intake():
    primary, junior = census.pupils_from_intake(100, 1000)
    assert (junior.value, junior.low, junior.high) == (300, 285, 315)
    assert (primary.value, primary.low, primary.high) == (700, 685, 715)


def test_another_ratio_by_hand():
    # ln(0.1), ln(0.2), ln(0.4): mean ln(0.2), s = ln 2; t(2) = 4.303, half = 4.303 · 0.6931 · sqrt(4/3) = 3.444
    low, high = e.another_ratio([1.1, 1.2, 1.4])
    assert (low, high) == (
        pytest.approx(1 + 0.2 * 0.03194, abs=1e-4),
        pytest.approx(1 + 0.2 * 31.31, rel=1e-3),
    )


@pytest.mark.parametrize("ratios", [[1.1, 1.2], [1.1, 1.2, 1.0]])
def test_another_ratio_needs_divisions_with_people_absent(ratios):
    with pytest.raises(ValueError, match="needed"):
        e.another_ratio(ratios)


@given(st.lists(st.floats(1.01, 2), min_size=3, max_size=9))
def test_another_ratio_holds_the_middle_and_nobody_is_born_absent(ratios):
    low, high = e.another_ratio(ratios)
    assert 1 <= low <= sorted(ratios)[len(ratios) // 2] + 1e-9 or low <= max(ratios)
    assert low <= max(ratios) and high >= min(ratios)


def test_what_is_carried_moves_at_the_citys_growth_between_the_extremes():
    moved = e.carried(e.Estimate(1000, 990, 1010), 2, 1.02, (-0.1, 0.1))
    assert (moved.value, moved.low, moved.high) == (pytest.approx(1020), 801, 1223)
    back = e.carried(e.Estimate(1000, 1000, 1000), -1, 0.99, (-0.1, 0.25))
    assert (back.low, back.high) == (800, 1112)


def test_a_share_never_lies_outside_of_its_own_bounds():
    parts = e.shared(e.Estimate(100, 100, 100), {"a": 9, "b": 1}, {"a": (0, 60), "b": (0, 60)})
    assert parts == {"a": e.Estimate(90, 40, 90), "b": e.Estimate(10, 10, 60)}
