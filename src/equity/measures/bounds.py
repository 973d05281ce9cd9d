"""Bounds of ratios whose inputs are known as intervals: the smallest and largest result any combination can give.

Every input lies in an interval of its own, and nothing is assumed about how they hang together: the result
holds for all combinations, so also for those that a known total leaves. Fractions, as in the rest of the package.
"""

from collections.abc import Sequence
from itertools import product
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, amounts, floats
from equity.measures.decomposition import shapley_split

Bounds = tuple[float, float]


def weighted_mean_bounds(
    low: ArrayLike, high: ArrayLike, weight_low: ArrayLike, weight_high: ArrayLike
) -> Bounds:
    """Least and greatest Σwv / Σw with every value v in ``low``..``high`` and every weight w in its interval.

    Attained, not only enclosed: at the least mean all values are low, and the weights are high below some value and low
    above it (a linear-fractional programme over a box), so every such cut is tried. One entry per zone; zones with
    ``weight_high`` 0 count for nothing. NaN twice where nobody counts or a value that counts is missing.
    ValueError where a low end lies above its high end, or a weight is negative.
    """
    v_low, v_high, w_low, w_high = _intervals(
        floats(low), floats(high), amounts(weight_low, "weight_low"), amounts(weight_high, "weight_high")
    )
    used = w_high > 0
    v_low, v_high, w_low, w_high = v_low[used], v_high[used], w_low[used], w_high[used]
    if not used.any() or np.isnan(v_low).any() or np.isnan(v_high).any():
        return np.nan, np.nan
    return _least_mean(v_low, w_low, w_high), -_least_mean(-v_high, w_low, w_high)


def pooled_coverage_bounds(
    served_low: ArrayLike, served_high: ArrayLike, demand_low: ArrayLike, demand_high: ArrayLike
) -> Bounds:
    """Least and greatest Σ min(x, D) / Σ D, with x = S / q the people whom a zone's supply serves at the standard.

    The bounds of :func:`~equity.measures.coverage.pooled_coverage`, one entry per zone, at most 1. Attained: coverage is greatest
    with every D as near to the greatest x as its interval allows; it is least with the least x and every D at one of its ends
    (more people in a deficit, fewer in a surplus, and where both can be, whichever is worse for the whole). NaN twice where
    nobody is in demand or a bound is missing. ValueError as for :func:`weighted_mean_bounds`.
    """
    x_low, x_high, d_low, d_high = _intervals(
        amounts(served_low, "served_low"),
        amounts(served_high, "served_high"),
        amounts(demand_low, "demand_low"),
        amounts(demand_high, "demand_high"),
    )
    missing = any(np.isnan(a).any() for a in (x_low, x_high, d_low, d_high))
    if missing or not (d_high > 0).any():
        return np.nan, np.nan
    best = np.clip(x_high, d_low, d_high)
    greatest = np.minimum(x_high, best).sum() / best.sum() if best.sum() > 0 else 1.0
    few, many = np.minimum(x_low, d_low), np.minimum(x_low, d_high)
    # a zone goes from few to many people once the mean lies above what its additional people get
    gained = np.divide(many - few, d_high - d_low, out=np.full(few.shape, np.inf), where=d_high > d_low)
    order = np.argsort(gained, kind="stable")
    met = few.sum() + np.concatenate([[0.0], np.cumsum((many - few)[order])])
    need = d_low.sum() + np.concatenate([[0.0], np.cumsum((d_high - d_low)[order])])
    return float(np.min(met[need > 0] / need[need > 0])), float(greatest)


def shapley_split_bounds(
    local: Sequence[tuple[float, float]], non_local: Sequence[tuple[float, float]]
) -> tuple[Bounds, ...]:
    """Range of each part of :func:`~equity.measures.decomposition.shapley_split` with every factor in its interval.

    ``local``, ``non_local``: (low, high) of the same n factors. A part is linear in every single factor, so its ends
    lie on corners of the box of all intervals, and all corners are tried (2^(2n), fewer where factors are exact). Each
    part has a range of its own: the ends of the parts do not add up, the parts themselves do. Factors that move
    together (the same facilities serve both groups) make the true range narrower, never wider. Raises ValueError
    as ``shapley_split`` and where a low end lies above its high end.
    """
    factors = (*local, *non_local)
    if any(not low <= high for low, high in factors):
        raise ValueError("a low end lies above its high end, or is missing")
    corners = np.array(list(product(*(dict.fromkeys(ends) for ends in factors)))).T
    n = len(local)
    parts = shapley_split(list(corners[:n]), list(corners[n:]))
    return tuple((float(part.min()), float(part.max())) for part in parts)


def _least_mean(values: Floats, w_low: Floats, w_high: Floats) -> float:
    order = np.argsort(values, kind="stable")
    v, extra = values[order], (w_high - w_low)[order]
    top = (values * w_low).sum() + np.concatenate([[0.0], np.cumsum(v * extra)])
    bottom = w_low.sum() + np.concatenate([[0.0], np.cumsum(extra)])
    return float(np.min(top[bottom > 0] / bottom[bottom > 0]))


def _intervals(*ends: Floats) -> list[Floats]:
    """Low and high ends by turns, of one shape."""
    arrays = [np.atleast_1d(a) for a in np.broadcast_arrays(*ends)]
    if any(bool(np.any(low > high)) for low, high in zip(arrays[::2], arrays[1::2], strict=True)):
        raise ValueError("a low end lies above its high end")
    return arrays


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
