"""The one facade behind pages, exports, API and CLI: a `Query` goes in, value records come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

import pandas as pd

from equity.indicators import access, composite, facts, provision
from equity.indicators.access import FACTORS, GapSplit
from equity.indicators.inequality import Inequality, inequality
from equity.indicators.interval import Estimate, difference, rank_intervals
from equity.indicators.library import Library
from equity.indicators.records import ValueRecord
from equity.indicators.registry import BASELINE, Definition, Measure, Reach, Registry
from equity.indicators.resolve import resolve
from equity.indicators.siting import MOST_PAIRS, Siting, siting
from equity.indicators.units import concerned_side, concerned_unit, decimals_of, units
from equity.indicators.zones import Zone, read_zones
from equity.query import GAP, Notice, Query
from equity.settings import CENSUS_YEAR, CITY_CODE
from equity.text import GRADES, Label, worst_grade
from equity.warehouse import Warehouse


class Indicators:
    """Everything that can be asked of one data version. Cheap to call: the sums are read once, results are kept."""

    def __init__(self, warehouse: Warehouse, registry: Registry, *, suppress_below: int = 10) -> None:
        self.warehouse, self.registry, self.suppress_below = warehouse, registry, suppress_below
        self.library = Library(warehouse, registry)
        self._zones = read_zones(warehouse)
        self._provision = provision.read_provision(warehouse)
        self._access = access.read_access(warehouse)
        self._population = facts.read_population(warehouse)
        self._conditions = facts.read_conditions(warehouse)
        self._shares = facts.read_shares(warehouse)
        self._supply_grades = self._read_supply_grades()
        networked = "SELECT DISTINCT f.service FROM core_facilities AS f JOIN stg_network_distances USING (facility_id)"
        self._on_network = frozenset(warehouse.read(networked)["service"])
        self.values = lru_cache(maxsize=4096)(self._values)
        self.split = lru_cache(maxsize=4096)(self._split)
        self.inequality = lru_cache(maxsize=512)(self._inequality)
        self.siting = lru_cache(maxsize=512)(self._siting)
        self._parities = lru_cache(maxsize=512)(self._parities_of)

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

    def has_zone(self, code: str) -> bool:
        return code in self._zones

    def resolve(self, args: Mapping[str, str]) -> tuple[Query, list[Notice]]:
        return resolve(args, self.registry)

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

    def ages(self, zone: str) -> dict[str, ValueRecord]:
        """Shares of the residents (percent) in the census year: age bands, urban, renting households, where registered."""
        rows = self._shares[(self._shares["zone_code"] == zone) & (self._shares["year"] == CENSUS_YEAR)]
        return {
            r.item: ValueRecord(
                zone,
                "population",
                r.item,
                "resident",
                CENSUS_YEAR,
                100 * r.share,
                "%",
                "%",
                1,
                "ok",
                r.grade,
                persons=r.persons,
                sources=tuple(r.sources),
            )
            for r in rows.itertuples()
        }

    def _inequality(self, query: Query) -> tuple[Inequality, ...]:
        """Inequality of the measure across the 14 divisions on the basis that concerns the less served side."""
        measure = self.registry.measures[query.measure]
        basis = (
            query.basis
            if query.basis != GAP
            else ("resident" if "resident" in measure.sides else "non_local")
        )
        asked = query.but(basis=basis, level="division")
        return inequality(self, asked)

    def sources(self, query: Query) -> tuple[str, ...]:
        return tuple(sorted({source for record in self.values(query) for source in record.sources}))

    def reach(self, service: str, scenario: str = BASELINE) -> Reach | None:
        """Radius and detour of a service in a scenario; None where the service has no place to go to."""
        reach = self.registry[service].reach
        return self.registry.scenarios[scenario].applied(reach) if reach else None

    def distance_basis(self, service: str, scenario: str = BASELINE) -> Label | None:
        """How distance to the service is measured, in words; None where the service has no place to go to."""
        reach = self.reach(service, scenario)
        if reach is None:
            return None
        radius = f"{reach.radius_m:,.0f}"
        if service in self._on_network:
            return Label(f"距离：路网，半径 {radius} 米。", f"Distance: road network, radius {radius} m.")
        return Label(
            f"距离：直线 × 绕行系数 {reach.detour:g}，半径 {radius} 米。",
            f"Distance: straight line × detour factor {reach.detour:g}, radius {radius} m.",
        )

    def facilities(self, service: str) -> pd.DataFrame:
        """Facilities of one service: id, name, division, lon, lat (WGS-84), capacity, type, grade.

        Those registered without coordinates count as supply of their division and are not among them.
        """
        return self.warehouse.read(
            "SELECT facility_id, name_zh, zone_code AS adcode, lon, lat, capacity, facility_type, placement, year, grade, source "
            "FROM core_facilities WHERE service = ? AND lon IS NOT NULL ORDER BY facility_id",
            [service],
        )

    def points(self, service: str) -> pd.DataFrame:
        """Settlement points with their baseline access to one service."""
        return self.warehouse.read(
            "SELECT p.point_id, p.zone_code, p.lon, p.lat, p.local, p.non_local, p.registered, a.reached, a.nearest_m, "
            "a.access_score, a.adequacy, p.grade FROM core_points AS p JOIN out_access__point_service AS a USING (point_id) "
            "WHERE a.service = ? ORDER BY p.point_id",
            [service],
        )

    def _siting(
        self, service: str, zone: str, group: str, count: int, most_pairs: int = MOST_PAIRS
    ) -> Siting:
        """The best places for ``count`` new facilities of a service in one zone."""
        grade = worst_grade(self._supply_grades[service], self._supply_grades["points"])
        return siting(self.warehouse, self.registry[service], zone, group, count, grade, most_pairs)

    def _values(self, query: Query) -> tuple[ValueRecord, ...]:
        """One record per zone of ``query.level``, in code order, with ranks among them."""
        definition, measure = self.registry[query.service], self.registry.measures[query.measure]
        zones = self.zones(query.level)
        estimates = {z.code: self._estimate(query, definition, measure, z.code) for z in zones}
        ranks = self._ranks(query, definition, measure, estimates)
        return tuple(
            self._record(query, definition, measure, z.code, estimates[z.code], ranks.get(z.code))
            for z in zones
        )

    def _estimate(
        self, query: Query, definition: Definition, measure: Measure, zone: str, *, rule_known: bool = False
    ) -> Estimate:
        """``rule_known``: with the parameters of the rule at their stated values, as if they were exact."""
        if query.basis == GAP:
            assert measure.gap is not None
            a, b = (
                self._estimate(query.but(basis=side), definition, measure, zone, rule_known=rule_known)
                for side in measure.gap
            )
            about = dict(zip(measure.gap, (a, b), strict=True))[concerned_side(measure, GAP)]
            gap = replace(difference(a, b), persons=about.persons)
            if measure.id in provision.SHARED_SUPPLY:
                registered, resident = (
                    self._provision.get((query.service, zone, query.year, side))
                    for side in ("registered", "resident")
                )
                return provision.basis_gap(registered, resident, measure.id, gap)
            return gap
        if measure.family == "provision":
            row = self._provision.get((query.service, zone, query.year, query.basis))
            return provision.provision_estimate(row, measure.id, self.suppress_below)
        if measure.family == "access":
            if measure.id == "parity":
                sides = [
                    self._access_estimate(query, definition, "effective", zone, side, rule_known)
                    for side in ("local", "non_local")
                ]
                return access.parity(*sides)
            return self._access_estimate(query, definition, measure.id, zone, query.basis, rule_known)
        if measure.family == "composite":
            weights = composite.service_weights(self.registry, definition.domain_weights or {})
            return composite.composite_estimate(self._parities(query, zone, rule_known=rule_known), weights)
        if measure.family == "condition":
            return self._conditions.get(
                (zone, query.year, definition.condition_item), Estimate.missing("no_data")
            )
        return facts.population_estimate(self._population, zone, query.year, measure.id)

    def _access_estimate(
        self,
        query: Query,
        definition: Definition,
        measure: str,
        zone: str,
        group: str,
        rule_known: bool = False,
    ) -> Estimate:
        row = self._access.get((query.service, query.scenario, zone, group))
        rule = definition.eligibility.non_local if definition.eligibility else (1.0, 1.0, 1.0)
        basis = self.distance_basis(definition.id, query.scenario)
        return access.access_estimate(
            row,
            measure,
            (rule[0], rule[0], rule[0]) if rule_known else rule,
            self._access_grade(definition),
            self.suppress_below,
            (basis.zh, basis.en) if basis else ("", ""),
        )

    def _parities_of(self, query: Query, zone: str, *, rule_known: bool = False) -> Mapping[str, Estimate]:
        """Parity of every service with facilities in one zone."""
        parity = self.registry.measures["parity"]
        return {
            d.id: self._estimate(
                query.but(service=d.id, measure="parity"), d, parity, zone, rule_known=rule_known
            )
            for d in self.registry.of_kind("facility")
        }

    def _access_grade(self, definition: Definition) -> str:
        rule = [f.grade for f in definition.eligibility.factors] if definition.eligibility else []
        return worst_grade(self._supply_grades[definition.id], self._supply_grades["points"], *rule)

    def _ranks(
        self, query: Query, definition: Definition, measure: Measure, estimates: dict[str, Estimate]
    ) -> dict[str, tuple[int, int, int]]:
        """Ranks with their range.

        Over the intervals, as far as they are each division's own: those of the parameters of a rule move all divisions
        together and decide no rank. Access and composites also over every scenario and other weights.
        """
        if measure.family not in {"access", "composite"}:
            return rank_intervals(estimates)
        ranks = rank_intervals(self._own_estimates(query))
        if query.scenario != BASELINE:
            return ranks
        alternatives = [
            {z: self._estimate(query.but(scenario=scenario), definition, measure, z) for z in estimates}
            for scenario in self.registry.scenarios
            if scenario != BASELINE
        ]
        if measure.family == "composite":
            parities = {z: self._parities(query, z, rule_known=False) for z in estimates}
            alternatives += [
                {z: composite.composite_estimate(parities[z], weights) for z in estimates}
                for weights in composite.alternative_weights(self.registry, definition)
            ]
        for other in map(rank_intervals, map(_as_exact, alternatives)):
            for zone, (rank, best, worst) in ranks.items():
                if zone in other:
                    ranks[zone] = (rank, min(best, other[zone][0]), max(worst, other[zone][0]))
        return ranks

    def _own_estimates(self, query: Query) -> dict[str, Estimate]:
        """Estimates of the zones of ``query.level`` with the intervals that are each zone's own.

        Without those of the parameters of a rule, which are the same everywhere.
        """
        definition, measure = self.registry[query.service], self.registry.measures[query.measure]
        return {
            z.code: self._estimate(query, definition, measure, z.code, rule_known=True)
            for z in self.zones(query.level)
        }

    def own_interval(self, query: Query, zone: str) -> tuple[float, float] | None:
        """Low and high, in the unit of the record, as far as they come from the division's own inputs; None where exact.

        The parameters of a rule are left at their stated values: one unknown for the whole city tells nothing about
        differences between its divisions.
        """
        definition, measure = self.registry[query.service], self.registry.measures[query.measure]
        own = self._estimate(query, definition, measure, zone, rule_known=True).scaled(measure.scale)
        return None if own.is_exact or own.low is None or own.high is None else (own.low, own.high)

    def _record(
        self,
        query: Query,
        definition: Definition,
        measure: Measure,
        zone: str,
        estimate: Estimate,
        rank: tuple[int, int, int] | None,
    ) -> ValueRecord:
        shown = estimate.scaled(measure.scale)
        unit, counted = units(definition, measure, query.basis), concerned_unit(definition)
        exact = shown.is_exact
        return ValueRecord(
            zone=zone,
            service=query.service,
            measure=query.measure,
            basis=query.basis,
            year=query.year,
            value=shown.value,
            unit_zh=unit[0],
            unit_en=unit[1],
            decimals=decimals_of(definition, measure),
            status=shown.status,
            grade=shown.grade,
            low=None if exact else shown.low,
            high=None if exact else shown.high,
            persons=shown.persons,
            concerned_unit_zh=counted.zh,
            concerned_unit_en=counted.en,
            rank=rank[0] if rank else None,
            rank_low=rank[1] if rank else None,
            rank_high=rank[2] if rank else None,
            supply_year=shown.supply_year,
            sources=shown.sources or self._access_sources(measure),
            note_zh=shown.note[0],
            note_en=shown.note[1],
        )

    def _access_sources(self, measure: Measure) -> tuple[str, ...]:
        return self._supply_sources if measure.family in {"access", "composite"} else ()

    def _split(self, service: str, zone: str, scenario: str = BASELINE) -> GapSplit:
        """The gap in effective coverage between local and non-local residents of one zone, taken apart."""
        definition, query = self.registry[service], Query(service, "effective", GAP, scenario=scenario)
        sides = [
            {
                name: self._access_estimate(query, definition, name, zone, group)
                for name in (*FACTORS, "effective")
            }
            for group in ("local", "non_local")
        ]
        return access.split(service, zone, *sides)

    def _read_supply_grades(self) -> dict[str, str]:
        grades = self.warehouse.read(
            "SELECT service, max(grade_rank(grade)) AS rank, any_value(source) AS source FROM core_facilities GROUP BY service "
            "UNION ALL SELECT 'points', max(grade_rank(grade)), NULL FROM core_points"
        )
        self._supply_sources = tuple(sorted(set(grades["source"].dropna())))
        names = tuple(GRADES)
        return {d.id: "illustrative" for d in self.registry.values()} | {
            row.service: names[int(row.rank)] for row in grades.itertuples() if row.rank == row.rank
        }


def _as_exact(estimates: dict[str, Estimate]) -> dict[str, Estimate]:
    return {zone: replace(e, low=e.value, high=e.value) for zone, e in estimates.items()}


__all__ = ["CITY_CODE", "GapSplit", "Indicators", "Inequality"]
