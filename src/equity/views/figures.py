"""The three figures beside a map: the city on each side and its gap, or the city with the divisions at its ends."""

from collections.abc import Iterator

from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import BASES_SHORT, Label, texts_of
from equity.views.map import LOWEST_FIRST, sides_of
from equity.views.model import KeyFigure
from equity.views.standing import Extreme, highest, lowest, places
from equity.views.view import View, is_placeholder, known

MOST = 3
TEXTS = texts_of(__name__)


def key_figures(view: View) -> tuple[KeyFigure, ...]:
    """At most three. Groups pooled over the city have no gap of their own; placeholders, and staff counted where they live, have
    no highest or lowest.
    """
    query = view.query.but(level="division")
    figures = list(_of_city(view, query))
    found = known(view.by_division(query))
    context = view.registry[query.service].counts == "residence"
    if len(found) < 2 or context or any(map(is_placeholder, found)):
        return tuple(figures[:MOST])
    ends = [
        _end(view, highest(found), TEXTS.highest, TEXTS.among_highest),
        _end(view, lowest(found), TEXTS.lowest, TEXTS.among_lowest),
    ]
    if query.measure in LOWEST_FIRST:
        ends.reverse()
    return tuple([*figures, *ends][:MOST])


def _of_city(view: View, query: Query) -> Iterator[KeyFigure]:
    voice, measure = view.voice, view.registry.measures[query.measure]
    for side in sides_of(view, query):
        label = voice(TEXTS.city) if side == "value" else voice(TEXTS.on_side, side=BASES_SHORT[side])
        yield _figure(view, label, _city(view, query.but(basis=side)))
    if measure.gap and measure.family == "provision":
        yield _figure(view, voice(TEXTS.city_gap), _city(view, query.but(basis=GAP)))
    if measure.id == "register_coverage":
        yield _figure(view, voice(TEXTS.beyond), _city(view, query.but(measure="beyond_register")))


def _city(view: View, query: Query) -> ValueRecord:
    return view.value(query.but(level="city"), view.city.code)


def _end(view: View, extreme: Extreme, sure: Label, among: Label) -> KeyFigure:
    words = sure if extreme.sure else among
    return _figure(view, view.voice(words, where=places(view, extreme.records)), extreme.value)


def _figure(view: View, label: str, record: ValueRecord) -> KeyFigure:
    """``detail``: the year, and both ends of the interval where there is one."""
    voice = view.voice
    ends, since = voice.interval(record), record.query.since
    return KeyFigure(
        label,
        voice.record(record),
        " · ".join(
            [voice.year(f"{since}–{record.year}" if since else record.year), *([ends] if ends else [])]
        ),
        record,
    )
