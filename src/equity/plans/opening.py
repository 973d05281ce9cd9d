"""Whether school places open before they are missing: the children of each year against the places of that year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from equity.indicators.children import LEVEL_OF_SERVICE, YEARS
from equity.indicators.compute import Indicators
from equity.indicators.interval import Estimate, difference
from equity.plans.plan import AddFacility, Plan
from equity.plans.result import Figure, Opening, PlacesInYear, PlannedFacility
from equity.settings import CENSUS_YEAR

Steps = list[tuple[int, float]]  # from which year on how many places more


def openings(plan: Plan, facilities: Sequence[PlannedFacility], before: Indicators) -> Iterator[Opening]:
    """One for each level of school and division in which the plan adds places, where a register of places and a forecast are there.

    A new school counts from the year in which it opens; whatever else changes, and a new school without a year, from the first
    year, and then nothing can be said of when it opens.
    Children are all who live in the division, wherever they go to school.
    """
    for service, level in LEVEL_OF_SERVICE.items():
        steps: dict[str, Steps] = defaultdict(list)
        for facility in facilities:
            if facility.service != service:
                continue
            change = plan.changes[facility.change - 1]
            opens = (change.year or 0) if isinstance(change, AddFacility) else 0
            if facility.division_before:
                steps[facility.division_before].append((0, -(facility.capacity_before or 0.0)))
            if facility.division_after:
                steps[facility.division_after].append((opens, facility.capacity_after or 0.0))
        for zone, each in sorted(steps.items()):
            held = before.places(service, zone)
            if sum(n for _, n in each) > 0 and held.status == "ok":
                found = _opening(service, level, zone, held, each, before)
                if found:
                    yield found


def _opening(
    service: str, level: str, zone: str, held: Estimate, steps: Steps, before: Indicators
) -> Opening | None:
    first = max(held.supply_year or CENSUS_YEAR, YEARS[0])
    years = []
    for year in (y for y in YEARS if y >= first):
        children = before.children.estimate(zone, level, year)
        if children.status != "ok":
            return None
        more = sum(n for since, n in steps if since <= year)
        then = _shifted(held, more)
        years.append(
            PlacesInYear(
                year=year,
                children=_figure(children),
                places_before=held.value or 0.0,
                places_after=then.value or 0.0,
                spare_before=_figure(difference(held, children)),
                spare_after=_figure(difference(then, children)),
            )
        )
    stated = [since for since, n in steps if since and n > 0]
    return Opening(
        service=service,
        zone=zone,
        grade=years[0].spare_before.grade,
        opens=max(first, min(stated)) if stated else None,
        short_before=tuple(y.year for y in years if _is_short(y.spare_before)),
        short_after=tuple(y.year for y in years if _is_short(y.spare_after)),
        years=tuple(years),
    )


def _shifted(held: Estimate, more: float) -> Estimate:
    value, low, high = (max(0.0, (n or 0.0) + more) for n in (held.value, held.low, held.high))
    return replace(held, value=value, low=low, high=high)


def _is_short(spare: Figure) -> bool:
    """Surely, where there is an interval."""
    end = spare.value if spare.high is None else spare.high
    return end is not None and end < 0


def _figure(found: Estimate) -> Figure:
    exact = found.is_exact or found.grade == "illustrative"
    ends = {} if exact else {"low": found.low, "high": found.high}
    return Figure(value=found.value, status=found.status, grade=found.grade, **ends)
