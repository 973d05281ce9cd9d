"""Bounds of sums that a total ties together, and of the gap in coverage between two bases that share one supply."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, amounts
from equity.measures.bounds import Bounds


def tied_sum_bounds(low: ArrayLike, high: ArrayLike, weights: ArrayLike, total: Bounds) -> Bounds:
    """Least and greatest Σwx with every x in ``low``..``high`` and Σx within ``total``; weights ≥ 0.

    Attained (a continuous knapsack): all x start at their low ends, and what the total still asks for, or allows, goes to
    the smallest weights for the least sum and to the largest for the greatest. Where no x fits the total it is left out.
    ValueError for negative input.
    """
    x_low, x_high, w = amounts(low, "low"), amounts(high, "high"), amounts(weights, "weights")
    asked, allowed = total[0] - x_low.sum(), total[1] - x_low.sum()
    if allowed < 0 or asked > (x_high - x_low).sum():
        return float(w @ x_low), float(w @ x_high)
    return (
        float(w @ (x_low + _filled(x_high - x_low, w, max(0.0, asked)))),
        float(w @ (x_low + _filled(x_high - x_low, -w, allowed))),
    )


def _filled(room: Floats, cost: Floats, budget: float) -> Floats:
    """``budget`` put into ``room``, cheapest first."""
    order = np.argsort(cost, kind="stable")
    before = np.cumsum(room[order]) - room[order]
    filled = np.zeros_like(room)
    filled[order] = np.clip(budget - before, 0.0, room[order])
    return filled


def capped_gap_bounds(coverage: Bounds, ratio: Bounds) -> Bounds:
    """Bounds of min(1, c·m) − min(1, c): coverage c on the resident basis, m residents per registered person.

    It rises with m and turns, over c, at 1 and at 1/m only. −1 to 1 where an end is infinite.
    """
    if not (isfinite(ratio[1]) and isfinite(coverage[1])):
        return -1.0, 1.0
    gaps = [
        min(1.0, c * m) - min(1.0, c)
        for m in ratio
        for c in (*coverage, *(np.clip(turn, *coverage) for turn in (1.0, 1.0 / m if m else 1.0)))
    ]
    return float(min(gaps)), float(max(gaps))


def pooled_gap_bounds(
    served: tuple[Sequence[float], Sequence[float]],
    registered: tuple[Sequence[float], Sequence[float]],
    resident: tuple[Sequence[float], Sequence[float]],
) -> Bounds:
    """Bounds of Σ min(x, H) / ΣH − Σ min(x, R) / ΣR over the divisions, x being the same people served on both sides.

    (low, high) each, one entry per division. Each division's term is largest (smallest) at an end of x or where x meets H
    or R; the two totals stand at the end that is worse. −1 to 1 where a total may be 0.
    """
    x, h, r = (np.asarray(ends, dtype=float) for ends in (served, registered, resident))
    h_total, r_total = h.sum(axis=1), r.sum(axis=1)
    if not (h_total[0] > 0 and r_total[0] > 0):
        return -1.0, 1.0

    def total(h_end: int, r_end: int, extreme: Any) -> float:
        met = np.array([x[0], x[1], np.clip(h[h_end], x[0], x[1]), np.clip(r[r_end], x[0], x[1])])
        terms = (
            np.minimum(met, h[h_end]) / h_total[1 - h_end] - np.minimum(met, r[r_end]) / r_total[1 - r_end]
        )
        return float(extreme(terms, axis=0).sum())

    return total(0, 1, np.min), total(1, 0, np.max)
