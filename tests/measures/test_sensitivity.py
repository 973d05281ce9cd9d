"""Shares of uncertainty: against a second implementation that walks every order, and by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures.sensitivity import Interval, one_at_a_time, shapley_parts, span

NUMBERS = st.floats(0.5, 10).map(lambda x: round(x, 3))
INTERVALS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), min_size=1, max_size=4)


def product_of(values):
    found = 1.0
    for n, v in enumerate(values):
        found = found * v if n % 2 == 0 else found / v
    return found


def widths(figure, inputs):
    """The part of each input in the width of the result's interval."""

    def width(free):
        low, high = span(figure, inputs, free)
        return high - low

    return shapley_parts(width, len(inputs))


def naive(figure, inputs):
    """Average over every order of the width that an input adds when it is freed after those before it."""
    parts = [0.0] * len(inputs)
    orders = list(permutations(range(len(inputs))))
    for order in orders:
        free: set[int] = set()
        for n in order:
            before = span(figure, inputs, free)
            free.add(n)
            after = span(figure, inputs, free)
            parts[n] += (after[1] - after[0]) - (before[1] - before[0])
    return [p / len(orders) for p in parts]


@given(INTERVALS)
def test_shares_are_those_of_every_order_and_add_up(ends) -> None:
    inputs = [Interval(*e) for e in ends]
    parts = widths(product_of, inputs)
    assert parts == pytest.approx(naive(product_of, inputs), abs=1e-9)
    low, high = span(product_of, inputs, range(len(inputs)))
    assert sum(parts) == pytest.approx(high - low, abs=1e-9)


def test_by_hand() -> None:
    inputs = [Interval(1, 2, 3), Interval(10, 10, 10)]
    assert span(sum, inputs, {0}) == (11, 13) and one_at_a_time(sum, inputs) == [(11, 13), (12, 12)]
    assert widths(sum, inputs) == [2, 0]
    with pytest.raises(ValueError, match="at most 8"):
        widths(sum, [Interval(0, 0, 0)] * 9)
