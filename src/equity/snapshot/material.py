"""What the sections are made from: the facade, the zone, the options, and small shared steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.indicators.zones import Zone
from equity.query import GAP, Basis, Query
from equity.say import GRADES, STATUSES, format_number, format_range, worst_grade
from equity.snapshot.document import Cell
from equity.snapshot.identity import Options
from equity.snapshot.words import words

Shapes = Mapping[str, Any]


@dataclass(frozen=True)
class Material:
    """``shapes``: the overview GeoJSON (drawn); ``detailed``: the full one (for GPKG and GeoJSON)."""

    indicators: Indicators
    zone: Zone
    lang: str
    options: Options
    shapes: Shapes
    detailed: Shapes

    @property
    def zh(self) -> bool:
        return self.lang == "zh"

    @property
    def word(self) -> dict[str, str]:
        return words(self.lang)

    def services(self, *kinds: str) -> tuple[Definition, ...]:
        """Chosen services of these kinds, in display order."""
        chosen = self.options.services
        return tuple(d for d in self.indicators.registry.of_kind(*kinds) if not chosen or d.id in chosen)

    def query(self, definition: Definition, measure: str, basis: Basis) -> Query:
        """The question about one service in the year of the options' query, or its first year where that is
        not held.
        """
        year = self.options.query.year
        return Query(
            definition.id,
            measure,
            basis,
            year if year in definition.years else definition.years[0],
            scenario=self.options.query.scenario,
        )

    def record(
        self, definition: Definition, measure: str, basis: Basis, zone: str | None = None
    ) -> ValueRecord:
        return sound(self.indicators.value(self.query(definition, measure, basis), zone or self.zone.code))

    def records(self, query: Query) -> tuple[ValueRecord, ...]:
        """The records of every zone of the query's level."""
        return tuple(sound(record) for record in self.indicators.values(query))

    def divisions(self) -> tuple[Zone, ...]:
        """The divisions that make up the zone."""
        every = self.indicators.zones("division")
        if self.zone.level == "division":
            return (self.zone,)
        return (
            every
            if self.zone.level == "city"
            else tuple(z for z in every if z.functional_zone == self.zone.code)
        )


def sound(record: ValueRecord) -> ValueRecord:
    """The record itself, or where its number is none (0/0 somewhere in the data) one that says so.

    No format can hold a NaN: JSON has none, Excel calls it an error, and a reader takes it for a value.
    """
    numbers = (record.value, record.low, record.high)
    if all(n is None or isfinite(n) for n in numbers):
        return record
    return replace(
        record, value=None, low=None, high=None, status="no_data", rank=None, rank_low=None, rank_high=None
    )


def value_cell(record: ValueRecord, lang: str) -> Cell:
    """The number (no unit), or why there is none. Illustrative numbers carry their mark in the text."""
    if not record.ok or record.value is None:
        return Cell(STATUSES[record.status][lang], None, record.decimals, record.grade, record)
    text = format_number(record.value, lang, decimals=record.decimals, signed=record.basis == GAP)
    return Cell(text + mark(record.grade, lang), record.value, record.decimals, record.grade, record)


def interval_cell(record: ValueRecord, lang: str) -> Cell:
    """``low – high`` of a record, or a dash where it is exact."""
    text = ends(record.low, record.high, lang, decimals=record.decimals)
    return Cell(text, record=record if text != "—" else None)


def ends(low: float | None, high: float | None, lang: str, *, decimals: int) -> str:
    """The two ends of an interval as words, a dash where there is none."""
    if low is None or high is None:
        return "—"
    return format_range(low, high, lang, decimals=decimals)


def number_cell(
    value: float | None, lang: str, *, decimals: int, grade: str, status: str = "ok", signed: bool = False
) -> Cell:
    """A number that is not a value record (a part of a gap, an index)."""
    if value is None or status != "ok":
        return Cell(STATUSES[status][lang] or "—", None, decimals, grade)
    return Cell(
        format_number(value, lang, decimals=decimals, signed=signed) + mark(grade, lang),
        value,
        decimals,
        grade,
    )


def grade_cell(records: Iterable[ValueRecord] | str, lang: str) -> Cell:
    if isinstance(records, str):
        return Cell(GRADES[records][lang], grade=records)
    records = list(records)
    return Cell(grade_words(records, lang), grade=worst_grade(*(r.grade for r in records)))


def mark(grade: str, lang: str) -> str:
    """What stands after an illustrative number, so that a copied number is still marked."""
    return "" if grade != "illustrative" else "(示意)" if lang == "zh" else " (示意)"
