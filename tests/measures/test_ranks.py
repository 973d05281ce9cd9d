"""Ranks and their simulated ranges: by hand, against a slow second implementation, and what must not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.measures import rank_ranges
from tests.measures import naive


def ranged(value: list[float], low: list[float], high: list[float]) -> list[tuple[int, int, int]]:
    return [tuple(int(n) for n in row) for row in zip(*rank_ranges(value, low, high), strict=True)]


def test_exact_values_have_one_rank_and_ties_share_theirs() -> None:
    assert ranged([5, 3, 3, 1], [5, 3, 3, 1], [5, 3, 3, 1]) == [(1, 1, 1), (2, 2, 3), (2, 2, 3), (4, 4, 4)]


def test_intervals_that_do_not_touch_leave_no_doubt() -> None:
    assert ranged([9, 5, 1], [8, 4, 0], [10, 6, 2]) == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_the_range_is_narrower_than_what_overlapping_intervals_would_allow() -> None:
    """Ten values a tenth of their width apart: all overlap, but hardly any world turns the order round."""
    value = [float(n) for n in range(10)]
    found = ranged(value, [v - 5 for v in value], [v + 5 for v in value])
    assert found[9][0] == 1 and found[9][1] == 1 and found[9][2] < 10


def test_a_rare_world_is_left_out() -> None:
    """The second is ahead in (0.1)² / 2 / (1 · 1) = 0.5 % of the worlds: not in 95 %."""
    assert ranged([1.4, 0.5], [0.9, 0.0], [1.9, 1.0]) == [(1, 1, 1), (2, 2, 2)]


def test_rounding_noise_is_a_tie() -> None:
    values = [0.1 + 0.2, 0.3, 0.1]
    assert ranged(values, values, values)[:2] == [(1, 1, 2), (1, 1, 2)]


def test_the_same_data_give_the_same_range() -> None:
    args = ([3.0, 2.0, 1.0], [1.0, 1.0, 0.0], [4.0, 4.0, 2.0])
    assert ranged(*args) == ranged(*args)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
@settings(deadline=None)
def test_exact_ranks_are_the_naive_ones(values: list[int]) -> None:
    numbers = [float(v) for v in values]
    for zone, (rank, best, worst) in enumerate(ranged(numbers, numbers, numbers)):
        assert rank == best == naive.rank(values, zone)
        assert worst == len(values) - sum(v < values[zone] for v in values)


@pytest.mark.parametrize("seed", range(3))
def test_simulated_ranges_agree_with_a_slow_simulation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    value = rng.uniform(0, 10, 6)
    half = rng.uniform(0, 4, 6)
    worlds = [[rng.uniform(v - h, v + h) for v, h in zip(value, half, strict=True)] for _ in range(4000)]
    ranks = np.array([[naive.rank(w, zone) for zone in range(6)] for w in worlds])
    for zone, (_, best, worst) in enumerate(ranged(list(value), list(value - half), list(value + half))):
        # both are simulated, so an end may differ by one where it stands near 2.5 %
        assert abs(best - np.percentile(ranks[:, zone], 2.5, method="lower")) <= 1
        assert abs(worst - np.percentile(ranks[:, zone], 97.5, method="higher")) <= 1
