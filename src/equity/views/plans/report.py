"""The report of one plan or of several side by side, in the order in which it is read."""

from collections.abc import Sequence
from dataclasses import replace

from equity.indicators.records import ValueRecord
from equity.plans import PlanResult, ServiceResult
from equity.query import GAP, Query
from equity.say import Label, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.model import Block, KeyFigure, Report, Section
from equity.views.plans.compare import COMPARED, side_by_side
from equity.views.plans.figures import change_map, dumbbells
from equity.views.plans.opening import opening_sentences, opening_tables
from equity.views.plans.shares import shares_table
from equity.views.plans.tables import changes_table, division_table, gains_table, numbers_table, towns_table
from equity.views.plans.words import POINTS, sentences_of, service_name, unit
from equity.views.report import NOTICE, records_of
from equity.views.sources import limits_section, sources_of, sources_section
from equity.views.view import View

TEXTS = texts_of(__name__)


def plan_key_figures(view: View, result: PlanResult, service: str) -> tuple[KeyFigure, ...]:
    """Newly reached, newly served, and the gap before and after."""
    voice, of = view.voice, result.service(service)
    moved = {m.group: m for m in result.moved if (m.service, m.zone) == (service, view.city.code)}
    said = unit(view, of)

    def people(label: Label, value: float | None, non_local: float | None) -> KeyFigure:
        detail = voice(TEXTS.of_non_local, n=voice.value(non_local, said if voice.zh else ""))
        return KeyFigure(voice(label), voice.value(value, said), detail, _record(view, of, value))

    other = moved["non_local"]
    return (
        people(TEXTS.newly_reached, of.reached_new, other.reached_new),
        people(TEXTS.newly_served, of.served_more, other.served_more),
        KeyFigure(
            voice(TEXTS.gap_name),
            voice.value(of.gap_after.value, POINTS, decimals=1, signed=True),
            voice(TEXTS.now, n=voice.number(of.gap_before.value, decimals=1, signed=True)),
            replace(_record(view, of, of.gap_after.value), unit_zh=POINTS.zh, unit_en=POINTS.en, decimals=1),
        ),
    )  # fmt: skip


def _record(view: View, of: ServiceResult, value: float | None) -> ValueRecord:
    """A figure of the plan as the writers of documents take it."""
    query = Query(of.service, "effective", GAP, CENSUS_YEAR, "city", view.query.scenario)
    status = of.status if value is None else "ok"
    return ValueRecord(view.city.code, query, value, of.unit_zh, of.unit_en, 0, status, of.grade)


def plan_sections(view: View, result: PlanResult) -> tuple[Section, ...]:
    """What the plan changes; then, for every service, sentences, maps, dumbbells and tables."""
    voice, name = view.voice, result.plan.name
    made = [Section(f"changes-{result.id}", voice(TEXTS.changes, plan=name), (changes_table(view, result),))]
    for of in result.services:
        service = of.service
        parts: tuple[Block | None, ...] = (
            *sentences_of(view, result, service),
            *opening_sentences(view, result, service),
            change_map(view, result, service, "non_local"),
            *dumbbells(view, result, service),
            gains_table(view, result, service),
            towns_table(view, result, service),
            shares_table(view, result, service),
            *opening_tables(view, result, service),
            numbers_table(view, result, service),
            division_table(view, result, service),
        )
        blocks = tuple(part for part in parts if part)
        title = voice(TEXTS.section, plan=name, service=service_name(view, service))
        made.append(Section(f"plan-{result.id}-{service}", title, blocks, apart=result.illustrative))
    return tuple(made)


def of_plans(view: View, results: Sequence[PlanResult]) -> View:
    """The view of the city with the services that the plans touch; what it asked for by planning rests on placeholders too."""
    services = tuple(dict.fromkeys(s.service for r in results for s in r.services))
    return replace(view.at(view.city.code), services=services, demo=True)


def plan_report(view: View, results: Sequence[PlanResult]) -> Report:
    """Sentences of every plan first, then the comparison where there are several, then each plan."""
    view = of_plans(view, results)
    voice, zone = view.voice, view.city
    summary = tuple(sentences_of(view, r, s.service)[0] for r in results for s in r.services)
    sections: list[Section] = []
    if len(results) > 1:
        sections.append(Section("compared", voice(COMPARED), (side_by_side(view, results),)))
    for result in results:
        sections += plan_sections(view, result)
    sources = sources_of(view, records_of(view, zone.code))
    sections += [sources_section(view, sources), limits_section(view)]
    first = results[0]
    figures = plan_key_figures(view, first, first.services[0].service)
    return Report(
        lang=voice.lang,
        zone=zone.code,
        zone_name=zone.name(voice.lang),
        zone_level=zone.level,
        title=voice(TEXTS.title, zone=zone.name(voice.lang)),
        subtitle=voice(TEXTS.subtitle, plans=voice.names(r.plan.name for r in results), date=view.indicators.released.isoformat()),
        released=view.indicators.released,
        data_version=view.indicators.data_version,
        notice=voice(NOTICE) if any(r.illustrative for r in results) else "",
        summary=summary,
        key_figures=tuple(
            replace(k, label=voice(TEXTS.named, plan=first.plan.name, what=k.label)) for k in figures
        ) if len(results) > 1 else figures,
        sections=tuple(sections),
        sources=sources,
        plans=tuple(results),
    )  # fmt: skip
