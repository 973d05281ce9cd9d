"""How the rows of each operation are read from one data version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely
import shapely.geometry

from equity.api import records, rows
from equity.api.formats import Geometry
from equity.api.geometry import point_of, zone_geometries
from equity.api.parameters import QUERY_NAMES, read_query
from equity.documents.kept import Entry, list_ids, read_entries, read_entry
from equity.http.arguments import read_choice
from equity.http.errors import not_found
from equity.indicators.fields import Row
from equity.query import LEVELS, as_dict
from equity.say import worst_grade

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.indicators.compute import Indicators
    from equity.indicators.definition import Definition

Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the indicators it is answered from (one data version throughout) and its arguments."""

    ctx: Context
    indicators: Indicators
    args: Mapping[str, str]
    path: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """``page(start, stop)`` makes the rows of one page; ``total`` is how many there are."""

    total: int
    page: Callable[[int, int], Rows]
    meta: dict[str, Any] = field(default_factory=dict)
    geometry: Geometry | None = None

    @classmethod
    def of(cls, rows: Rows, *, geometry: Geometry | None = None, **meta: Any) -> Result:
        return cls(len(rows), lambda start, stop: rows[start:stop], meta, geometry)


def _shapes(asked: Asked) -> Geometry:
    found = zone_geometries(asked.indicators, asked.ctx.shapes())
    return lambda row: found.get(getattr(row, "code", "") or getattr(row, "zone", ""))


def read_zones(asked: Asked) -> Result:
    level = read_choice(asked.args, "level", LEVELS) or None
    return Result.of([records.zone_row(z) for z in asked.indicators.zones(level)], geometry=_shapes(asked))


def read_zone(asked: Asked) -> Result:
    code = asked.path["code"]
    if not asked.indicators.has_zone(code):
        raise not_found(f"代码为“{code[:20]}”的地区", f"zone with the code “{code[:20]}”", "code")
    return Result.of([records.zone_row(asked.indicators.zone(code))], geometry=_shapes(asked))


def read_services(asked: Asked) -> Result:
    registry = asked.indicators.registry
    return Result.of([records.service_row(asked.indicators, d) for d in registry.values()])


def read_service(asked: Asked) -> Result:
    service = asked.path["service"]
    if service not in asked.indicators.registry:
        raise not_found(f"服务“{service[:40]}”", f"service “{service[:40]}”", "service")
    return Result.of([records.service_row(asked.indicators, asked.indicators.registry[service])])


def read_indicators(asked: Asked) -> Result:
    registry = asked.indicators.registry
    service = read_choice(asked.args, "service", list(registry))
    measure = read_choice(asked.args, "measure", list(registry.measures))
    return Result.of(
        [
            records.indicator_row(asked.indicators, d, m)
            for d in registry.values()
            for m in registry.measures_of(d.id)
            if service in ("", d.id) and measure in ("", m.id)
        ]
    )


def read_values(asked: Asked) -> Result:
    """The records of one query; with ``zone`` only that zone's, at its own level."""
    indicators = asked.indicators
    query = read_query({k: v for k, v in asked.args.items() if k in QUERY_NAMES}, indicators)
    zone = read_choice(asked.args, "zone", [z.code for z in indicators.zones()])
    if zone:
        query = query.but(level=indicators.zone(zone).level)
    found = [r for r in indicators.values(query) if zone in ("", r.zone)]
    grade = worst_grade(*(r.grade for r in found if r.ok))
    return Result.of(
        [records.value_row(indicators, r) for r in found],
        geometry=_shapes(asked),
        query=as_dict(query),
        grade=grade,
        illustrative=grade == "illustrative",
    )


def _facility_service(asked: Asked) -> Definition:
    registry = asked.indicators.registry
    choices = [d.id for d in registry.of_kind("facility")]
    return registry[read_choice(asked.args, "service", choices, choices[0])]


def read_splits(asked: Asked) -> Result:
    indicators, definition = asked.indicators, _facility_service(asked)
    level = read_choice(asked.args, "level", LEVELS, "division")
    scenario = read_choice(asked.args, "scenario", list(indicators.registry.scenarios), "baseline")
    zones = indicators.zones(level)
    splits = [(z, indicators.split(definition.id, z.code, scenario)) for z in zones]
    return Result.of(
        [records.split_row(indicators, z, scenario, s) for z, s in splits], geometry=_shapes(asked)
    )


def read_inequality(asked: Asked) -> Result:
    indicators, args = asked.indicators, {k: v for k, v in asked.args.items() if k in QUERY_NAMES}
    query = read_query(args, indicators)
    return Result.of(
        [records.inequality_row(indicators, query, index) for index in indicators.inequality(query)],
        query=as_dict(query),
    )


def read_sensitivity(asked: Asked) -> Result:
    """Of the chosen zone, or of every zone of the level."""
    indicators = asked.indicators
    query = read_query({k: v for k, v in asked.args.items() if k in QUERY_NAMES}, indicators)
    zone = read_choice(asked.args, "zone", [z.code for z in indicators.zones()])
    zones = [indicators.zone(zone)] if zone else indicators.zones(query.level)
    return Result.of(
        [row for z in zones for row in records.sensitivity_rows(indicators, query, z)], query=as_dict(query)
    )


def read_facilities(asked: Asked) -> Result:
    indicators, definition = asked.indicators, _facility_service(asked)
    zone = read_choice(asked.args, "zone", [z.code for z in indicators.zones("division")])
    frame = indicators.facilities(definition.id)
    if zone:
        frame = frame[frame["adcode"] == zone]
    return Result(
        len(frame),
        lambda start, stop: records.facility_rows(indicators, definition, frame.iloc[start:stop]),
        geometry=point_of,
    )


SHARES = (1 / 3, 2 / 3, 1.0)


def read_reach_areas(asked: Asked) -> Result:
    """From the smallest to the whole radius; those of a whole service are worked out one by one, as they are asked for."""
    indicators, definition, facility = (
        asked.indicators,
        _facility_service(asked),
        asked.args.get("facility", ""),
    )
    scenario = read_choice(asked.args, "scenario", list(indicators.registry.scenarios), "baseline")
    if facility and facility not in set(indicators.facilities(definition.id)["facility_id"]):
        raise not_found(
            f"有坐标的设施“{facility[:40]}”", f"facility “{facility[:40]}” with coordinates", "facility"
        )
    shares = {round(share, 4): share for share in SHARES}

    def area(share: float) -> shapely.Geometry:
        return indicators.reach_area(definition.id, scenario, facility, shares[share])

    return Result(
        len(SHARES),
        lambda start, stop: [
            records.reach_area_row(indicators, definition, scenario, facility, share, area(share))
            for share in list(shares)[start:stop]
        ],
        geometry=lambda row: shapely.geometry.mapping(area(row.share)),  # type: ignore[attr-defined]
    )


def read_townships(asked: Asked) -> Result:
    indicators, definition = asked.indicators, _facility_service(asked)
    zone = read_choice(asked.args, "zone", [z.code for z in indicators.zones("division")])
    frame = indicators.townships(definition.id)
    if zone:
        frame = frame[frame["adcode"] == zone]
    return Result.of(records.township_rows(indicators, definition, frame), geometry=point_of)


def read_snapshots(asked: Asked) -> Result:
    settings = asked.ctx.settings
    ids = list_ids(settings)
    return Result(
        len(ids), lambda start, stop: [_row(asked, e) for e in read_entries(settings, ids[start:stop])]
    )


def read_snapshot(asked: Asked) -> Result:
    return Result.of([_entry(asked, asked.path["id"])])


def _entry(asked: Asked, number: str) -> Row:
    entry = read_entry(asked.ctx.settings, number)
    if entry is None:
        raise not_found(f"编号为“{number[:20]}”的快照", f"snapshot with the id “{number[:20]}”", "id")
    return _row(asked, entry)


def _row(asked: Asked, entry: Entry) -> Row:
    return rows.SnapshotRecord(
        **entry.as_dict(),
        page=f"/s/{entry.id}",
        current=entry.data_version == asked.indicators.data_version,
    )
