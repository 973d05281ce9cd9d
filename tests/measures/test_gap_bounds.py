"""Sums tied by a total, and the gap between two bases: every draw lies inside, and the ends are attained."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity import measures

cell = st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))


def test_tied_sum_by_hand() -> None:
    """Two of 0 to 10 that make 12 together, weights 1 and 3: at least 10 of the first, at most 10 of the second."""
    assert measures.tied_sum_bounds([0, 0], [10, 10], [1, 3], (12, 12)) == (16.0, 32.0)
    assert measures.tied_sum_bounds([0, 0], [10, 10], [1, 1], (12, 13)) == (12.0, 13.0)
    assert measures.tied_sum_bounds([1, 2], [3, 5], [1, 0], (0, float("inf"))) == (1.0, 3.0)


def test_a_total_that_does_not_fit_is_left_out() -> None:
    assert measures.tied_sum_bounds([0, 0], [1, 1], [1, 1], (5, 6)) == (0.0, 2.0)
    assert measures.tied_sum_bounds([3, 3], [4, 4], [1, 1], (5, 5)) == (6.0, 8.0)


@given(st.lists(cell, min_size=1, max_size=6), st.floats(0, 1), st.floats(0, 1))
def test_tied_sum_is_the_linear_programme(
    cells: list[tuple[float, float, float]], a: float, b: float
) -> None:
    low = np.array([min(x, y) for x, y, _ in cells])
    high = np.array([max(x, y) for x, y, _ in cells])
    weights = np.array([w for *_, w in cells])
    room = (high - low).sum()
    total = (low.sum() + min(a, b) * room, low.sum() + max(a, b) * room)
    found = measures.tied_sum_bounds(low, high, weights, total)
    ones = np.ones((1, len(cells)))
    for sign, mine in ((1, found[0]), (-1, found[1])):
        best = linprog(
            sign * weights,
            A_ub=np.vstack([ones, -ones]),
            b_ub=[total[1] + 1e-9, -total[0] + 1e-9],
            bounds=list(zip(low, high, strict=True)),
        )
        assert mine == pytest.approx(sign * best.fun, rel=1e-6, abs=1e-6)


def gap(served: list[float], registered: list[float], resident: list[float]) -> float:
    met = [sum(min(x, d) for x, d in zip(served, side, strict=True)) for side in (registered, resident)]
    return met[0] / sum(registered) - met[1] / sum(resident)


@pytest.mark.parametrize("seed", range(20))
def test_every_draw_of_a_gap_lies_inside(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(1, 5)

    def intervals() -> tuple[list[float], list[float]]:
        low = [rng.uniform(1, 100) for _ in range(n)]
        return low, [v + rng.uniform(0, 50) for v in low]

    served, registered, resident = intervals(), intervals(), intervals()
    low, high = measures.pooled_gap_bounds(served, registered, resident)
    for _ in range(300):
        drawn = [
            [rng.uniform(a, b) for a, b in zip(*ends, strict=True)] for ends in (served, registered, resident)
        ]
        assert low - 1e-9 <= gap(*drawn) <= high + 1e-9
    exact = ([1.0, 4.0], [1.0, 4.0]), ([2.0, 2.0], [2.0, 2.0]), ([4.0, 4.0], [4.0, 4.0])
    assert measures.pooled_gap_bounds(*exact) == pytest.approx((0.75 - 0.625,) * 2)


@pytest.mark.parametrize("seed", range(20))
def test_every_draw_of_one_divisions_gap_lies_inside_and_the_ends_are_attained(seed: int) -> None:
    rng = random.Random(seed)
    c = sorted((rng.uniform(0, 2), rng.uniform(0, 2)))
    m = sorted((rng.uniform(0.3, 3), rng.uniform(0.3, 3)))
    low, high = measures.capped_gap_bounds((c[0], c[1]), (m[0], m[1]))
    grid = [min(1, x * y) - min(1, x) for x in np.linspace(*c, 200) for y in np.linspace(*m, 50)]
    assert low - 1e-9 <= min(grid) and max(grid) <= high + 1e-9
    assert (min(grid), max(grid)) == (pytest.approx(low, abs=0.02), pytest.approx(high, abs=0.02))


def test_an_unbounded_gap_says_so() -> None:
    assert measures.capped_gap_bounds((0.1, float("inf")), (1, 2)) == (-1.0, 1.0)
    assert measures.pooled_gap_bounds(([1], [1]), ([0], [1]), ([1], [1])) == (-1.0, 1.0)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 50)), min_size=1, max_size=8))
def test_hoover_is_what_pooled_coverage_of_the_own_average_leaves(cells: list[tuple[float, float]]) -> None:
    """1 − coverage against the city's own average: an inequality index with another name."""
    supply, people = zip(*cells, strict=True)
    if sum(supply) < 1e-6:
        assert np.isnan(measures.hoover([0.0 for _ in people], people))
        return
    rates = [s / p for s, p in zip(supply, people, strict=True)]
    pooled = measures.pooled_coverage(supply, people, sum(supply) / sum(people))
    assert measures.hoover(rates, people) == pytest.approx(1 - pooled, abs=1e-9)


def test_hoover_by_hand() -> None:
    # 10, 0 of two alike: half of everything would have to move
    assert measures.hoover([10, 0]) == pytest.approx(0.5)
    assert measures.hoover([3, 3, 3], [1, 2, 3]) == 0
    with pytest.raises(ValueError, match="not negative"):
        measures.hoover([-1, 2])
