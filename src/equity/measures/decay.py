"""Distance decay: functions from cost (metres or minutes) to a weight between 0 and 1.

The threshold itself is inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from equity.measures._arrays import Floats

Decay = Callable[[Floats], Floats]


def binary(threshold: float) -> Decay:
    """1 up to and including ``threshold``, 0 beyond: the catchment of 2SFCA (Luo & Wang 2003)."""
    limit = _positive(threshold)
    return lambda cost: np.where(cost <= limit, 1.0, 0.0)


def gaussian(threshold: float) -> Decay:
    """Continuous Gaussian decay of E2SFCA: w(0) = 1, falling to w(threshold) = 0, and 0 beyond (Dai 2010).

    w(d) = (exp(−½ (d/d₀)²) − exp(−½)) / (1 − exp(−½)).
    """
    limit, edge = _positive(threshold), float(np.exp(-0.5))

    def weight(cost: Floats) -> Floats:
        inside = (np.exp(-0.5 * (cost / limit) ** 2) - edge) / (1.0 - edge)
        return np.where(cost <= limit, np.maximum(inside, 0.0), 0.0)

    return weight


def step(weights: Mapping[float, float]) -> Decay:
    """Weight per travel zone, ``{10.

    1.0, 20: 0.68, 30: 0.22}``: the E2SFCA of Luo & Qi (2009); 0 beyond the last zone.
    """
    limits = np.array(sorted(weights), dtype=np.float64)
    values = np.array([*(weights[k] for k in sorted(weights)), 0.0], dtype=np.float64)
    if limits.size == 0 or bool(np.any(values < 0)):
        raise ValueError("steps must be given, with weights that are not negative")
    return lambda cost: values[np.searchsorted(limits, cost, side="left")]


def _positive(threshold: float) -> float:
    if not threshold > 0:
        raise ValueError(f"the threshold must be above 0, not {threshold}")
    return float(threshold)
