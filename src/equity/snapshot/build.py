"""From the facade to the neutral snapshot of one zone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from equity.errors import UserError
from equity.headlines import district_sentences, most_hidden, say
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import BASES, BASES_SHORT, GRADES, LANGS
from equity.schema import DETAILED_FILE, OVERVIEW_FILE
from equity.settings import Settings
from equity.snapshot.chinese import chinese
from equity.snapshot.context import limits_section, measures_section, sources_of, sources_section
from equity.snapshot.document import Facility, KeyFigure, Place, Section, Snapshot, Source
from equity.snapshot.drawing import map_section, split_section
from equity.snapshot.identity import Options, snapshot_id
from equity.snapshot.material import Material, Shapes, sound
from equity.snapshot.numbers import bases_section, inequality_section, population_section, shortfall_section
from equity.snapshot.words import NOTICE


def read_shapes(settings: Settings) -> tuple[Shapes, Shapes]:
    """The division polygons of the data folder: the overview for drawing, the detailed ones to hand on."""
    overview, detailed = (_read_geojson(settings.data_dir / name) for name in (OVERVIEW_FILE, DETAILED_FILE))
    return overview, detailed


def _read_geojson(path: Path) -> Shapes:
    stat = path.stat()
    return _parse_geojson(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _parse_geojson(path: Path, changed: int, size: int) -> Shapes:
    shapes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shapes


def check_zone(indicators: Indicators, zone: str) -> None:
    """Raise :class:`UserError` that lists the codes there are."""
    if not indicators.has_zone(zone):
        known = "、".join(f"{z.code} {z.name_zh}" for z in indicators.zones())
        english = ", ".join(f"{z.code} {z.name_en}" for z in indicators.zones())
        raise UserError(
            f"没有代码为“{zone[:20]}”的地区；可用：{known}。",
            f"there is no zone “{zone[:20]}”; there are: {english}.",
        )


def build_snapshot(
    indicators: Indicators,
    zone: str,
    lang: str = "zh",
    options: Options | None = None,
    *,
    shapes: tuple[Shapes, Shapes],
) -> Snapshot:
    """The snapshot of ``zone`` (a division, functional zone or the city) in ``lang``.

    The same arguments and data version give an equal snapshot with the same id. Raises :class:`UserError` for
    an unknown zone,
    language or service.
    """
    options = options or Options()
    check_zone(indicators, zone)
    if lang not in LANGS:
        raise UserError(
            f"没有语言“{lang[:20]}”；可用：zh、en。",
            f"there is no language “{lang[:20]}”; there are: zh, en.",
        )
    unknown = [s for s in options.services if s not in indicators.registry]
    if unknown:
        known = ", ".join(indicators.registry)
        raise UserError(
            f"没有服务“{unknown[0][:40]}”；可用：{known}。",
            f"there is no service “{unknown[0][:40]}”; there are: {known}.",
        )
    m = Material(indicators, indicators.zone(zone), lang, options, *shapes)
    number = snapshot_id(zone, lang, options, indicators.data_version)
    records = collect_records(m)
    sources = sources_of(records, m.lang)
    sections = _sections(m, number, sources)
    illustrative = any(
        getattr(block, "illustrative", False) for section in sections for block in section.blocks
    )
    word, name = m.word, m.zone.name(lang)
    snapshot = Snapshot(
        id=number,
        lang=lang,
        zone=zone,
        zone_name=name,
        zone_level=m.zone.level,
        title=word["title"].format(zone=name),
        subtitle=word["subtitle"].format(date=indicators.released.isoformat()),
        released=indicators.released,
        data_version=indicators.data_version,
        link=f"{options.base_url.rstrip('/')}/s/{number}",
        query=asdict(options.query),
        options=json.loads(json.dumps(asdict(options))),
        illustrative=illustrative,
        notice=NOTICE[lang] if illustrative else "",
        summary=tuple(district_sentences(indicators, zone, lang)),
        key_figures=key_figures(m),
        sections=sections,
        sources=sources,
        records=records,
        places=_places(m),
        facilities=_facilities(m),
        labels=word | _labels(m),
    )
    return chinese(snapshot) if lang == "zh" else snapshot


def _sections(m: Material, number: str, sources: tuple[Source, ...]) -> tuple[Section, ...]:
    make: dict[str, Callable[[], Section | None]] = {
        "population": lambda: population_section(m),
        "bases": lambda: bases_section(m),
        "map": lambda: map_section(m, number),
        "split": lambda: split_section(m),
        "shortfall": lambda: shortfall_section(m),
        "inequality": lambda: inequality_section(m),
        "measures": lambda: measures_section(m),
        "sources": lambda: sources_section(m, sources),
        "limits": lambda: limits_section(m),
    }
    made = (make[name]() for name in make if name in m.options.sections)
    return tuple(section for section in made if section is not None)


def collect_records(m: Material) -> tuple[ValueRecord, ...]:
    """Every value record of the zone and, above the division, of its divisions: all services, measures and
    bases.
    """
    codes = dict.fromkeys([m.zone.code, *(z.code for z in m.divisions())])
    chosen = {d.id for d in m.services("total", "facility", "condition", "population")}
    found = []
    for definition in m.indicators.registry.values():
        if definition.id not in chosen and definition.kind != "population":
            continue
        for measure in m.indicators.registry.measures_of(definition.id):
            for basis in measure.bases:
                query = m.query(definition, measure.id, basis)
                found += [sound(m.indicators.value(query, code)) for code in codes]
    return tuple(found)


def key_figures(m: Material) -> tuple[KeyFigure, ...]:
    """Four cards: non-local share, residents per registered person, the service whose deficit the register
    hides most, the real service furthest below its yardstick.
    """
    word, cards = m.word, []
    for measure, label in (("non_local_share", "share_non_local"), ("registered_ratio", "ratio")):
        record = m.indicators.value(Query("population", measure, "value"), m.zone.code)
        cards.append(KeyFigure(word[label], say(record, m.lang), _when(record, m.lang), record))
    hidden = most_hidden(m.indicators, m.zone.code)
    if hidden and (not m.options.services or hidden in m.options.services):
        definition = m.indicators.registry[hidden]
        both = {b: m.record(definition, "coverage", b) for b in ("resident", "registered", GAP)}
        detail = (" · " if m.zh else "; ").join(
            f"{BASES_SHORT[b][m.lang]} {say(both[b], m.lang)}" for b in ("resident", "registered")
        )
        cards.append(
            KeyFigure(
                f"{'户籍口径掩盖最多：' if m.zh else 'Hidden by the register: '}{definition.label[m.lang]}",
                say(both[GAP], m.lang, signed=True),
                f"{detail} · {_when(both[GAP], m.lang)}",
                both[GAP],
                (both["resident"], both["registered"]),
            )
        )
    return tuple(cards)


def _when(record: ValueRecord, lang: str) -> str:
    return (
        f"{record.year} 年 · {GRADES[record.grade].zh}"
        if lang == "zh"
        else f"{record.year} · {GRADES[record.grade].en}"
    )


def _places(m: Material) -> tuple[Place, ...]:
    wanted = {z.code: z for z in m.divisions()}
    geometries = {str(f["properties"]["code"]): f["geometry"] for f in m.detailed["features"]}
    return tuple(
        Place(c, z.name_zh, z.name_en, z.functional_zone, geometries[c])
        for c, z in wanted.items()
        if c in geometries
    )


def _facilities(m: Material) -> tuple[Facility, ...]:
    wanted, found = {z.code for z in m.divisions()}, []
    for definition in m.services("facility"):
        frame = m.indicators.facilities(definition.id)
        for row in frame[frame["adcode"].isin(wanted)].to_dict("records"):
            known: dict[str, Any] = {k: None if v is None or v != v else v for k, v in row.items()}
            found.append(
                Facility(
                    known["facility_id"],
                    definition.id,
                    definition.label[m.lang],
                    known["name_zh"] or "",
                    known["adcode"],
                    float(known["lon"]),
                    float(known["lat"]),
                    None if known["capacity"] is None else float(known["capacity"]),
                    known["facility_type"] or "",
                    None if known.get("year") is None else int(known["year"]),
                    known["grade"],
                    known.get("source") or "",
                )
            )
    return tuple(found)


def _labels(m: Material) -> dict[str, str]:
    """Names that data sheets need: of zones (``zone:…``), services and measures."""
    registry = m.indicators.registry
    zones = {f"zone:{z.code}": z.name(m.lang) for z in m.indicators.zones()}
    services = {f"service:{d.id}": d.label[m.lang] for d in registry.values()}
    bases = {f"basis:{k}": v[m.lang] for k, v in BASES.items()}
    return zones | services | bases | {f"measure:{k}": v.label[m.lang] for k, v in registry.measures.items()}
