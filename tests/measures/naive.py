"""A second, slow opinion: every measure again in plain Python loops, from the formulas and not the code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from math import exp, log, sqrt

Cells = Sequence[float]
Link = tuple[int, int, float]


def coverage(supply: float, demand: float, q: float) -> float | None:
    return supply / (q * demand) if q * demand else None


def pooled(supply: Cells, demand: Cells, q: float) -> float | None:
    met = need = 0.0
    for s, d in zip(supply, demand, strict=True):
        met += min(s, q * d)
        need += q * d
    return met / need if need else None


def gini(x: Cells, w: Cells) -> float:
    """Half the mean absolute difference of two people drawn at random, over the mean."""
    people = sum(w)
    mean = sum(a * b for a, b in zip(x, w, strict=True)) / people
    total = 0.0
    for a, wa in zip(x, w, strict=True):
        for b, wb in zip(x, w, strict=True):
            total += wa * wb * abs(a - b)
    return total / (2 * people * people * mean)


def concentration(x: Cells, w: Cells, z: Cells) -> float:
    """Absolute index: every cell counts by the share of people ranking below it minus that above it."""
    people, total = sum(w), 0.0
    for a, wa, za in zip(x, w, z, strict=True):
        balance = 0.0
        for wb, zb in zip(w, z, strict=True):
            balance += wb * ((zb < za) - (zb > za))
        total += wa / people * a * balance / people
    return total


def theil(x: Cells, w: Cells) -> float:
    people = sum(w)
    mean = sum(a * b for a, b in zip(x, w, strict=True)) / people
    return sum(wi * (xi / mean) * log(xi / mean) for xi, wi in zip(x, w, strict=True) if xi > 0) / people


def variation(x: Cells, w: Cells) -> float:
    people = sum(w)
    mean = sum(a * b for a, b in zip(x, w, strict=True)) / people
    return sqrt(sum(wi * (xi - mean) ** 2 for xi, wi in zip(x, w, strict=True)) / people) / mean


def shapley(a: Cells, b: Cells) -> list[float]:
    parts = [0.0] * len(a)
    orders = list(permutations(range(len(a))))
    for order in orders:
        for step, factor in enumerate(order):
            done = set(order[:step])
            rest = 1.0
            for i in range(len(a)):
                if i != factor:
                    rest *= a[i] if i in done else b[i]
            parts[factor] += rest * (a[factor] - b[factor]) / len(orders)
    return parts


def composite(parities: Cells, weights: Cells) -> float:
    product = 1.0
    for p, w in zip(parities, weights, strict=True):
        product *= p ** (w / sum(weights))
    return product


def rank(values: Sequence[float | None], i: int) -> int | None:
    if values[i] is None:
        return None
    return 1 + sum(1 for v in values if v is not None and v > values[i])


def gaussian(cost: float, threshold: float) -> float:
    if cost > threshold:
        return 0.0
    return (exp(-(cost**2) / (2 * threshold**2)) - exp(-0.5)) / (1 - exp(-0.5))


def catchment(
    links: Sequence[Link], demand: Cells, supply: Cells, *, three_steps: bool = False
) -> list[float]:
    """``links``: origin, facility, weight."""
    weight = {(i, j): w for i, j, w in links}
    if three_steps:
        chosen = dict(weight)
        for i, j in weight:
            total = sum(w for (other, _), w in weight.items() if other == i)
            chosen[i, j] = weight[i, j] * weight[i, j] / total if total else 0.0
        weight = chosen
    access = []
    for i in range(len(demand)):
        score = 0.0
        for j in range(len(supply)):
            if (i, j) in weight:
                crowd = sum(w * demand[k] for (k, facility), w in weight.items() if facility == j)
                if crowd > 0:
                    score += weight[i, j] * supply[j] / crowd
        access.append(score)
    return access
