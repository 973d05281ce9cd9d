"""The gap taken apart, composites and rank ranges."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import composite, shapley_split
from tests.measures import naive

share = st.floats(0, 1)
factors = st.lists(st.tuples(share, share), min_size=1, max_size=5)
Factors = list[tuple[float, float]]


def test_three_factors_by_hand() -> None:
    """Only the rule differs: all of the gap is the rule. Of two, each counts at the mean of the other."""
    parts = shapley_split([0.9, 0.5, 1.0], [0.9, 0.5, 0.6])
    assert [float(p) for p in parts] == pytest.approx([0, 0, 0.9 * 0.5 * 0.4])
    first, second = shapley_split([0.8, 0.5], [0.6, 0.3])
    assert float(first) == pytest.approx(0.2 * 0.4) and float(second) == pytest.approx(0.2 * 0.7)


@given(factors)
def test_parts_add_up_and_match_the_naive_version(world: Factors) -> None:
    a, b = zip(*world, strict=True)
    parts = [float(p) for p in shapley_split(a, b)]
    assert sum(parts) == pytest.approx(np.prod(a) - np.prod(b), abs=1e-12)
    assert parts == pytest.approx(naive.shapley(a, b), abs=1e-12)


@given(factors, st.randoms(use_true_random=False))
def test_order_of_factors_and_groups(world: Factors, random: object) -> None:
    order = list(range(len(world)))
    random.shuffle(order)  # type: ignore[attr-defined]
    a, b = zip(*world, strict=True)
    parts = shapley_split(a, b)
    moved = shapley_split([a[i] for i in order], [b[i] for i in order])
    swapped = shapley_split(b, a)
    for place, i in enumerate(order):
        assert float(moved[place]) == pytest.approx(float(parts[i]), abs=1e-12)
        assert float(swapped[i]) == pytest.approx(-float(parts[i]), abs=1e-12)
        if a[i] == b[i]:
            assert abs(float(parts[i])) < 1e-15


def test_arrays_broadcast() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random((3, 14)), rng.random((3, 14))
    parts = shapley_split([*a[:2], np.float64(1.0)], list(b))
    assert np.sum(parts, axis=0) == pytest.approx(a[0] * a[1] - b.prod(axis=0), abs=1e-12)
    for zone in range(14):
        alone = shapley_split([a[0][zone], a[1][zone], 1.0], [f[zone] for f in b])
        assert [p[zone] for p in parts] == [float(p) for p in alone]


def test_a_missing_factor_leaves_no_part() -> None:
    assert all(np.isnan(p) for p in shapley_split([0.5, np.nan], [0.5, 0.5]))


def test_number_of_factors() -> None:
    assert factorial(8) == 40_320
    for a, b in (([], []), ([1], [1, 1]), ([1] * 9, [1] * 9)):
        with pytest.raises(ValueError, match="factors"):
            shapley_split(a, b)


@given(
    st.lists(st.tuples(st.floats(0.01, 2), st.floats(0.01, 10)), min_size=1, max_size=6), st.floats(0.1, 10)
)
def test_composite(world: Factors, scale: float) -> None:
    p, w = zip(*world, strict=True)
    expected = naive.composite(p, w)
    assert float(composite(p, w)) == pytest.approx(expected)
    assert float(composite(p, [scale * x for x in w])) == pytest.approx(expected)
    assert min(p) - 1e-12 <= float(composite(p, w)) <= max(p) + 1e-12
    assert float(composite([*p, 0.0], [*w, 1.0])) == 0
    assert float(composite([*p, np.nan], [*w, 0.0])) == pytest.approx(expected)
    assert np.isnan(composite([*p, np.nan], [*w, 1.0]))


def test_composite_of_many_zones_and_its_errors() -> None:
    table = [[1.0, 0.25], [0.5, 0.5], [np.nan, np.nan]]
    got = composite(table, [1, 1])
    assert got[:2].tolist() == pytest.approx([0.5, 0.5]) and np.isnan(got[2])
    for wrong in ([0, 0], [1, np.nan], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            composite(table, wrong)
