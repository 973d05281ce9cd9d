"""Which numbers of a data version may be published: population groups, people in demand, shares, settlement points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from equity.indicators.cohorts import BANDS
from equity.indicators.suppression import Sum, hidden_cells, hidden_parts
from equity.indicators.zones import read_members
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

Cell = tuple[str, str]  # zone, group
POINT_GROUPS = ("local", "non_local", "absent")
MADE_OF = {  # who is counted twice: a whole and its parts
    "resident": (("local", "non_local"), ("age_0_14", "age_15_59", "age_60_plus")),
    "registered": (("local", "absent"),),
    "age_0_14": (("age_0_4", "age_5_9", "age_10_14"),),
    "non_local": (("registered_elsewhere_in_province", "registered_other_province"),),
}


class Publishable:
    """The cells of one data version that are hidden, worked out once. ``below``: the fewest people that are shown.

    ``children``: those of an age whom a service is for, by service and year (:func:`~equity.indicators.children.counts`).
    """

    def __init__(
        self,
        warehouse: Warehouse,
        shares: pd.DataFrame,
        below: int,
        children: Iterable[tuple[tuple[str, int], dict[Cell, float]]] = (),
    ) -> None:
        self._below, self._members = below, read_members(warehouse)
        self._people = self._hide_people(warehouse, shares)
        self._demand = self._hide_demand(warehouse, children)
        self.hidden_points = self._hide_points(warehouse)
        self._towns = self._hide_towns(warehouse)

    def people(self, zone: str, year: int, *groups: str) -> bool:
        """Whether these groups of people, or items of their structure, can all be shown there."""
        return not any((zone, group) in self._people.get(year, ()) for group in groups)

    def few(self, persons: float | None) -> bool:
        """Whether so few people stand behind a number that it is hidden by itself."""
        return persons is not None and 0 < persons < self._below

    def demand(self, service: str, zone: str, year: int, group: str) -> bool:
        """Whether figures about those of the group who need the service can be shown there."""
        return (zone, group) not in self._demand.get((service, year), ())

    def town(self, town_code: str, year: int, group: str) -> bool:
        """Whether what an office counted of a group in a township can be shown."""
        return (town_code, group) not in self._towns.get(year, ())

    def _hide_people(self, warehouse: Warehouse, shares: pd.DataFrame) -> Mapping[int, frozenset[Cell]]:
        people: dict[int, dict[Cell, float]] = defaultdict(dict)
        for r in warehouse.table("core_population").itertuples():
            people[r.year][r.zone_code, r.population_group] = r.persons
        rest: dict[int, set[Cell]] = defaultdict(set)
        for r in shares.itertuples():
            people[r.year][r.zone_code, r.item] = r.persons
            if 0 < people[r.year].get((r.zone_code, "resident"), 0) - r.persons < self._below:
                rest[r.year].add((r.zone_code, r.item))
        return {
            year: hidden_cells(cells, self._sums(cells), self._below, rest[year])
            for year, cells in people.items()
        }

    def _hide_demand(
        self, warehouse: Warehouse, children: Iterable[tuple[tuple[str, int], dict[Cell, float]]]
    ) -> Mapping[tuple[str, int], frozenset[Cell]]:
        people: dict[tuple[str, int], dict[Cell, float]] = defaultdict(dict, children)
        of_bands = {
            (zone, "resident") for zone in self._members if not self.people(zone, CENSUS_YEAR, *BANDS)
        }
        of_age = frozenset(people)
        for r in warehouse.read(
            "SELECT d.service, d.year, m.zone_code, d.basis, sum(d.demand) AS demand FROM core_demand AS d "
            "JOIN core_zone_members AS m USING (division_code) GROUP BY ALL"
        ).itertuples():
            people[r.service, r.year][r.zone_code, r.basis] = r.demand
        asked = "SELECT DISTINCT service, zone_code, population_group, persons FROM out_access"
        for r in warehouse.read(asked).itertuples():
            people[r.service, CENSUS_YEAR][r.zone_code, r.population_group] = r.persons
        return {
            key: hidden_cells(
                cells,
                self._sums(cells),
                self._below,
                self._people.get(key[1], frozenset()) | (of_bands if key in of_age else set()),
            )
            for key, cells in people.items()
        }

    def _sums(self, people: Mapping[Cell, float]) -> list[Sum[Cell]]:
        """Every sum among the cells: a zone of its divisions, the city of its functional zones, a whole of its parts."""
        zones = dict.fromkeys(zone for zone, _ in people)
        groups = dict.fromkeys(group for _, group in people)
        inside = [
            (zone, self._members[zone])
            for zone in zones
            if len(self._members[zone]) > 1 or zone not in self._members[zone]
        ]
        inside += self._nested()
        sums = [((zone, g), tuple((part, g) for part in parts)) for zone, parts in inside for g in groups]
        sums += [
            ((zone, whole), tuple((zone, part) for part in parts))
            for zone in zones
            for whole, ways in MADE_OF.items()
            for parts in ways
        ]
        return sums

    def _nested(self) -> list[tuple[str, tuple[str, ...]]]:
        """The zone of all divisions as the sum of those between it and them."""
        whole = max(self._members, key=lambda zone: len(self._members[zone]))
        between = tuple(z for z, parts in self._members.items() if z != whole and parts != (z,))
        return [(whole, between)] if between else []

    def _hide_points(self, warehouse: Warehouse) -> frozenset[str]:
        """Settlement points that are not listed: where a group is too small, or all of them together would give away a division's
        hidden group; and more until the rest of the division tells nothing."""
        points = warehouse.read(
            "SELECT point_id, zone_code, local, non_local, registered - local AS absent FROM core_points"
        )
        few = points[list(POINT_GROUPS)]
        touched = set(points["zone_code"][((few > 0) & (few < self._below)).any(axis=1)])
        touched |= {zone for zone, group in self._people.get(CENSUS_YEAR, ()) if group in POINT_GROUPS}
        hidden: set[str] = set()
        for zone, division in points[points["zone_code"].isin(touched)].groupby("zone_code"):
            hidden.update(division["point_id"].to_numpy(object)[self._hide_in(str(zone), division)])
        return frozenset(hidden)

    def _hide_in(self, zone: str, division: pd.DataFrame) -> np.ndarray:
        """Which points of a division are hidden: a point goes with all its groups, so each group is looked at again."""
        hidden = np.zeros(len(division), dtype=bool)
        while True:
            before = hidden
            for group in POINT_GROUPS:
                people = division[group].to_numpy(float)
                total_hidden = not self.people(zone, CENSUS_YEAR, group)
                hidden = hidden_parts(people, hidden, self._below, total_hidden=total_hidden)
            if (hidden == before).all():
                return hidden

    def _hide_towns(self, warehouse: Warehouse) -> Mapping[int, frozenset[Cell]]:
        """Groups of townships that are not shown: too small, or the rest of their division or of a whole."""
        people: dict[int, dict[Cell, float]] = defaultdict(dict)
        towns: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for r in warehouse.read(
            "SELECT p.town_code, t.adcode, p.year, p.population_group, p.persons "
            "FROM stg_township_population AS p JOIN stg_townships AS t USING (town_code)"
        ).itertuples():
            people[r.year][r.town_code, r.population_group] = r.persons
            towns[r.year][r.adcode].add(r.town_code)
        return {year: self._hidden_towns(year, cells, towns[year]) for year, cells in people.items()}

    def _hidden_towns(
        self, year: int, cells: dict[Cell, float], towns: Mapping[str, set[str]]
    ) -> frozenset[Cell]:
        sums: list[Sum[Cell]] = []
        for division, inside in towns.items():
            for group in dict.fromkeys(group for _, group in cells):
                parts = tuple((town, group) for town in sorted(inside) if (town, group) in cells)
                cells[division, group] = sum(cells[part] for part in parts)
                sums.append(((division, group), parts))
            sums += [
                ((place, whole), tuple((place, part) for part in parts))
                for place in (division, *sorted(inside))
                for whole, ways in MADE_OF.items()
                for parts in ways
            ]
        return hidden_cells(cells, sums, self._below, self._people.get(year, frozenset()))
