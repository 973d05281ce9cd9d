"""Pure arithmetic of equity.

Numbers, arrays or pandas columns in, numbers or arrays out; no app, no files, no state.

    >>> from equity import measures
    >>> round(measures.gini([10, 20, 30], weights=[100, 50, 10]), 4)
    0.2038

Fractions throughout (0.85, not 85 %); costs in any unit, as long as thresholds have the same. Where a
number is not defined the result is NaN, never 0; wrong inputs raise ValueError.
"""

from equity.measures.bounds import (
    capped_gap_bounds,
    pooled_coverage_bounds,
    pooled_gap_bounds,
    shapley_split_bounds,
    tied_sum_bounds,
    weighted_mean_bounds,
)
from equity.measures.coverage import capped, coverage, pooled_coverage, shortfall
from equity.measures.decomposition import composite, shapley_split
from equity.measures.inequality import (
    Theil,
    TheilGroup,
    coefficient_of_variation,
    concentration_index,
    gini,
    hoover,
    max_min_ratio,
    theil_t,
)
from equity.measures.ranks import rank_ranges

__all__ = [
    "Theil",
    "TheilGroup",
    "capped",
    "capped_gap_bounds",
    "coefficient_of_variation",
    "composite",
    "concentration_index",
    "coverage",
    "gini",
    "hoover",
    "max_min_ratio",
    "pooled_coverage",
    "pooled_coverage_bounds",
    "pooled_gap_bounds",
    "rank_ranges",
    "shapley_split",
    "shapley_split_bounds",
    "shortfall",
    "theil_t",
    "tied_sum_bounds",
    "weighted_mean_bounds",
]
