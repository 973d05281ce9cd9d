"""Inequality across weighted cells: Gini, concentration index, coefficient of variation, max/min ratio.

Values and weights are flat arrays of one length; weights (people, pupils) default to 1 each. A cell with
weight 0 or a missing value changes nothing. Negative or infinite weights raise ValueError. Where nobody is
counted, or the weighted mean is 0 so that a relative measure has no meaning, the result is NaN.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, cells


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Weighted Gini index, 0 (all equal) to just under 1, from the Lorenz curve by trapezoids.

    G = 2·Σ w·x·R / Σ w·x − 1, with R the midpoint rank by value as a share of all weight. ``values``, ``weights``: one per
    cell, of any shape; no weights count every cell once. A cell with weight 0 or a missing value or weight (NaN) is left
    out. NaN where nobody is counted or all values are 0. ValueError for negative or infinite values or weights.
    """
    x, w, _ = cells(values=values, weights=weights)
    if bool(np.any(x < 0)):
        raise ValueError("the Gini index needs values that are not negative")
    total = float((w * x).sum())
    if total == 0:
        return float("nan")
    return float((w * x * _fractional_rank(x, w)).sum() * 2 / total - 1)


def concentration_index(values: ArrayLike, weights: ArrayLike | None, rank_by: ArrayLike) -> float:
    """How far ``values`` concentrate among the cells that rank high (> 0) or low (< 0) by ``rank_by``.

    C = Σ p·x·(2R − 1) / μ, with p the population share, R the midpoint rank (cells that tie share the mean
    of their ranks, so the order of the rows never matters) and μ the weighted mean; −1 to 1 (World Health Organization,
    Handbook on Health Inequality Monitoring, 2013). Cells with weight 0 or anything missing (NaN) are left out. NaN where μ = 0.
    """
    x, w, z = cells(values=values, weights=weights, others=rank_by)
    if x.size == 0:
        return float("nan")
    share = w / w.sum()
    mean = float((share * x).sum())
    index = float((share * x * (2 * _fractional_rank(z, w) - 1)).sum())
    return index / mean if mean != 0 else float("nan")


def coefficient_of_variation(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Weighted standard deviation over weighted mean (差异系数): sqrt(Σw(x − μ)² / Σw) / μ.

    The divisor is Σw, not Σw − 1: the divisions are all there are, not a sample. This is the form of the
    national compulsory-education evaluation, weighted by pupils. Σw = number of cells where no weights are
    given. Cells with weight 0 or a missing value (NaN) are left out; NaN where nobody is counted or μ = 0.
    """
    x, w, _ = cells(values=values, weights=weights)
    if x.size == 0:
        return float("nan")
    mean = float((w * x).sum() / w.sum())
    deviation = float(np.sqrt((w * (x - mean) ** 2).sum() / w.sum()))
    return deviation / mean if mean != 0 else float("nan")


def hoover(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Hoover index: the share of the total that would have to change places for all to be equal, Σw|x − μ| / 2Σwx.

    0 (all equal) to just under 1; 1 − it is what pooled coverage against the cells' own average would be. Cells with weight 0 or
    a missing value (NaN) are left out. NaN where nobody is counted or all values are 0. ValueError for negative values.
    """
    x, w, _ = cells(values=values, weights=weights)
    if bool(np.any(x < 0)):
        raise ValueError("the Hoover index needs values that are not negative")
    total = float((w * x).sum())
    if total == 0:
        return float("nan")
    return float((w * np.abs(x - total / w.sum())).sum() / (2 * total))


def max_min_ratio(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Largest over smallest counted value.

    Cells with weight 0 or a missing value (NaN) are left out. Inf where the smallest is 0, NaN where all are or nobody is
    counted. ValueError for negative values.
    """
    x, _, _ = cells(values=values, weights=weights)
    if bool(np.any(x < 0)):
        raise ValueError("the ratio needs values that are not negative")
    if x.size == 0 or float(x.max()) == 0:
        return float("nan")
    return float(x.max() / x.min()) if float(x.min()) > 0 else float("inf")


def _fractional_rank(z: Floats, w: Floats) -> Floats:
    """Share of the population that ranks lower, plus half of those who rank the same."""
    _, group = np.unique(z, return_inverse=True)
    size = np.bincount(group, weights=w).astype(np.float64)
    below = np.concatenate([[0.0], np.cumsum(size)[:-1]])
    middle: Floats = ((below + size / 2) / w.sum() if w.size else size)[group]
    return middle


@dataclass(frozen=True, slots=True)
class TheilGroup:
    """One group: its share of all people and of the total value, its mean, and the T inside it.

    ``theil`` is NaN where the mean is 0. ``between_part`` and ``within_part`` are what it adds to
    ``between`` (may be negative) and to ``within``.
    """

    population_share: float
    value_share: float
    mean: float
    theil: float
    between_part: float
    within_part: float


@dataclass(frozen=True, slots=True)
class Theil:
    """``total = between + within``. Without groups ``between`` is 0 and ``within`` the total."""

    total: float
    between: float
    within: float
    groups: dict[object, TheilGroup] = field(default_factory=dict)


def theil_t(values: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None) -> Theil:
    """Weighted Theil T index, Σ p·(x/μ)·ln(x/μ), by group (label per cell) where given (Theil 1967.

    Conceição & Ferreira 2000).

    0 = all equal. A value of 0 contributes 0 (the limit). A cell with weight 0 or a missing value changes
    nothing. All parts are NaN where nobody is counted or the mean is 0. ValueError for negative values or
    weights. A group all of whose cells are left out does not appear.
    """
    labels = None if groups is None else np.asarray(groups, dtype=object).ravel()
    size = np.asarray(values, dtype=float).size
    if labels is not None and labels.size != size:
        raise ValueError(f"values and groups differ in length: {size}, {labels.size}")
    x, w, position = cells(values=values, weights=weights, others=np.arange(size))
    if bool(np.any(x < 0)):
        raise ValueError("the Theil index needs values that are not negative")
    total_value = float((w * x).sum())
    if total_value == 0:
        return Theil(float("nan"), float("nan"), float("nan"))
    people, mean = float(w.sum()), total_value / float(w.sum())
    total = _theil(x, w)
    if labels is None:
        return Theil(total, 0.0, total)
    found: dict[object, TheilGroup] = {}
    kept = labels[position.astype(int)]
    for label in dict.fromkeys(kept.tolist()):
        inside = np.array([other == label for other in kept.tolist()])
        gx, gw = x[inside], w[inside]
        group_mean = float((gw * gx).sum() / gw.sum())
        share = float((gw * gx).sum()) / total_value
        own = _theil(gx, gw) if group_mean > 0 else float("nan")
        between = share * float(np.log(group_mean / mean)) if share > 0 else 0.0
        within = share * own if share > 0 else 0.0
        found[label] = TheilGroup(float(gw.sum()) / people, share, group_mean, own, between, within)
    return Theil(
        total, sum(g.between_part for g in found.values()), sum(g.within_part for g in found.values()), found
    )


def _theil(x: Floats, w: Floats) -> float:
    ratio = x / ((w * x).sum() / w.sum())
    log = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return float((w * ratio * log).sum() / w.sum())
