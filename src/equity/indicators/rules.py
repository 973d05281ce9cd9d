"""The definitions as tables, so that the warehouse's SQL can join them."""

from __future__ import annotations

import pandas as pd

from equity.indicators.registry import Registry


def rule_tables(registry: Registry) -> dict[str, pd.DataFrame]:
    """Tables ``services``, ``service_years``, ``demand_parts``, ``cited_standards`` and ``scenarios`` (one row each per what
    the name says)."""
    provided = registry.of_kind("total", "facility")
    services = [
        {
            "service": d.id,
            "kind": d.kind,
            "demand_rule": d.demand.rule,
            "standard_type": d.standard.type,
            "units_per_person": d.standard.units_per_person,
            "radius_m": d.reach.radius_m if d.reach else None,
            "detour": d.reach.detour if d.reach else None,
            "entitlement_non_local": d.eligibility.non_local[0] if d.eligibility else None,
        }
        for d in provided
        if d.demand and d.standard
    ]
    years = [{"service": d.id, "year": year} for d in provided for year in d.years]
    parts = [
        {"service": d.id, "item": part.item, "weight": part.weight}
        for d in provided
        for part in (d.demand.parts if d.demand else ())
    ]
    cited = [
        {"service": d.id, "field": f"{field}.standard_id", "standard_id": part.standard_id}
        for d in provided
        for field, part in (("standard", d.standard), ("reach", d.reach))
        if part and part.standard_id
    ]
    scenarios = [
        {"scenario": key, **s.model_dump(exclude={"label"})} for key, s in registry.scenarios.items()
    ]
    return {
        "services": pd.DataFrame(services).astype(
            {"units_per_person": float, "radius_m": float, "detour": float, "entitlement_non_local": float}
        ),
        "service_years": pd.DataFrame(years),
        "demand_parts": pd.DataFrame(parts, columns=["service", "item", "weight"]),
        "cited_standards": pd.DataFrame(cited, columns=["service", "field", "standard_id"]),
        "scenarios": pd.DataFrame(scenarios),
    }
