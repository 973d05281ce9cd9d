"""The services with an illustrative register: demand, and number and size of facilities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from equity.demo_data import draw
from equity.demo_data.inputs import Inputs, Place

Demand = Callable[[Mapping[str, float]], float]


@dataclass(frozen=True, slots=True)
class Service:
    """How one service is generated.

    ``demand``: share of a population, from the shares of residents. ``capacity_per_10000``: city capacity per 10,000 residents
    where no total exists. ``facilities``: facilities of a division where no total exists. ``zone_factor``: how much denser supply
    is in a functional zone. ``minimum``: smallest capacity of a facility. ``sigma``: spread of the sizes. ``non_local_weight``:
    how much a non-local person counts in choosing sites, against 1 for a local one. ``main``: the first facility stands at the
    seat and is this many times as large. ``per_town``: the next facilities stand one in each township.
    """

    id: str
    name_zh: str
    type_zh: str
    demand: Demand
    facilities: Callable[[Place], int]
    capacity_per_10000: float = 0.0
    year: int = 2020
    minimum: int = 1
    sigma: float = 0.4
    non_local_weight: float = 0.5
    main: int = 0
    per_town: bool = False
    zone_factor: Mapping[str, float] = field(default_factory=dict)
    rural_type_zh: str = ""


def _per_person(place: Place, persons: int, least: int = 1) -> int:
    return max(least, -(-place.persons["resident"] // persons))


def everyone(_shares: Mapping[str, float]) -> float:
    return 1.0


SERVICES = (
    Service(
        "primary_school",
        "示意小学",
        "小学",
        demand=lambda s: 0.8 * s["age_5_9"] + 0.4 * s["age_10_14"],
        facilities=lambda p: _per_person(p, 12_000, len(p.towns)),
        minimum=60,
    ),
    Service(
        "junior_school",
        "示意初中",
        "初中",
        demand=lambda s: 0.6 * s["age_10_14"],
        facilities=lambda p: _per_person(p, 42_000, len(p.towns)),
        minimum=150,
    ),
    Service(
        "senior_school",
        "示意高中",
        "普通高中",
        # 15-17 of 15-19; university towns hold many aged 18-19, so ages 10-14 steady the weight
        demand=lambda s: 0.3 * s["age_15_19"] + 0.3 * s["age_10_14"],
        facilities=lambda p: _per_person(p, 60_000, 2),
        minimum=300,
    ),
    Service(
        "clinic",
        "示意卫生服务中心",
        "社区卫生服务中心",
        demand=everyone,
        facilities=lambda p: _per_person(p, 45_000, len(p.towns)),
        capacity_per_10000=2.2,
        minimum=2,
        per_town=True,
        rural_type_zh="乡镇卫生院",
    ),
    Service(
        "hospital",
        "示意医院",
        "医院",
        demand=everyone,
        facilities=lambda p: _per_person(p, 30_000, 3),
        minimum=20,
        sigma=0.9,
        main=4,
        zone_factor={"core": 1.25, "expansion": 0.8, "ecological": 0.75},
    ),
    Service(
        "rental_housing",
        "示意公租房",
        "公共租赁住房",
        demand=lambda s: s["renting_households"],
        facilities=lambda p: _per_person(p, 60_000, 2),
        minimum=60,
        sigma=0.7,
        non_local_weight=1.0,
    ),
    Service(
        "job_centre",
        "示意就业服务点",
        "乡镇街道就业服务点",
        demand=lambda s: s["age_15_59"],
        facilities=lambda p: 1 + len(p.towns),
        capacity_per_10000=0.7,
        minimum=1,
        main=6,
        per_town=True,
    ),
    Service(
        "insurance_office",
        "示意社保经办点",
        "社保服务点",
        demand=everyone,
        facilities=lambda p: 1 + _per_person(p, 60_000, 2),
        capacity_per_10000=1.2,
        minimum=2,
        main=6,
    ),
)


@dataclass(frozen=True, slots=True)
class Supply:
    facilities: int
    capacity: int
    year: int
    known: bool


def allocate(service: Service, inputs: Inputs, seed: int) -> dict[str, Supply]:
    """Facilities and capacity by division code.

    A division with a published total keeps it. The others share what is left of the city's total, or of a documented ratio to
    residents, by a weight halfway between the demand of residents and of registered people.
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
    """The known totals of divisions, and the rest of ``total`` over the others by weight; without a total the weights themselves."""
    known = {code: t.value for (code, s, i), t in inputs.totals.items() if (s, i) == (service, item)}
    result = {code: known[code] for code in weights if code in known}
    others = [code for code in weights if code not in known]
    if total is None:
        return result | {code: weights[code] for code in others}
    floors = [minimum * facilities[code] if facilities else least for code in others]
    rest = draw.split(total - sum(result.values()) - sum(floors), [weights[code] for code in others])
    return result | {code: floor + part for code, floor, part in zip(others, floors, rest, strict=True)}
