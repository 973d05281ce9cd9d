"""Effective coverage: an identity at every level, defined where nobody lives or is reached."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import effective_coverage, effective_factors

share = st.floats(0, 1)
points = st.lists(st.tuples(st.floats(0, 1000), st.booleans(), share, share), min_size=1, max_size=8)
Points = list[tuple[float, bool, float, float]]


def test_by_hand() -> None:
    """100 people: 60 reached, served at one half, the rule admits three quarters of them."""
    got = effective_coverage([60, 40], [1, 0], [0.5, np.nan], 0.75)
    assert (got.reach, got.adequacy, got.entitlement, got.effective) == pytest.approx((0.6, 0.5, 0.75, 0.225))
    assert got.status == "ok"


@given(st.lists(points, min_size=1, max_size=4))
def test_identity_at_every_level(zones: list[Points]) -> None:
    sums = []
    for zone in zones:
        p, r, k, e = (np.array(c, dtype=float) for c in zip(*zone, strict=True))
        sums.append([p.sum(), (p * r).sum(), (p * r * k).sum(), (p * r * k * e).sum()])
        alone, direct = effective_factors(*sums[-1]), effective_coverage(p, r, k, e)
        assert str(alone.status) == str(direct.status)
        assert alone.effective == pytest.approx(direct.effective, nan_ok=True)
    for got in (effective_factors(*np.array(sums).T), effective_factors(*np.array(sums).sum(axis=0))):
        ok = got.status == "ok"
        product = got.reach * got.adequacy * got.entitlement
        assert np.atleast_1d(product)[np.atleast_1d(ok)] == pytest.approx(
            np.atleast_1d(got.effective)[np.atleast_1d(ok)]
        )
        assert not np.isnan(np.atleast_1d(product)[np.atleast_1d(ok)]).any()


def test_statuses_never_collapse_into_zero_or_one() -> None:
    persons, reached, served, entitled = (
        [0, 10, 10, 10, 10],
        [0, 0, 5, 5, 5],
        [0, 0, 0, 2, 2],
        [0, 0, 0, 0, 2],
    )
    got = effective_factors(persons, reached, served, entitled)
    assert got.status.tolist() == ["not_applicable", "unreachable", "unreachable", "ok", "ok"]
    nan = float("nan")
    for values, expected in (
        (got.reach, [nan, 0, 0.5, 0.5, 0.5]),
        (got.adequacy, [nan, nan, 0, 0.4, 0.4]),
        (got.entitlement, [nan, nan, nan, 0, 1]),
        (got.effective, [nan, 0, 0, 0, 0.2]),
    ):
        assert values == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "wrong",
    [
        ([-1], [1], [1], 1),
        ([np.nan], [1], [1], 1),
        ([1], [2], [1], 1),
        ([1], [np.nan], [1], 1),
        ([1], [1], [1.5], 1),
        ([1], [1], [np.nan], 1),
        ([1], [1], [1], 2),
    ],
)
def test_wrong_inputs_are_refused(wrong: tuple[list[float], list[float], list[float], float]) -> None:
    with pytest.raises(ValueError):
        effective_coverage(*wrong)
