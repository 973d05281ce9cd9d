"""A plan drawn: before and after by division and group, and the map of change."""

from equity.indicators.records import ValueRecord
from equity.plans import Compared, PlanResult
from equity.query import GAP, Basis, Query
from equity.say import BASES_SHORT, STATUSES, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.classes import classes
from equity.views.drawings import Chart, Figure, MapSpec, Series
from equity.views.plans.words import AFTER, BEFORE, POINTS, SMALL, sentences_of, service_name
from equity.views.sources import source_line
from equity.views.standing import in_chart
from equity.views.tables import Grade
from equity.views.view import View

TEXTS = texts_of(__name__)


def dumbbells(view: View, result: PlanResult, service: str) -> tuple[Figure, ...]:
    """One for each group in which the plan moves a division; those from elsewhere first."""
    bases: tuple[Basis, ...] = ("non_local", "local")
    return tuple(dumbbell_figure(view, result, service, b) for b in bases if _moved(result, service, b))


def dumbbell_figure(view: View, result: PlanResult, service: str, basis: Basis) -> Figure:
    """The city first, then the divisions in which something changes, most first; placeholders in code order."""
    voice = view.voice
    rows = result.rows(service, "effective", basis, "city") + _moved(result, service, basis)
    series = (
        Series("before", voice(BEFORE), tuple(r.before.value for r in rows)),
        Series("after", voice(AFTER), tuple(r.after.value for r in rows)),
    )
    grades: tuple[Grade, ...] = tuple(r.after.grade for r in rows)
    missing = tuple("" if r.change is not None else voice(STATUSES[_status(r)]) for r in rows)
    names = tuple(view.short(r.zone) for r in rows)
    chart = Chart("dumbbell", names, series, "%", 1, grades, missing, highlight=view.short(view.city.code))
    spoken = [
        voice(TEXTS.spoken, zone=name, before=voice.number(r.before.value, decimals=1), after=voice.number(r.after.value, decimals=1))
        for name, r in zip(names, rows, strict=True)
    ]  # fmt: skip
    caption = voice(TEXTS.caption, service=service_name(view, service), group=BASES_SHORT[basis])
    return Figure(f"effective-{basis}-{result.id}-{service}", caption, voice.items(spoken), chart)


def _moved(result: PlanResult, service: str, basis: Basis) -> tuple[Compared, ...]:
    found = [
        r for r in result.rows(service, "effective", basis) if r.change is not None and abs(r.change) >= SMALL
    ]
    return tuple(
        sorted(found, key=lambda r: in_chart(r.zone, (r.before.grade, r.after.grade), abs(r.change or 0.0)))
    )


def _status(row: Compared) -> str:
    return row.before.status if row.before.value is None else row.after.status


def change_records(view: View, result: PlanResult, service: str, basis: Basis) -> tuple[ValueRecord, ...]:
    """One per division, in percentage points. A change has a sign and is drawn around zero, as gaps are: its query says so."""
    return tuple(_record(view, row) for row in result.rows(service, "effective", basis))


def _record(view: View, row: Compared) -> ValueRecord:
    query = Query(row.service, "effective", GAP, CENSUS_YEAR, scenario=view.query.scenario)
    worse = row.before if row.before.value is None else row.after
    people = view.indicators.value(query.but(basis="non_local"), row.zone)
    return ValueRecord(
        zone=row.zone,
        query=query,
        value=row.change,
        unit_zh=POINTS.zh,
        unit_en=POINTS.en,
        decimals=1,
        status=worse.status,
        grade=worse.grade,
        persons=people.persons,
        concerned_unit_zh=people.concerned_unit_zh,
        concerned_unit_en=people.concerned_unit_en,
    )


def change_map(view: View, result: PlanResult, service: str, basis: Basis) -> Figure:
    """The map with its own classes: what a plan moves is small beside the gaps of the city."""
    records = change_records(view, result, service, basis)
    own = classes(records, view.voice, common=False)
    title = view.voice(
        TEXTS.title, plan=result.plan.name, service=service_name(view, service), group=BASES_SHORT[basis]
    )
    sources = source_line(view, view.indicators.sources(view.ask(service, "effective", "non_local")))
    spec = MapSpec(records, own.breaks, own.words, own.diverging, title, sources)
    said = sentences_of(view, result, service)[0].text
    return Figure(
        f"change-{result.id}-{service}", title, view.voice(TEXTS.alt, title=title, said=said), map=spec
    )
