"""Parts of a whole as one bar: where each part begins and how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """``start`` and ``width`` in percent of the bar; ``value`` in the unit that was given."""

    id: str
    value: float
    start: float
    width: float


def proportions(values: Sequence[tuple[str, float]]) -> tuple[Part, ...]:
    """Parts that fill the bar exactly, in the given order; nothing where the whole is not above 0."""
    whole = sum(max(v, 0.0) for _, v in values)
    if whole <= 0:
        return ()
    parts, start = [], 0.0
    for name, value in values:
        width = 100 * max(value, 0.0) / whole
        parts.append(Part(name, value, start, width))
        start += width
    return tuple(parts)
