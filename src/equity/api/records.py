"""From the facade's objects to the rows of the API. Every row has exactly the columns declared in
``columns``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equity.api.formats import plain
from equity.indicators.units import decimals_of, units
from equity.query import GAP

if TYPE_CHECKING:
    import pandas as pd

    from equity.indicators.access import GapSplit
    from equity.indicators.compute import Indicators
    from equity.indicators.definition import Definition, Measure
    from equity.indicators.inequality import Inequality
    from equity.indicators.records import ValueRecord
    from equity.indicators.zones import Zone
    from equity.query import Query

Row = dict[str, Any]


def zone_row(zone: Zone) -> Row:
    return {
        "code": zone.code,
        "level": zone.level,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "short_zh": zone.short_zh,
        "parent": zone.parent or None,
        "area_km2": plain(zone.area_km2),
        "lon": plain(zone.lon),
        "lat": plain(zone.lat),
    }


def service_row(indicators: Indicators, definition: Definition) -> Row:
    demand, standard, reach = definition.demand, definition.standard, definition.reach
    return {
        "id": definition.id,
        "kind": definition.kind,
        "domain": definition.domain,
        "label_zh": definition.label.zh,
        "label_en": definition.label.en,
        "unit_zh": definition.unit.zh,
        "unit_en": definition.unit.en,
        "description_zh": definition.description.zh,
        "description_en": definition.description.en,
        "demand_zh": demand.label.zh if demand else None,
        "demand_en": demand.label.en if demand else None,
        "standard_type": standard.type if standard else None,
        "standard_id": (standard.standard_id or None) if standard else None,
        "units_per_person": standard.units_per_person if standard else None,
        "radius_m": reach.radius_m if reach else None,
        "detour": reach.detour if reach else None,
        "years": list(definition.years),
        "measures": [m.id for m in indicators.registry.measures_of(definition.id)],
        "policy_measures": list(definition.policy_measures),
        "caveats_zh": [c.zh for c in definition.caveats],
        "caveats_en": [c.en for c in definition.caveats],
        "review_date": definition.review_date.isoformat(),
    }


def indicator_row(indicators: Indicators, definition: Definition, measure: Measure) -> Row:
    unit = units(definition, measure, measure.sides[0])
    gap_unit = units(definition, measure, GAP) if measure.gap else (None, None)
    meaning = measure.gap_meaning
    access = measure.family == "access"
    return {
        "id": f"{definition.id}.{measure.id}",
        "service": definition.id,
        "service_zh": definition.label.zh,
        "service_en": definition.label.en,
        "measure": measure.id,
        "measure_zh": measure.label.zh,
        "measure_en": measure.label.en,
        "family": measure.family,
        "meaning_zh": measure.meaning.zh,
        "meaning_en": measure.meaning.en,
        "formula": measure.formula,
        "sides": list(measure.sides),
        "bases": list(measure.bases),
        "gap_of": list(measure.gap or ()),
        "gap_meaning_zh": meaning.zh if meaning else None,
        "gap_meaning_en": meaning.en if meaning else None,
        "unit_zh": unit[0],
        "unit_en": unit[1],
        "gap_unit_zh": gap_unit[0],
        "gap_unit_en": gap_unit[1],
        "decimals": decimals_of(definition, measure),
        "years": list(indicators.years(definition, measure)),
        "scenarios": list(indicators.registry.scenarios) if access else ["baseline"],
    }


def value_row(indicators: Indicators, record: ValueRecord) -> Row:
    """The whole value record with the names of its zone and the data version."""
    zone = indicators.zone(record.zone)
    row = {name: plain(value) for name, value in record.as_dict().items()}
    return row | {
        "zone_name_zh": zone.name_zh,
        "zone_name_en": zone.name_en,
        "data_version": indicators.data_version,
    }


def split_row(indicators: Indicators, zone: Zone, scenario: str, split: GapSplit) -> Row:
    """Each part has an interval of its own: their ends do not add up, the parts do."""
    parts = ("local", "non_local", "gap", "reach", "adequacy", "entitlement")
    ends = {part: split.intervals.get(part, (None, None)) for part in parts}
    return {
        "zone": zone.code,
        "zone_name_zh": zone.name_zh,
        "zone_name_en": zone.name_en,
        "service": split.service,
        "scenario": scenario,
        **{part: plain(getattr(split, part)) for part in parts},
        **{f"{part}_{end}": plain(ends[part][n]) for part in parts for n, end in enumerate(("low", "high"))},
        "status": split.status,
        "grade": split.grade,
        "data_version": indicators.data_version,
    }


def inequality_row(indicators: Indicators, query: Query, index: Inequality) -> Row:
    return {
        "id": index.id,
        "label_zh": index.label.zh,
        "label_en": index.label.en,
        "service": query.service,
        "measure": query.measure,
        "basis": query.basis,
        "year": query.year,
        "scenario": query.scenario,
        "value": plain(index.value),
        "low": plain(index.low),
        "high": plain(index.high),
        "status": index.status,
        "grade": index.grade,
        "note_zh": index.note.zh if index.note else "",
        "note_en": index.note.en if index.note else "",
        "data_version": indicators.data_version,
    }


def facility_rows(indicators: Indicators, definition: Definition, frame: pd.DataFrame) -> list[Row]:
    rows = []
    for found in frame.to_dict("records"):
        known: Row = {str(k): None if v is None or v != v else v for k, v in found.items()}
        rows.append(
            {
                "facility_id": known["facility_id"],
                "service": definition.id,
                "name_zh": known["name_zh"],
                "zone": known["adcode"],
                "lon": float(known["lon"]),
                "lat": float(known["lat"]),
                "capacity": None if known["capacity"] is None else float(known["capacity"]),
                "unit_zh": definition.unit.zh,
                "unit_en": definition.unit.en,
                "facility_type": known["facility_type"],
                "year": None if known["year"] is None else int(known["year"]),
                "grade": known["grade"],
                "source": known["source"],
                "data_version": indicators.data_version,
            }
        )
    return rows
