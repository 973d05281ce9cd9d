"""The order of rows in a drawing of two sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from equity.draw.theme import RINGS
from equity.indicators.records import ValueRecord


def by_gap(sides: Mapping[str, Sequence[ValueRecord]]) -> list[tuple[ValueRecord, ValueRecord]]:
    """Both values of each zone, the largest gap first and those without both values last.

    The gap is the side of the register less that of the people who are here, with its sign: the order of every ranked
    table. Zones with the same gap keep their order.
    """
    first, second = sides.values()
    sign = -1.0 if next(iter(sides)) in RINGS else 1.0

    def key(pair: tuple[ValueRecord, ValueRecord]) -> float:
        a, b = pair
        return float("inf") if a.value is None or b.value is None else -sign * (b.value - a.value)

    return sorted(zip(first, second, strict=True), key=key)
