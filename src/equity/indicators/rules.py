"""The definitions as tables, so that the warehouse's SQL can join them."""

import pandas as pd

from equity.indicators.definition import Definition
from equity.indicators.registry import Registry

NUMBERS = (
    "units_per_person",
    "radius_m",
    "rural_radius_m",
    "minutes",
    "rural_minutes",
    "detour",
    "admitted",
    "admitted_assumed",
)


def rule_tables(registry: Registry) -> dict[str, pd.DataFrame]:
    """Tables ``services``, ``service_years``, ``demand_ages``, ``demand_parts``, ``cited_standards`` and ``scenarios`` (one row
    each per what the name says)."""
    provided = registry.of_kind("total", "facility")
    services = [
        {
            "service": d.id,
            "kind": d.kind,
            "demand_rule": d.demand.rule,
            "standard_type": d.standard.type,
            "units_per_person": d.standard.units_per_person,
            "radius_m": d.reach.radius_m if d.reach else None,
            "rural_radius_m": d.reach.rural.radius_m if d.reach and d.reach.rural else None,
            "minutes": d.reach.minutes if d.reach else None,
            "rural_minutes": d.reach.rural.minutes if d.reach and d.reach.rural else None,
            "detour": d.reach.detour if d.reach else None,
            "mode": d.reach.mode if d.reach else None,
            "group_ratio": d.demand.by_group.ratio,
            "group_ratio_low": d.demand.by_group.low,
            "group_ratio_high": d.demand.by_group.high,
            "registered_outside": d.eligibility.registered_outside if d.eligibility else "division",
            "admitted": _admitted(d, assumed=False),
            "admitted_assumed": _admitted(d, assumed=True),
        }
        for d in provided
        if d.demand and d.standard
    ]
    years = [{"service": d.id, "year": year} for d in provided for year in d.years]
    ages = [
        {"service": d.id, "first_age": d.demand.ages[0], "last_age": d.demand.ages[1]}
        for d in provided
        if d.demand and d.demand.ages
    ]
    parts = [
        {"service": d.id, "item": part.item, "weight": part.weight}
        for d in provided
        for part in (d.demand.parts if d.demand else ())
    ]
    cited = [
        {"service": d.id, "field": f"{field}.standard_id", "standard_id": part.standard_id}
        for d in provided
        for field, part in (
            ("standard", d.standard),
            ("reach", d.reach),
            ("reach.rural", d.reach.rural if d.reach else None),
        )
        if part and part.standard_id
    ]
    scenarios = [
        {"scenario": key, **s.model_dump(exclude={"label"})} for key, s in registry.scenarios.items()
    ]
    return {
        "services": pd.DataFrame(services).astype(dict.fromkeys(NUMBERS, float)),
        "service_years": pd.DataFrame(years),
        "demand_ages": pd.DataFrame(ages, columns=["service", "first_age", "last_age"]),
        "demand_parts": pd.DataFrame(parts, columns=["service", "item", "weight"]),
        "cited_standards": pd.DataFrame(cited, columns=["service", "field", "standard_id"]),
        "scenarios": pd.DataFrame(scenarios),
    }


def _admitted(definition: Definition, *, assumed: bool) -> float | None:
    """Share of those concerned whom the rule admits; None where no figure of it is applied."""
    found = definition.eligibility.admitted(assumed=assumed) if definition.eligibility else None
    return found[0] if found else None
