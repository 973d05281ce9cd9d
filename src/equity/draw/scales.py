"""Classes and colours of a map: decided once, for the web map, its legend, the printed map and the exports.

Sequential for levels (low to high), purple–orange around zero for gaps; both are colour-blind safe. A
positive gap, worse for people who are not on the local register, is orange. Breaks are round numbers.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from equity.draw.theme import theme as theme_of
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.say import MINUS, format_number

CLASSES = 5
# Gaps in percentage points have the same limits for every service, so that two maps can be compared by eye.
POINT_BREAKS = (1.0, 10.0, 25.0)
POINT_UNITS = frozenset({"个百分点"})
STEPS = (1.0, 2.0, 2.5, 5.0)
SERIES = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """``breaks``: inner limits, ascending, lower ones inclusive; one more ``colours`` and ``labels``."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    no_data_colour: str
    diverging: bool = False

    def index(self, value: float) -> int:
        """Class of a value, 0 is the lowest."""
        return bisect_right(self.breaks, value)

    def colour(self, value: float | None) -> str:
        return self.no_data_colour if value is None or math.isnan(value) else self.colours[self.index(value)]


def classes(
    records: Iterable[ValueRecord], *, theme: str = "light", lang: str = "zh", common: bool = True
) -> Scale:
    """The scale for these records; those of both maps of a comparison together give one scale for both.

    Unless ``common`` is off, gaps in percentage points have the same classes whatever the service.
    """
    records = tuple(records)
    values = [r.value for r in records if r.ok and r.value is not None]
    gap = any(r.basis == GAP for r in records)
    points = common and has_common_classes(records)
    colours = theme_of(theme)
    if gap:
        breaks = symmetric_breaks(values, fixed=POINT_BREAKS if points else None)
        chosen = colours.gaps
    else:
        breaks = level_breaks(values)
        chosen = pick(colours.levels, len(breaks) + 1)
    return Scale(
        breaks, chosen, class_labels(breaks, lang=lang, signed=gap), colours["no-data"], diverging=gap
    )


def has_common_classes(records: Iterable[ValueRecord]) -> bool:
    """Whether these are gaps whose classes are the same for all services."""
    return any(r.basis == GAP and r.unit_zh in POINT_UNITS for r in records)


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


def pick(colours: tuple[str, ...], count: int) -> tuple[str, ...]:
    """``count`` of the colours, spread over the whole range; the middle one where there is only one class."""
    if count == 1:
        return (colours[len(colours) // 2],)
    return tuple(colours[round(i * (len(colours) - 1) / (count - 1))] for i in range(count))


def class_labels(breaks: tuple[float, ...], *, lang: str, signed: bool) -> tuple[str, ...]:
    """Words for each class: below the first limit, between two, from the last on."""
    if not breaks:
        return ("全部" if lang == "zh" else "all",)
    names = [_write(b, lang, signed=signed) for b in breaks]
    first, last = (f"< {names[0]}", f"≥ {names[-1]}")
    # With signs a dash between the limits would read as another minus.
    joiner = " ~ " if signed else "–"
    return (first, *(f"{a}{joiner}{b}" for a, b in pairwise(names)), last)


def _write(value: float, lang: str, *, signed: bool) -> str:
    decimals = next(d for d in range(5) if d == 4 or math.isclose(value, round(value, d), abs_tol=1e-12))
    text = format_number(value, lang, decimals=decimals, exact=True)
    return f"+{text}" if signed and value > 0 and not text.startswith(MINUS) else text
