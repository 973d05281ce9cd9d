"""How many of an age live in a division in a year: the census moved up, births shared out, moves as the residents' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.indicators.definition import GroupDemand
from equity.measures.cohorts import NOBODY, Band, Range, children, moves
from equity.say import Grade, worst_grade
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

BANDS = {"age_0_4": (0, 4), "age_5_9": (5, 9), "age_10_14": (10, 14), "age_15_19": (15, 19)}
Ages = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """Children of the census, children born since, and the factor of moves: (bands + births) · moves."""

    bands: Range
    births: Range
    moves: Range

    @property
    def total(self) -> Range:
        return (self.bands + self.births).times(self.moves.low, self.moves.value, self.moves.high)


@dataclass(frozen=True, slots=True)
class Assumed:
    """Figures that every projection takes: years with births, the year up to which residents are known everywhere (0: none), and
    the least and greatest growth of a division a year until then, as fractions.
    """

    births: tuple[int, ...]
    later: int
    growth: tuple[float, float]


class Cohorts:
    """Raw counts of divisions, not for show: :class:`~equity.indicators.children.Children` hides what is too small."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def parts(self, code: str, ages: Ages, year: int) -> Parts | None:
        """What those of ``ages`` (both counted) in ``year`` are made of; None where bands or births are missing.

        Moves: as those of all residents as far as these are published, then between nobody moving any more and the trend since
        the census (:func:`~equity.measures.cohorts.moves`).
        """
        bands, moved = self._bands.get(code, []), year - CENSUS_YEAR
        at_census = range(max(0, ages[0] - moved), ages[1] - moved + 1)
        if moved < 0 or not all(any(b.first <= age <= b.last for b in bands) for age in at_census):
            return None
        born = self._born[code]
        whole, alone = (children(of, born, ages, year, CENSUS_YEAR) for of in (bands, ()))
        if whole is None or alone is None:
            return None
        only_bands = Range(whole.value - alone.value, whole.low - alone.low, whole.high - alone.high)
        factor = moves(self._residents[code], self._growth.get(code, 0.0), year, CENSUS_YEAR)
        return Parts(only_bands, alone, factor)

    def total(self, code: str, ages: Ages, year: int) -> Range | None:
        found = self.parts(code, ages, year)
        return found.total if found else None

    def group_part(self, code: str, group: str, by_group: GroupDemand) -> Range | None:
        """The part of a division's children who are of the group; None where the census does not tell."""
        part = self._non_local.get(code)
        if part is None:
            return None
        low, value, high = (min(1.0, r * part) for r in (by_group.low, by_group.ratio, by_group.high))
        return Range(value, low, high) if group == "non_local" else Range(1 - value, 1 - high, 1 - low)

    def assumed(self) -> Assumed:
        born = sorted({int(y) for y in self._births["year"] if y > CENSUS_YEAR})
        growth = [*self._growth.values()] or [0.0]
        later = self._newest if self._newest > CENSUS_YEAR else 0
        return Assumed(tuple(born), later, (min(growth), max(growth)))

    @cached_property
    def _non_local(self) -> dict[str, float]:
        """Non-local residents as a part of the residents at the census, by division."""
        found = self._warehouse.read(
            "SELECT zone_code, any_value(persons) FILTER (population_group = 'non_local') "
            "/ any_value(persons) FILTER (population_group = 'resident') AS part FROM core_population "
            "WHERE level = 'division' AND year = ? GROUP BY zone_code",
            [CENSUS_YEAR],
        )
        return {r.zone_code: r.part for r in found.itertuples() if r.part == r.part}

    @cached_property
    def grade(self) -> Grade:
        return worst_grade("estimated", *self._rows["grade"])

    def sources(self, code: str) -> set[str]:
        """Of bands and residents; births have their own."""
        return self._sources.get(code, set())

    @cached_property
    def sources_of_births(self) -> frozenset[str]:
        return frozenset(self._births["source"])

    @cached_property
    def _births(self) -> pd.DataFrame:
        return self._warehouse.read(
            "SELECT adcode, year, CAST(births AS DOUBLE) AS births, grade, source FROM stg_births ORDER BY ALL"
        )

    @cached_property
    def _born(self) -> dict[str, dict[int, Range]]:
        """Births by division and year: its own where published, else its part of the city's."""
        counted: dict[str, dict[int, float]] = {}
        for r in self._births.itertuples():
            counted.setdefault(r.adcode, {})[int(r.year)] = r.births
        city = counted.get(self._warehouse.city.code, {})
        return {
            code: {y: Range(n * (low + high) / 2, n * low, n * high) for y, n in city.items()}
            | {y: Range(n, n, n) for y, n in counted.get(code, {}).items()}
            for code, (low, high) in self._part.items()
        }

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """One row per division and band: persons of the band at the census, residents then."""
        return self._warehouse.read(
            f"""
            SELECT s.adcode, s.item, s.share * p.persons AS persons, p.persons AS residents, s.grade, s.source
            FROM stg_division_shares AS s
            JOIN core_population AS p ON p.zone_code = s.adcode AND p.year = s.year AND p.population_group = 'resident'
            WHERE s.year = {CENSUS_YEAR} AND s.item IN ('age_0_4', 'age_5_9', 'age_10_14', 'age_15_19') AND s.adcode <> $city
            ORDER BY ALL
            """,  # noqa: S608 - constants
            {"city": self._warehouse.city.code},
        )

    @cached_property
    def _bands(self) -> dict[str, list[Band]]:
        bands: dict[str, list[Band]] = {}
        for row in self._rows.itertuples():
            bands.setdefault(row.adcode, []).append(Band(*BANDS[row.item], row.persons))
        return bands

    @cached_property
    def _published(self) -> pd.DataFrame:
        """Residents of every division since the census."""
        return self._warehouse.read(
            "SELECT p.zone_code, p.year, p.persons, p.low, p.high, p.sources FROM core_population AS p "
            "JOIN core_zones AS z USING (zone_code) WHERE p.population_group = 'resident' AND p.year >= ? ORDER BY ALL",
            [CENSUS_YEAR],
        )

    @cached_property
    def _residents(self) -> dict[str, dict[int, Range]]:
        """By division and year."""
        found: dict[str, dict[int, Range]] = {}
        for r in self._published.itertuples():
            found.setdefault(r.zone_code, {})[int(r.year)] = Range(r.persons, r.low, r.high)
        return found

    @cached_property
    def _sources(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for r in self._rows.itertuples():
            found.setdefault(r.adcode, set()).add(r.source)
        for r in self._published.itertuples():
            found.setdefault(r.zone_code, set()).update(r.sources)
        return found

    @cached_property
    def _newest(self) -> int:
        """The newest year in which all divisions have residents."""
        counts = self._published.groupby("year").size()
        return int(max(counts[counts == counts[CENSUS_YEAR]].index)) if CENSUS_YEAR in counts else CENSUS_YEAR

    @cached_property
    def _growth(self) -> Mapping[str, float]:
        """Growth of the residents a year, as a fraction, from the census to the newest year that all divisions have."""
        years = self._newest - CENSUS_YEAR
        return {
            code: (of[self._newest].value / of[CENSUS_YEAR].value) ** (1 / years) - 1
            for code, of in self._residents.items()
            if years and of[CENSUS_YEAR].value > 0 and of[self._newest].value > 0
        }

    @cached_property
    def _part(self) -> dict[str, tuple[float, float]]:
        """A division's least and greatest part of the city's births: of ages 0 to 4 at the census, of the residents since."""
        young = self._rows[self._rows["item"] == "age_0_4"].set_index("adcode")["persons"]
        now = self._published[self._published["year"] == self._newest]
        later = now.set_index("zone_code")["persons"]
        parts = {}
        for code in self._bands:
            ends = [young.get(code, 0.0) / young.sum()] if young.sum() else [0.0]
            if self._newest > CENSUS_YEAR and later.sum():
                ends.append(later.get(code, 0.0) / later.sum())
            parts[code] = (min(ends), max(ends))
        return parts


def sum_of(found: list[Range | None]) -> Range | None:
    """None where one is unknown, or there are none."""
    if not found or any(r is None for r in found):
        return None
    return sum((r for r in found if r is not None), NOBODY)
