"""Checks shared by the measures.

Every input becomes a float array, and what cannot be a weight or an amount is refused.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def floats(values: ArrayLike) -> Floats:
    """Float array of anything array-like (a pandas Series too); missing values become NaN."""
    return np.asarray(values, dtype=np.float64)


def amounts(values: ArrayLike, name: str) -> Floats:
    """``floats`` that are not negative (NaN passes). Raises ValueError."""
    array = floats(values)
    if bool(np.any(array < 0)):
        raise ValueError(f"{name} must not be negative")
    return array


def cells(
    *, values: ArrayLike, weights: ArrayLike | None, others: ArrayLike | None = None
) -> tuple[Floats, Floats, Floats]:
    """Values, weights and a third array of the cells that count: flat, weight > 0, nothing missing.

    Weights of None are 1. A cell whose weight is 0 or missing, or where another of its values is missing,
    is left out. Raises ValueError for negative or infinite weights, infinite values and different lengths.
    """
    x = floats(values).ravel()
    w = np.ones_like(x) if weights is None else floats(weights).ravel()
    z = x if others is None else floats(others).ravel()
    if not x.size == w.size == z.size:
        raise ValueError(f"values, weights and ranks differ in length: {x.size}, {w.size}, {z.size}")
    if bool(np.any(w < 0)) or bool(np.any(np.isinf(w))):
        raise ValueError("weights must be finite and not negative")
    used = (w > 0) & ~np.isnan(x) & ~np.isnan(z)
    x, w, z = x[used], w[used], z[used]
    if bool(np.any(np.isinf(x))):
        raise ValueError("values must be finite")
    return x, w, z
