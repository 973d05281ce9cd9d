"""A report to be kept: with its number and address, and the data of the zone for the formats that hand it on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from equity.indicators.records import ValueRecord
from equity.query import Query
from equity.say import BASES, texts_of
from equity.views.model import Facility, Place, Report
from equity.views.report import records_of
from equity.views.view import View

TEXTS = texts_of(__name__)
WORDS = TEXTS["words"]


def keep_document(
    view: View,
    report: Report,
    shapes: Mapping[str, Any],
    *,
    number: str,
    link: str,
    options: Mapping[str, Any],
) -> Report:
    """A report of the view's zone with everything that a file needs beside it but the drawings.

    ``number`` is its id, ``link`` where it can be found, ``options`` (plain values) what it was asked with; ``shapes``: the
    detailed GeoJSON of the divisions (EPSG:4326). The same arguments and data version give an equal report.
    """
    codes = dict.fromkeys([view.zone.code, *(z.code for z in view.divisions())])
    return replace(
        report,
        id=number,
        link=link,
        query={name: getattr(view.query, name) for name in view.query.__slots__},
        options=dict(options),
        records=tuple(dict.fromkeys([*records_of(view, *codes), *_shown(report)])),
        places=_places(view, shapes),
        facilities=_facilities(view),
        labels=words(view) | _names(view),
    )


def _shown(report: Report) -> Iterator[ValueRecord]:
    """The records behind the tables and key figures, those of other years and of wider zones among them."""
    yield from (figure.record for figure in report.key_figures)
    for _, table in report.tables():
        yield from (cell.record for row in table.rows for cell in row if cell.record is not None)


def words(view: View) -> dict[str, str]:
    """The words that writers set around a report. ``page`` has fields that only the finished file can fill."""
    said = WORDS | {"product": view.indicators.city.product}
    return {key: view.voice(label) for key, label in said.items()}


def _names(view: View) -> dict[str, str]:
    """Names that data sheets need: ``zone:…``, ``service:…``, ``measure:…``, ``basis:…``, ``yardstick:…``."""
    registry, voice = view.registry, view.voice
    scenario = registry.scenarios[view.query.scenario]
    return {
        **{f"zone:{z.code}": z.name(voice.lang) for z in view.indicators.zones()},
        **{f"service:{d.id}": voice(d.label) for d in registry.values()},
        **{f"measure:{key}": voice(m.in_scenario(scenario).label) for key, m in registry.measures.items()},
        **{f"basis:{key}": voice(label) for key, label in BASES.items()},
        **{
            f"yardstick:{d.id}:{m.id}": voice(found.dated)
            for d in registry.values()
            for m in registry.measures_of(d.id)
            if (found := view.indicators.yardstick(Query(d.id, m.id)))
        },
    }


def _places(view: View, shapes: Mapping[str, Any]) -> tuple[Place, ...]:
    geometries = {str(f["properties"]["code"]): f["geometry"] for f in shapes["features"]}
    return tuple(
        Place(z.code, z.name_zh, z.name_en, z.functional_zone, geometries[z.code])
        for z in view.divisions()
        if z.code in geometries
    )


def _facilities(view: View) -> tuple[Facility, ...]:
    """Facilities of the chosen services in the zone; without ``demo`` no placeholders."""
    codes, found = {z.code for z in view.divisions()}, []
    for definition in view.of_kind("facility"):
        frame = view.indicators.facilities(definition.id)
        for row in frame[frame["adcode"].isin(codes)].to_dict("records"):
            known: dict[str, Any] = {k: None if v is None or v != v else v for k, v in row.items()}
            if known["grade"] == "illustrative" and not view.demo:
                continue
            found.append(
                Facility(
                    id=known["facility_id"],
                    service=definition.id,
                    service_name=view.voice(definition.label),
                    name=known["name_zh"] or "",
                    adcode=known["adcode"],
                    lon=float(known["lon"]),
                    lat=float(known["lat"]),
                    capacity=None if known["capacity"] is None else float(known["capacity"]),
                    type=known["facility_type"] or "",
                    year=None if known.get("year") is None else int(known["year"]),
                    grade=known["grade"],
                    source=known.get("source") or "",
                )
            )
    return tuple(found)
