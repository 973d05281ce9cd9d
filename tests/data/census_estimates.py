"""Estimates of the shipped service tables that were worked out once from the census, as functions that derive every row again.

An :class:`Estimate` is a value with the bounds it was derived with; they are no confidence interval unless the function
says so.
"""

from __future__ import annotations

from math import ceil, floor, sqrt

from equity.estimates.arithmetic import Estimate, difference

LONG_FORM_FRACTION = 0.1  # the 2020 census asked one household in ten the long form
LONG_FORM_DESIGN_EFFECT = 2.0  # whole households were drawn, so people resemble one another: assumed
Z_95 = 1.96


def long_form_share(share: float, persons: float) -> tuple[float, float]:
    """95 % interval of a share asked of one person in ten: finite population, design effect 2 (assumed)."""
    n = LONG_FORM_FRACTION * persons
    variance = share * (1 - share) / n * (1 - LONG_FORM_FRACTION) * LONG_FORM_DESIGN_EFFECT
    half = Z_95 * sqrt(variance)
    return max(0.0, share - half), min(1.0, share + half)


def long_form_workers(employed: int, share: float) -> Estimate:
    """People working in an industry, by place of residence: employed × share with its 95 % interval."""
    low, high = long_form_share(share, employed)
    return Estimate(round(employed * share), floor(employed * low), ceil(employed * high))


def add_independent(parts: list[Estimate]) -> Estimate:
    """Sum of independent estimates: half-widths add as squares."""
    value = sum(part.value for part in parts)
    below = sqrt(sum((part.value - part.low) ** 2 for part in parts))
    above = sqrt(sum((part.high - part.value) ** 2 for part in parts))
    return Estimate(value, floor(value - below), ceil(value + above))


def pupils_from_intake(
    intake: int, compulsory_pupils: int, *, spread: float = 0.075
) -> tuple[Estimate, Estimate]:
    """(primary, junior) pupils of a city that publishes only their sum and the junior intake of the year.

    Junior pupils are three intakes; the two older ones may differ from this year's by ± ``spread`` (assumed).
    Primary pupils are the rest.
    """
    junior = Estimate(3 * intake, floor(intake * (3 - 2 * spread)), ceil(intake * (3 + 2 * spread)))
    total = Estimate(compulsory_pupils, compulsory_pupils, compulsory_pupils)
    return difference(total, junior), junior
