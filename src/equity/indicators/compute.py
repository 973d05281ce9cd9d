"""The one facade behind pages, exports, API and CLI: a `Query` goes in, value records come out."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import pandas as pd
import shapely

from equity.city import City
from equity.indicators import facts, places
from equity.indicators.citations import Citations
from equity.indicators.definition import Definition
from equity.indicators.estimator import Estimator
from equity.indicators.ground import Ground, read_ground
from equity.indicators.inequality import Inequality, inequality
from equity.indicators.interval import COMMON, Estimate
from equity.indicators.library import Library
from equity.indicators.measure import Measure
from equity.indicators.ranks import ranks
from equity.indicators.records import UNRANKED, Rank, ValueRecord, record_of
from equity.indicators.registry import BASELINE, Registry
from equity.indicators.resolve import resolve, years_of
from equity.indicators.roads import Roads, reach_area
from equity.indicators.sensitivity import Sensitivity, Swings, Without
from equity.indicators.split import GapSplit
from equity.indicators.standing import Standing
from equity.indicators.units import scale_of
from equity.indicators.yardstick import Yardstick
from equity.indicators.zones import Zone
from equity.query import GAP, LEVELS, Notice, Query
from equity.say import Label
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

Kept = TypeVar("Kept")


class Indicators:
    """Everything that can be asked of one data version. Cheap to call: the sums are read once, results are kept."""

    def __init__(
        self,
        warehouse: Warehouse,
        registry: Registry,
        *,
        suppress_below: int = 10,
        ground: Ground | None = None,
    ) -> None:
        """``ground``: that of another data version which differs in facilities and rules only; read where it is not given."""
        ground = ground or read_ground(warehouse, registry, suppress_below)
        registry = registry.for_data(ground.bases, ground.travel)
        self.warehouse, self.registry, self.suppress_below = warehouse, registry, suppress_below
        self.ground, self.publishable, self.children = ground, ground.publishable, ground.children
        self._zones, self._members, self._shares = ground.zones, ground.members, ground.shares
        self.citations = Citations(warehouse.city.citations)
        self.library = Library(warehouse, registry, self.publishable)
        self._estimator = Estimator(warehouse, registry, ground)
        self.roads = Roads(warehouse)
        self.bases = ground.bases
        self.values = lru_cache(maxsize=4096)(self._values)
        self.unranked = lru_cache(maxsize=4096)(self._unranked)
        self.split = lru_cache(maxsize=4096)(self._estimator.split)
        self.inequality = lru_cache(maxsize=512)(self._inequality)
        self.ages = lru_cache(maxsize=256)(self._ages)
        self.townships = lru_cache(maxsize=32)(self._townships)
        self._once: dict[Hashable, Any] = {}
        self.reach_area = lru_cache(maxsize=64)(self._reach_area)
        self.distance_basis, self.far = self._estimator.distance_basis, self._estimator.far
        self.child_ratio = self._estimator.by_group
        self._swings = Swings(self._estimator)

    @property
    def city(self) -> City:
        return self.warehouse.city

    @property
    def data_version(self) -> str:
        return self.warehouse.data_version

    @property
    def released(self) -> date:
        return self.warehouse.released

    def zones(self, level: str | None = None) -> tuple[Zone, ...]:
        return tuple(z for z in self._zones.values() if level is None or z.level == level)

    def zone(self, code: str) -> Zone:
        """The zone of that code; KeyError for an unknown one."""
        return self._zones[code]

    def members(self, zone: str) -> tuple[str, ...]:
        """The divisions of a zone in code order; a division is its own only one."""
        return self._members[zone]

    def has_zone(self, code: str) -> bool:
        return code in self._zones

    def resolve(self, args: Mapping[str, str]) -> tuple[Query, list[Notice]]:
        levels = [level for level in LEVELS if self.zones(level)]

        def years(definition: Definition, measure: Measure, level: str) -> tuple[int, ...]:
            return self.years(definition, measure, level=level)

        return resolve(args, self.registry, years, levels, self.fullest)

    def fullest(self, measure: Measure, after: int) -> int:
        """The year after ``after`` in which most zones have a value of a population measure, the newest of equal ones."""
        held = self._estimator.population_years(measure.id)
        later = [year for year in held if year > after]
        return max(later, key=lambda year: (len(held[year]), year), default=after)

    def runs(self, measure: str, zone: str, years: tuple[int, ...]) -> tuple[int, ...]:
        """A number for each year of a population measure, the same for years of one method: only these are one series."""
        return self._estimator.runs(zone, measure, years)

    def years(
        self, definition: Definition, measure: Measure, zone: str = "", level: str = ""
    ) -> tuple[int, ...]:
        """Years a measure of a service can be asked for; of populations and of pupils those that are published: for the zone,
        for any of the level, or (both empty) anywhere.
        """
        years = years_of(definition, measure)
        if measure.needs == "enrolment":
            return tuple(sorted(self._estimator.provision.years_enrolled(definition.id, zone))) or years
        if measure.family != "population":
            return years
        held = self._estimator.population_years(measure.id)
        wanted = {code for code, z in self._zones.items() if not level or z.level == level}
        return tuple(y for y in years if wanted & held.get(y, frozenset())) or years

    def value(self, query: Query, zone: str) -> ValueRecord:
        """The record of one zone, whatever its level."""
        records = self.values(query.but(level=self._zones[zone].level))
        return next(r for r in records if r.zone == zone)

    def population(self, zone: str, year: int = CENSUS_YEAR) -> dict[str, ValueRecord]:
        """Persons of the five population groups of one zone."""
        return {
            group: self.value(Query("population", measure, "value", year), zone)
            for measure, group in facts.GROUP_OF_MEASURE.items()
        }

    def _ages(self, zone: str) -> dict[str, ValueRecord]:
        """Shares of the residents (percent) in the census year: age bands, urban, renting households, where registered."""
        rows = self._shares[(self._shares["zone_code"] == zone) & (self._shares["year"] == CENSUS_YEAR)]
        shown = {
            r.item for r in rows.itertuples() if self.publishable.people(zone, r.year, "resident", r.item)
        }
        return {
            r.item: ValueRecord(
                zone,
                Query("population", r.item, "resident", CENSUS_YEAR, self._zones[zone].level),
                100 * r.share if r.item in shown else None,
                "%",
                "%",
                1,
                "ok" if r.item in shown else "suppressed",
                r.grade,
                r.grade == "observed" and self.citations.quoted(r.sources),
                persons=r.persons if r.item in shown else None,
                sources=tuple(r.sources),
            )
            for r in rows.itertuples()
        }

    def sensitivity(self, query: Query, zone: str) -> Sensitivity | None:
        """What moves the figure of one zone (:class:`Swings`); None where its inputs are not kept apart or it has no number."""
        scale = scale_of(self.registry[query.service], self.registry.measures[query.measure])
        return self._swings.of(query.but(level=self._zones[zone].level), zone, scale)

    def without_sensitivity(self, query: Query, zone: str) -> Without:
        """Why a figure is not taken apart, of one for which :meth:`sensitivity` has nothing."""
        return self._swings.without(query.but(level=self._zones[zone].level), zone)

    def yardstick(self, query: Query) -> Yardstick | None:
        """What the values of a query are set against; None where they are set against nothing."""
        measure = self.registry.measures[query.measure]
        return self.library.yardstick(query.service) if measure.against else None

    def _inequality(self, query: Query) -> tuple[Inequality, ...]:
        """Inequality of the measure across the divisions on the basis that concerns the less served side."""
        sides = self.registry.measures[query.measure].sides
        less_served = "resident" if "resident" in sides else "non_local"
        basis = less_served if query.basis == GAP else query.basis
        return inequality(self, query.but(basis=basis, level="division", since=0))

    def standing(self, service: str, zone: str = "", family: str = "provision") -> Standing:
        """Whether the figures of a service in a zone (the city where empty) are real, a demonstration or waiting for a register, by what is loaded.

        ``family``: "provision", or "access", which rests on settlement points too. A composite waits until it has a value.
        """
        definition, zone = self.registry[service], zone or self.city.code
        if definition.kind == "composite":
            parity = Query(service, self.registry.measures_of(service)[0].id, "value")
            return "real" if self.value(parity, zone).ok else "waiting"
        return self._estimator.standings.of(definition, self._members[zone], family)

    def places(self, service: str, zone: str) -> Estimate:
        """What the registers of a zone hold, also where they are placeholders; ``no_data`` where a division has none."""
        return self._estimator.provision.capacity(service, self._members[zone])

    def caveats(self, service: str, zone: str = "", *, demo: bool = True) -> tuple[Label, ...]:
        """What a reader has to know about the service; what is said of placeholders only where there are any and they are shown."""
        shown = demo and self.standing(service, zone) == "demonstration"
        said = (*self.registry[service].caveats, *self.city.words.caveats.get(service, ()))
        return tuple(c.label for c in said if c.when == "always" or shown)

    def drawn_from(self, service: str, zone: str = "") -> Label | None:
        """What the placeholders of the service were drawn from; None where there are none."""
        shown = self.standing(service, zone) == "demonstration"
        return self.registry[service].drawn_from if shown else None

    def sources(self, query: Query) -> tuple[str, ...]:
        return tuple(sorted({source for record in self.values(query) for source in record.sources}))

    def facilities(self, service: str) -> pd.DataFrame:
        """See :func:`~equity.indicators.places.facilities`."""
        return places.facilities(self.warehouse, service)

    def points(self, service: str) -> pd.DataFrame:
        """See :func:`~equity.indicators.places.points`."""
        return places.points(self.warehouse, service, self.publishable.hidden_points)

    def _reach_area(
        self, service: str, scenario: str = BASELINE, facility_id: str = "", share: float = 1.0
    ) -> shapely.Geometry:
        """Within ``share`` of the urban radius of one facility or, without an id, of any of the service; degrees (EPSG:4326).

        Along the roads where the office has loaded any (:attr:`bases`), else circles; empty for a service without places.
        """
        frame, reach = self.facilities(service), self.registry.reach(service, scenario)
        if facility_id:
            frame = frame[frame["facility_id"] == facility_id]
        if reach is None:
            return shapely.Polygon()
        return reach_area(frame, reach, self.bases.get(service, "line"), self.roads, share)

    def _townships(self, service: str) -> pd.DataFrame:
        """See :func:`~equity.indicators.places.townships`; kept, and not to be changed."""
        return places.townships(self.warehouse, service, self.publishable.hidden_points)

    @cached_property
    def township_people(self) -> pd.DataFrame:
        """See :func:`~equity.indicators.places.township_people`."""
        return places.township_people(self.warehouse, self.publishable)

    def once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What ``make`` gives, worked out the first time that somebody asks for ``key``: for the rooms above, of this data version."""
        if key not in self._once:
            self._once[key] = make()
        found: Kept = self._once[key]
        return found

    def _values(self, query: Query) -> tuple[ValueRecord, ...]:
        """One record per zone of ``query.level``, in code order, with ranks among them: none of placeholders, nor of people counted
        where they live.
        """
        estimates = {z.code: self._estimator.estimate(query, z.code) for z in self.zones(query.level)}
        context = self.registry[query.service].counts == "residence"
        ranked = {z: e for z, e in estimates.items() if e.grade != "illustrative" and not context}
        ranked_at = ranks(self._estimator, self.registry, query, ranked)
        return tuple(
            self._record(
                query, zone, e, (*ranked_at[zone], len(ranked_at)) if zone in ranked_at else UNRANKED
            )
            for zone, e in estimates.items()
        )

    def _unranked(self, query: Query) -> tuple[ValueRecord, ...]:
        """One record per zone of ``query.level``, in code order, without ranks: these are by far the most work."""
        return tuple(
            self._record(query, z.code, self._estimator.estimate(query, z.code), UNRANKED)
            for z in self.zones(query.level)
        )

    def own_interval(self, query: Query, zone: str) -> tuple[float, float] | None:
        """Low and high, in the unit of the record, as far as they come from the division's own inputs; None where exact.

        The parameters of a rule are left at their stated values: one unknown for the whole city tells nothing about
        differences between its divisions.
        """
        scale = scale_of(self.registry[query.service], self.registry.measures[query.measure], query.since)
        own = self._estimator.estimate(query, zone, exact=COMMON).scaled(scale)
        return (
            None
            if own.is_exact or own.grade == "illustrative" or own.low is None or own.high is None
            else (own.low, own.high)
        )

    def _record(self, query: Query, zone: str, estimate: Estimate, rank: Rank) -> ValueRecord:
        definition, measure = self.registry[query.service], self.registry.measures[query.measure]
        rests_on_supply = measure.family in {"access", "composite"} and not estimate.sources
        sources = self._estimator.supply_sources if rests_on_supply else estimate.sources
        quoted = estimate.grade == "observed" and self.citations.quoted(estimate.sources)
        return record_of(query, zone, definition, measure, estimate, rank, quoted=quoted, sources=sources)


__all__ = ["GapSplit", "Indicators", "Inequality"]
