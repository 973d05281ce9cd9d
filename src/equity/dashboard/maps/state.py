"""One view of a map page: the records of each side, the scale of the map, and what the browser keeps of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity.draw.scales import Scale, classes
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.indicators.registry import BASELINE
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.query import GAP, Query
from equity.say import Label, Voice, format_concerned, texts_of
from equity.views.map import ORDER

TEXTS = texts_of(__name__)
CONCERNED = TEXTS.concerned
RANGES = TEXTS["ranges"]
# The table of the data page that a service rests on first.
TABLE_OF_KIND = {
    "total": "totals",
    "facility": "facilities",
    "condition": "conditions",
    "population": "division_population",
    "composite": "facilities",
}


@dataclass(frozen=True, slots=True)
class MapState:
    """The records behind one view: ``sides`` of the measure, ``shown`` on the chosen basis."""

    query: Query
    shown: tuple[ValueRecord, ...]
    sides: Mapping[str, tuple[ValueRecord, ...]]
    gap: tuple[ValueRecord, ...]
    city: Mapping[str, ValueRecord]
    scale: Scale

    @property
    def illustrative(self) -> bool:
        return any(r.ok and r.grade == "illustrative" for r in self.shown)

    @property
    def cards(self) -> dict[str, tuple[ValueRecord, ...]]:
        """What the hover card lists: both sides and the gap, or the one side."""
        return dict(self.sides) | ({GAP: self.gap} if self.gap else {})


def read_state(
    indicators: Indicators, query: Query, *, theme: str, voice: Voice, scale: str = "common"
) -> MapState:
    """Everything one view needs, from the facade."""
    query = query.but(level="division")
    measure = indicators.registry.measures[query.measure]
    ordered = sorted(measure.sides, key=ORDER.index)
    shown = indicators.values(query)
    bases = [*ordered, *([GAP] if measure.gap else [])]
    return MapState(
        query=query,
        shown=shown,
        sides={side: indicators.values(query.but(basis=side)) for side in ordered},
        gap=indicators.values(query.but(basis=GAP)) if measure.gap else (),
        city={b: indicators.value(query.but(basis=b, level="city"), indicators.city.code) for b in bases},
        scale=classes(shown, theme=theme, lang=voice.lang, common=scale == "common"),
    )


def layers_class(indicators: Indicators, definition: Definition) -> str:
    """Which chips of layers a service has: all with places, the townships where offices have counted people by township."""
    if definition.kind == "facility":
        return "layers for-webgl"
    counted = definition.kind == "population" and not indicators.township_people.empty
    return "layers for-webgl places-only with-towns" if counted else "layers for-webgl places-only"


def class_total(held: Sequence[ValueRecord], voice: Voice) -> str:
    """How many people or households live in the divisions of a class; the head of the legend says whom it counts."""
    if not held:
        return ""
    unit = held[0].concerned_unit("zh") if voice.zh else ""
    return format_concerned(sum(r.persons or 0.0 for r in held), unit, voice.lang)


def view_state(view: PageView, state: MapState, said: str) -> dict[str, Any]:
    """What the browser keeps of a view, a few kilobytes: what is asked, the table, and what is spoken on a change."""
    query, registry = state.query, view.registry
    definition = registry[query.service]
    return {
        "search": view.search(),
        "zone": view.chosen,
        "facility": view.presentation.facility,
        "query": query_ids(query),
        "spoken": f"{view.voice(definition.label)} · {view.voice(registry.measure_of(query).label)}",
        "headline": said,
        "layered": definition.kind == "facility",
        "layersClass": layers_class(view.indicators, definition),
        "version": view.indicators.data_version,
    }


def query_ids(query: Query) -> dict[str, str]:
    """The query as the controls hold it."""
    names = ("service", "measure", "basis", "year", "scenario", "since")
    return {name: str(getattr(query, name)) for name in names}


def source_link(view: PageView, query: Query) -> dict[str, str]:
    """The way to where the figures come from: words, address on the data page, and the sources in short."""
    indicators = view.indicators
    anchor = f"dataset-{TABLE_OF_KIND[indicators.registry[query.service].kind]}"
    cited = indicators.citations.cite_briefly(indicators.sources(query), view.voice)
    return {
        "text": f"{TEXTS.sources[view.lang]} ›",
        "title": view.voice.items(cited),
        "href": f"{view.href('/data')}#{anchor}",
        "anchor": anchor,
    }


def rank_note(family: str, scenario: str, records: Sequence[ValueRecord]) -> Label:
    """What the range beside a rank comes from, or leaves out; nothing in the baseline where no rank has one."""
    if family in SCENARIO_FAMILIES and scenario != BASELINE:
        return TEXTS.range_in_scenario
    if all(r.rank_low == r.rank_high for r in records):
        return Label("", "")
    return RANGES.get(family, TEXTS.range)


def city_line(state: MapState) -> bool:
    """Whether the city has a place among its divisions: a total of the city has none."""
    first, records = next(iter(state.sides.items()))
    city, values = state.city[first].value, [r.value for r in records if r.value is not None]
    return city is not None and bool(values) and min(0.0, *values) <= city <= max(values)
