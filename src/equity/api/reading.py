"""What each operation answers: its rows, read from one data version."""

from typing import Any

from equity.api import rows
from equity.api.asked import UNKNOWN, Asked, Result, Rows
from equity.documents.store import Entry, list_ids, read_entries, read_entry
from equity.http.errors import not_found
from equity.http.request import read_choice
from equity.indicators.definition import Definition
from equity.indicators.fields import Row
from equity.indicators.inequality import Inequality
from equity.indicators.measure import Measure
from equity.indicators.published import ValueRecord
from equity.indicators.split import GapSplit
from equity.indicators.units import decimals_of, units
from equity.indicators.zones import Zone
from equity.query import GAP, LEVELS, Query, as_dict
from equity.say import Label, texts_of, worst_grade
from equity.views.view import WITHHELD, without_placeholder

TEXTS = texts_of(__name__)


def _named(zone: Zone) -> dict[str, Any]:
    return {"zone": zone.code, "zone_name": Label(zone.name_zh, zone.name_en)}


def read_zones(asked: Asked) -> Result:
    level = read_choice(asked.args, "level", LEVELS) or None
    return Result.of([_zone(asked, z) for z in asked.indicators.zones(level)], geometry=asked.shapes())


def read_zone(asked: Asked) -> Result:
    code = asked.path["code"]
    if not asked.indicators.has_zone(code):
        raise not_found(TEXTS.no_zone.format(code=code[:20]), "code")
    return Result.of([_zone(asked, asked.indicators.zone(code))], geometry=asked.shapes())


def _zone(asked: Asked, zone: Zone) -> Row:
    return asked.row(rows.ZoneRecord, zone, parent=zone.parent or None)


def read_services(asked: Asked) -> Result:
    return Result.of([_service(asked, d) for d in asked.indicators.registry.values()])


def read_service(asked: Asked) -> Result:
    service, registry = asked.path["service"], asked.indicators.registry
    if service not in registry:
        raise not_found(TEXTS.no_service.format(service=service[:40]), "service")
    return Result.of([_service(asked, registry[service])])


def _service(asked: Asked, definition: Definition) -> Row:
    indicators, standard, reach = asked.indicators, definition.standard, definition.reach
    drawn, against = indicators.drawn_from(definition.id), indicators.library.yardstick(definition.id)
    return asked.row(
        rows.ServiceRecord,
        definition,
        demand=definition.demand.label if definition.demand else None,
        standard_type=standard.type if standard else None,
        standard_id=(standard.standard_id or None) if standard else None,
        yardstick_kind=against.kind if against else None,
        yardstick_year=against.year if against else None,
        yardstick_document=(against.document or None) if against else None,
        units_per_person=standard.units_per_person if standard else None,
        radius_m=reach.radius_m if reach else None,
        rural_radius_m=reach.rural.radius_m if reach and reach.rural else None,
        detour=reach.detour if reach else None,
        distance=indicators.distance_basis(definition.id),
        measures=tuple(m.id for m in indicators.registry.measures_of(definition.id)),
        policy_measures=indicators.library.measures_judged(definition.id),
        standing=indicators.standing(definition.id),
        caveats=(*indicators.caveats(definition.id), *([drawn] if drawn else [])),
        review_date=definition.review_date.isoformat(),
    )


def read_indicators(asked: Asked) -> Result:
    registry = asked.indicators.registry
    service = read_choice(asked.args, "service", list(registry))
    measure = read_choice(asked.args, "measure", list(registry.measures))
    return Result.of(
        [
            _indicator(asked, d, m)
            for d in registry.values()
            for m in registry.measures_of(d.id)
            if service in ("", d.id) and measure in ("", m.id)
        ]
    )


def _indicator(asked: Asked, definition: Definition, measure: Measure) -> Row:
    access = measure.family == "access"
    return asked.row(
        rows.IndicatorRecord,
        measure,
        id=f"{definition.id}.{measure.id}",
        service_name=definition.label,
        service=definition.id,
        service_zh=definition.label.zh,
        service_en=definition.label.en,
        measure=measure.id,
        measure_zh=measure.label.zh,
        measure_en=measure.label.en,
        measure_with_decay=measure.label_with_decay,
        gap_of=tuple(measure.gap or ()),
        unit=Label(*units(definition, measure, measure.sides[0])),
        gap_unit=Label(*units(definition, measure, GAP)) if measure.gap else None,
        decimals=decimals_of(definition, measure),
        years=asked.indicators.years(definition, measure),
        scenarios=tuple(asked.indicators.registry.scenarios) if access else ("baseline",),
    )


def read_values(asked: Asked) -> Result:
    """The records of one query; with ``zone`` only that zone's, at its own level."""
    indicators, query, zone = asked.indicators, asked.query, asked.zone()
    if zone:
        query = query.but(level=indicators.zone(zone).level)
    held = [r for r in indicators.values(query) if zone in ("", r.zone)]
    found = held if asked.demo else [without_placeholder(r) for r in held]
    grade, against = worst_grade(*(r.grade for r in found if r.ok)), indicators.yardstick(query)
    known = {
        "yardstick": against.dated if against else None,
        "yardstick_kind": against.kind if against else None,
        "yardstick_year": against.year if against else None,
    }
    return Result.of(
        [asked.row(ValueRecord, r, r.query, **_named(indicators.zone(r.zone)), **known) for r in found],
        geometry=asked.shapes(),
        query=as_dict(query),
        grade=grade,
        illustrative=grade == "illustrative",
        withheld=found != held,
    )


def read_splits(asked: Asked) -> Result:
    level = read_choice(asked.args, "level", LEVELS, "division")
    found = [
        asked.indicators.split(asked.service.id, z.code, asked.scenario)
        for z in asked.indicators.zones(level)
    ]
    withheld = any(asked.withholds(split.grade) for split in found)
    return Result.of([_split(asked, s) for s in found], geometry=asked.shapes(), withheld=withheld)


def _split(asked: Asked, split: GapSplit) -> Row:
    """Each part has an interval of its own: their ends do not add up, the parts do."""
    service, scenario, indicators = split.service, asked.scenario, asked.indicators
    zone = indicators.zone(split.zone)
    if asked.withholds(split.grade):
        split = GapSplit(service, zone.code, "no_data", "observed")
    spans = {part: split.intervals.get(part, (None, None)) for part in rows.PARTS}
    ends = {f"{part}_{end}": ends[n] for part, ends in spans.items() for n, end in enumerate(("low", "high"))}
    distance = indicators.distance_basis(service, scenario) or UNKNOWN
    named = asked.indicators.registry.measure_of(Query(service, "adequacy", GAP, scenario=scenario)).label
    known = {"scenario": scenario, "distance": distance, "adequacy_name": named}
    return asked.row(rows.SplitRecord, split, **_named(zone), **ends, **known)


def read_inequality(asked: Asked) -> Result:
    query, held = asked.query, asked.indicators.inequality(asked.query)
    found = tuple(_without_placeholders(asked, i) for i in held)
    return Result.of(
        [asked.row(rows.InequalityRecord, i, query, note=i.note or UNKNOWN) for i in found],
        query=as_dict(query),
        withheld=found != held,
    )


def _without_placeholders(asked: Asked, index: Inequality) -> Inequality:
    if not asked.withholds(index.grade):
        return index
    return Inequality(index.id, index.label, None, "no_data", "observed", index.decimals, WITHHELD)


def read_sensitivity(asked: Asked) -> Result:
    """Of the chosen zone, or of every zone of the level."""
    indicators, query, zone = asked.indicators, asked.query, asked.zone()
    zones = [indicators.zone(zone)] if zone else indicators.zones(query.level)
    made = {z.code: _swings(asked, z) for z in zones}
    without = {code: indicators.without_sensitivity(query, code) for code, found in made.items() if not found}
    return Result.of([row for found in made.values() for row in found], query=as_dict(query), without=without)


def _swings(asked: Asked, zone: Zone) -> Rows:
    """One row for each uncertain input of the figure of a zone; none where all are exact or they are not kept apart."""
    found = asked.indicators.sensitivity(asked.query, zone.code)
    return [
        asked.row(
            rows.SensitivityRecord,
            asked.query,
            found,
            swing,
            **_named(zone),
            **{f"input_{end}": getattr(swing, end) for end in ("low", "value", "high")},
            left_low=swing.left[0],
            left_high=swing.left[1],
        )
        for swing in (found.swings if found else ())
    ]


def read_snapshots(asked: Asked) -> Result:
    settings = asked.ctx.settings
    ids = list_ids(settings)
    return Result(
        len(ids), lambda start, stop: [_snapshot(asked, e) for e in read_entries(settings, ids[start:stop])]
    )


def read_snapshot(asked: Asked) -> Result:
    number = asked.path["id"]
    entry = read_entry(asked.ctx.settings, number)
    if entry is None:
        raise not_found(TEXTS.no_snapshot.format(id=number[:20]), "id")
    return Result.of([_snapshot(asked, entry)])


def _snapshot(asked: Asked, entry: Entry) -> Row:
    """With the data version of the snapshot, not the present one."""
    current = entry.data_version == asked.indicators.data_version
    return rows.SnapshotRecord.of(entry, page=f"/s/{entry.id}", current=current)
