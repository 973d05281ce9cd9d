"""Classes of a map: decided once, for the web map, its legend, the printed map and the exports. Breaks are round numbers."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from equity.indicators.records import ValueRecord
from equity.say import MINUS, Voice, texts_of

CLASSES = 5
# Gaps in percentage points have the same limits for every service, so that two maps can be compared by eye.
POINT_BREAKS = (1.0, 10.0, 25.0)
POINT_UNITS = frozenset({"个百分点"})
STEPS = (1.0, 2.0, 2.5, 5.0)
SERIES = (1.0, 2.0, 5.0)
TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Classes:
    """``breaks``: inner limits, ascending, lower ones inclusive; one more ``words``. ``diverging``: around zero."""

    breaks: tuple[float, ...]
    words: tuple[str, ...]
    diverging: bool = False

    def index(self, record: ValueRecord) -> int:
        """Class of a record, 0 is the lowest, -1 where it has no value."""
        return bisect_right(self.breaks, record.value) if record.ok and record.value is not None else -1


def classes(records: Iterable[ValueRecord], voice: Voice, *, common: bool = True) -> Classes:
    """The classes for these records; those of both maps of a comparison together give one set for both.

    Unless ``common`` is off, gaps in percentage points have the same classes whatever the service.
    """
    records = tuple(records)
    values = [r.value for r in records if r.ok and r.value is not None]
    gap = any(r.signed for r in records)
    if gap:
        points = common and has_common_classes(records)
        breaks = symmetric_breaks(values, fixed=POINT_BREAKS if points else None)
    else:
        breaks = level_breaks(values)
    return Classes(breaks, class_words(breaks, voice, signed=gap), gap)


def has_common_classes(records: Iterable[ValueRecord]) -> bool:
    """Whether these are gaps whose classes are the same for all services."""
    return any(r.signed and not r.query.since and r.unit_zh in POINT_UNITS for r in records)


def level_breaks(values: list[float], count: int = CLASSES) -> tuple[float, ...]:
    """At most ``count − 1`` multiples of a round step inside the range; none where all values are equal."""
    if not values or math.isclose(min(values), max(values)):
        return ()
    low, high = min(values), max(values)
    exponent = math.floor(math.log10((high - low) / count))
    for step in (s * 10.0**e for e in (exponent, exponent + 1) for s in STEPS):
        first = math.floor(low / step) + 1
        inner = [_tidy(i * step) for i in range(first, math.ceil(high / step)) if low < i * step < high]
        if len(inner) <= count - 1:
            return tuple(inner)
    return ()


def symmetric_breaks(
    values: list[float], *, fixed: tuple[float, float, float] | None = None
) -> tuple[float, ...]:
    """Six limits around zero, 1–2–5 numbers unless ``fixed``; the largest values lie outside all of them."""
    outer = fixed or _series_triple(max((abs(v) for v in values), default=0.0))
    return tuple(-v for v in reversed(outer)) + outer


def _series_triple(largest: float) -> tuple[float, float, float]:
    """The outer limit is the largest 1–2–5 number below the largest value; then a half and a tenth of it."""
    if largest <= 0:
        return (0.1, 0.5, 1.0)
    exponent = math.floor(math.log10(largest))
    outer = max(s * 10.0**e for e in (exponent - 1, exponent) for s in SERIES if s * 10.0**e <= largest * 0.9)
    inner = {"1": 0.5, "2": 0.5, "5": 0.4}[f"{outer:e}"[0]]
    return (_tidy(outer * 0.1), _tidy(outer * inner), _tidy(outer))


def _tidy(value: float) -> float:
    """The number as it is written: 0.30000000000000004 becomes 0.3."""
    return float(f"{value:.10g}")


def class_words(breaks: tuple[float, ...], voice: Voice, *, signed: bool) -> tuple[str, ...]:
    """Words for each class: below the first limit, between two, from the last on."""
    if not breaks:
        return (voice(TEXTS.all),)
    names = [_limit(b, voice, signed=signed) for b in breaks]
    # Beside a sign a dash between the limits would read as another minus.
    joiner = " ~ " if signed or breaks[0] < 0 else "–"
    return (f"< {names[0]}", *(f"{a}{joiner}{b}" for a, b in pairwise(names)), f"≥ {names[-1]}")


def _limit(value: float, voice: Voice, *, signed: bool) -> str:
    decimals = next(d for d in range(5) if d == 4 or math.isclose(value, round(value, d), abs_tol=1e-12))
    text = voice.number(value, decimals=decimals, exact=True)
    return f"+{text}" if signed and value > 0 and not text.startswith(MINUS) else text
