"""Registered population where none is published: derived from what is, with an interval that the published figures support.

``equity estimate`` writes the derived rows (grade estimated) of ``population/division_population.csv``; a test runs it on the
shipped folder and finds every byte again. Method and checks: docs/data/division_population.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log, sqrt
from statistics import fmean, stdev

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    value: float
    low: float
    high: float


def another_ratio(ratios: Sequence[float]) -> tuple[float, float]:
    """95 % prediction interval of registered / local residents in one more division like those of ``ratios``.

    What is absent (ratio − 1, never below 0) is taken as log-normal; Student's t allows for how few the divisions are.
    ValueError for fewer than three, or where nobody is absent.
    """
    from scipy.stats import t

    if len(ratios) < 3 or min(ratios) <= 1:
        raise ValueError("three divisions with people absent are needed")
    absent = [log(ratio - 1) for ratio in ratios]
    half = float(t.ppf((1 + CONFIDENCE) / 2, len(absent) - 1)) * stdev(absent) * sqrt(1 + 1 / len(absent))
    return 1 + exp(fmean(absent) - half), 1 + exp(fmean(absent) + half)


def yearly_growth(series: Mapping[str, Mapping[int, float]]) -> tuple[float, float]:
    """Slowest and fastest growth between consecutive years of any of the series."""
    rates = [
        values[year + 1] / persons - 1
        for values in series.values()
        for year, persons in values.items()
        if year + 1 in values
    ]
    return min(rates), max(rates)


def carried(figure: Estimate, years: int, city: float, growth: tuple[float, float]) -> Estimate:
    """``figure`` moved by ``years`` (back where negative) at the growth of the city, ``city`` = its factor over these years.

    The bounds move with the slowest and the fastest yearly growth that was published for a division.
    """
    factors = [(1 + rate) ** years for rate in growth]
    return Estimate(figure.value * city, floor(figure.low * min(factors)), ceil(figure.high * max(factors)))


def tighten(
    bounds: Mapping[str, tuple[float, float]], total: tuple[float, float]
) -> dict[str, tuple[float, float]]:
    """Bounds of parts, made consistent with the bounds of their sum.

    A part cannot exceed the largest total less the smallest the others can be, nor fall short of the smallest
    total less the largest the others can be. ValueError when no values within the bounds add up to the total.
    """
    low_sum = sum(low for low, _ in bounds.values())
    high_sum = sum(high for _, high in bounds.values())
    if low_sum > total[1] or high_sum < total[0]:
        raise ValueError("the parts cannot add up to the total")
    return {
        key: (max(low, total[0] - (high_sum - high)), min(high, total[1] - (low_sum - low)))
        for key, (low, high) in bounds.items()
    }


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that add up to ``total`` exactly (largest remainders).

    Equal remainders are settled by key, so that the result does not depend on the order of the mapping.
    """
    scale = total / sum(weights.values())
    exact = {key: weight * scale for key, weight in weights.items()}
    parts = {key: floor(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def shared(
    total: Estimate, weights: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]
) -> dict[str, Estimate]:
    """``total`` shared out in proportion to the weights; the bounds tightened by what the total leaves to each.

    A share outside of its bounds widens them.
    """
    parts = apportion(round(total.value), weights)
    tight = tighten(bounds, (total.low, total.high))
    return {
        key: Estimate(part, floor(min(part, tight[key][0])), ceil(max(part, tight[key][1])))
        for key, part in parts.items()
    }


def difference(minuend: Estimate, subtrahend: Estimate) -> Estimate:
    """Absent = registered − local, with the widest bounds the two allow (not below 0)."""
    return Estimate(
        minuend.value - subtrahend.value,
        max(0.0, minuend.low - subtrahend.high),
        minuend.high - subtrahend.low,
    )
