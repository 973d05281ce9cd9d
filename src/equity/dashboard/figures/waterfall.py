"""The gap in effective coverage as a waterfall: from local to non-local residents by its three parts."""

from __future__ import annotations

from dataclasses import dataclass

from equity.indicators.split import FACTORS, RESIDENCE, GapSplit
from equity.say import Label

PART_LABELS: dict[str, Label] = {
    "local": Label("本地户籍", "Local"),
    "reach": Label("距离", "Distance"),
    "adequacy": Label("容量", "Capacity"),
    "entitlement": Label("规则", "Rules"),
    "residence": Label("居住分布", "Where they live"),
    "non_local": Label("外来常住", "Non-local"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar between ``start`` and ``end`` (percent).

    ``value`` is what is printed at it: percent for the two groups, percentage points for a part (positive:
    non-local residents fall behind, the bar goes down), rounded so that the parts add up.
    """

    id: str
    start: float
    end: float
    value: float

    @property
    def is_part(self) -> bool:
        return self.id in {*FACTORS, RESIDENCE}

    @property
    def low(self) -> float:
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        return max(self.start, self.end)


def waterfall(split: GapSplit) -> tuple[Bar, ...]:
    """The bars of both ends and of every part, each part beginning where the one before ends; nothing where the gap is not defined."""
    if split.local is None or split.non_local is None:
        return ()
    bars, level, shown = [Bar("local", 0.0, split.local, split.local)], split.local, split.shown_parts()
    for name, value in split.parts().items():
        bars.append(Bar(name, level, level - value, shown[name]))
        level -= value
    return (*bars, Bar("non_local", 0.0, split.non_local, split.non_local))


def axis_limit(splits: tuple[GapSplit, ...], *, least: float = 20.0) -> float:
    """One round upper end for several waterfalls, so that their heights can be compared (percent)."""
    highest = max((bar.high for split in splits for bar in waterfall(split)), default=0.0)
    return next(
        (float(limit) for limit in (20, 40, 60, 80, 100) if highest <= limit and limit >= least), 100.0
    )
