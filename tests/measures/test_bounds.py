"""Bounds against draws of the inputs and against every corner of their box."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import (
    pooled_coverage_bounds,
    shapley_split,
    shapley_split_bounds,
    weighted_mean_bounds,
)

amount = st.floats(0, 1000, allow_nan=False, allow_subnormal=False).map(lambda x: round(x, 3))
interval = st.tuples(amount, amount).map(sorted)
zones = st.lists(st.tuples(interval, interval), min_size=1, max_size=5)
share = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ends: tuple(sorted(ends)))


def sides(cells: list[tuple[list[float], list[float]]]) -> list[list[float]]:
    """low, high of the first interval of every zone, then of the second."""
    return [[cell[k][end] for cell in cells] for k in (0, 1) for end in (0, 1)]


@given(zones)
def test_weighted_mean_is_least_and_greatest_at_a_corner_and_the_bounds_are_those_corners(
    cells: list,
) -> None:
    means = [
        sum(v * w for v, w in corner) / sum(w for _, w in corner)
        for corner in product(*(list(product(*cell)) for cell in cells))
        if sum(w for _, w in corner) > 0
    ]
    low, high = weighted_mean_bounds(*sides(cells))
    if not means:
        assert np.isnan(low) and np.isnan(high)
        return
    assert (low, high) == (pytest.approx(min(means), abs=1e-9), pytest.approx(max(means), abs=1e-9))


@given(zones, st.data())
def test_pooled_coverage_holds_every_draw_and_reaches_its_least(cells: list, data: st.DataObject) -> None:
    low, high = pooled_coverage_bounds(*sides(cells))

    def pooled(drawn: list[tuple[float, float]]) -> float | None:
        people = sum(d for _, d in drawn)
        return sum(min(x, d) for x, d in drawn) / people if people > 0 else None

    corners = [pooled(list(c)) for c in product(*(list(product(*cell)) for cell in cells))]
    defined = [c for c in corners if c is not None]
    if not defined:
        assert np.isnan(low)
        return
    assert low == pytest.approx(min(defined), abs=1e-9), "the least is at a corner"
    drawn = [tuple(data.draw(st.floats(*ends)) for ends in cell) for cell in cells]
    value = pooled(drawn)  # type: ignore[arg-type]
    assert value is None or low - 1e-9 <= value <= high + 1e-9
    assert max(defined) <= high + 1e-9


def test_pooled_coverage_by_hand() -> None:
    # a deficit is worst with many people, a surplus with few: 10 served of 20 + 30 of 30
    assert pooled_coverage_bounds([10, 40], [10, 40], [15, 30], [20, 35])[0] == pytest.approx(40 / 50)
    # as few as possible in the deficit, as many as possible in the surplus
    assert pooled_coverage_bounds([10, 40], [10, 40], [15, 30], [20, 35])[1] == pytest.approx(45 / 50)
    # a zone that may be either: a rather uncovered city gains from its 9 more people who are nearly all served
    low, _ = pooled_coverage_bounds([0, 10], [0, 10], [90, 1], [90, 10.1])
    assert low == pytest.approx(1 / 91)


@given(st.lists(share, min_size=3, max_size=3), st.lists(share, min_size=3, max_size=3), st.data())
def test_parts_of_every_draw_lie_in_their_ranges(a: list, b: list, data: st.DataObject) -> None:
    ranges = shapley_split_bounds(a, b)
    drawn = [[data.draw(st.floats(*ends)) for ends in side] for side in (a, b)]
    parts = shapley_split(*drawn)
    for part, (low, high) in zip(parts, ranges, strict=True):
        assert low - 1e-12 <= part <= high + 1e-12


def test_exact_factors_give_the_parts_themselves() -> None:
    a, b = [0.9, 0.8, 1.0], [0.7, 0.9, 0.5]
    ranges = shapley_split_bounds([(x, x) for x in a], [(x, x) for x in b])
    for part, (low, high) in zip(shapley_split(a, b), ranges, strict=True):
        assert low == high == part


def test_only_one_uncertain_factor_moves_all_parts_linearly() -> None:
    (_, _), adequacy, entitlement = shapley_split_bounds(
        [(1, 1), (1, 1), (1, 1)], [(1, 1), (1, 1), (0.6, 0.9)]
    )
    assert adequacy == (0, 0)
    assert entitlement == pytest.approx((0.1, 0.4))


@pytest.mark.parametrize("low", [[2.0], [-1.0]])
def test_wrong_intervals_are_refused(low: list[float]) -> None:
    with pytest.raises(ValueError, match=r"low end|negative"):
        pooled_coverage_bounds(low, [1.0], [1.0], [1.0])
    with pytest.raises(ValueError, match=r"low end|negative"):
        weighted_mean_bounds([1.0], [1.0], low, [1.0])
    with pytest.raises(ValueError, match="low end"):
        shapley_split_bounds([(2.0, 1.0)], [(1.0, 1.0)])


def test_missing_values_give_missing_bounds() -> None:
    assert np.isnan(weighted_mean_bounds([np.nan], [np.nan], [1], [1])).all()
    assert weighted_mean_bounds([np.nan, 3], [np.nan, 4], [0, 1], [0, 1]) == (3, 4), (
        "nobody there: it counts for nothing"
    )
    assert np.isnan(pooled_coverage_bounds([np.nan], [np.nan], [1], [1])).all()
    assert np.isnan(weighted_mean_bounds([], [], [], [])).all()
