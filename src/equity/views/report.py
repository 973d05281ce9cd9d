"""The report of one zone: what page and documents both show."""

from collections.abc import Callable, Collection
from dataclasses import replace

from equity.indicators.records import ValueRecord
from equity.say import Label, texts_of
from equity.views import (
    children,
    demonstration,
    distances,
    inequality,
    map,
    measures,
    people,
    registers,
    schooling,
    services,
    shortfall,
    sites,
    sources,
    split,
    townships,
    years,
)
from equity.views.findings import findings, opening
from equity.views.model import Report, Section
from equity.views.sources import sources_of, sources_section
from equity.views.view import View, is_placeholder, sound

TEXTS = texts_of(__name__)
NOTICE = TEXTS.notice
Maker = Callable[[View], Section | None]


def _sources(view: View) -> Section:
    return sources_section(view, sources_of(view, records_of(view, view.zone.code)))


MAKERS: dict[str, tuple[Label, Maker]] = {
    "people": (people.TITLE, people.people_section),
    "years": (years.TITLE, years.years_section),
    "children": (children.TITLE, children.children_section),
    "schooling": (schooling.TITLE, schooling.schooling_section),
    "services": (services.TITLE, services.services_section),
    "map": (map.TITLE, map.map_section),
    "shortfall": (shortfall.TITLE, shortfall.shortfall_section),
    "split": (split.TITLE, split.split_section),
    "line_only": (distances.TITLE, distances.hidden_section),
    "inequality": (inequality.TITLE, inequality.inequality_section),
    "sites": (sites.TITLE, sites.sites_section),
    "townships": (townships.TITLE, townships.townships_section),
    "measures": (measures.TITLE, measures.measures_section),
    "demonstration": (demonstration.TITLE, demonstration.demonstration_section),
    "registers": (registers.TITLE, registers.registers_section),
    "sources": (sources.TITLE, _sources),
    "limits": (sources.LIMITS_TITLE, sources.limits_section),
}
SECTIONS = tuple(MAKERS)
TITLES = {name: title for name, (title, _) in MAKERS.items()}


def build_report(view: View, sections: Collection[str] = SECTIONS) -> Report:
    """The report of the view's zone with these sections, in the order of ``SECTIONS``.

    Without ``view.demo`` no placeholder is in it: no demonstration, and a map of placeholders gives way to register coverage.
    """
    voice, zone = view.voice, view.zone
    made = [
        MAKERS[name][1](_for_map(view) if name in {"map", "inequality"} else view)
        for name in SECTIONS
        if name in sections
    ]
    kept = tuple(s for s in made if s is not None and (view.demo or not s.apart))
    report = Report(
        lang=voice.lang,
        zone=zone.code,
        zone_name=zone.name(voice.lang),
        zone_level=zone.level,
        title=voice(TEXTS.title, zone=zone.name(voice.lang)),
        subtitle=voice(TEXTS.subtitle, date=view.indicators.released.isoformat()),
        released=view.indicators.released,
        data_version=view.indicators.data_version,
        notice=voice(NOTICE) if any(s.illustrative for s in kept) else "",
        summary=(*opening(view), *findings(view)),
        key_figures=people.key_figures(view),
        sections=kept,
        sources=sources_of(view, records_of(view, zone.code)),
    )
    return report


def _for_map(view: View) -> View:
    """The view whose map is drawn: the asked one, or register coverage where that would be a map of placeholders."""
    shown = view.indicators.values(view.query.but(level="division"))
    if view.demo or not any(r.ok and is_placeholder(r) for r in shown):
        return view
    return replace(
        view,
        query=view.query.but(
            service="population", measure="register_coverage", basis="value", scenario="baseline"
        ),
    )


def records_of(view: View, *zones: str) -> tuple[ValueRecord, ...]:
    """Every value record of these zones: all chosen services, measures and bases; without ``demo`` no placeholders."""
    found = []
    for definition in (*view.registry.of_kind("population"), *view.of_kind("total", "facility", "condition")):
        for measure in view.registry.measures_of(definition.id):
            for basis in measure.bases:
                query = view.ask(definition.id, measure.id, basis)
                found += [sound(view.indicators.value(query, zone)) for zone in zones]
    return tuple(r for r in found if view.demo or not is_placeholder(r))
