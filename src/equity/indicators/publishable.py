"""Which numbers of a data version may be published: population groups, people in demand, shares, settlement points."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from equity.indicators.cohorts import BANDS
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
CellT = TypeVar("CellT", bound=Hashable)
Sum = tuple[CellT, tuple[CellT, ...]]


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


def hidden_cells(
    people: Mapping[CellT, float], sums: Sequence[Sum[CellT]], below: float, also: Collection[CellT] = ()
) -> frozenset[CellT]:
    """The cells that must not be shown: of 1 to ``below`` − 1 people, ``also``, and those that would give these away.

    ``sums``: (total, parts) that anybody can do. What the shown cells of a sum leave over is never one cell, nor fewer than
    ``below`` people, and no hidden cell follows from all sums together. 0 is shown: nobody is nobody's secret. A sum with a
    cell that is not in ``people`` (no figure) tells nothing. Among the cells that would do the smallest is taken.
    """
    hidden = {cell for cell, n in people.items() if 0 < n < below} | {c for c in also if c in people}
    done = [(total, parts) for total, parts in sums if all(c in people for c in (total, *parts))]
    done.sort(key=lambda each: len(each[1]))
    while hidden:
        more = _to_close(people, done, hidden, below) or _to_confuse(people, done, hidden)
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def hidden_parts(people: np.ndarray, hidden: np.ndarray, below: float, *, total_hidden: bool) -> np.ndarray:
    """:func:`hidden_cells` for the many parts of one sum, shape (n,): which are hidden, with ``hidden`` and those this asks for."""
    hidden = hidden | ((people > 0) & (people < below))
    shown = np.flatnonzero(~hidden & (people > 0))
    smallest_first = shown[np.argsort(people[shown], kind="stable")]
    if total_hidden or 0 < people.sum() < below:
        more = 0 if hidden.any() else 1
    elif (hidden & (people > 0)).any():
        inside = people[hidden & (people > 0)]
        left = inside.sum() + np.concatenate([[0], people[smallest_first].cumsum()])
        enough = (left >= below) & (len(inside) + np.arange(len(left)) >= 2)
        more = int(enough.argmax()) if enough.any() else len(shown)
    else:
        more = 0
    hidden[smallest_first[:more]] = True
    return hidden


def _to_close(
    people: Mapping[CellT, float], sums: Iterable[Sum[CellT]], hidden: Collection[CellT], below: float
) -> set[CellT]:
    """One more cell to hide where a single sum gives one away; none where no sum does. The shortest sum first: what is hidden for
    it often does for the longer ones."""
    for total, parts in sums:
        inside = [c for c in parts if c in hidden and people[c] > 0]
        left = sum(people[c] for c in inside)
        if total in hidden:
            tells = not any(c in hidden for c in parts)
        else:
            tells = bool(inside) and (len(inside) < 2 or left < below)
        if tells:
            shown = [c for c in parts if c not in hidden and people[c] > 0]
            more = min(shown, key=lambda c: people[c]) if shown else total
            if more not in hidden:
                return {more}
    return set()


def _to_confuse(
    people: Mapping[CellT, float], sums: Sequence[Sum[CellT]], hidden: Collection[CellT]
) -> set[CellT]:
    """One more cell to hide where a hidden one follows from several sums together; none where nothing follows."""
    cells = list(hidden)
    column = {cell: k for k, cell in enumerate(cells)}
    touched = [s for s in sums if any(c in column for c in (s[0], *s[1]))]
    if len(touched) < 2:
        return set()
    equations = np.zeros((len(touched), len(cells)))
    for row, (total, parts) in enumerate(touched):
        for cell, sign in ((total, -1.0), *((p, 1.0) for p in parts)):
            if cell in column:
                equations[row, column[cell]] += sign
    free = _null_space(equations)
    follows = {
        cell for cell, k in column.items() if np.abs(free[k]).max(initial=0) < 1e-9 and people[cell] > 0
    }
    around = [s for s in touched if follows & {s[0], *s[1]}]
    for near in (around, touched) if follows else ():  # what gives a cell away may stand two sums from it
        shown = [c for total, parts in near for c in (total, *parts) if c not in column and people[c] > 0]
        if shown:
            return {min(shown, key=lambda c: people[c])}
    return set()


def _null_space(equations: np.ndarray) -> np.ndarray:
    """One row per unknown: how it can still move while all equations hold; all 0 where it cannot."""
    if not equations.size:
        return np.eye(equations.shape[1])
    _, sizes, turned = np.linalg.svd(equations)
    rank = int((sizes > 1e-9).sum())
    return turned[rank:].T
