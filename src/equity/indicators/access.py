"""Access measures (reach, adequacy, entitlement, effective coverage, parity) from the sums in ``out_access``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from equity.indicators.interval import Estimate
from equity.indicators.registry import Definition
from equity.measures import shapley_split
from equity.text import worst_grade
from equity.warehouse import Warehouse

Key = tuple[str, str, str, str]
FACTORS = ("reach", "adequacy", "entitlement")
NO_ONE_REACHED = (
    "半径内没有有容量的设施，无法计算该项。",
    "No facility with capacity within the radius, so this factor is not defined.",
)


@dataclass(frozen=True, slots=True)
class GapSplit:
    """Effective coverage of both groups and their gap (local − non_local), taken apart; all in percent / percentage points.

    ``reach + adequacy + entitlement = gap`` exactly. None unless ``status`` is ``ok``.
    """

    service: str
    zone: str
    local: float | None
    non_local: float | None
    gap: float | None
    reach: float | None
    adequacy: float | None
    entitlement: float | None
    status: str
    grade: str

    def parts(self) -> dict[str, float]:
        return {name: value for name in FACTORS if (value := getattr(self, name)) is not None}


def read_access(warehouse: Warehouse) -> dict[Key, Mapping[str, Any]]:
    """Rows of ``out_access`` by (service, scenario, zone, group)."""
    frame = warehouse.read("SELECT * FROM out_access")
    return {
        (r["service"], r["scenario"], r["zone_code"], r["population_group"]): r
        for r in frame.to_dict("records")
    }


def access_estimate(
    row: Mapping[str, Any] | None, measure: str, definition: Definition, grade: str, suppress_below: int
) -> Estimate:
    """One access measure of one zone and group, as a fraction.

    Nobody of the group in demand: ``not_applicable``. Nobody reached: reach and effective coverage are 0, adequacy and
    entitlement ``unreachable``. The interval is that of the rule's parameters (DESIGN: E = reach · adequacy · entitlement).
    """
    if row is None:
        return Estimate.missing("no_data")
    known: dict[str, Any] = {"grade": grade, "persons": row["persons"]}
    if row["persons"] == 0:
        return Estimate.missing("not_applicable", **known)
    if row["persons"] < suppress_below:
        return Estimate.missing("suppressed", grade=grade)
    if measure == "reach":
        return _exact(row["reached"] / row["persons"], known)
    if measure == "adequacy":
        return _exact(row["served"] / row["reached"], known) if row["reached"] else _unreachable(known)
    value, low, high = definition.eligibility.non_local if definition.eligibility else (1.0, 1.0, 1.0)
    if row["population_group"] == "local" or value == 0:
        low = high = value
    if measure == "entitlement":
        if not row["served"]:
            return _unreachable(known)
        share = row["entitled"] / row["served"]
    elif measure == "effective":
        share = row["entitled"] / row["persons"]
    else:
        raise ValueError(f"not an access measure: {measure}")
    return Estimate(
        share, share * low / value if value else 0.0, share * high / value if value else 0.0, **known
    )


def parity(local: Estimate, non_local: Estimate) -> Estimate:
    """E(non_local) / E(local), with the interval that follows; ``unreachable`` where no local resident is served."""
    grade = worst_grade(local.grade, non_local.grade)
    for side in (local, non_local):
        if side.status != "ok":
            return Estimate.missing(side.status, grade=grade, note=side.note)
    assert local.value is not None and non_local.value is not None
    if local.value == 0:
        return Estimate.missing("unreachable", grade=grade, note=NO_ONE_REACHED)
    scaled = non_local.scaled(1 / local.value)
    return replace(scaled, grade=grade)


def split(
    service: str, zone: str, local: Mapping[str, Estimate], non_local: Mapping[str, Estimate]
) -> GapSplit:
    """The gap in effective coverage by the Shapley value of its three factors (DESIGN 3.8).

    A factor that one group lacks because none of it is reached takes the other group's value, so that the whole
    difference falls on reach, where it comes from.
    """
    grade = worst_grade(*(e.grade for e in (*local.values(), *non_local.values())))
    first = local["effective"], non_local["effective"]
    for estimate in first:
        if estimate.status != "ok":
            return GapSplit(service, zone, *(None,) * 6, estimate.status, grade)
    factors = [
        (
            _or(local[name], non_local[name]),
            _or(non_local[name], local[name]),
        )
        for name in FACTORS
    ]
    parts = shapley_split([f[0] for f in factors], [f[1] for f in factors])
    a, b = first[0].value, first[1].value
    assert a is not None and b is not None
    reach, adequacy, entitlement = (100 * float(p) for p in parts)
    return GapSplit(service, zone, 100 * a, 100 * b, 100 * (a - b), reach, adequacy, entitlement, "ok", grade)


def _or(own: Estimate, other: Estimate) -> float:
    for estimate in (own, other):
        if estimate.value is not None:
            return estimate.value
    return 0.0


def _exact(value: float, known: dict[str, Any]) -> Estimate:
    return Estimate(value, value, value, **known)


def _unreachable(known: dict[str, Any]) -> Estimate:
    return Estimate.missing("unreachable", **known, note=NO_ONE_REACHED)
