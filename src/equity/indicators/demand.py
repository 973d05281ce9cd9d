"""People in demand of a service by zone, year and basis: one quantity, one interval, wherever it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from equity import measures
from equity.indicators.facts import PopulationKey
from equity.indicators.interval import Estimate, bounded, over
from equity.indicators.zones import read_members
from equity.say import worst_grade
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class InDemand:
    """Those of one division, with the bounds of the whole population they are a part of, and those of the part."""

    demand: Estimate
    people_ends: tuple[float, float]
    share_ends: tuple[float, float]


class Demands:
    """Sums over divisions, tied to the published total of the city where there is one."""

    def __init__(
        self,
        warehouse: Warehouse,
        population: Mapping[PopulationKey, Estimate],
        everyone: frozenset[str],
        of_age: frozenset[str],
    ) -> None:
        """Services for ``everyone``, and those for the people ``of_age``."""
        self._population, self._everyone, self._of_age = population, everyone, of_age
        self._rows: dict[tuple[str, int, str], dict[str, InDemand]] = {}
        for r in warehouse.table("core_demand").itertuples():
            self._rows.setdefault((r.service, r.year, r.basis), {})[r.division_code] = InDemand(
                bounded(
                    r.demand,
                    r.demand_low,
                    r.demand_high,
                    grade=r.grade,
                    persons=r.demand,
                    sources=tuple(r.sources),
                ),
                (r.persons_low, r.persons_high),
                (r.share_low, r.share_high),
            )
        self._members, self._city = read_members(warehouse), warehouse.city.code

    @property
    def count(self) -> int:
        """How many divisions there are."""
        return len(self._members[self._city])

    def is_city(self, zone: str) -> bool:
        return len(self._members[zone]) == self.count

    def everywhere(self, service: str, year: int, basis: str) -> Mapping[str, InDemand]:
        return self._rows.get((service, year, basis), {})

    def divisions(self, service: str, zone: str, year: int, basis: str) -> dict[str, InDemand]:
        """Those of every division of the zone that has a figure, in code order."""
        rows = self.everywhere(service, year, basis)
        return {code: rows[code] for code in self._members[zone] if code in rows}

    def of(self, service: str, zone: str, year: int, basis: str) -> Estimate:
        """People in demand in a zone; ``no_data`` where one of its divisions has no figure, ``not_applicable`` where there are none.

        Where everyone is in demand this is the population, with its own interval. Else the divisions' people lie in their
        intervals and, all together, in that of the city, which leaves less than the sum of their bounds.
        """
        inside = self.divisions(service, zone, year, basis)
        if len(inside) < len(self._members[zone]):
            return Estimate.missing("no_data")
        grade = worst_grade(*(d.demand.grade for d in inside.values()))
        sources = tuple(sorted({s for d in inside.values() for s in d.demand.sources}))
        value = sum(d.demand.value or 0.0 for d in inside.values())
        if value == 0:
            return Estimate.missing("not_applicable", grade=grade, persons=0.0, sources=sources)
        if service in self._everyone:
            return self._population[zone, year, basis]
        if len(inside) == 1:
            return replace(next(iter(inside.values())).demand, sources=sources)
        moved = service in self._of_age and basis == "resident" and year != CENSUS_YEAR
        if moved:  # children need not have moved as all residents did, whose total says nothing of theirs
            low, high = (sum(ends(d.demand)[end] for d in inside.values()) for end in (1, 2))
        else:
            low, high = self._tied(service, zone, year, basis)
        return bounded(value, low, high, grade=grade, persons=value, sources=sources)

    def ratios(self, service: str, zone: str, year: int) -> list[tuple[float, float]]:
        """Residents per registered person of every division of the zone; a share of demand that is the same on both cancels."""
        resident, registered = (self.divisions(service, zone, year, b) for b in ("resident", "registered"))
        return [
            (
                over(resident[c].people_ends[0], registered[c].people_ends[1]),
                over(resident[c].people_ends[1], registered[c].people_ends[0]),
            )
            for c in resident
            if c in registered
        ]

    def _tied(self, service: str, zone: str, year: int, basis: str) -> tuple[float, float]:
        rows = self.everywhere(service, year, basis)
        total = self._population.get((self._city, year, basis), Estimate.missing("no_data"))
        people = [d.people_ends for d in rows.values()]
        tie = (0.0, float("inf"))
        if len(rows) == self.count and total.low is not None and total.high is not None:
            tie = (total.low, total.high)
        ends_of = [
            [d.share_ends[end] if code in self._members[zone] else 0.0 for code, d in rows.items()]
            for end in (0, 1)
        ]
        low, high = [p[0] for p in people], [p[1] for p in people]
        return (
            measures.tied_sum_bounds(low, high, ends_of[0], tie)[0],
            measures.tied_sum_bounds(low, high, ends_of[1], tie)[1],
        )


def ends(estimate: Estimate) -> tuple[float, float, float]:
    """Value, low and high of an estimate that has them."""
    assert estimate.value is not None and estimate.low is not None and estimate.high is not None
    return estimate.value, estimate.low, estimate.high
