"""What stays as it is when facilities and rules change: zones, people, who needs a service, what may be published, how distance is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.indicators import facts
from equity.indicators.change import Breaks, read_breaks
from equity.indicators.children import Children
from equity.indicators.definition import Travel
from equity.indicators.demand import Demands
from equity.indicators.distance import Basis, Far
from equity.indicators.facts import ConditionKey, PopulationKey
from equity.indicators.interval import Estimate
from equity.indicators.outside import with_outside
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
    members, shares = read_members(warehouse), facts.read_shares(warehouse)
    publishable = Publishable(warehouse, shares, suppress_below)
    population = with_outside(
        facts.with_origins(facts.read_population(warehouse), shares), members, shares, publishable
    )
    everyone = frozenset(d.id for d in registry.values() if d.demand and d.demand.rule == "everyone")
    return Ground(
        warehouse,
        read_zones(warehouse),
        members,
        shares,
        publishable,
        population,
        read_breaks(warehouse),
        Demands(warehouse, population, everyone),
        Children(warehouse, members, publishable),
        read_bases(warehouse),
        read_far(warehouse),
        read_travel(warehouse),
    )
