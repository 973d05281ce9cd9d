"""How much a population measure has changed between two years, where both are published and of one method."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from equity.indicators.facts import PopulationKey, groups_of, population_estimate
from equity.indicators.interval import Estimate, bounded, difference
from equity.say import texts_of
from equity.warehouse import Warehouse

Breaks = Mapping[tuple[str, str], frozenset[int]]
TEXTS = texts_of(__name__)


def read_breaks(warehouse: Warehouse) -> Breaks:
    """Years from which a group's figures follow another method, by (zone, group); a zone of several divisions has theirs, the
    city its own.
    """
    found = warehouse.read(
        "SELECT m.zone_code, b.population_group, list(DISTINCT b.year) AS years FROM stg_series_breaks AS b "
        "JOIN core_zone_members AS m ON m.division_code = b.adcode "
        "WHERE m.zone_code <> (SELECT city_code FROM stg_run) GROUP BY ALL "
        "UNION ALL SELECT adcode, population_group, list(DISTINCT year) FROM stg_series_breaks "
        "WHERE adcode = (SELECT city_code FROM stg_run) GROUP BY ALL"
    )
    return {(r.zone_code, r.population_group): frozenset(map(int, r.years)) for r in found.itertuples()}


def runs(breaks: Breaks, zone: str, measure: str, years: tuple[int, ...]) -> tuple[int, ...]:
    """A number for each year, the same for years of one method."""
    turns = frozenset[int]().union(*(breaks.get((zone, g), frozenset()) for g in groups_of(measure)))
    return tuple(sum(turn <= year for turn in turns) for year in years)


def change_estimate(
    population: Mapping[PopulationKey, Estimate],
    breaks: Breaks,
    zone: str,
    years: tuple[int, int],
    measure: str,
    kind: Literal["percent", "difference"],
) -> Estimate:
    """The later year less the earlier one, or by what fraction of the earlier it is more; people are those of the later year.

    ``no_data``, with the reason as its note, where a year has no figure, is estimated, or follows another method.
    """
    then, now = (population_estimate(population, zone, year, measure) for year in years)
    if then.value is None or now.value is None:
        return Estimate.missing("no_data")
    if not then.grade == now.grade == "observed":
        return Estimate.missing("no_data", note=TEXTS.estimated)
    if len(set(runs(breaks, zone, measure, years))) > 1:
        return Estimate.missing("no_data", note=TEXTS.other_method)
    if kind == "difference":
        return replace(difference(now, then), persons=now.persons)
    if not then.value or not then.low or not then.high or now.low is None or now.high is None:
        return Estimate.missing("not_applicable")
    return bounded(
        now.value / then.value - 1,
        now.low / then.high - 1,
        now.high / then.low - 1,
        persons=now.persons,
        sources=tuple(sorted({*then.sources, *now.sources})),
    )
