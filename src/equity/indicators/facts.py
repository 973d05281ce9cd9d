"""Population facts and housing conditions: figures that are shown as they are, without supply or demand."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from equity.indicators.interval import Estimate, bounded
from equity.indicators.publishable import Publishable
from equity.say import Label, format_concerned, texts_of, worst_grade
from equity.warehouse import Warehouse

GROUP_OF_MEASURE = {
    "residents": "resident",
    "local_residents": "local",
    "non_local_residents": "non_local",
    "registered": "registered",
    "absent": "absent",
}
# measures that set the register (H) against the residents (R): (R, H) -> number; the bounds take the opposite ends of the two
REGISTER_MEASURES: dict[str, Callable[[float, float], float]] = {
    "register_coverage": lambda residents, registered: min(1.0, registered / residents),
    "beyond_register": lambda residents, registered: max(0.0, residents - registered),
    "spare_register": lambda residents, registered: max(0.0, registered - residents),
    "spare_share": lambda residents, registered: max(0.0, registered / residents - 1),
}
RATIO_OF_MEASURE = {
    "register_coverage": ("registered", "resident"),
    "spare_share": ("registered", "resident"),
    "registered_ratio": ("resident", "registered"),
    "non_local_share": ("non_local", "resident"),
    "from_this_province": ("registered_elsewhere_in_province", "resident"),
    "from_other_provinces": ("registered_other_province", "resident"),
}
ORIGINS = frozenset({"registered_elsewhere_in_province", "registered_other_province"})
SHARE_ROUNDING = 0.00005  # census shares are printed to four decimals
GROUPS = ("non_local", "resident", "registered")
OTHER_PROVINCE = "registered_other_province"
TEXTS = texts_of(__name__)


def groups_of(measure: str) -> tuple[str, ...]:
    """The population groups a measure tells of."""
    if measure in GROUP_OF_MEASURE:
        return (GROUP_OF_MEASURE[measure],)
    return RATIO_OF_MEASURE.get(measure, ("resident", "registered"))


PopulationKey = tuple[str, int, str]
ConditionKey = tuple[str, int, str]


def read_population(warehouse: Warehouse) -> dict[PopulationKey, Estimate]:
    """Persons by (zone, year, group)."""
    frame = warehouse.read("SELECT * FROM core_population")
    return {
        (r.zone_code, r.year, r.population_group): Estimate(
            r.persons, r.low, r.high, grade=r.grade, persons=r.persons, sources=tuple(r.sources)
        )
        for r in frame.itertuples()
    }


def with_origins(
    population: Mapping[PopulationKey, Estimate], shares: pd.DataFrame
) -> dict[PopulationKey, Estimate]:
    """The same with the non-local residents by where they are registered, persons; the interval is the rounding of the shares."""
    found = dict(population)
    for r in shares[shares["item"].isin(ORIGINS)].itertuples():
        half = SHARE_ROUNDING * r.persons / r.share if r.share else 0.0
        found[r.zone_code, r.year, r.item] = Estimate(
            r.persons,
            max(0.0, r.persons - half),
            r.persons + half,
            grade=r.grade,
            persons=r.persons,
            sources=tuple(r.sources),
        )
    return found


def population_estimate(
    population: Mapping[PopulationKey, Estimate], zone: str, year: int, measure: str
) -> Estimate:
    """A population measure of one zone and year, unscaled; ``no_data`` where a figure it needs is not published."""
    if measure in GROUP_OF_MEASURE:
        return population.get((zone, year, GROUP_OF_MEASURE[measure]), Estimate.missing("no_data"))
    if measure in REGISTER_MEASURES:
        found = _against_register(population, zone, year, measure)
        others = population.get((zone, year, "non_local"))
        return replace(found, note=others.note) if others and measure == "beyond_register" else found
    over, under = (
        population.get((zone, year, g), Estimate.missing("no_data")) for g in RATIO_OF_MEASURE[measure]
    )
    if over.value is None or under.value is None:
        return Estimate.missing("no_data")
    if under.value == 0:
        return Estimate.missing("not_applicable")
    assert over.low is not None and over.high is not None and under.low is not None and under.high is not None
    return Estimate(
        over.value / under.value,
        over.low / under.high,
        over.high / under.low,
        grade=worst_grade(over.grade, under.grade),
        persons=over.persons,
        sources=tuple(sorted({*over.sources, *under.sources})),
    )


def _against_register(
    population: Mapping[PopulationKey, Estimate], zone: str, year: int, measure: str
) -> Estimate:
    residents, registered = (
        population.get((zone, year, group), Estimate.missing("no_data"))
        for group in ("resident", "registered")
    )
    if residents.value is None or registered.value is None:
        return Estimate.missing("no_data")
    if residents.value == 0:
        return Estimate.missing("not_applicable")
    assert residents.low and residents.high and registered.low is not None and registered.high is not None
    number = REGISTER_MEASURES[measure]
    ends = (number(residents.high, registered.low), number(residents.low, registered.high))
    return bounded(
        number(residents.value, registered.value),
        min(ends),
        max(ends),
        grade=worst_grade(residents.grade, registered.grade),
        persons=residents.persons,
        sources=tuple(sorted({*residents.sources, *registered.sources})),
    )


def read_conditions(warehouse: Warehouse) -> dict[ConditionKey, Estimate]:
    """Condition shares (0..1) and amounts by (zone, year, item). Zones above the division are weighted by family households, what
    is per person by the people in them.
    """
    frame = warehouse.read(
        """
        WITH counted AS (
            SELECT h.*, c.* EXCLUDE (adcode, year, source, grade), c.grade AS condition_grade, c.source AS condition_source,
                   h.family_households * CASE c.unit WHEN 'm2/person' THEN h.avg_household_size ELSE 1 END AS weight
            FROM stg_conditions AS c
            JOIN stg_households AS h ON h.adcode = c.adcode AND h.year = c.year
        )
        SELECT m.zone_code, c.year, c.item, sum(c.weight) AS households,
               sum(c.value * c.weight) / sum(c.weight) AS value, sum(coalesce(c.low, c.value) * c.weight) / sum(c.weight) AS low,
               sum(coalesce(c.high, c.value) * c.weight) / sum(c.weight) AS high,
               grade_name(max(grade_rank(c.condition_grade))) AS grade, list_sort(list_distinct(list(c.condition_source))) AS sources, sum(p.persons) AS persons
        FROM core_zone_members AS m
        JOIN counted AS c ON c.adcode = m.division_code
        JOIN core_population AS p ON p.zone_code = m.division_code AND p.year = c.year AND p.population_group = 'resident'
        WHERE c.unit IN ('1', 'm2/person')
        GROUP BY m.zone_code, c.year, c.item
        HAVING count(*) = any_value(m.members)
        """
    )
    return {
        (r.zone_code, r.year, r.item): Estimate(
            r.value,
            r.low,
            r.high,
            grade=r.grade,
            persons=r.persons,
            supply_year=r.year,
            sources=tuple(r.sources),
        )
        if r.households
        else Estimate.missing("not_applicable", grade=r.grade)
        for r in frame.itertuples()
    }


def read_shares(warehouse: Warehouse) -> pd.DataFrame:
    """Population shares (fractions of residents) of divisions, and of zones above them weighted by residents."""
    return warehouse.read(
        """
        SELECT m.zone_code, s.year, s.item, sum(s.share * p.persons) / sum(p.persons) AS share, grade_name(max(grade_rank(s.grade))) AS grade,
               list_sort(list_distinct(list(s.source))) AS sources, sum(s.share * p.persons) AS persons
        FROM core_zone_members AS m
        JOIN stg_division_shares AS s ON s.adcode = m.division_code
        JOIN core_population AS p ON p.zone_code = m.division_code AND p.year = s.year AND p.population_group = 'resident'
        GROUP BY m.zone_code, s.year, s.item
        HAVING count(*) = any_value(m.members)
        ORDER BY ALL
        """
    )


def with_outside(
    population: Mapping[PopulationKey, Estimate],
    members: Mapping[str, tuple[str, ...]],
    shares: pd.DataFrame,
    publishable: Publishable,
) -> dict[PopulationKey, Estimate]:
    """The same, with :data:`NOTE` on the non-local residents of every zone of several divisions, where the census has the figures.

    It knows who is registered in another province and who elsewhere in this one, but not whether that is this city: the bounds
    are those of other provinces and all. Of the whole city those registered outside are R − H and those of its register who
    live outside, so no fewer than R − H.
    """
    noted = dict(population)
    whole = max(members, key=lambda zone: len(members[zone]))
    for r in shares[shares["item"] == OTHER_PROVINCE].itertuples():
        zone, year = r.zone_code, r.year
        people = {g: noted.get((zone, year, g), Estimate.missing("no_data")).value for g in GROUPS}
        everyone, residents, registered = (people[g] for g in GROUPS)
        if everyone is None or len(members[zone]) < 2:
            continue
        if publishable.people(zone, year, "non_local", OTHER_PROVINCE):
            known = residents is not None and registered is not None and zone == whole
            beyond = (residents or 0.0) - (registered or 0.0) if known else 0.0
            note = _note(min(r.persons, everyone), everyone, beyond)
            noted[zone, year, "non_local"] = replace(noted[zone, year, "non_local"], note=note)
    return noted


def _note(low: float, high: float, beyond: float) -> Label:
    def said(lang: str) -> str:
        counts = {n: format_concerned(v, "人" if lang == "zh" else "", lang) for n, v in ends.items()}
        floor = TEXTS.floor[lang].format(persons=counts.pop("beyond")) if beyond > low else ""
        return TEXTS.note[lang].format(low=counts["low"], high=counts["high"], floor=floor)

    ends = {"low": low, "high": high, "beyond": beyond}
    return Label(said("zh"), said("en"))
