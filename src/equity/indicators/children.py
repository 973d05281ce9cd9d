"""Children of school age, each year of this decade: the census moved up, births shared out, moves between none and the trend."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.indicators.definition import GroupDemand
from equity.indicators.interval import Estimate, bounded
from equity.indicators.publishable import Publishable
from equity.measures.cohorts import NOBODY, Band, Range, children, with_moves
from equity.say import Grade, worst_grade
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

AGES = {"primary": (6, 11), "junior": (12, 14), "senior": (15, 17)}
SERVICES = {"primary": "primary_school", "junior": "junior_school", "senior": "senior_school"}
LEVEL_OF_SERVICE = {service: level for level, service in SERVICES.items()}
LEVEL_OF_MEASURE = {f"children_{level}": level for level in AGES}
YEARS = tuple(range(CENSUS_YEAR, CENSUS_YEAR + 11))
BANDS = {"age_0_4": (0, 4), "age_5_9": (5, 9), "age_10_14": (10, 14), "age_15_19": (15, 19)}


@dataclass(frozen=True, slots=True)
class Parts:
    """Children of the census, children born since, and the factor of moves: (bands + births) · moves."""

    bands: Range
    births: Range
    moves: Range


@dataclass(frozen=True, slots=True)
class Assumed:
    """Figures that every projection takes: years with births, the year up to which residents are known everywhere (0: none), and
    the least and greatest growth of a division a year until then, as fractions.
    """

    births: tuple[int, ...]
    later: int
    growth: tuple[float, float]


class Children:
    """``members``: divisions of each zone. Everything is read when the first question comes."""

    def __init__(
        self, warehouse: Warehouse, members: Mapping[str, tuple[str, ...]], publishable: Publishable
    ) -> None:
        self._warehouse, self._members, self._publishable = warehouse, members, publishable

    def estimate(self, zone: str, level: str, year: int) -> Estimate:
        """Children of the ages of ``level`` (a key of ``AGES``) who live in ``zone`` in ``year``, persons.

        The value lies half way between nobody moving and the residents' growth since the census; the interval holds both,
        how a band splits into single years, and how births are shared out. ``no_data`` where bands or births are missing for
        a division of the zone; ``suppressed`` where a band of the census is hidden or so few children come of it.
        """
        if not self._publishable.people(zone, CENSUS_YEAR, "resident", *BANDS):
            return Estimate.missing("suppressed")
        found = [self._division(code, level, year) for code in self._members[zone]]
        if not found or any(r is None for r in found):
            return Estimate.missing("no_data")
        total = sum((r for r in found if r is not None), NOBODY)
        if self._publishable.few(total.value):
            return Estimate.missing("suppressed")
        known = {"grade": self._grade, "persons": total.value, "sources": self._sources}
        return bounded(total.value, total.low, total.high, **known)

    def of_group(self, zone: str, level: str, year: int, group: str, by_group: GroupDemand) -> Estimate:
        """Of these children those of ``local`` or of ``non_local`` residents. The non-local part is that of the census times
        ``by_group.ratio``, whose interval the estimate holds as well: nobody has counted them by division.

        ``no_data`` where the census part is not known for a division of the zone; ``suppressed`` where one of the groups is hidden
        or few.
        """
        whole = self.estimate(zone, level, year)
        if whole.value is None:
            return whole
        if not self._publishable.people(zone, CENSUS_YEAR, "local", "non_local"):
            return Estimate.missing("suppressed")
        total = NOBODY
        for code in self._members[zone]:
            part, found = self.group_part(code, group, by_group), self._division(code, level, year)
            if part is None or found is None:
                return Estimate.missing("no_data")
            total += found.times(part.low, part.value, part.high)
        if any(map(self._publishable.few, (total.value, whole.value - total.value))):
            return Estimate.missing("suppressed")
        known = {"grade": worst_grade(self._grade, by_group.grade), "sources": self._sources}
        return bounded(total.value, total.low, total.high, persons=total.value, **known)

    def group_part(self, code: str, group: str, by_group: GroupDemand) -> Range | None:
        """The part of a division's children who are of the group; None where the census does not tell. Not for show."""
        part = self._non_local.get(code)
        if part is None:
            return None
        low, value, high = (min(1.0, r * part) for r in (by_group.low, by_group.ratio, by_group.high))
        return Range(value, low, high) if group == "non_local" else Range(1 - value, 1 - high, 1 - low)

    def peak(self, zone: str, level: str) -> tuple[int, Estimate] | None:
        """The year with most children, the first of equal ones; None where a year is missing."""
        every = [(year, self.estimate(zone, level, year)) for year in YEARS]
        if any(e.value is None for _, e in every):
            return None
        return max(every, key=lambda item: item[1].value or 0.0)

    def parts(self, code: str, level: str, year: int) -> Parts | None:
        """What the children of one division are made of; None where bands or births are missing. Not for show."""
        bands = self._bands.get(code)
        if bands is None or len(bands) < len(BANDS):
            return None
        born = self._born(code)
        whole = children(bands, born, AGES[level], year, CENSUS_YEAR)
        alone = children((), born, AGES[level], year, CENSUS_YEAR)
        if whole is None or alone is None:
            return None
        bands_alone = Range(whole.value - alone.value, whole.low - alone.low, whole.high - alone.high)
        growth = self._growth.get(code, 0.0)
        return Parts(bands_alone, alone, with_moves(Range(1.0, 1.0, 1.0), growth, year - CENSUS_YEAR))

    def assumed(self) -> Assumed:
        born = sorted({int(y) for y in self._births["year"] if y > CENSUS_YEAR})
        growth = [*self._growth.values()] or [0.0]
        later = int(self._later["year"].max()) if len(self._later) else 0
        return Assumed(tuple(born), later, (min(growth), max(growth)))

    def _division(self, code: str, level: str, year: int) -> Range | None:
        found = self.parts(code, level, year)
        if found is None:
            return None
        return (found.bands + found.births).times(found.moves.low, found.moves.value, found.moves.high)

    def _born(self, code: str) -> dict[int, Range]:
        """Births of a division by year: its own where published, else its part of the city's."""
        own = self._births[self._births["adcode"] == code]
        city = self._births[self._births["adcode"] == self._warehouse.city.code]
        low, high = self._part[code]
        shared = {
            int(y): Range(n * (low + high) / 2, n * low, n * high)
            for y, n in zip(city["year"], city["births"], strict=True)
        }
        return shared | {int(y): Range(n, n, n) for y, n in zip(own["year"], own["births"], strict=True)}

    @cached_property
    def _births(self) -> pd.DataFrame:
        return self._warehouse.read(
            "SELECT adcode, year, CAST(births AS DOUBLE) AS births, grade, source FROM stg_births ORDER BY ALL"
        )

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
    def _later(self) -> pd.DataFrame:
        """Residents of every division in the newest year that all of them have, with that year."""
        return self._warehouse.read(
            f"""
            WITH full_years AS (
                SELECT p.year FROM core_population AS p JOIN core_zones AS z USING (zone_code)
                WHERE p.population_group = 'resident' AND p.year > {CENSUS_YEAR}
                GROUP BY p.year HAVING count(*) = (SELECT count(*) FROM core_zones)
            )
            SELECT p.zone_code, p.year, p.persons FROM core_population AS p JOIN core_zones AS z USING (zone_code)
            WHERE p.population_group = 'resident' AND p.year = (SELECT max(year) FROM full_years)
            ORDER BY ALL
            """  # noqa: S608 - constants
        )

    @cached_property
    def _growth(self) -> dict[str, float]:
        """Growth of the residents a year, as a fraction, from the census to the newest year that all divisions have."""
        then = self._rows.groupby("adcode")["residents"].first()
        return {
            r.zone_code: (r.persons / then[r.zone_code]) ** (1 / (r.year - CENSUS_YEAR)) - 1
            for r in self._later.itertuples()
            if then.get(r.zone_code, 0.0) > 0 and r.persons > 0
        }

    @cached_property
    def _part(self) -> dict[str, tuple[float, float]]:
        """A division's least and greatest part of the city's births: of ages 0 to 4 at the census, of the residents since."""
        young = self._rows[self._rows["item"] == "age_0_4"].set_index("adcode")["persons"]
        later = self._later.set_index("zone_code")["persons"]
        parts = {}
        for code in self._bands:
            ends = [young.get(code, 0.0) / young.sum()] if young.sum() else [0.0]
            if len(later):
                ends.append(later.get(code, 0.0) / later.sum())
            parts[code] = (min(ends), max(ends))
        return parts

    @cached_property
    def _sources(self) -> tuple[str, ...]:
        return tuple(sorted({*self._rows["source"], *self._births["source"]}))

    @cached_property
    def _grade(self) -> Grade:
        return worst_grade("estimated", *self._rows["grade"])
