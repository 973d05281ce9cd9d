"""Access measures (reach, adequacy, entitlement, effective coverage, parity) from the sums in ``out_access``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from equity.indicators.interval import Estimate, bounded, difference, over
from equity.measures import shapley_split, shapley_split_bounds, weighted_mean_bounds
from equity.say import round_to_total, worst_grade
from equity.warehouse import Warehouse

Key = tuple[str, str, str, str]
BOUNDED = {
    "reach": ("reached", "persons"),
    "adequacy": ("served", "reached"),
    "served": ("served", "persons"),
}
FACTORS = ("reach", "adequacy", "entitlement")
PART_DECIMALS = 1
NO_ONE_REACHED = (
    "半径内没有有容量的设施，无法计算该项。",
    "No facility with capacity within the radius, so this factor is not defined.",
)


@dataclass(frozen=True, slots=True)
class GapSplit:
    """Effective coverage of both groups and their gap (local − non_local), taken apart; all in percent / percentage points.

    ``reach + adequacy + entitlement = gap`` exactly. None unless ``status`` is ``ok``. ``intervals``: (low, high) of each
    of these numbers that is not exact, by its name. Each part has a range of its own: their ends do not add up.
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
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def parts(self) -> dict[str, float]:
        return {name: value for name in FACTORS if (value := getattr(self, name)) is not None}

    def shown_parts(self) -> dict[str, float]:
        """The parts as every page and document prints them: rounded so that they add up to the printed gap."""
        return round_to_total(self.parts(), self.gap, decimals=PART_DECIMALS) if self.gap is not None else {}


def read_access(warehouse: Warehouse) -> dict[Key, Mapping[str, Any]]:
    """Rows of ``out_access`` by (service, scenario, zone, group), with the bounds of ``BOUNDED`` as (low, high).

    The bounds are of shares: reached / persons, served / reached, served / persons. A division's own come from the
    engine; those of wider zones are the least and greatest weighted mean of their divisions'.
    """
    rows = {
        (r["service"], r["scenario"], r["zone_code"], r["population_group"]): r
        for r in warehouse.read("SELECT * FROM out_access").to_dict("records")
    }
    ends = {
        (r["service"], r["scenario"], r["zone_code"], r["population_group"]): r
        for r in warehouse.read("SELECT * FROM out_access__zone_service_scenario_group").to_dict("records")
    }
    members: dict[str, list[str]] = {}
    for r in warehouse.read(
        "SELECT zone_code, division_code FROM core_zone_members ORDER BY ALL"
    ).itertuples():
        members.setdefault(r.zone_code, []).append(r.division_code)
    for (service, scenario, zone, group), row in rows.items():
        keys = [(service, scenario, division, group) for division in members[zone]]
        row["bounds"] = _bounds([rows[k] | ends[k] for k in keys if k in ends])
    return rows


def _bounds(divisions: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Bounds of the shares in ``BOUNDED`` over some divisions; missing where nobody is in their denominator.

    People of a division are uncertain by a factor (persons_low..persons_high / persons) that all its points share. It
    cancels out of the division's own shares and is left as its weight in a wider zone.
    """
    found = {}
    for name, (top, bottom) in BOUNDED.items():
        used = [r for r in divisions if r[bottom] > 0]
        if not used:
            continue
        # no bounds of their own for people reached: a share that the factor does not change
        low, high = ([r.get(f"{top}_{end}", r[top]) / r[bottom] for r in used] for end in ("low", "high"))
        if len(used) == 1:
            found[name] = (low[0], high[0])
            continue
        weights = [[r[bottom] * r[f"persons_{end}"] / r["persons"] for r in used] for end in ("low", "high")]
        found[name] = weighted_mean_bounds(low, high, *weights)
    return found


def access_estimate(
    row: Mapping[str, Any] | None,
    measure: str,
    rule: tuple[float, float, float],
    grade: str,
    suppress_below: int,
    note: tuple[str, str] = ("", ""),
) -> Estimate:
    """One access measure of one zone and group, as a fraction. ``rule``: share of non-local residents that the rule of the
    service admits, with its low and high end; local residents are all admitted. ``note`` goes with a number.

    Nobody of the group in demand: ``not_applicable``. Nobody reached: reach and effective coverage are 0, adequacy and
    entitlement ``unreachable``. Intervals (DESIGN: E = reach · adequacy · entitlement):

    - reach: within a division exact, because an uncertain total moves all its points in proportion; of wider zones as
      far as the divisions' weights are uncertain
    - adequacy: from the people who share the facilities, and from the yardstick where it is the city's own value
    - entitlement: from the parameters of the rule, which no population enters
    - effective coverage: from all three, as people served / people in demand times the share admitted
    """
    if row is None:
        return Estimate.missing("no_data")
    known: dict[str, Any] = {"grade": grade, "persons": row["persons"]}
    if row["persons"] == 0:
        return Estimate.missing("not_applicable", **known)
    if row["persons"] < suppress_below:
        return Estimate.missing("suppressed", grade=grade)
    if measure == "reach":
        return bounded(row["reached"] / row["persons"], *row["bounds"]["reach"], note=note, **known)
    if measure == "adequacy":
        if not row["reached"]:
            return _unreachable(known)
        return bounded(row["served"] / row["reached"], *row["bounds"]["adequacy"], note=note, **known)
    low, high = (1.0, 1.0) if row["population_group"] == "local" else rule[1:]
    if measure == "entitlement":
        if not row["served"]:
            return _unreachable(known)
        return bounded(row["entitled"] / row["served"], low, high, note=note, **known)
    if measure == "effective":
        served_low, served_high = row["bounds"]["served"]
        return bounded(
            row["entitled"] / row["persons"], served_low * low, served_high * high, note=note, **known
        )
    raise ValueError(f"not an access measure: {measure}")


def parity(local: Estimate, non_local: Estimate) -> Estimate:
    """E(non_local) / E(local); ``unreachable`` where no local resident is served.

    The interval is the widest that the two sides allow. They share their facilities, so it is too wide, never too narrow.
    """
    grade = worst_grade(local.grade, non_local.grade)
    for side in (local, non_local):
        if side.status != "ok":
            return Estimate.missing(side.status, grade=grade, note=side.note)
    assert local.value is not None and non_local.value is not None
    if local.value == 0:
        return Estimate.missing("unreachable", grade=grade, note=NO_ONE_REACHED)
    assert local.low is not None and local.high is not None
    assert non_local.low is not None and non_local.high is not None
    return bounded(
        non_local.value * (1 / local.value),
        over(non_local.low, local.high),
        over(non_local.high, local.low),
        grade=grade,
        persons=non_local.persons,
        sources=non_local.sources,
        note=non_local.note,
    )


def split(
    service: str, zone: str, local: Mapping[str, Estimate], non_local: Mapping[str, Estimate]
) -> GapSplit:
    """The gap in effective coverage by the Shapley value of its three factors (DESIGN 3.8).

    A factor that one group lacks because none of it is reached takes the other group's value, so that the whole
    difference falls on reach, where it comes from. The range of a part is that of all combinations of the six
    factors' intervals (:func:`~equity.measures.shapley_split_bounds`).
    """
    grade = worst_grade(*(e.grade for e in (*local.values(), *non_local.values())))
    first = local["effective"], non_local["effective"]
    for estimate in first:
        if estimate.status != "ok":
            return GapSplit(service, zone, *(None,) * 6, estimate.status, grade)
    factors = [(_or(local[name], non_local[name]), _or(non_local[name], local[name])) for name in FACTORS]
    parts = shapley_split([_value(f[0]) for f in factors], [_value(f[1]) for f in factors])
    ranges = shapley_split_bounds([_ends(f[0]) for f in factors], [_ends(f[1]) for f in factors])
    a, b = first[0].value, first[1].value
    assert a is not None and b is not None
    found = {
        "local": first[0],
        "non_local": first[1],
        "gap": difference(*first),
        **{
            name: bounded(float(part), *ends) for name, part, ends in zip(FACTORS, parts, ranges, strict=True)
        },
    }
    intervals = {
        name: (100 * e.low, 100 * e.high)
        for name, e in found.items()
        if not e.is_exact and e.low is not None and e.high is not None
    }
    reach, adequacy, entitlement = (100 * float(p) for p in parts)
    numbers = (100 * a, 100 * b, 100 * (a - b), reach, adequacy, entitlement)
    return GapSplit(service, zone, *numbers, "ok", grade, intervals)


def _or(own: Estimate, other: Estimate) -> Estimate:
    return own if own.value is not None else other


def _value(estimate: Estimate) -> float:
    return 0.0 if estimate.value is None else estimate.value


def _ends(estimate: Estimate) -> tuple[float, float]:
    """Low and high; a factor that neither group has stands at 0."""
    if estimate.low is None or estimate.high is None:
        return 0.0, 0.0
    return estimate.low, estimate.high


def _unreachable(known: dict[str, Any]) -> Estimate:
    return Estimate.missing("unreachable", **known, note=NO_ONE_REACHED)
