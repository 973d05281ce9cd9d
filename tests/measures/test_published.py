"""Answers that other libraries and handbooks publish for given inputs: the public arithmetic must print the same digits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from equity.measures import coefficient_of_variation, concentration_index, gini, theil_t
from tests.measures.floating import binary, floating_catchment
from tests.published import (
    ALL_DOCTORS,
    ALL_TO_ALL,
    HOSPITAL_COSTS,
    HOSPITAL_DOCTORS,
    HOSPITAL_PEOPLE,
    HOSPITALS,
    MINUTES,
    POPULATION,
    SUPPLY,
    WITHIN_45_MINUTES,
)

PEOPLE = [0, 852, 394, 1969, 2189]
INCOME = [float("nan"), 4757.8, 1627.8, 543.1, 3822.0]
ACCESS = [26774, 22239, 36567, 42372, 55571]


def test_inequality_of_five_cells_one_without_people() -> None:
    assert gini(ACCESS, PEOPLE) == pytest.approx(0.13856117798553302, rel=1e-14)
    assert concentration_index(ACCESS, PEOPLE, INCOME) == pytest.approx(-0.024814792465049917, rel=1e-13)
    mean, counted = np.average(ACCESS, weights=PEOPLE), ACCESS[1:]
    corrected = 4 * mean * concentration_index(ACCESS, PEOPLE, INCOME) / (max(counted) - min(counted))
    assert corrected == pytest.approx(-0.1314, abs=5e-5)  # Erreygers 2009
    assert mean == pytest.approx(44121.0979, abs=5e-5)
    assert coefficient_of_variation(ACCESS, PEOPLE) == pytest.approx(0.262240016, abs=5e-10)


def test_theil_of_five_cells_in_groups() -> None:
    theil = theil_t([13991, *ACCESS[1:]], [1011, *PEOPLE[1:]], [3, 10, 6, 1, 10])
    assert theil.total == pytest.approx(0.08520031590023912, rel=1e-13)
    assert theil.between == pytest.approx(0.0515, abs=5e-5)
    assert theil.within == pytest.approx(0.0337, abs=5e-5)


def test_absolute_concentration_index_of_the_who() -> None:
    values, people = [20, 30, 40, 50, 60], [78, 91, 162, 103, 105]
    index = concentration_index(values, people, [1, 2, 3, 4, 5]) * np.average(values, weights=people)
    assert index == pytest.approx(7.3284202, abs=2e-7)
    assert index == pytest.approx(7.328420320734129, rel=1e-14), (
        "in exact fractions; the published digits carry noise"
    )


def minutes() -> pd.DataFrame:
    rows = [(i, j, cost) for i, row in enumerate(MINUTES) for j, cost in enumerate(row)]
    return pd.DataFrame(rows, columns=["origin", "facility", "cost"])


def test_2sfca_with_one_pair_exactly_at_the_threshold() -> None:
    access = floating_catchment(minutes(), POPULATION, SUPPLY, binary(45))
    assert np.round(access, 4).tolist() == WITHIN_45_MINUTES


def test_all_weights_one_give_total_supply_over_total_demand() -> None:
    access = floating_catchment(minutes(), POPULATION, SUPPLY, np.ones(25))
    assert access == pytest.approx([ALL_TO_ALL] * 5, rel=1e-14)


@HOSPITALS
def test_hospital_example(variant: str, expected: list[float]) -> None:
    falling, people, doctors = variant != "2sfca", pd.Series(HOSPITAL_PEOPLE), pd.Series(HOSPITAL_DOCTORS)
    pairs = pd.DataFrame([(*k, c) for k, c in HOSPITAL_COSTS.items()], columns=["origin", "facility", "cost"])

    def decay(cost: np.ndarray) -> np.ndarray:
        return 1 / cost if falling else np.ones_like(cost)

    access = floating_catchment(pairs, people, doctors, decay, variant, max_cost=60)  # type: ignore[arg-type]
    assert np.round(access, 6).tolist() == expected
    if not falling:
        assert (people * access).sum() == pytest.approx(ALL_DOCTORS, rel=1e-14)
