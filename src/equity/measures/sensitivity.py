"""What moves a result: each uncertain input over its interval alone, and its Shapley share of the width of the whole interval.

A result is a function of its inputs, monotone in each of them, so its extremes over a box of intervals lie at corners.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import factorial

MOST = 8  # inputs; every subset of them and every corner is walked

Figure = Callable[[Sequence[float]], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """An input: its value and the least and the most it may be."""

    low: float
    value: float
    high: float


def span(figure: Figure, inputs: Sequence[Interval], free: Collection[int]) -> tuple[float, float]:
    """Least and most of ``figure`` where the inputs at ``free`` take any value of their interval, the others their own."""
    ends = [(i.low, i.high) if n in free else (i.value,) for n, i in enumerate(inputs)]
    found = [figure(corner) for corner in product(*ends)]
    return min(found), max(found)


def one_at_a_time(figure: Figure, inputs: Sequence[Interval]) -> list[tuple[float, float]]:
    """The result with each input at its low and at its high end, the others at their values."""
    values = [i.value for i in inputs]

    def at(n: int, end: float) -> float:
        return figure([*values[:n], end, *values[n + 1 :]])

    return [(at(n, i.low), at(n, i.high)) for n, i in enumerate(inputs)]


def shapley_parts(worth: Callable[[frozenset[int]], float], count: int) -> list[float]:
    """The part of each of ``count`` inputs in the worth of all of them, less that of none; the parts add up to it.

    ``worth`` of a set of inputs is the width of the result's interval when they alone are free; an input's part is its Shapley value
    (Shapley 1953; for uncertainty Owen 2014). ValueError for more than ``MOST`` inputs.
    """
    if count > MOST:
        raise ValueError(f"at most {MOST} inputs, got {count}")
    subsets = [frozenset(s) for size in range(count + 1) for s in combinations(range(count), size)]
    known = {free: worth(free) for free in subsets}

    def weight(size: int) -> float:
        return factorial(size) * factorial(count - size - 1) / factorial(count)

    return [
        sum(weight(len(free)) * (known[free | {n}] - known[free]) for free in subsets if n not in free)
        for n in range(count)
    ]
