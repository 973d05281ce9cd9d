"""From what the indicators know to the rows of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from equity.api import rows
from equity.geo import project_geometry
from equity.indicators.units import decimals_of, units
from equity.query import GAP

if TYPE_CHECKING:
    import pandas as pd

    from equity.indicators.compute import Indicators
    from equity.indicators.definition import Definition, Measure
    from equity.indicators.fields import Row
    from equity.indicators.inequality import Inequality
    from equity.indicators.records import ValueRecord
    from equity.indicators.split import GapSplit
    from equity.indicators.zones import Zone
    from equity.query import Query
    from equity.say import Label


def _both(name: str, label: Label | None, missing: str | None = None) -> dict[str, Any]:
    """A label as the two fields ``name_zh`` and ``name_en``."""
    return {
        f"{name}_zh": label.zh if label else missing,
        f"{name}_en": label.en if label else missing,
    }


def _named(zone: Zone) -> dict[str, Any]:
    return {"zone": zone.code, "zone_name_zh": zone.name_zh, "zone_name_en": zone.name_en}


def zone_row(zone: Zone) -> Row:
    known = {name: getattr(zone, name) for name in rows.ZoneRecord.model_fields}
    return rows.ZoneRecord(**known | {"parent": zone.parent or None})


def service_row(indicators: Indicators, definition: Definition) -> Row:
    demand, standard, reach = definition.demand, definition.standard, definition.reach
    drawn = indicators.drawn_from(definition.id)
    caveats = (*indicators.caveats(definition.id), *([drawn] if drawn else []))
    return rows.ServiceRecord(
        id=definition.id,
        kind=definition.kind,
        domain=definition.domain,
        **_both("label", definition.label),
        **_both("unit", definition.unit),
        **_both("description", definition.description),
        **_both("demand", demand.label if demand else None),
        standard_type=standard.type if standard else None,
        standard_id=(standard.standard_id or None) if standard else None,
        units_per_person=standard.units_per_person if standard else None,
        radius_m=reach.radius_m if reach else None,
        rural_radius_m=reach.rural.radius_m if reach and reach.rural else None,
        detour=reach.detour if reach else None,
        **_both("distance", indicators.distance_basis(definition.id)),
        years=tuple(definition.years),
        measures=tuple(m.id for m in indicators.registry.measures_of(definition.id)),
        policy_measures=indicators.library.measures_judged(definition.id),
        standing=indicators.standing(definition.id),
        caveats_zh=tuple(c.zh for c in caveats),
        caveats_en=tuple(c.en for c in caveats),
        review_date=definition.review_date.isoformat(),
    )


def indicator_row(indicators: Indicators, definition: Definition, measure: Measure) -> Row:
    unit = units(definition, measure, measure.sides[0])
    gap_unit = units(definition, measure, GAP) if measure.gap else (None, None)
    scenarios = indicators.registry.scenarios if measure.family == "access" else ("baseline",)
    return rows.IndicatorRecord(
        id=f"{definition.id}.{measure.id}",
        service=definition.id,
        **_both("service", definition.label),
        measure=measure.id,
        **_both("measure", measure.label),
        family=measure.family,
        **_both("meaning", measure.meaning),
        formula=measure.formula,
        sides=measure.sides,
        bases=tuple(measure.bases),
        gap_of=tuple(measure.gap or ()),
        **_both("gap_meaning", measure.gap_meaning),
        unit_zh=unit[0],
        unit_en=unit[1],
        gap_unit_zh=gap_unit[0],
        gap_unit_en=gap_unit[1],
        decimals=decimals_of(definition, measure),
        years=tuple(indicators.years(definition, measure)),
        scenarios=tuple(scenarios),
    )


def value_row(indicators: Indicators, record: ValueRecord) -> Row:
    """The whole value record with the names of its zone and the data version."""
    named = _named(indicators.zone(record.zone))
    return rows.ValueRecord(**record.as_dict() | named, data_version=indicators.data_version)


def split_row(indicators: Indicators, zone: Zone, scenario: str, split: GapSplit) -> Row:
    """Each part has an interval of its own: their ends do not add up, the parts do."""
    ends = {part: split.intervals.get(part, (None, None)) for part in rows.PARTS}
    known: dict[str, Any] = {part: getattr(split, part) for part in rows.PARTS}
    known |= {f"{part}_{end}": ends[part][n] for part in rows.PARTS for n, end in enumerate(("low", "high"))}
    known |= {name: getattr(split, name) for name in ("service", "status", "grade")}
    known |= {"scenario": scenario, "data_version": indicators.data_version}
    known |= _both("distance", indicators.distance_basis(split.service, scenario), missing="")
    return rows.SplitRecord(**_named(zone), **known)


def sensitivity_rows(indicators: Indicators, query: Query, zone: Zone) -> list[Row]:
    """One row for each uncertain input of the figure of a zone; none where all are exact or they are not kept apart."""
    found = indicators.sensitivity(query, zone.code)
    asked: dict[str, Any] = {name: getattr(query, name) for name in ("service", "measure", "basis", "year")}
    return [
        rows.SensitivityRecord(
            **_named(zone),
            **asked,
            **{name: getattr(swing, name) for name in ("input", "grade", "at_low", "at_high", "share")},
            **{f"input_{end}": getattr(swing, end) for end in ("low", "value", "high")},
            **{end: getattr(found, end) for end in ("value", "low", "high")},
            left_low=swing.left[0],
            left_high=swing.left[1],
            data_version=indicators.data_version,
        )
        for swing in (found.swings if found else ())
    ]


def inequality_row(indicators: Indicators, query: Query, index: Inequality) -> Row:
    asked: dict[str, Any] = {
        name: getattr(query, name) for name in ("service", "measure", "basis", "year", "scenario")
    }
    found: dict[str, Any] = {
        name: getattr(index, name) for name in ("id", "value", "low", "high", "status", "grade")
    }
    return rows.InequalityRecord(
        **asked,
        **found,
        **_both("label", index.label),
        **_both("note", index.note, missing=""),
        data_version=indicators.data_version,
    )


def township_rows(indicators: Indicators, definition: Definition, frame: pd.DataFrame) -> list[Row]:
    shared = {
        "service": definition.id,
        **_both("unit", definition.unit),
        "data_version": indicators.data_version,
    }
    read = [name for name in rows.TownshipRecord.model_fields if name in frame]
    found = frame[read].astype(object).where(frame[read].notna(), None)
    return [
        rows.TownshipRecord(**shared | row | {"zone": zone})
        for row, zone in zip(found.to_dict("records"), frame["adcode"], strict=True)
    ]


def facility_rows(indicators: Indicators, definition: Definition, frame: pd.DataFrame) -> list[Row]:
    shared: dict[str, Any] = {
        "service": definition.id,
        **_both("unit", definition.unit),
        "data_version": indicators.data_version,
    }
    read = ("facility_id", "name_zh", "lon", "lat", "capacity", "facility_type", "year", "grade", "source")
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        rows.FacilityRecord(**shared | {name: row[name] for name in read} | {"zone": row["adcode"]})
        for row in found
    ]


def reach_area_row(
    indicators: Indicators,
    definition: Definition,
    scenario: str,
    facility: str,
    share: float,
    area: shapely.Geometry,
) -> Row:
    reach = indicators.registry.reach(definition.id, scenario)
    minutes = reach.minutes if reach and indicators.bases.get(definition.id) == "roads" else None
    return rows.ReachAreaRecord(
        service=definition.id,
        facility_id=facility or None,
        scenario=scenario,
        share=share,
        metres=reach.radius_m * share if reach and minutes is None else None,
        minutes=minutes * share if minutes else None,
        area_km2=round(shapely.area(project_geometry(area, indicators.city.crs)) / 1e6, 4),
        **_both("distance", indicators.distance_basis(definition.id, scenario), missing=""),
        data_version=indicators.data_version,
    )
