"""Records written down by a test, answering what a view asks of the indicators: odd worlds without building them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import registry
from equity.indicators.units import units
from equity.indicators.yardstick import Yardstick
from equity.indicators.zones import Zone
from equity.query import Query
from equity.say import Voice
from equity.views.view import View
from tests.world import CITY, CITY_CODE

NAMES = {
    "a": ("甲区", "Jia"),
    "b": ("乙区", "Yi"),
    "c": ("丙区", "Bing"),
    "d": ("丁县", "Ding"),
    "e": ("戊县", "Wu"),
}
Value = float | str | None


class Facts:
    """``given[(measure, basis)][zone]`` is a number, a status, or None for a record of ok without rank range.

    ``ranges`` has the ranks a division may take; ``grade`` is that of every record. The city is asked as ``city``.
    """

    def __init__(
        self,
        given: Mapping[tuple[str, str], Mapping[str, Value]],
        *,
        grade: str = "observed",
        ranges: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        self.registry, self.city = registry(), CITY
        self.released, self.data_version = date(2026, 1, 1), "test"
        self._given, self._grade, self._ranges = given, grade, ranges or {}

    def zones(self, level: str | None = None) -> tuple[Zone, ...]:
        found = [Zone(c, "division", zh, en, zh[:1], "core", "core") for c, (zh, en) in NAMES.items()]
        city = Zone(CITY_CODE, "city", "某市", "Mou", "全市", "", "")
        return tuple(z for z in (*found, city) if level is None or z.level == level)

    def zone(self, code: str) -> Zone:
        return next(z for z in self.zones() if z.code == code)

    def values(self, query: Query) -> tuple[ValueRecord, ...]:
        records = [self.value(query, z.code) for z in self.zones("division")]
        order = sorted((r.value for r in records if r.value is not None), reverse=True)
        ranked = []
        for r in records:
            rank = order.index(r.value) + 1 if r.value is not None and self._grade != "illustrative" else None
            low, high = self._ranges.get(r.zone, (rank, rank))
            ranked.append(replace(r, rank=rank, rank_low=low, rank_high=high))
        return tuple(ranked)

    def value(self, query: Query, zone: str) -> ValueRecord:
        given = self._given.get((query.measure, query.basis), {})
        value = given.get("city" if zone == CITY_CODE else zone, "no_data")
        definition, measure = self.registry[query.service], self.registry.measures[query.measure]
        zh, en = units(definition, measure, query.basis)
        status, number = (value, None) if isinstance(value, str) else ("ok", value)
        decimals = 1 if measure.decimals is None else measure.decimals
        return ValueRecord(zone, query, number, zh, en, decimals, status, self._grade)

    def yardstick(self, query: Query) -> Yardstick | None:
        """Of primary care the country's average, of schools a standard."""
        kind, year = ("national_average", 2023) if query.service == "clinic" else ("standard", 2018)
        return Yardstick(kind, year) if self.registry.measures[query.measure].against else None

    def years(self, *_: Any) -> tuple[int, ...]:
        return (2020,)


def view_of(facts: Facts, lang: str, query: Query, zone: str = "") -> View:
    view = View(cast(Indicators, facts), Voice(lang), query)
    return view.at(zone) if zone else view
