"""Access measures (reach, adequacy, entitlement, effective coverage, parity) from the sums in ``out_access``."""

from collections.abc import Iterable, Mapping
from typing import Any

from equity.indicators.interval import NO_NOTE, NOTHING, Estimate, Exact, bounded, over
from equity.indicators.registry import BASELINE
from equity.measures import weighted_mean_bounds
from equity.say import Label, texts_of, worst_grade
from equity.warehouse import Warehouse

Key = tuple[str, str, str, str]
Rule = tuple[float, float, float]
TEXTS = texts_of(__name__)
BOUNDED = {
    "reach": ("reached", "persons"),
    "line_only": ("line_only", "persons"),
    "adequacy": ("served", "reached"),
    "served": ("served", "persons"),
}


def read_access(
    warehouse: Warehouse, members: Mapping[str, tuple[str, ...]]
) -> Mapping[Key, Mapping[str, Any]]:
    """Rows of ``out_access`` by (service, scenario, zone, group), with the bounds of ``BOUNDED`` as (low, high).

    The bounds are of shares: reached / persons, served / reached, served / persons. A division's own come from the
    engine; those of wider zones are the least and greatest weighted mean of their divisions'. ``people``: (low, high) of the
    people in demand. ``affected``: least and greatest share of non-local residents whom the rule of the service concerns.
    ``complete``: whether every division with people in demand has a register of the service.
    """
    rows, ends = (
        _by_key(warehouse.rows(f"FROM {table}"))
        for table in ("out_access", "out_access__zone_service_scenario_group")
    )
    for r in warehouse.rows("FROM out_line_only"):
        rows[r["service"], BASELINE, r["zone_code"], r["population_group"]]["line_only"] = r["line_only"]
    shares_known = warehouse.rows("FROM core_rule_share")
    concerned = {(r["service"], r["zone_code"]): (r["least"], r["most"]) for r in shares_known}
    places = warehouse.rows(
        "SELECT service, zone_code FROM core_facilities WHERE zone_code IS NOT NULL "
        "UNION SELECT service, division_code FROM stg_covered"
    )
    registers = {(r["service"], r["zone_code"]) for r in places}
    for (service, scenario, zone, group), row in rows.items():
        keys = [(service, scenario, division, group) for division in members[zone]]
        own = [rows[k] | ends[k] for k in keys if k in ends]
        row["bounds"] = _bounds(own)
        row["people"] = tuple(sum(r[f"persons_{end}"] for r in own) for end in ("low", "high"))
        shares = [concerned.get((service, division), (1.0, 1.0)) for division in members[zone]]
        lacking = (k for k in keys if (service, k[2]) not in registers)
        row["complete"] = not any(rows[k]["persons"] > 0 for k in lacking)
        row["affected"] = min(s[0] for s in shares), max(s[1] for s in shares)
    return rows


def _by_key(rows: Iterable[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    return {(r["service"], r["scenario"], r["zone_code"], r["population_group"]): r for r in rows}


def _bounds(divisions: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Bounds of the shares in ``BOUNDED`` over some divisions; missing where nobody is in their denominator.

    People of a division are uncertain by a factor (persons_low..persons_high / persons) that all its points share. It
    cancels out of the division's own shares and is left as its weight in a wider zone.
    """
    found = {}
    for name, (top, bottom) in BOUNDED.items():
        used = [r for r in divisions if r[bottom] > 0 and top in r]
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
    rule: Rule | None,
    grade: str,
    note: Label = NO_NOTE,
    exact: Exact = NOTHING,
) -> Estimate:
    """One access measure of one zone and group, as a fraction. ``rule``: share of those concerned that the rule of the service
    admits, with its low and high end; local residents are all admitted. None: no figure, the rule is not applied. ``note`` goes
    with a number.

    Nobody of the group in demand: ``not_applicable``. A division without a register of the service: ``no_data``. Nobody reached:
    reach and effective coverage are 0, adequacy and entitlement ``unreachable``. Intervals (DESIGN: E = reach · adequacy ·
    entitlement):

    - reach: within a division exact, because an uncertain total moves all its points in proportion; of wider zones as
      far as the divisions' weights are uncertain
    - line_only: as reach
    - adequacy: from the people who share the facilities, and from the yardstick where it is the city's own value
    - entitlement: from the parameters of the rule, and from how many of the non-local residents it concerns
    - effective coverage: from all three, as people served / people in demand times the share admitted
    """
    if row is None:
        return Estimate.missing("no_data")
    known: dict[str, Any] = {"grade": grade, "persons": row["persons"]}
    if row["persons"] == 0:
        return Estimate.missing("not_applicable", **known)
    if "people" in exact:
        row = {
            **row,
            "bounds": {n: (row[a] / row[b],) * 2 for n, (a, b) in BOUNDED.items() if row.get(b) and a in row},
        }
    if not row["complete"]:
        return Estimate.missing("no_data", **known, note=TEXTS.no_register)
    if measure == "reach":
        return bounded(row["reached"] / row["persons"], *row["bounds"]["reach"], note=note, **known)
    if (
        measure == "line_only"
    ):  # scenarios differ in radius and detour; what the line hid is told of the baseline
        if measure not in row:
            return Estimate.missing("not_applicable", **known)
        return bounded(row[measure] / row["persons"], *row["bounds"][measure], note=note, **known)
    if measure == "adequacy":
        if not row["reached"]:
            return _unreachable(known)
        return bounded(row["served"] / row["reached"], *row["bounds"]["adequacy"], note=note, **known)
    low, high = _admitted(row, rule, exact)
    if measure == "entitlement":
        if rule is None:
            return Estimate.missing("no_data", **known, note=TEXTS.no_figure)
        if not row["served"]:
            return _unreachable(known)
        return bounded(row["entitled"] / row["served"], low, high, note=note, **known)
    if measure == "effective":
        served_low, served_high = row["bounds"]["served"]
        return bounded(
            row["entitled"] / row["persons"], served_low * low, served_high * high, note=note, **known
        )
    raise ValueError(f"not an access measure: {measure}")


def _admitted(row: Mapping[str, Any], rule: Rule | None, exact: Exact) -> tuple[float, float]:
    """Least and greatest share of the group that is admitted: all of those whom the rule does not concern."""
    if rule is None or row["population_group"] == "local":
        return 1.0, 1.0
    least, stated, most = concerned(row, rule)
    if "concerned" in exact:
        least = most = stated
    return 1 - most * (1 - rule[1]), 1 - least * (1 - rule[2])


def concerned(row: Mapping[str, Any], rule: Rule | None) -> Rule:
    """Share of a zone's non-local residents whom a rule concerns: the least, what the served of its points come to, the most."""
    least, most = row["affected"]
    if rule is None or rule[0] == 1 or not row["served"]:
        return least, most, most
    return least, (1 - row["entitled"] / row["served"]) / (1 - rule[0]), most


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
        return Estimate.missing("unreachable", grade=grade, note=TEXTS.no_one_reached)
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


def _unreachable(known: dict[str, Any]) -> Estimate:
    return Estimate.missing("unreachable", **known, note=TEXTS.no_one_reached)
