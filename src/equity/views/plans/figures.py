"""Before and after by division and group, as dumbbells."""

from equity.plans import Compared, PlanResult
from equity.query import Basis
from equity.say import BASES_SHORT, STATUSES, texts_of
from equity.views.drawings import Chart, Figure, Series
from equity.views.plans.words import AFTER, BEFORE, SMALL, service_name
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
