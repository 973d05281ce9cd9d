"""The gap in a product of factors, taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def shapley_split(first: Sequence[ArrayLike], second: Sequence[ArrayLike]) -> tuple[NDArray[np.float64], ...]:
    """Contribution of each factor to ``prod(first) - prod(second)``: mean over all orders of switching the factors."""
    a = [np.asarray(x, dtype=float) for x in first]
    b = [np.asarray(x, dtype=float) for x in second]
    n = len(a)
    parts = [np.zeros(np.broadcast_shapes(*(x.shape for x in (*a, *b)))) for _ in range(n)]
    orders = list(permutations(range(n)))
    for order in orders:
        current = list(b)
        for i in order:
            before = np.prod(np.broadcast_arrays(*current), axis=0)
            current[i] = a[i]
            parts[i] = parts[i] + (np.prod(np.broadcast_arrays(*current), axis=0) - before) / len(orders)
    return tuple(parts)
