"""Estimates in the shipped tables, as functions: a test derives every estimated row from the observed ones.

Persons are whole numbers. An :class:`Estimate` is a value with the bounds it was derived with; they are no
confidence interval unless the function says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, sqrt

LONG_FORM_FRACTION = 0.1  # the 2020 census asked one household in ten the long form
LONG_FORM_DESIGN_EFFECT = 2.0  # whole households were drawn, so people resemble one another: assumed
FLOOR_SPACE_CV = 0.6  # spread of floor space per person between households: assumed, no figure is published
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    value: float
    low: float
    high: float


def tighten(bounds: Mapping[str, tuple[int, int]], total: tuple[int, int]) -> dict[str, tuple[int, int]]:
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


def registered_by_constraint(
    local: Mapping[str, int],
    published: Mapping[str, int],
    city: int,
    *,
    ratio_bounds: tuple[float, float],
    rounding: int = 50,
) -> dict[str, Estimate]:
    """Registered population of the divisions of ``local`` without a published figure.

    Together they are the city less the published divisions. Each is its local residents plus absent people,
    and the absent are spread in proportion to the local residents. Bounds: local × the smallest and the
    largest ratio registered/local seen where both are published, tightened by the city total. Each published
    figure is rounded to ± ``rounding`` persons.
    """
    missing = {key: persons for key, persons in local.items() if key not in published}
    total = city - sum(published.values())
    slack = rounding * (1 + len(published))
    low, high = ratio_bounds
    bounds = {key: (round(persons * low), round(persons * high)) for key, persons in missing.items()}
    bounds = tighten(bounds, (total - slack, total + slack))
    return {key: Estimate(value, *bounds[key]) for key, value in apportion(total, missing).items()}


def registered_ratio_bounds(local: Mapping[str, int], published: Mapping[str, int]) -> tuple[float, float]:
    """Smallest and largest ratio registered / local of the published divisions, to three decimals."""
    ratios = [persons / local[key] for key, persons in published.items()]
    return round(min(ratios), 3), round(max(ratios), 3)


def growth_bounds(series: Mapping[str, Mapping[int, int]]) -> tuple[float, float]:
    """Smallest and largest yearly growth rate between consecutive years of any of the series."""
    rates = [
        values[year + 1] / persons - 1
        for values in series.values()
        for year, persons in values.items()
        if year + 1 in values
    ]
    return min(rates), max(rates)


def registered_carried_forward(
    latest: Mapping[str, tuple[int, Estimate]],
    city_by_year: Mapping[int, int],
    published: Mapping[str, int],
    year: int,
    *,
    growth: tuple[float, float],
    rounding: int = 50,
) -> dict[str, Estimate]:
    """Registered population of ``year`` for divisions whose latest figure (year, estimate) is older.

    Together they are the city less the published divisions. It is spread in proportion to the latest figure,
    first moved to ``year`` at the growth of the city since then. Bounds: those of the latest figure moved on
    with the slowest and the fastest yearly growth published for a division, tightened by the city total.
    """
    total = city_by_year[year] - sum(published.values())
    slack = rounding * (1 + len(published))
    weights, bounds = {}, {}
    for key, (since, figure) in latest.items():
        weights[key] = figure.value * city_by_year[year] / city_by_year[since]
        years = year - since
        bounds[key] = (
            floor(figure.low * (1 + growth[0]) ** years),
            ceil(figure.high * (1 + growth[1]) ** years),
        )
    bounds = tighten(bounds, (total - slack, total + slack))
    return {key: Estimate(value, *bounds[key]) for key, value in apportion(total, weights).items()}


def difference(minuend: Estimate, subtrahend: Estimate) -> Estimate:
    """Absent = registered − local, with the widest bounds the two allow (not below 0)."""
    return Estimate(
        minuend.value - subtrahend.value,
        max(0.0, minuend.low - subtrahend.high),
        minuend.high - subtrahend.low,
    )


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


def floor_space(m2_per_person: float, residents: int, households: int) -> Estimate:
    """Housing in m²: m² per person × residents; 95 % interval with an assumed spread between households."""
    n = LONG_FORM_FRACTION * households
    half = Z_95 * FLOOR_SPACE_CV * sqrt(LONG_FORM_DESIGN_EFFECT * (1 - LONG_FORM_FRACTION) / n)
    value = m2_per_person * residents
    return Estimate(round(value), floor(value * (1 - half)), ceil(value * (1 + half)))


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
