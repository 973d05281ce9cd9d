"""Pure arithmetic of equity.

Numbers, arrays or pandas columns in, numbers or arrays out; no app, no files, no state.

    >>> from equity import measures
    >>> round(measures.gini([10, 20, 30], weights=[100, 50, 10]), 4)
    0.2038

Fractions throughout (0.85, not 85 %); costs in any unit, as long as thresholds have the same. Where a
number is not defined the result is NaN, never 0; wrong inputs raise ValueError.
"""

from equity.measures.bounds import pooled_coverage_bounds, shapley_split_bounds, weighted_mean_bounds
from equity.measures.catchment import floating_catchment
from equity.measures.coverage import capped, coverage, pooled_coverage, shortfall
from equity.measures.decay import binary, gaussian, step
from equity.measures.decomposition import (
    composite,
    fill_undefined,
    parity,
    shapley_split,
)
from equity.measures.effective import EffectiveCoverage, effective_coverage, effective_factors
from equity.measures.gap_bounds import capped_gap_bounds, pooled_gap_bounds, tied_sum_bounds
from equity.measures.inequality import (
    coefficient_of_variation,
    concentration_index,
    gini,
    hoover,
    max_min_ratio,
)
from equity.measures.ranks import rank_ranges
from equity.measures.siting import Covering, maximal_covering
from equity.measures.theil import Theil, TheilGroup, theil_t

__all__ = [
    "Covering",
    "EffectiveCoverage",
    "Theil",
    "TheilGroup",
    "binary",
    "capped",
    "capped_gap_bounds",
    "coefficient_of_variation",
    "composite",
    "concentration_index",
    "coverage",
    "effective_coverage",
    "effective_factors",
    "fill_undefined",
    "floating_catchment",
    "gaussian",
    "gini",
    "hoover",
    "max_min_ratio",
    "maximal_covering",
    "parity",
    "pooled_coverage",
    "pooled_coverage_bounds",
    "pooled_gap_bounds",
    "rank_ranges",
    "shapley_split",
    "shapley_split_bounds",
    "shortfall",
    "step",
    "theil_t",
    "tied_sum_bounds",
    "weighted_mean_bounds",
]
