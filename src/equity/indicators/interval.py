"""A number with its interval and status: what a measure is before it becomes a published record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any

from equity.say import Grade, Label, Status, texts_of, worst_grade

TEXTS = texts_of(__name__)
NO_NOTE = Label("", "")
ROUNDING = 1e-12  # relative; an interval narrower than this is the rounding of exact inputs
Exact = frozenset[str]  # names of inputs that are taken at their stated values
NOTHING: Exact = frozenset()
COMMON: Exact = frozenset(
    {"rule", "average"}
)  # parameters of a rule, the city's average as a yardstick: common to all zones
STATUS_ORDER: tuple[Status, ...] = ("ok", "unreachable", "not_applicable", "suppressed", "no_data")


@dataclass(frozen=True, slots=True)
class Estimate:
    """``low`` ≤ ``value`` ≤ ``high`` in the same unit; all None unless ``status`` is ``ok``. Exact: low = value = high."""

    value: float | None
    low: float | None
    high: float | None
    status: Status = "ok"
    grade: Grade = "observed"
    persons: float | None = None
    supply_year: int | None = None
    sources: tuple[str, ...] = ()
    note: Label = NO_NOTE

    @classmethod
    def missing(cls, status: Status, **known: object) -> Estimate:
        return replace(cls(None, None, None, status), **known)  # type: ignore[arg-type]

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def scaled(self, factor: float) -> Estimate:
        if self.value is None or self.low is None or self.high is None:
            return self
        return replace(self, value=self.value * factor, low=self.low * factor, high=self.high * factor)


def bounded(value: float, low: float, high: float, **known: Any) -> Estimate:
    """An ``ok`` estimate with its bounds, widened to hold ``value`` where rounding left it outside.

    Exact where the bounds differ by no more than rounding, and where a bound is infinite (an input that is divided
    by may be 0), which the note then says.
    """
    if not (isfinite(low) and isfinite(high)):
        note = joined(known.pop("note", NO_NOTE), TEXTS.unbounded)
        return Estimate(value, value, value, note=note, **known)
    low, high = min(low, value), max(high, value)
    if high - low <= ROUNDING * max(abs(low), abs(high)):
        low = high = value
    return Estimate(value, low, high, **known)


def joined(first: Label, second: Label) -> Label:
    """Two notes, one after the other."""
    return Label(first.zh + second.zh, f"{first.en} {second.en}".strip())


def pinned(estimate: Estimate, exact: bool) -> Estimate:
    """The estimate, where it is to be ``exact`` at its value."""
    return replace(estimate, low=estimate.value, high=estimate.value) if exact else estimate


def over(top: float, bottom: float) -> float:
    """``top / bottom``; infinite where ``bottom`` is 0."""
    return top / bottom if bottom else inf


def difference(a: Estimate, b: Estimate) -> Estimate:
    """a − b with the widest interval the two allow; the worse status and grade of the two."""
    status = STATUS_ORDER[max(STATUS_ORDER.index(a.status), STATUS_ORDER.index(b.status))]
    known = {
        "grade": worst_grade(a.grade, b.grade),
        "supply_year": a.supply_year,
        "sources": tuple(sorted({*a.sources, *b.sources})),
        "note": a.note if a.note.zh else b.note,
    }
    if status != "ok" or a.value is None or b.value is None:
        return Estimate.missing(status, **known)
    assert a.low is not None and a.high is not None and b.low is not None and b.high is not None
    return bounded(a.value - b.value, a.low - b.high, a.high - b.low, **known)
