"""What stays as it is when facilities and rules change: zones, people, who needs a service, what may be published, how distance is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.indicators import facts
from equity.indicators.change import Breaks, read_breaks
from equity.indicators.children import LEVEL_OF_SERVICE, YEARS, Children, counts
from equity.indicators.cohorts import Ages, Cohorts
from equity.indicators.definition import GroupDemand, Travel
from equity.indicators.demand import Demands
from equity.indicators.distance import Basis, Far
from equity.indicators.facts import ConditionKey, PopulationKey, with_outside
from equity.indicators.interval import Estimate
from equity.indicators.publishable import Publishable
from equity.indicators.registry import Registry
from equity.indicators.roads import read_bases, read_far, read_travel
from equity.indicators.zones import Zone, read_members, read_zones
from equity.warehouse import Warehouse


@dataclass(frozen=True)
class Ground:
    """Read once for a data version; a plan that leaves people alone stands on that of the data it changes."""

    warehouse: Warehouse
    zones: Mapping[str, Zone]
    members: Mapping[str, tuple[str, ...]]
    shares: pd.DataFrame
    publishable: Publishable
    population: Mapping[PopulationKey, Estimate]
    breaks: Breaks
    demands: Demands
    children: Children
    bases: Mapping[str, Basis]
    far: Mapping[str, Far]
    travel: Mapping[str, Travel]

    @cached_property
    def conditions(self) -> Mapping[ConditionKey, Estimate]:
        return facts.read_conditions(self.warehouse)


def read_ground(warehouse: Warehouse, registry: Registry, suppress_below: int) -> Ground:
    members, shares, cohorts = read_members(warehouse), facts.read_shares(warehouse), Cohorts(warehouse)
    counted = counts(cohorts, members, *_who_and_when(warehouse, registry))
    publishable = Publishable(warehouse, shares, suppress_below, counted)
    population = with_outside(
        facts.with_origins(facts.read_population(warehouse), shares), members, shares, publishable
    )
    return Ground(
        warehouse,
        read_zones(warehouse),
        members,
        shares,
        publishable,
        population,
        read_breaks(warehouse),
        Demands(warehouse, population, *(_by_rule(registry, rule) for rule in ("everyone", "ages"))),
        Children(cohorts, members, publishable),
        read_bases(warehouse),
        read_far(warehouse),
        read_travel(warehouse),
    )


def _by_rule(registry: Registry, rule: str) -> frozenset[str]:
    return frozenset(d.id for d in registry.values() if d.demand and d.demand.rule == rule)


def _who_and_when(
    warehouse: Warehouse, registry: Registry
) -> tuple[dict[str, tuple[Ages, GroupDemand]], dict[str, frozenset[int]]]:
    """Whom the services for an age are for, and the years in which their numbers are shown: projected, asked, with pupils."""
    needs, years = {}, {}
    pupils = warehouse.read("SELECT DISTINCT service, year FROM core_enrolment")
    for d in registry.values():
        if d.demand and d.demand.ages:
            needs[d.id] = d.demand.ages, d.demand.by_group
            projected = YEARS if d.id in LEVEL_OF_SERVICE else ()
            years[d.id] = frozenset(
                {*d.years, *projected, *pupils["year"][pupils["service"] == d.id].astype(int)}
            )
    return needs, years
