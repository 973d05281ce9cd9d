"""Coverage and shortfall: by hand, naive version, and the edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity import measures
from tests.measures import naive

amount = st.one_of(st.just(0.0), st.floats(0.01, 1e6))


def test_by_hand() -> None:
    supply, demand = [50, 300, 0], [100, 100, 100]
    assert measures.coverage(supply, demand, 1).tolist() == [0.5, 3.0, 0.0]
    assert measures.capped([0.5, 3.0, np.nan])[:2].tolist() == [0.5, 1.0]
    assert measures.pooled_coverage(supply, demand, 1) == pytest.approx(150 / 300)
    assert measures.shortfall(supply, demand, 1).tolist() == [50.0, 0.0, 100.0]


def test_nobody_in_demand_is_undefined_not_zero() -> None:
    assert np.isnan(measures.coverage(5, 0, 1))
    assert np.isnan(measures.pooled_coverage([5], [0], 1))
    assert measures.shortfall(5, 0, 1) == 0


def test_a_missing_figure_stays_missing() -> None:
    assert np.isnan(measures.coverage(np.nan, 10, 1)) and np.isnan(measures.capped(np.nan))
    assert np.isnan(measures.pooled_coverage([5, np.nan], [10, 10], 1))
    assert np.isnan(measures.shortfall(np.nan, 10, 1))


@pytest.mark.parametrize("wrong", [(-1, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_negative_amounts_are_refused(wrong: tuple[float, float, float]) -> None:
    for measure in (measures.coverage, measures.pooled_coverage, measures.shortfall):
        with pytest.raises(ValueError, match="must not be negative"):
            measure(*wrong)


def test_columns_of_a_frame_will_do() -> None:
    frame = pd.DataFrame({"supply": [5, None], "demand": [10, 10]})
    result = measures.coverage(frame["supply"], frame["demand"], 1)
    assert result[0] == 0.5 and np.isnan(result[1])


@given(st.lists(st.tuples(amount, amount), min_size=1, max_size=8), st.floats(0.001, 10))
def test_naive(zones: list[tuple[float, float]], q: float) -> None:
    supply, demand = zip(*zones, strict=True)
    for s, d, got in zip(supply, demand, measures.coverage(supply, demand, q), strict=True):
        expected = naive.coverage(s, d, q)
        assert np.isnan(got) if expected is None else got == pytest.approx(expected)
    pooled, expected = measures.pooled_coverage(supply, demand, q), naive.pooled(supply, demand, q)
    if expected is None:
        assert np.isnan(pooled)
    else:
        assert pooled == pytest.approx(expected)
        need = np.sum(np.multiply(demand, q))
        assert pooled * need + measures.shortfall(supply, demand, q).sum() == pytest.approx(
            need, rel=1e-9, abs=1e-9
        )
