"""What an embed shows, live, pinned or planned: the same pieces wherever they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from equity.city import City
from equity.draw.lettering import punctuate
from equity.errors import DataError
from equity.http.context import Context
from equity.http.errors import ApiError
from equity.http.plans import ARGS, sound_plans
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.indicators.measure import Measure
from equity.indicators.records import ValueRecord
from equity.indicators.resolve import notice_text
from equity.plans import PlanResult
from equity.query import GAP, Basis, Query, to_url
from equity.say import Label, Voice, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.headline import headline
from equity.views.model import Paragraph, Report, Sentence
from equity.views.plans import change_map, change_records, sentences_of
from equity.views.sources import source_line
from equity.views.subject import subject
from equity.views.view import WITHHELD

# reading order of the sides: people who live here first
SIDES = ("resident", "registered", "local", "non_local", "value")
TEXTS = texts_of(__name__)
NOT_HELD = TEXTS.not_held
GROUPS: tuple[Basis, ...] = ("non_local", "local")


@dataclass(frozen=True, slots=True)
class Material:
    """``records`` are those of the asked basis; ``sides`` those of every side, in the same order of zones.

    ``whole`` has the record of the chosen zone by basis, the city's where none is chosen. ``names`` are (short, full) by code.
    ``drawn`` is a finished map where a snapshot holds one that cannot be drawn anew. ``pinned`` is the snapshot's id or empty.
    ``page``: the address in the dashboard where that is not the overview.
    """

    view: PageView
    subject: str
    records: tuple[ValueRecord, ...]
    sides: Mapping[str, tuple[ValueRecord, ...]]
    whole: Mapping[str, ValueRecord]
    names: Mapping[str, tuple[str, str]]
    geometry: Mapping[str, Any]
    sentence: str
    source_line: str
    data_version: str
    notices: tuple[str, ...] = ()
    pinned: str = ""
    drawn: str = ""
    page: str = ""

    @property
    def city(self) -> City:
        return self.view.indicators.city

    @property
    def query(self) -> Query:
        return self.view.query

    @property
    def lang(self) -> str:
        return self.view.lang

    @property
    def voice(self) -> Voice:
        return self.view.voice

    @property
    def illustrative(self) -> bool:
        shown = (*self.records, *self.whole.values())
        return any(r.ok and r.grade == "illustrative" for r in shown)

    @property
    def caption(self) -> str:
        """Subject and year: what every drawing says about itself."""
        return f"{self.query.year} · {self.subject}"

    @property
    def dashboard(self) -> str:
        """The address of the same view in the dashboard, or of the snapshot's page."""
        if self.pinned:
            return f"/s/{self.pinned}"
        if self.page:
            return self.page
        text = to_url(self.query, self.view.presentation)
        return f"/?{text}" if text else "/"


def sides_of(measure: Measure, basis: str) -> tuple[str, ...]:
    """Both sides for a gap, else the one that is asked for."""
    return tuple(s for s in SIDES if s in measure.sides) if basis == GAP else (basis,)


def read_live(ctx: Context, view: PageView, *, zones: bool = False) -> Material:
    """The view from the present data: by division, or with ``zones`` by functional zone where that is
    asked for. Without ``include=demo`` in the address placeholders are no data, and it says so.
    """
    indicators, lang, view = ctx.indicators, view.lang, replace(view, demo=view.asks_for_demo)
    at = view.chosen or indicators.city.code
    level = "functional_zone" if zones and view.query.level == "functional_zone" else "division"
    query = view.query.but(level=level)
    sides = sides_of(indicators.registry.measures[query.measure], query.basis)
    records = view.values(query)
    sentence = headline(view, query).text
    left_out = any(r.note_zh == WITHHELD.zh for r in records)
    return Material(
        view=replace(view, query=query),
        subject=subject(view, query),
        records=records,
        sides={s: view.values(query.but(basis=s)) for s in sides},
        whole={b: view.value(query.but(basis=b), at) for b in dict.fromkeys((*sides, query.basis))},
        names={z.code: (z.short(lang), z.name(lang)) for z in indicators.zones()},
        geometry={"type": "FeatureCollection", "features": ctx.shapes().features},
        sentence=punctuate(sentence) if lang == "zh" else sentence,
        source_line=view.voice(WITHHELD) if left_out else source_line(view, indicators.sources(query)),
        data_version=indicators.data_version,
        notices=(*_said(view), *([view.voice(WITHHELD)] if left_out else [])),
    )


def read_pinned(ctx: Context, args: Mapping[str, str], snapshot: Report) -> Material | None:
    """The view from a kept snapshot; None where it does not hold what is asked for."""
    asked = {k: str(v) for k, v in snapshot.query.items()} | {"lang": snapshot.lang} | dict(args)
    indicators = ctx.indicators
    view = ctx.view(asked)
    query, lang = view.query.but(level="division"), view.lang
    codes = [p.code for p in snapshot.places]
    held = {
        (r.zone, r.basis): r
        for r in snapshot.records
        if (r.service, r.measure, r.query.scenario, r.query.since)
        == (query.service, query.measure, query.scenario, query.since)
        and ("year" not in args or r.year == query.year)
    }
    sides = sides_of(indicators.registry.measures[query.measure], query.basis)
    bases = tuple(dict.fromkeys((*sides, query.basis)))
    at = view.chosen or (indicators.city.code if snapshot.zone_level == "city" else snapshot.zone)
    if any((code, basis) not in held for code in codes for basis in bases):
        return None
    records = tuple(held[code, query.basis] for code in codes)
    query = query.but(year=records[0].year)
    same = all(snapshot.query[f] == getattr(query, f) for f in ("service", "measure", "basis", "scenario"))
    same = same and snapshot.lang == lang
    sources = {source for r in records for source in r.sources}
    return Material(
        view=replace(view, query=query),
        subject=subject(view, query),
        records=records,
        sides={s: tuple(held[code, s] for code in codes) for s in sides},
        whole={b: held[at, b] for b in bases if (at, b) in held},
        names=_names(indicators, snapshot, view.voice),
        geometry=_geometry(snapshot, indicators),
        sentence=_stored_sentence(snapshot) if same else "",
        source_line=source_line(view, sorted(sources)),
        data_version=snapshot.data_version,
        notices=_said(view),
        pinned=snapshot.id,
        drawn=_stored_map(snapshot) if same and len(codes) == 1 else "",
    )


def read_left_out(ctx: Context, args: Mapping[str, str], snapshot: Report) -> Material | None:
    """What a snapshot leaves out because it is a placeholder that nobody asked for: no data, and how to ask; else None."""
    live = read_live(ctx, ctx.view({"lang": snapshot.lang} | dict(args)))
    if any(r.note_zh != WITHHELD.zh for r in live.records):
        return None
    return replace(live, pinned=snapshot.id)


def _said(view: PageView) -> tuple[str, ...]:
    return tuple(notice_text(view.indicators.registry, n, view.lang) for n in view.notices)


def _names(indicators: Indicators, snapshot: Report, voice: Voice) -> dict[str, tuple[str, str]]:
    """Names as the snapshot has them; short ones from the present zones where they still exist."""
    names = {p.code: p.name_en if not voice.zh else p.name_zh for p in snapshot.places}
    names[snapshot.zone] = names.get(snapshot.zone, snapshot.zone_name)
    names.setdefault(indicators.city.code, voice(indicators.city.name))
    return {
        code: (indicators.zone(code).short(voice.lang) if indicators.has_zone(code) else name, name)
        for code, name in names.items()
    }


def _geometry(snapshot: Report, indicators: Indicators) -> dict[str, Any]:
    features = []
    for place in snapshot.places:
        known = indicators.has_zone(place.code)
        short = indicators.zone(place.code).short_zh if known else place.name_zh
        properties = {
            "code": place.code,
            "name_zh": place.name_zh,
            "name_en": place.name_en,
            "short_zh": short,
        }
        features.append({"type": "Feature", "properties": properties, "geometry": place.geometry})
    return {"type": "FeatureCollection", "features": features}


def _stored_sentence(snapshot: Report) -> str:
    section = snapshot.section("map")
    blocks = section.blocks if section else ()
    return next((b.text for b in blocks if isinstance(b, Paragraph | Sentence)), "")


def _stored_map(snapshot: Report) -> str:
    return next((f.svg for _, f in snapshot.figures() if f.id == "map"), "")


def asks_for_a_plan(args: Mapping[str, str]) -> bool:
    return any(args.get(name) for name in ARGS)


def read_planned(ctx: Context, args: Mapping[str, str]) -> Material:
    """The first plan of the address. ApiError that names change and field where it cannot be carried out."""
    try:
        results = sound_plans(ctx, args)
    except DataError as error:
        raise ApiError("invalid_parameter", Label(error.zh, error.en), ARGS[0]) from error
    if not results:
        raise ApiError("invalid_parameter", TEXTS.nothing_changes, ARGS[0])
    return material_of(ctx, ctx.view(args), results[0])


def material_of(ctx: Context, view: PageView, result: PlanResult, *, pinned: str = "") -> Material:
    """The change for both groups; the map shows the one that the view asks for, those from elsewhere unless it does."""
    indicators, lang = ctx.indicators, view.lang
    touched = [s.service for s in result.services]
    service = view.query.service if view.query.service in touched else touched[0]
    basis = view.query.basis if view.query.basis in (*GROUPS, GAP) else GROUPS[0]
    query = view.query.but(
        service=service, measure="effective", basis=basis, year=CENSUS_YEAR, level="division", scenario=result.plan.scenario
    )  # fmt: skip
    shown = replace(view, query=query, presentation=replace(view.presentation, scale="own"))
    spec = change_map(shown, result, service, basis).map
    assert spec is not None
    place = f"{to_url(query, view.presentation)}&{urlencode({ARGS[0]: result.plan.compact()})}"
    return Material(
        view=shown,
        subject=spec.title,
        records=spec.records,
        sides={g: change_records(shown, result, service, g) for g in GROUPS},
        whole={},
        names={z.code: (z.short(lang), z.name(lang)) for z in indicators.zones()},
        geometry={"type": "FeatureCollection", "features": ctx.shapes().features},
        sentence=sentences_of(shown, result, service)[0].text,
        source_line=spec.source_line,
        data_version=result.data_version,
        pinned=pinned,
        page=f"/plan?{place}",
    )
