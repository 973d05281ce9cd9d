"""Theil's T, total and taken apart into inequality between and within groups."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from equity.measures._arrays import Floats, cells


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
