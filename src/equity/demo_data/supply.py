"""How many facilities and how much capacity each division gets, so that every known total is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from equity.demo_data import draw
from equity.demo_data.inputs import Inputs, Place
from equity.demo_data.services import Service


@dataclass(frozen=True, slots=True)
class Supply:
    facilities: int
    capacity: int
    year: int
    known: bool


def allocate(service: Service, inputs: Inputs, seed: int) -> dict[str, Supply]:
    """Facilities and capacity by division code.

    A division with a published total keeps it. The others share what is left of the city's total, or of a
    documented ratio to residents, by a weight halfway between the demand of residents and of registered
    people.
    """
    rng = draw.stream(seed, "supply", service.id)
    noise = {place.adcode: float(rng.uniform(0.95, 1.05)) for place in inputs.places}
    weights = {place.adcode: round(_weight(service, place) * noise[place.adcode]) for place in inputs.places}
    city = inputs.city_total(service.id, "capacity")
    residents = sum(place.persons["resident"] for place in inputs.places)
    city_capacity = city.value if city else round(residents / 10_000 * service.capacity_per_10000)
    counts = {place.adcode: service.facilities(place) for place in inputs.places}
    city_count = inputs.city_total(service.id, "facilities")
    facilities = _fill(inputs, service.id, "facilities", counts, city_count.value if city_count else None, 1)
    capacity = _fill(inputs, service.id, "capacity", weights, city_capacity, 0, facilities, service.minimum)
    plan = {}
    for place in inputs.places:
        own = inputs.totals.get((place.adcode, service.id, "capacity")) or inputs.totals.get(
            (place.adcode, service.id, "facilities")
        )
        year = own.year if own else city.year if city else service.year
        plan[place.adcode] = Supply(facilities[place.adcode], capacity[place.adcode], year, own is not None)
    return plan


def _weight(service: Service, place: Place) -> float:
    """Demand halfway between the two bases, in thousandths of a unit so that it can be rounded."""
    people = (place.persons["resident"] + place.persons["registered"]) / 2
    return people * service.demand(place.shares) * service.zone_factor.get(place.zone, 1.0) * 1000


def _fill(
    inputs: Inputs,
    service: str,
    item: str,
    weights: Mapping[str, int],
    total: int | None,
    least: int,
    facilities: Mapping[str, int] | None = None,
    minimum: int = 0,
) -> dict[str, int]:
    """The known totals of divisions, and the rest of ``total`` over the others by weight; without a total the
    weights themselves."""
    known = {code: t.value for (code, s, i), t in inputs.totals.items() if (s, i) == (service, item)}
    result = {code: known[code] for code in weights if code in known}
    others = [code for code in weights if code not in known]
    if total is None:
        return result | {code: weights[code] for code in others}
    floors = [minimum * facilities[code] if facilities else least for code in others]
    rest = draw.split(total - sum(result.values()) - sum(floors), [weights[code] for code in others])
    return result | {code: floor + part for code, floor, part in zip(others, floors, rest, strict=True)}
