"""The product's own numbers of a service in both states, side by side."""

from collections.abc import Iterator
from typing import Any

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.split import FACTORS, GapSplit
from equity.plans.result import Compared, Figure
from equity.query import GAP, LEVELS, Basis, Query
from equity.settings import CENSUS_YEAR

ACCESS: tuple[tuple[str, tuple[Basis, ...]], ...] = (
    ("reach", ("local", "non_local", GAP)),
    ("adequacy", ("local", "non_local")),
    ("entitlement", ("local", "non_local")),
    ("effective", ("local", "non_local", GAP)),
)
PROVISION: tuple[tuple[str, tuple[Basis, ...]], ...] = (
    ("coverage", ("resident",)),
    ("shortfall", ("resident",)),
)
PARTS = {
    "within": "within",
    "residence": "residence",
    **{factor: f"{factor}_part" for factor in FACTORS},
}


def compare(before: Indicators, after: Indicators, service: str, scenario: str) -> Iterator[Compared]:
    """Every number of the service at every level, then the parts of the gap."""
    registry = before.registry
    offered = {m.id for m in registry.measures_of(service)}
    years = registry[service].years
    year = CENSUS_YEAR if CENSUS_YEAR in years else years[0]
    for level in LEVELS:
        for measure, bases in (*ACCESS, *PROVISION):
            for basis in bases if measure in offered else ():
                query = Query(service, measure, basis, year, level, scenario)
                for b, a in zip(before.unranked(query), after.unranked(query), strict=True):
                    known = {"zone": b.zone, "level": level, "measure": measure, "basis": basis}
                    yield _row(service, known, b.unit_en, figure(b), figure(a))
        for zone in before.zones(level):
            splits = [state.split(service, zone.code, scenario) for state in (before, after)]
            for part, name in PARTS.items():
                figures = [_part(split, part) for split in splits]
                if any(f.value is not None for f in figures):
                    known = {"zone": zone.code, "level": level, "measure": name, "basis": GAP}
                    yield _row(service, known, "percentage points", *figures)


def figure(record: ValueRecord) -> Figure:
    return Figure(
        value=record.value, status=record.status, grade=record.grade, low=record.low, high=record.high
    )


def _part(split: GapSplit, part: str) -> Figure:
    low, high = split.intervals.get(part, (None, None))
    found: dict[str, Any] = {"value": getattr(split, part), "status": split.status, "grade": split.grade}
    return Figure(**found, low=low, high=high)


def _row(service: str, known: dict[str, Any], unit: str, before: Figure, after: Figure) -> Compared:
    change = None if before.value is None or after.value is None else after.value - before.value
    return Compared(service=service, unit=unit, before=before, after=after, change=change, **known)
