"""Supply and demand of divisions side by side, and what comes of them against a standard, with its bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from equity import measures
from equity.indicators.demand import InDemand, ends
from equity.indicators.interval import Estimate, Exact, bounded, over, pinned


@dataclass(frozen=True, slots=True)
class Supply:
    """What is there in one division, with its bounds; in the unit of its service."""

    value: float
    low: float
    high: float
    year: int
    grade: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Supply and demand of the divisions of a zone that have both, side by side, on one basis; ``q`` units per person in demand."""

    supply: Sequence[Supply]
    demand: Sequence[Estimate]
    q: float

    def each(self, what: str, end: str) -> list[float]:
        return [getattr(part, end) for part in getattr(self, what)]

    def served(self, end: str) -> list[float]:
        """People whom the supply of each division serves at the standard."""
        return [value / self.q for value in self.each("supply", end)]


def side_of(supply: Mapping[str, Supply], divisions: Mapping[str, InDemand], q: float, exact: Exact) -> Side:
    """Of the divisions that have both; supply and demand exact where asked for."""
    held = [replace(s, low=s.value, high=s.value) if "supply" in exact else s for s in supply.values()]
    return Side(held, [pinned(divisions[c].demand, "demand" in exact) for c in supply], q)


def against_standard(measure: str, side: Side, demand: Estimate, known: dict[str, Any]) -> Estimate:
    """Coverage with and without its cap, and shortfall, of the divisions in ``side`` together."""
    s, d = side.each("supply", "value"), side.each("demand", "value")
    low, high = (side.each("supply", end) for end in ("low", "high"))
    d_low, d_high = (side.each("demand", end) for end in ("low", "high"))
    if measure == "shortfall":
        value, least, most = (
            float(measures.shortfall(supply, people, side.q).sum())
            for supply, people in ((s, d), (high, d_low), (low, d_high))
        )
        return bounded(value, least, most, **known)
    value, least, most = ends(demand)
    uncapped = (
        float(measures.coverage(sum(s), value, side.q)),
        over(sum(low), side.q * most),
        over(sum(high), side.q * least),
    )
    if measure == "coverage_uncapped":
        return bounded(*uncapped, **known)
    if measure != "coverage":
        raise ValueError(f"not a provision measure: {measure}")
    if len(s) == 1:
        return bounded(*(float(measures.capped(end)) for end in uncapped), **known)
    pooled = measures.pooled_coverage_bounds(side.served("low"), side.served("high"), d_low, d_high)
    return bounded(measures.pooled_coverage(s, d, side.q), *pooled, **known)


def gap_bounds(
    registered: Side, resident: Side, ratios: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Bounds of Σ min(x, H) / ΣH − Σ min(x, R) / ΣR, x being the same people served on both sides; ``ratios``: R / H of each."""
    if len(resident.supply) > 1:
        return measures.pooled_gap_bounds(
            (resident.served("low"), resident.served("high")),
            *((side.each("demand", "low"), side.each("demand", "high")) for side in (registered, resident)),
        )
    shares = (
        over(resident.served("low")[0], resident.each("demand", "high")[0]),
        over(resident.served("high")[0], resident.each("demand", "low")[0]),
    )
    return measures.capped_gap_bounds(shares, ratios[0])


def summed(parts: Sequence[Estimate]) -> Estimate:
    value, low, high = (sum(ends(part)[i] for part in parts) for i in range(3))
    return Estimate(value, low, high, persons=value)
