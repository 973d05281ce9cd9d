"""What all of a report is asked of: the indicators of one data version, a question, one language."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Self
from urllib.parse import urlencode

from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.indicators.registry import Registry
from equity.indicators.zones import Zone
from equity.query import Basis, Presentation, Query
from equity.say import Voice, texts_of

TEXTS = texts_of(__name__)
WITHHELD = TEXTS.withheld


@dataclass(frozen=True, slots=True)
class View:
    """``query`` chooses the map and the year, ``presentation.zone`` the zone (the city where empty).

    ``services`` limits what is listed (empty: all); ``demo`` lets demonstration figures in: without it a placeholder is no data.
    """

    indicators: Indicators
    voice: Voice = field(default_factory=Voice)
    query: Query = field(default_factory=Query)
    presentation: Presentation = field(default_factory=Presentation)
    services: tuple[str, ...] = ()
    demo: bool = True

    @property
    def registry(self) -> Registry:
        return self.indicators.registry

    @property
    def zone(self) -> Zone:
        return self.indicators.zone(self.presentation.zone or self.indicators.city.code)

    @property
    def city(self) -> Zone:
        return self.indicators.zone(self.indicators.city.code)

    @property
    def is_division(self) -> bool:
        return self.zone.level == "division"

    def at(self, zone: str) -> Self:
        """The same, of another zone."""
        return replace(self, presentation=replace(self.presentation, zone=zone))

    def but(self, **changes: object) -> Self:
        """The same, with another question."""
        return replace(self, query=self.query.but(**changes))

    def divisions(self) -> tuple[Zone, ...]:
        """The divisions that make up the zone."""
        every, zone = self.indicators.zones("division"), self.zone
        return tuple(z for z in every if zone.code in {z.code, z.functional_zone, self.city.code})

    def beside(self) -> tuple[Zone, ...]:
        """The wider zones that the zone is set beside: its functional zone and the city."""
        codes = dict.fromkeys(
            c for c in (self.zone.functional_zone, self.city.code) if c and c != self.zone.code
        )
        return () if self.zone.code == self.city.code else tuple(self.indicators.zone(c) for c in codes)

    def name(self, zone: str) -> str:
        return self.indicators.zone(zone).name(self.voice.lang)

    def short(self, zone: str) -> str:
        return self.indicators.zone(zone).short(self.voice.lang)

    def of_kind(self, *kinds: str) -> tuple[Definition, ...]:
        """Chosen services of these kinds, in display order."""
        found = self.registry.of_kind(*kinds)
        return tuple(d for d in found if not self.services or d.id in self.services)

    def ask(self, service: str, measure: str, basis: Basis = "value", zone: str = "") -> Query:
        """The question about a service in the year of the query; where that is not held in its first year, of pupils in their newest."""
        asked = self.registry.measures[measure]
        held = self.indicators.years(
            self.registry[service], asked
        )  # somewhere; where none are held here, one that can be asked
        here = self.indicators.years(self.registry[service], asked, zone or self.zone.code)
        years = [y for y in here if y in held] or held
        year = self.query.year if self.query.year in years else years[-1 if asked.needs == "enrolment" else 0]
        return Query(service, measure, basis, year, scenario=self.query.scenario)

    def value(self, query: Query, zone: str) -> ValueRecord:
        """The record of one zone as it may be shown, whatever its level."""
        return self._shown(self.indicators.value(query, zone))

    def values(self, query: Query) -> tuple[ValueRecord, ...]:
        """The records of all zones of the query's level as they may be shown, in code order."""
        return tuple(map(self._shown, self.indicators.values(query)))

    def _shown(self, record: ValueRecord) -> ValueRecord:
        found = sound(record)
        return found if self.demo else without_placeholder(found)

    def record(self, service: str, measure: str, basis: Basis = "value", zone: str = "") -> ValueRecord:
        return self.value(self.ask(service, measure, basis, zone), zone or self.zone.code)

    def by_division(self, query: Query) -> tuple[ValueRecord, ...]:
        """The records of all divisions of the city, in code order."""
        return self.values(query.but(level="division"))

    def people(self, measure: str, zone: str = "") -> ValueRecord:
        return self.record("population", measure, zone=zone)

    def map_of(self, query: Query, zone: str = "") -> str:
        """The address of a map in the dashboard, without language or theme; it names everything that it asks."""
        asked = {
            name: str(getattr(query, name)) for name in ("service", "measure", "basis", "year", "scenario")
        } | ({"since": str(query.since)} if query.since else {})
        return f"/?{urlencode(asked | {'zone': zone})}"


def sound(record: ValueRecord) -> ValueRecord:
    """The record itself, or where its number is none (0/0 somewhere in the data) one that says so.

    No format can hold a NaN: JSON has none, Excel calls it an error, and a reader takes it for a value.
    """
    if all(n is None or isfinite(n) for n in (record.value, record.low, record.high)):
        return record
    return _empty(record)


def without_placeholder(record: ValueRecord) -> ValueRecord:
    """The record itself, or where it is a placeholder one without a number that says how to see the demonstration."""
    if not is_placeholder(record):
        return record
    return replace(_empty(record), grade="observed", sources=(), note_zh=WITHHELD.zh, note_en=WITHHELD.en)


def _empty(record: ValueRecord) -> ValueRecord:
    return replace(
        record,
        value=None,
        low=None,
        high=None,
        status="no_data",
        rank=None,
        rank_low=None,
        rank_high=None,
        ranked_among=None,
    )


def known(records: Iterable[ValueRecord]) -> list[ValueRecord]:
    """Those that have a value."""
    return [r for r in records if r.ok and r.value is not None]


def printed(record: ValueRecord) -> float:
    """The value as it is printed: what differs by less is a tie."""
    return round(record.value or 0.0, record.decimals)


def is_placeholder(record: ValueRecord) -> bool:
    return record.grade == "illustrative"
