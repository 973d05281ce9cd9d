"""Children of school age, each year of this decade, as far as their numbers may be shown; the published pupils to hold them against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from equity.indicators.cohorts import BANDS, Ages, Assumed, Cohorts, Parts, sum_of
from equity.indicators.definition import GroupDemand
from equity.indicators.interval import Estimate, bounded
from equity.indicators.publishable import Cell, Publishable
from equity.measures.cohorts import Range
from equity.say import worst_grade
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse

AGES: dict[str, Ages] = {"primary": (6, 11), "junior": (12, 14), "senior": (15, 17)}
SERVICES = {"primary": "primary_school", "junior": "junior_school", "senior": "senior_school"}
LEVEL_OF_SERVICE = {service: level for level, service in SERVICES.items()}
LEVEL_OF_MEASURE = {f"children_{level}": level for level in AGES}
YEARS = tuple(range(CENSUS_YEAR, CENSUS_YEAR + 11))
Members = Mapping[str, tuple[str, ...]]


class Children:
    """``members``: divisions of each zone. One quantity wherever it stands: on the map, in demand, under pupils enrolled."""

    def __init__(self, cohorts: Cohorts, members: Members, publishable: Publishable) -> None:
        self._cohorts, self._members, self._publishable = cohorts, members, publishable

    def estimate(self, zone: str, level: str, year: int) -> Estimate:
        """Children of the ages of ``level`` (a key of ``AGES``) who live in ``zone`` in ``year``, persons.

        See :meth:`~equity.indicators.cohorts.Cohorts.parts`. ``no_data`` where bands or births are missing for a division of
        the zone; ``suppressed`` where so few children come of it, or they would give such a number away.
        """
        return self.of_service(zone, SERVICES[level], AGES[level], year)

    def of_service(self, zone: str, service: str, ages: Ages, year: int) -> Estimate:
        """The same of those who need ``service``, which is for those of ``ages``."""
        total = sum_of([self._cohorts.total(code, ages, year) for code in self._members[zone]])
        if total is None:
            return Estimate.missing("no_data")
        if not self._shown(zone, service, year) or self._publishable.few(total.value):
            return Estimate.missing("suppressed")
        return self._known(zone, ages, year, total)

    def _shown(self, zone: str, service: str, year: int, group: str = "resident") -> bool:
        return self._publishable.people(zone, CENSUS_YEAR, "resident", *BANDS) and self._publishable.demand(
            service, zone, year, group
        )

    def _known(self, zone: str, ages: Ages, year: int, total: Range, *grades: str) -> Estimate:
        inside = self._members[zone]
        sources = {s for code in inside for s in self._cohorts.sources(code)}
        parts = [self._cohorts.parts(code, ages, year) for code in inside]
        if any(p is not None and p.births.value for p in parts):
            sources |= self._cohorts.sources_of_births
        return bounded(
            total.value,
            total.low,
            total.high,
            grade=worst_grade(self._cohorts.grade, *grades),
            persons=total.value,
            sources=tuple(sorted(sources)),
        )

    def of_group(self, zone: str, level: str, year: int, group: str, by_group: GroupDemand) -> Estimate:
        """Of these children those of ``local`` or of ``non_local`` residents. The non-local part is that of the census times
        ``by_group.ratio``, whose interval the estimate holds as well: nobody has counted them by division.

        ``no_data`` where the census part is not known for a division of the zone; ``suppressed`` where one of the groups is hidden
        or few.
        """
        whole = self.estimate(zone, level, year)
        if whole.value is None:
            return whole
        groups = ("local", "non_local")
        if not self._publishable.people(zone, CENSUS_YEAR, *groups) or not all(
            self._shown(zone, SERVICES[level], year, g) for g in groups
        ):
            return Estimate.missing("suppressed")
        found = [
            _of_group(self._cohorts, code, AGES[level], year, group, by_group) for code in self._members[zone]
        ]
        total = sum_of(found)
        if total is None:
            return Estimate.missing("no_data")
        if any(map(self._publishable.few, (total.value, whole.value - total.value))):
            return Estimate.missing("suppressed")
        return self._known(zone, AGES[level], year, total, by_group.grade)

    def group_part(self, code: str, group: str, by_group: GroupDemand) -> Range | None:
        """The part of a division's children who are of the group; None where the census does not tell. Not for show."""
        return self._cohorts.group_part(code, group, by_group)

    def assumed(self) -> Assumed:
        return self._cohorts.assumed()

    def peak(self, zone: str, level: str) -> tuple[int, Estimate] | None:
        """The year with most children, the first of equal ones; None where a year is missing."""
        every = [(year, self.estimate(zone, level, year)) for year in YEARS]
        if any(e.value is None for _, e in every):
            return None
        return max(every, key=lambda item: item[1].value or 0.0)

    def parts(self, code: str, level: str, year: int) -> Parts | None:
        """What the children of one division are made of. Not for show."""
        return self._cohorts.parts(code, AGES[level], year)


def _of_group(
    cohorts: Cohorts, code: str, ages: Ages, year: int, group: str, by_group: GroupDemand
) -> Range | None:
    part, found = cohorts.group_part(code, group, by_group), cohorts.total(code, ages, year)
    return found.times(part.low, part.value, part.high) if part and found else None


def counts(
    cohorts: Cohorts,
    members: Members,
    needs: Mapping[str, tuple[Ages, GroupDemand]],
    years: Mapping[str, frozenset[int]],
) -> Iterator[tuple[tuple[str, int], dict[Cell, float]]]:
    """How many children there are of each service, year, zone and group: what suppression goes by. Not for show.

    ``needs``: the ages a service is for and how they differ between groups; ``years``: those in which it is shown.
    """
    for service, (ages, by_group) in needs.items():
        for year in sorted(years[service]):
            cells: dict[Cell, float] = {}
            for zone, inside in members.items():
                whole = sum_of([cohorts.total(code, ages, year) for code in inside])
                part = sum_of(
                    [_of_group(cohorts, code, ages, year, "non_local", by_group) for code in inside]
                )
                if whole is not None:
                    cells[zone, "resident"] = whole.value
                if whole is not None and part is not None:
                    cells |= {(zone, "non_local"): part.value, (zone, "local"): whole.value - part.value}
            yield (service, year), cells


@dataclass(frozen=True, slots=True)
class Published:
    """``services``: the schools whose pupils were published as one number."""

    zone: str
    year: int
    services: tuple[str, ...]
    pupils: float


def read_published(warehouse: Warehouse) -> tuple[Published, ...]:
    """Those of the years projected, by year, zone and level. Levels that were only published together, so that each is an estimate with
    an interval, are put together again."""
    rows = warehouse.rows(
        "SELECT zone_code, year, service, pupils, pupils_low < pupils_high AS apart FROM core_enrolment "
        "WHERE year BETWEEN ? AND ? ORDER BY year, zone_code, apart, service",
        [YEARS[0], YEARS[-1]],
    )
    known = [r for r in rows if r["service"] in LEVEL_OF_SERVICE]
    order = list(LEVEL_OF_SERVICE)
    known.sort(key=lambda r: (r["year"], r["zone_code"], r["apart"], order.index(r["service"])))
    found = []
    for (year, zone, apart), each in groupby(known, key=lambda r: (r["year"], r["zone_code"], r["apart"])):
        parts = list(each)
        for together in [parts] if apart else [[r] for r in parts]:
            services = tuple(r["service"] for r in together)
            found.append(Published(zone, year, services, sum(r["pupils"] for r in together)))
    return tuple(found)
