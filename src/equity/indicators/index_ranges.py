"""The range of inequality indices that the intervals of the values allow, by drawing values from them."""

from collections.abc import Sequence

import numpy as np

from equity import measures

DRAWS = 200
SEED = 202140  # the same data always give the same range
PERCENTILES = (2.5, 97.5)


def ranges(
    low: Sequence[float],
    high: Sequence[float],
    weights: Sequence[float],
    groups: Sequence[str],
    rank_by: Sequence[float] | None,
) -> dict[str, tuple[float, float]]:
    """2.5th to 97.5th percentile of every index over ``DRAWS`` worlds.

    In each world every division takes a value of its own, uniform between ``low`` and ``high`` and independent
    of the others: more cautious than a normal error around the middle, less than the worst case of all
    divisions at once. Indices that a world does not define are left out of it.
    """
    draws = np.random.default_rng(SEED).uniform(low, high, size=(DRAWS, len(low)))
    found: dict[str, list[float]] = {}
    for values in draws:
        theil = measures.theil_t(values, weights, groups)
        world = {
            "gini": measures.gini(values, weights),
            "theil_t": theil.total,
            "theil_between": theil.between,
            "theil_within": theil.within,
            "cv": measures.coefficient_of_variation(values, weights),
            "hoover": measures.hoover(values, weights),
            "max_min": measures.max_min_ratio(values, weights),
        }
        if rank_by is not None:
            world["concentration"] = measures.concentration_index(values, weights, rank_by)
        for key, value in world.items():
            if np.isfinite(value):
                found.setdefault(key, []).append(float(value))
    return {
        key: (float(lower), float(upper))
        for key, values in found.items()
        for lower, upper in [np.percentile(values, PERCENTILES)]
    }
