"""Effective coverage = reach · adequacy · entitlement, from people or from sums over people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from equity.measures._arrays import Floats, amounts


@dataclass(frozen=True, slots=True)
class EffectiveCoverage:
    """The factors of effective coverage as fractions, one entry per zone (0-d arrays for one zone).

    ``effective = reach · adequacy · entitlement`` wherever all three are defined. ``status`` says why a
    factor is NaN:

    ==============  =====  ========  ===========  =========  ======================================
    status          reach  adequacy  entitlement  effective  when
    ==============  =====  ========  ===========  =========  ======================================
    ok              r      k         e            r·k·e
    unreachable     0      NaN       NaN          0          nobody is within the radius
    unreachable     r      0         NaN          0          nothing within the radius has capacity
    not_applicable  NaN    NaN       NaN          NaN        nobody of the group is in demand
    ==============  =====  ========  ===========  =========  ======================================
    """

    reach: Floats
    adequacy: Floats
    entitlement: Floats
    effective: Floats
    status: NDArray[np.str_]


def effective_coverage(
    persons: ArrayLike, reach: ArrayLike, adequacy: ArrayLike, entitlement: ArrayLike = 1.0
) -> EffectiveCoverage:
    """Effective coverage of one zone from its settlement points.

    Per point: ``persons`` in demand, ``reach`` (1 within the radius, else 0), ``adequacy`` min(1, A/q) and
    ``entitlement`` (the share that the rule admits; one number for all points will do). reach = Σp·r/Σp,
    adequacy = Σp·r·k/Σp·r, entitlement = Σp·r·k·e/Σp·r·k: ratios of sums, so that zones add up to the city.
    Raises ValueError for negative or missing persons, or shares outside 0 to 1; adequacy may be NaN where
    the point is not reached.
    """
    p = amounts(persons, "persons")
    r, k, e = (
        _share(reach, "reach"),
        _share(adequacy, "adequacy", missing=True),
        _share(entitlement, "entitlement"),
    )
    if np.isnan(p).any() or np.isnan(np.where(r > 0, k, 0.0)).any():
        raise ValueError("persons, and adequacy of every reached point, must be given")
    reached = p * r
    served = reached * np.nan_to_num(k)
    return effective_factors(p.sum(), reached.sum(), served.sum(), np.sum(served * e))


def effective_factors(
    persons: ArrayLike, reached: ArrayLike, served: ArrayLike, entitled: ArrayLike
) -> EffectiveCoverage:
    """Effective coverage from the sums Σp, Σp·r, Σp·r·k, Σp·r·k·e of each zone.

    Sums of zones give that of the whole.
    """
    p, r, k, e = np.broadcast_arrays(
        amounts(persons, "persons"),
        amounts(reached, "reached"),
        amounts(served, "served"),
        amounts(entitled, "entitled"),
    )
    status = np.where(p > 0, np.where(k > 0, "ok", "unreachable"), "not_applicable")
    return EffectiveCoverage(_ratio(r, p), _ratio(k, r), _ratio(e, k), _ratio(e, p), status)


def _share(values: ArrayLike, name: str, *, missing: bool = False) -> Floats:
    array = amounts(values, name)
    if bool(np.any(array > 1)) or (np.isnan(array).any() and not missing):
        raise ValueError(f"{name} must be given and lie between 0 and 1")
    return array


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0)
