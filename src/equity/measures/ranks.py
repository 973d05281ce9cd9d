"""Ranks with the range that independent intervals allow, by simulation."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from equity.measures._arrays import floats

WORLDS = 2000
SEED = 202140  # the same data always give the same range
PERCENT = 95.0
NOISE = 1e-12  # of the largest value: what sums in another order leave
NOTHING = 1e-13  # of shares that are 0 but for rounding

Ranks = NDArray[np.int64]


def rank_ranges(value: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Ranks, Ranks, Ranks]:
    """Rank of every value (1 = highest; ties share the better one), and the best and worst rank in 95 % of simulated worlds.

    In each of ``WORLDS`` worlds every value is drawn from its own interval, uniform and independent of the others. Equal values
    share all ranks between them: the best of a tie is the first of these, the worst the last. One dimension, nothing missing.
    """
    v, lows, highs = floats(value), floats(low), floats(high)
    exact = lows == highs
    # where everything is exact all worlds are one
    worlds = np.random.default_rng(SEED).uniform(lows, highs, size=(1 if exact.all() else WORLDS, v.size))
    # what is exact stays bit for bit what it is, so that ties stay ties
    worlds[:, exact] = v[exact]
    apart = max(NOISE * float(np.abs(v).max(initial=0.0)), NOTHING)
    ahead, behind = _counts(worlds, apart)
    tail = (100.0 - PERCENT) / 2
    best = np.percentile(ahead, tail, axis=0, method="lower").astype(np.int64) + 1
    worst = v.size - np.percentile(behind, tail, axis=0, method="lower").astype(np.int64)
    rank = _counts(v[None, :], apart)[0][0] + 1
    return rank, np.minimum(best, rank), np.maximum(worst, rank)


def _counts(worlds: NDArray[np.float64], apart: float) -> tuple[Ranks, Ranks]:
    """How many others lie above, and below, every value of every world."""
    above = worlds[:, None, :] - worlds[:, :, None] > apart
    return above.sum(axis=2), above.sum(axis=1)
