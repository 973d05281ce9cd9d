"""The report of one zone: what page and documents both show."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from equity.indicators.records import ValueRecord
from equity.say import Label
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

TITLE = Label("{zone}基本公共服务均等化快照", "{zone}: public-service equity snapshot")
SUBTITLE = Label(
    "常住人口与户籍人口两种口径对比 · 数据发布 {date}",
    "Residents and registered population compared · data released {date}",
)
NOTICE = Label(
    "含示意数据：带“示意”标记的数字是占位数据，待单位导入台账后替换，不得作为决策依据。",
    "Contains illustrative data: numbers marked “illustrative 示意” are placeholders until the office loads its own register; do not "
    "base decisions on them.",
)
Maker = Callable[[View], Section | None]
MAKERS: dict[str, Maker] = {
    "people": people.people_section,
    "years": years.years_section,
    "children": children.children_section,
    "schooling": schooling.schooling_section,
    "services": services.services_section,
    "map": map.map_section,
    "shortfall": shortfall.shortfall_section,
    "split": split.split_section,
    "line_only": distances.hidden_section,
    "inequality": inequality.inequality_section,
    "sites": sites.sites_section,
    "townships": townships.townships_section,
    "measures": measures.measures_section,
    "demonstration": demonstration.demonstration_section,
    "registers": registers.registers_section,
    "sources": lambda view: sources_section(view, sources_of(view, records_of(view, view.zone.code))),
    "limits": sources.limits_section,
}
SECTIONS = tuple(MAKERS)
TITLES: dict[str, Label] = {
    "people": people.TITLE,
    "years": years.TITLE,
    "children": children.TITLE,
    "schooling": schooling.TITLE,
    "services": services.TITLE,
    "map": map.TITLE,
    "shortfall": shortfall.TITLE,
    "split": split.TITLE,
    "line_only": distances.TITLE,
    "inequality": inequality.TITLE,
    "sites": sites.TITLE,
    "townships": townships.TITLE,
    "measures": measures.TITLE,
    "demonstration": demonstration.TITLE,
    "registers": registers.TITLE,
    "sources": sources.TITLE,
    "limits": sources.LIMITS_TITLE,
}


def build_report(view: View, sections: Collection[str] = SECTIONS) -> Report:
    """The report of the view's zone with these sections, in the order of ``SECTIONS``.

    Without ``view.demo`` no placeholder is in it: no demonstration, and a map of placeholders gives way to register coverage.
    """
    voice, zone = view.voice, view.zone
    made = [
        MAKERS[name](_for_map(view) if name in {"map", "inequality"} else view)
        for name in SECTIONS
        if name in sections
    ]
    kept = tuple(s for s in made if s is not None and (view.demo or not s.apart))
    report = Report(
        lang=voice.lang,
        zone=zone.code,
        zone_name=zone.name(voice.lang),
        zone_level=zone.level,
        title=voice(TITLE, zone=zone.name(voice.lang)),
        subtitle=voice(SUBTITLE, date=view.indicators.released.isoformat()),
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
    shown = view.by_division(view.query)
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
