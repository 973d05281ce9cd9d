"""Positions for one row of the service table: both bases on one axis, functional zone and city beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity.indicators.records import ValueRecord

LIMITS = (120.0, 160.0, 200.0, 300.0, 400.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on the axis: ``position`` in percent of its length; ``beyond`` when it lies past the end."""

    id: str
    value: float
    position: float
    beyond: bool


def axis_end(records: Iterable[ValueRecord]) -> float:
    """A round end of the axis (percent of the yardstick) with room for nearly all values."""
    values = sorted(r.value for r in records if r.ok and r.value is not None)
    if not values:
        return LIMITS[1]
    reached = values[min(len(values) - 1, int(0.95 * len(values)))]
    return next((limit for limit in LIMITS if reached <= limit), LIMITS[-1])


def marks(records: Sequence[tuple[str, ValueRecord]], end: float) -> dict[str, Mark]:
    """Marks by id, of the records that have a value."""
    return {
        id_: Mark(id_, r.value, 100 * min(max(r.value, 0.0), end) / end, r.value > end)
        for id_, r in records
        if r.ok and r.value is not None
    }
