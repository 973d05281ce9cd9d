"""What one question about one zone comes to, with its interval: of its own sums, of a gap between two sides, of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from equity.indicators import access, composite, facts, provision
from equity.indicators.definition import Definition, Measure
from equity.indicators.interval import Estimate, difference
from equity.indicators.registry import BASELINE, Registry
from equity.indicators.units import concerned_side
from equity.query import GAP, Query
from equity.say import GRADES, Label, worst_grade
from equity.warehouse import Warehouse


class Estimator:
    """The estimates behind all records of one data version. The sums are read once.

    ``rule_known``, wherever it is asked for: with the parameters of a rule at their stated values, as if they were exact.
    """

    def __init__(self, warehouse: Warehouse, registry: Registry, suppress_below: int) -> None:
        self._registry, self._suppress_below = registry, suppress_below
        self._provision = provision.read_provision(warehouse)
        self._access = access.read_access(warehouse)
        self._population = facts.read_population(warehouse)
        self._conditions = facts.read_conditions(warehouse)
        self._grades, self.supply_sources = _read_supply(warehouse, registry)
        networked = "SELECT DISTINCT f.service FROM core_facilities AS f JOIN stg_network_distances USING (facility_id)"
        self._on_network = frozenset(warehouse.read(networked)["service"])
        self.parities = lru_cache(maxsize=512)(self._parities)
        self.population_years = lru_cache(maxsize=16)(self._population_years)

    def estimate(self, query: Query, zone: str, *, rule_known: bool = False) -> Estimate:
        definition, measure = self._registry[query.service], self._registry.measures[query.measure]
        if query.basis == GAP:
            return self._gap(query, measure, zone, rule_known)
        if measure.family == "provision":
            return provision.provision_estimate(
                self._provision_row(query, zone), measure.id, self._suppress_below
            )
        if measure.id == "parity":
            sides = (
                self.factor(query, "effective", zone, side, rule_known) for side in ("local", "non_local")
            )
            return access.parity(*sides)
        if measure.family == "access":
            return self.factor(query, measure.id, zone, query.basis, rule_known)
        if measure.family == "composite":
            weights = composite.service_weights(self._registry, definition.domain_weights or {})
            return composite.composite_estimate(self.parities(query, zone, rule_known=rule_known), weights)
        if measure.family == "condition":
            return self._conditions.get(
                (zone, query.year, definition.condition_item), Estimate.missing("no_data")
            )
        return facts.population_estimate(self._population, zone, query.year, measure.id)

    def factor(self, query: Query, measure: str, zone: str, group: str, rule_known: bool = False) -> Estimate:
        """Reach, adequacy, entitlement or their product for one group of residents, service and scenario of ``query``."""
        definition = self._registry[query.service]
        rule = definition.eligibility.non_local if definition.eligibility else (1.0, 1.0, 1.0)
        basis = self.distance_basis(definition.id, query.scenario)
        return access.access_estimate(
            self._access.get((query.service, query.scenario, zone, group)),
            measure,
            (rule[0], rule[0], rule[0]) if rule_known else rule,
            self._access_grade(definition),
            self._suppress_below,
            (basis.zh, basis.en) if basis else ("", ""),
        )

    def _population_years(self, measure: str) -> frozenset[int]:
        """Years in which a population measure has a value anywhere."""
        return frozenset(
            year
            for zone, year in {(zone, year) for zone, year, _ in self._population}
            if facts.population_estimate(self._population, zone, year, measure).value is not None
        )

    def distance_basis(self, service: str, scenario: str = BASELINE) -> Label | None:
        """How distance to the service is measured, in words; None where the service has no place to go to."""
        reach = self._registry.reach(service, scenario)
        if reach is None:
            return None
        radius = f"{reach.radius_m:,.0f}"
        if service in self._on_network:
            return Label(f"距离：路网，半径 {radius} 米。", f"Distance: road network, radius {radius} m.")
        return Label(
            f"距离：直线 × 绕行系数 {reach.detour:g}，半径 {radius} 米。",
            f"Distance: straight line × detour factor {reach.detour:g}, radius {radius} m.",
        )

    def places_grade(self, service: str) -> str:
        """The worse grade of where facilities of the service and where people are."""
        return worst_grade(self._grades[service], self._grades["points"])

    def _gap(self, query: Query, measure: Measure, zone: str, rule_known: bool) -> Estimate:
        assert measure.gap is not None
        sides = {
            side: self.estimate(query.but(basis=side), zone, rule_known=rule_known) for side in measure.gap
        }
        gap = replace(difference(*sides.values()), persons=sides[concerned_side(measure, GAP)].persons)
        if measure.id not in provision.SHARED_SUPPLY:
            return gap
        registered, resident = (
            self._provision_row(query.but(basis=side), zone) for side in ("registered", "resident")
        )
        return provision.basis_gap(registered, resident, measure.id, gap)

    def _parities(self, query: Query, zone: str, *, rule_known: bool = False) -> Mapping[str, Estimate]:
        """Parity of every service with facilities in one zone."""
        return {
            d.id: self.estimate(query.but(service=d.id, measure="parity"), zone, rule_known=rule_known)
            for d in self._registry.of_kind("facility")
        }

    def _provision_row(self, query: Query, zone: str) -> Mapping[str, Any] | None:
        return self._provision.get((query.service, zone, query.year, query.basis))

    def _access_grade(self, definition: Definition) -> str:
        rule = [f.grade for f in definition.eligibility.factors] if definition.eligibility else []
        return worst_grade(self.places_grade(definition.id), *rule)


def _read_supply(warehouse: Warehouse, registry: Registry) -> tuple[dict[str, str], tuple[str, ...]]:
    """The worst grade of the register of each service and of the settlement points; the sources of the registers."""
    grades = warehouse.read(
        "SELECT service, max(grade_rank(grade)) AS rank, any_value(source) AS source FROM core_facilities GROUP BY service "
        "UNION ALL SELECT 'points', max(grade_rank(grade)), NULL FROM core_points"
    )
    names = tuple(GRADES)
    known = {row.service: names[int(row.rank)] for row in grades.itertuples() if row.rank == row.rank}
    return {d.id: "illustrative" for d in registry.values()} | known, tuple(
        sorted(set(grades["source"].dropna()))
    )
