"""Siting against the published San Francisco answer, against trying every choice, and at its edges."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import maximal_covering

DATA = Path(__file__).parent / "data"


def san_francisco() -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    people = pd.read_csv(DATA / "san_francisco_tracts.csv", index_col="tract")["population"]
    metres = pd.read_csv(DATA / "san_francisco_metres.csv")
    pairs = metres.set_axis(["origin", "facility", "cost"], axis=1)
    stores = pd.Series(0, index=sorted(pairs.facility.unique()))
    assert (len(people), len(stores)) == (205, 16)
    return pairs, people, stores


def covered_by(pairs: pd.DataFrame, people: pd.Series, sites: tuple[object, ...], within: float) -> float:
    near = pairs[(pairs.cost <= within) & pairs.facility.isin(sites)]
    return float(people[near.origin.unique()].sum())


def test_the_published_answer_of_san_francisco() -> None:
    """pysal/spopt: four stores within 5,000 m reach 875,247 of 955,113 people, 91.64 %."""
    pairs, people, stores = san_francisco()
    found = maximal_covering(pairs, people, stores, 4, max_cost=5000)
    assert (found.covered, found.total) == (875_247, 955_113)
    assert round(100 * found.covered / found.total, 2) == 91.64
    assert found.covered == max(
        covered_by(pairs, people, chosen, 5000) for chosen in combinations(stores.index, 4)
    )
    assert covered_by(pairs, people, tuple(stores.index[found.sites]), 5000) == found.covered
    assert list(found.gains) == sorted(found.gains, reverse=True)


@given(
    st.integers(1, 4),
    st.lists(st.integers(0, 50), min_size=1, max_size=8),
    st.integers(1, 6),
    st.randoms(use_true_random=False),
)
def test_no_other_choice_covers_more(sites: int, demand: list[int], places: int, rng: object) -> None:
    pairs = pd.DataFrame(
        [(i, j, rng.choice([1, 2, 3])) for i in range(len(demand)) for j in range(places)],  # type: ignore[attr-defined]
        columns=["origin", "facility", "cost"],
    )
    people = pd.Series(demand, dtype=float)
    found = maximal_covering(pairs, people, np.zeros(places), sites, max_cost=2)
    best = max(
        covered_by(pairs, people, chosen, 2) for chosen in combinations(range(places), min(sites, places))
    )
    assert found.covered == best
    assert covered_by(pairs, people, tuple(found.sites), 2) == best
    assert len(found.sites) <= sites and (found.gains > 0).all()


def test_exactly_at_the_limit_counts_and_useless_candidates_are_left_out() -> None:
    found = maximal_covering(
        ([0, 1, 1], [0, 1, 2], [500.0, 501.0, 500.0]), [10, 20], [0, 0, 0], 3, max_cost=500
    )
    assert list(found.sites) == [2, 0] and list(found.gains) == [20, 10]


def test_nobody_within_reach_chooses_nothing() -> None:
    found = maximal_covering(([0], [0], [600.0]), [10], [0], 2, max_cost=500)
    assert len(found.sites) == 0 and (found.covered, found.total) == (0, 10)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="number of sites"):
        maximal_covering(([0], [0], [1.0]), [10], [0], 0, max_cost=500)
    with pytest.raises(ValueError, match="unknown candidate"):
        maximal_covering(([0], [5], [1.0]), [10], [0], 1, max_cost=500)
    with pytest.raises(ValueError, match="cost is missing"):
        maximal_covering(([0], [0], [np.nan]), [10], [0], 1, max_cost=500)
    with pytest.raises(ValueError, match="demand"):
        maximal_covering(([0], [0], [1.0]), [-1], [0], 1, max_cost=500)
