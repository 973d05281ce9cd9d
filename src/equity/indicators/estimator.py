"""What one question about one zone comes to, with its interval: of its own sums, of a gap between two sides, of a rule."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Any

from equity.indicators import access, composite, facts
from equity.indicators.change import change_estimate, runs
from equity.indicators.children import LEVEL_OF_MEASURE, LEVEL_OF_SERVICE, SERVICES, YEARS
from equity.indicators.definition import UNKNOWN, EntitlementFactor, GroupDemand
from equity.indicators.distance import NONE_FAR, Far, basis_words, far_words
from equity.indicators.ground import Ground
from equity.indicators.interval import NO_NOTE, NOTHING, Estimate, Exact, difference, joined, pinned
from equity.indicators.measure import Measure
from equity.indicators.provision import Provision
from equity.indicators.registry import BASELINE, Registry
from equity.indicators.split import FACTORS, GapSplit, Pair, Side, as_if_spread_alike, take_apart
from equity.indicators.standing import Standings
from equity.indicators.units import concerned_side
from equity.query import GAP, Query
from equity.say import Label, texts_of, worst_grade
from equity.warehouse import Warehouse

TEXTS = texts_of(__name__)


class Estimator:
    """The estimates behind all records of one data version. The sums are read once.

    ``exact``, wherever it is asked for: inputs that are taken at their stated values, as if they were exact. They are ``supply``,
    ``demand``, ``pupils``, ``children``, ``people`` (those who share facilities), ``concerned`` (whom a rule concerns), and ``COMMON``.
    """

    def __init__(self, warehouse: Warehouse, registry: Registry, ground: Ground) -> None:
        self._registry, self._ground = registry, ground
        self.publishable, self.children = ground.publishable, ground.children
        self._members, self._population, self._breaks = ground.members, ground.population, ground.breaks
        self._access = access.read_access(warehouse, ground.members)
        ages = {d.id: d.demand.ages for d in registry.values() if d.demand and d.demand.ages}
        self.provision = Provision(warehouse, ground.demands, ground.children, ages)
        self.standings = Standings(warehouse)
        self._warehouse = warehouse
        self.parities = lru_cache(maxsize=512)(self._parities)
        self.population_years = lru_cache(maxsize=32)(self._population_years)
        self.distance_basis = lru_cache(maxsize=512)(self._distance_basis)
        self._access_grade = lru_cache(maxsize=512)(self._worst_access_grade)

    @cached_property
    def supply_sources(self) -> tuple[str, ...]:
        found = self._warehouse.read("SELECT DISTINCT source FROM core_facilities ORDER BY 1")
        return tuple(found["source"])

    def estimate(self, query: Query, zone: str, *, exact: Exact = NOTHING) -> Estimate:
        definition, measure = self._registry[query.service], self._registry.measures[query.measure]
        if query.basis not in measure.bases or not self._registry.offers(query.service, measure):
            return Estimate.missing("not_applicable")
        if query.since and not measure.change:
            return Estimate.missing("not_applicable")
        if query.basis == GAP:
            return self._gap(query, measure, zone, exact)
        if measure.needs == "places":
            return self._spare_places(query, zone, exact)
        if measure.family == "provision":
            found = self.provision.estimate(query, zone, exact=exact)
            shown = self.publishable.demand(query.service, zone, query.year, query.basis)
            return found if shown else _hidden(found)
        if measure.id == "parity":
            return self._parity(query, zone, exact)
        if measure.family == "access":
            return self.factor(query, measure.id, zone, query.basis, exact)
        if measure.family == "composite":
            weights = composite.service_weights(self._registry, definition.domain_weights or {})
            return composite.composite_estimate(self.parities(query, zone, exact=exact), weights)
        if measure.family == "condition":
            known = self._ground.conditions.get((zone, query.year, definition.condition_item))
            found = known or Estimate.missing("no_data")
            return found if self.publishable.people(zone, query.year, "resident") else _hidden(found)
        return self._of_people(query, measure, zone)

    def _of_people(self, query: Query, measure: Measure, zone: str) -> Estimate:
        """A population measure of a year, or its change since another; hidden where one of the years is."""
        if measure.id in LEVEL_OF_MEASURE:
            return self._of_children(LEVEL_OF_MEASURE[measure.id], query, zone)
        span = (query.since or query.year, query.year)
        if query.since and measure.change:
            found = change_estimate(self._population, self._breaks, zone, span, measure.id, measure.change)
        else:
            found = facts.population_estimate(self._population, zone, query.year, measure.id)
        shown = all(self.publishable.people(zone, year, *facts.groups_of(measure.id)) for year in span)
        return found if shown else _hidden(found)

    def _of_children(self, level: str, query: Query, zone: str) -> Estimate:
        """Everybody of that age, or one group of them."""
        if query.basis == "value":
            return self.children.estimate(zone, level, query.year)
        return self.children.of_group(zone, level, query.year, query.basis, self.by_group(level))

    def by_group(self, level: str) -> GroupDemand:
        """How often there is a child of that school age among non-local residents, as the definition of the school has it."""
        school = self._registry.get(SERVICES[level])
        return school.demand.by_group if school and school.demand else UNKNOWN

    def _spare_places(self, query: Query, zone: str, exact: Exact) -> Estimate:
        """Places of the registers less the children of that age; nothing where a division has no register."""
        children = self.spare_children(query, zone)
        held = self.provision.capacity(query.service, self._members[zone])
        sides = (pinned(held, "supply" in exact), pinned(children, "children" in exact))
        return replace(difference(*sides), persons=children.persons)

    def spare_children(self, query: Query, zone: str) -> Estimate:
        """The children whom the places of a school are set against."""
        return self.children.estimate(zone, LEVEL_OF_SERVICE[query.service], query.year)

    def in_demand(self, query: Query, zone: str, group: str) -> tuple[float, float, float]:
        """Those of a group who share the facilities of a service: low, value, high. Not for show."""
        return self._in_demand(self._access.get((query.service, query.scenario, zone, group)), NOTHING)

    def rule(self, query: Query) -> tuple[float, float, float] | None:
        """Share that the rule of the service admits, of those concerned: value, low, high."""
        eligibility = self._registry[query.service].eligibility
        assumed = self._registry.scenarios[query.scenario].assumed_rules
        return eligibility.admitted(assumed=assumed) if eligibility else None

    def concerned(self, query: Query, zone: str) -> tuple[float, float, float]:
        """Share of the non-local residents whom the rule of the service concerns: low, value, high."""
        row = self._access.get((query.service, query.scenario, zone, "non_local"))
        return access.concerned(row, self.rule(query)) if row else (1.0, 1.0, 1.0)

    def persons(self, zone: str, year: int, group: str) -> Estimate:
        """People of a group in a year, suppressed as everywhere."""
        found = self._population.get((zone, year, group), Estimate.missing("no_data"))
        return found if self.publishable.people(zone, year, group) else _hidden(found)

    def members(self, zone: str) -> tuple[str, ...]:
        """The divisions of a zone."""
        return self._members[zone]

    def runs(self, zone: str, measure: str, years: tuple[int, ...]) -> tuple[int, ...]:
        """A number for each year of a population measure, the same for years of one method."""
        return runs(self._breaks, zone, measure, years)

    def factor(self, query: Query, measure: str, zone: str, group: str, exact: Exact = NOTHING) -> Estimate:
        """Reach, adequacy, entitlement or their product for one group of residents, service and scenario of ``query``."""
        if not self.publishable.demand(query.service, zone, query.year, group):
            return Estimate.missing("suppressed", grade=self._access_grade(query))
        return self._factor(query, measure, zone, group, exact)

    def split(self, service: str, zone: str, scenario: str = BASELINE) -> GapSplit:
        """The gap in effective coverage between local and non-local residents of one zone, taken apart (:class:`GapSplit`)."""
        query = Query(service, "effective", GAP, scenario=scenario)
        local, non_local = (self.factor(query, "effective", zone, g) for g in ("local", "non_local"))
        return take_apart(service, zone, local, non_local, self.divisions(query, zone))

    def divisions(self, query: Query, zone: str, exact: Exact = NOTHING) -> list[Pair]:
        """Local and non-local side of every division of the zone. Not for show: with those too few to be published."""
        return [
            (
                self._side(query, division, "local", exact),
                self._side(query, division, "non_local", exact),
            )
            for division in self._members[zone]
        ]

    def _side(self, query: Query, division: str, group: str, exact: Exact) -> Side:
        estimates = {n: self._factor(query, n, division, group, exact) for n in (*FACTORS, "effective")}
        row = self._access.get((query.service, query.scenario, division, group))
        return Side(estimates, self._in_demand(row, exact))

    @staticmethod
    def _in_demand(row: Mapping[str, Any] | None, exact: Exact) -> tuple[float, float, float]:
        """People in demand: low, value, high."""
        if row is None:
            return (0.0, 0.0, 0.0)
        low, high = (row["persons"],) * 2 if "people" in exact else row["people"]
        return (low, row["persons"], high)

    def _factor(self, query: Query, measure: str, zone: str, group: str, exact: Exact) -> Estimate:
        rule = self.rule(query)
        basis = self.distance_basis(query.service, query.scenario)
        return access.access_estimate(
            self._access.get((query.service, query.scenario, zone, group)),
            measure,
            (rule[0],) * 3 if rule and "rule" in exact else rule,
            self._access_grade(query),
            basis or NO_NOTE,
            exact,
        )

    def _parity(self, query: Query, zone: str, exact: Exact) -> Estimate:
        local, non_local = (
            self.factor(query, "effective", zone, side, exact) for side in ("local", "non_local")
        )
        if len(self._members[zone]) == 1 or not local.status == non_local.status == "ok":
            return access.parity(local, non_local)
        alike = as_if_spread_alike(self.divisions(query, zone, exact))
        note = joined(non_local.note, TEXTS.spread_alike)
        return access.parity(replace(alike, grade=local.grade), replace(non_local, note=note))

    def _population_years(self, measure: str) -> Mapping[int, frozenset[str]]:
        """Years in which a population measure has a value somewhere, with the zones where it has."""
        if measure in LEVEL_OF_MEASURE:
            level = LEVEL_OF_MEASURE[measure]
            asked = {(z, y) for z in self._members for y in YEARS}
            told = [(z, y) for z, y in asked if self.children.estimate(z, level, y).value is not None]
        else:
            asked = {(zone, year) for zone, year, _ in self._population}
            estimate = partial(facts.population_estimate, self._population, measure=measure)
            told = [(z, y) for z, y in asked if estimate(z, y).value is not None]
        return {year: frozenset(z for z, y in told if y == year) for year in sorted({y for _, y in told})}

    def _distance_basis(self, service: str, scenario: str = BASELINE) -> Label | None:
        """How distance to the service is measured, in words; None where the service has no place to go to."""
        reach = self._registry.reach(service, scenario)
        if reach is None:
            return None
        return basis_words(reach, self._ground.bases.get(service, "line"), far_words(self.far(service)))

    def far(self, service: str) -> Far:
        """How many places lie far from the roads; none where there are no roads."""
        return self._ground.far.get(service, NONE_FAR)

    def _gap(self, query: Query, measure: Measure, zone: str, exact: Exact) -> Estimate:
        assert measure.gap is not None
        sides = {side: self.estimate(query.but(basis=side), zone, exact=exact) for side in measure.gap}
        gap = replace(difference(*sides.values()), persons=sides[concerned_side(measure, GAP)].persons)
        if measure.family == "access" and len(self._members[zone]) > 1 and gap.value is not None:
            return replace(gap, note=joined(gap.note, TEXTS.pooled))
        return self.provision.gap(query, zone, gap, exact) if measure.family == "provision" else gap

    def _parities(self, query: Query, zone: str, *, exact: Exact = NOTHING) -> Mapping[str, Estimate]:
        """Parity of every service with facilities in one zone."""
        return {
            d.id: self.estimate(query.but(service=d.id, measure="parity"), zone, exact=exact)
            for d in self._registry.of_kind("facility")
        }

    def _worst_access_grade(self, query: Query) -> str:
        definition = self._registry[query.service]
        demand = definition.demand.by_group.grade if definition.demand else "observed"
        return worst_grade(
            self.standings.places_grade(query.service),
            demand,
            *(f.grade for f in self.applied_factors(query)),
        )

    def applied_factors(self, query: Query) -> tuple[EntitlementFactor, ...]:
        """Conditions of the rule that are applied in the scenario of the query."""
        eligibility = self._registry[query.service].eligibility
        assumed = self._registry.scenarios[query.scenario].assumed_rules
        return eligibility.applied(assumed=assumed) if eligibility else ()


def _hidden(estimate: Estimate) -> Estimate:
    """The same without its number, where there was one: no data stays no data."""
    if estimate.status != "ok":
        return estimate
    return Estimate.missing("suppressed", grade=estimate.grade, sources=estimate.sources)
