"""The map of change: effective coverage with the plan less that of now, by division."""

from equity.indicators.records import ValueRecord
from equity.plans import Compared, PlanResult
from equity.query import GAP, Basis, Query
from equity.say import BASES_SHORT, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.classes import classes
from equity.views.drawings import Figure, MapSpec
from equity.views.plans.sentences import sentences_of
from equity.views.plans.words import POINTS, service_name
from equity.views.sources import source_line
from equity.views.view import View

TEXTS = texts_of(__name__)


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
