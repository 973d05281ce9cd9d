"""A number with its interval and status: what a measure is before it becomes a published record."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from equity.text import worst_grade

STATUS_ORDER = ("ok", "unreachable", "not_applicable", "suppressed", "no_data")


@dataclass(frozen=True, slots=True)
class Estimate:
    """``low`` ≤ ``value`` ≤ ``high`` in the same unit; all None unless ``status`` is ``ok``. Exact: low = value = high."""

    value: float | None
    low: float | None
    high: float | None
    status: str = "ok"
    grade: str = "observed"
    persons: float | None = None
    supply_year: int | None = None
    sources: tuple[str, ...] = ()
    note: tuple[str, str] = ("", "")

    @classmethod
    def missing(cls, status: str, **known: object) -> Estimate:
        return replace(cls(None, None, None, status), **known)  # type: ignore[arg-type]

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def scaled(self, factor: float) -> Estimate:
        if self.value is None or self.low is None or self.high is None:
            return self
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)


def difference(a: Estimate, b: Estimate) -> Estimate:
    """a − b with the widest interval the two allow; the worse status and grade of the two."""
    status = STATUS_ORDER[max(STATUS_ORDER.index(a.status), STATUS_ORDER.index(b.status))]
    known = {
        "grade": worst_grade(a.grade, b.grade),
        "supply_year": a.supply_year,
        "sources": tuple(sorted({*a.sources, *b.sources})),
        "note": a.note if a.note[0] else b.note,
    }
    if status != "ok" or a.value is None or b.value is None:
        return Estimate.missing(status, **known)
    assert a.low is not None and a.high is not None and b.low is not None and b.high is not None
    return Estimate(a.value - b.value, a.low - b.high, a.high - b.low, "ok", **known)  # type: ignore[arg-type]


def rank_intervals(estimates: dict[str, Estimate]) -> dict[str, tuple[int, int, int]]:
    """Rank (1 = highest), best and worst rank that the intervals allow, for every zone with a value.

    A zone is surely ahead of another where its low end is above the other's high end. Ties share the better rank.
    """
    known = {zone: e for zone, e in estimates.items() if e.status == "ok"}
    value = np.array([e.value for e in known.values()], dtype=float)
    low = np.array([e.low for e in known.values()], dtype=float)
    high = np.array([e.high for e in known.values()], dtype=float)
    ranks = {}
    for index, zone in enumerate(known):
        rank = 1 + int((value > value[index]).sum())
        best = 1 + int((low > high[index]).sum())
        worst = len(known) - int((high < low[index]).sum())
        tied_worst = rank + int((value == value[index]).sum()) - 1
        ranks[zone] = (rank, best, max(worst, rank) if not known[zone].is_exact else max(worst, tied_worst))
    return ranks
