"""Supply against a standard: coverage and shortfall.

S = supply (places, beds, doctors, dwellings, counters), D = people in demand, q = units of supply per person in demand. All
results are fractions (1 = the standard is met); times 100 they are percent or percentage points. Arrays broadcast. A missing
input gives a missing result. Negative supply, demand or standard raises ValueError.
"""

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, amounts, floats


def coverage(supply: ArrayLike, demand: ArrayLike, standard: ArrayLike) -> Floats:
    """S / (q · D), not capped; NaN where nobody is in demand (q · D = 0)."""
    return _ratio(amounts(supply, "supply"), amounts(standard, "standard") * amounts(demand, "demand"))


def capped(shares: ArrayLike) -> Floats:
    """The shares, at most 1; NaN stays NaN."""
    return np.minimum(floats(shares), 1.0)


def pooled_coverage(supply: ArrayLike, demand: ArrayLike, standard: ArrayLike) -> float:
    """Σ min(S, q·D) / Σ q·D over all zones: the surplus of one zone serves no other.

    NaN where there is no demand at all, or where the supply or demand of any zone is missing (a sum is complete or absent).
    """
    s, need = np.broadcast_arrays(
        amounts(supply, "supply"), amounts(standard, "standard") * amounts(demand, "demand")
    )
    return float(_ratio(np.minimum(s, need).sum(), need.sum()))


def shortfall(supply: ArrayLike, demand: ArrayLike, standard: ArrayLike) -> Floats:
    """Units still to build: max(0, q·D − S)."""
    need = amounts(standard, "standard") * amounts(demand, "demand")
    return np.maximum(0.0, need - amounts(supply, "supply"))


def _ratio(top: ArrayLike, bottom: ArrayLike) -> Floats:
    a, b = np.broadcast_arrays(floats(top), floats(bottom))
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b != 0)
