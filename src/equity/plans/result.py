"""What a plan comes to: plain numbers with status, grade and interval, in both states, for every zone and group it touches."""

from typing import Literal

from equity.plans.plan import Plan, Strict
from equity.query import Level
from equity.say import Grade, Status

Group = Literal["local", "non_local"]
ShareTotal = Literal["served", "reached", "gap"]


class Figure(Strict):
    """One number in one state. Missing unless ``status`` is ``ok``; ``low``, ``high`` missing where exact or illustrative."""

    value: float | None
    status: Status
    grade: Grade
    low: float | None = None
    high: float | None = None


class Compared(Strict):
    """One number before and after. ``measure``: reach, adequacy, entitlement, effective (``unit`` percent; of the basis gap percentage points),
    shortfall (units of supply), coverage (percent of residents in demand), and of the basis ``gap`` also its parts within,
    residence, reach_part, adequacy_part, entitlement_part, which add up.

    ``change`` = after − before; None where either has no value. It has no interval of its own: what is uncertain is the same in
    both states, so the ends of the two do not give one.
    """

    service: str
    zone: str
    level: Level
    measure: str
    basis: Literal["local", "non_local", "resident", "gap"]
    unit: str
    before: Figure
    after: Figure
    change: float | None


class Moved(Strict):
    """People in demand of one group in one zone (persons, or households where the service counts these) whom the plan concerns.

    ``reached_new``: had nothing within the radius and have now; ``reached_lost``: the other way round. ``served_more``,
    ``served_less``: people for whom capacity suffices, gained and lost, points that gain and points that lose apart:
    Σ p·max(0, k₂ − k₁) and Σ p·max(0, k₁ − k₂), at the people the plan expects. ``admitted_more``: the same for those whom the rule
    admits, net (None of a township). ``unreached``: who still has nothing within the radius. ``people``: all in demand. None where hidden or unknown.

    ``level`` "township": ``zone`` is its code, ``name`` its name, ``within`` the division; added up from the settlement points that name it, no
    boundary is known. Only townships in which something changes, and none with a settlement point of too few people.
    """

    service: str
    zone: str
    level: Level | Literal["township"]
    group: Group
    status: Status
    grade: Grade
    name: str = ""
    within: str = ""
    people: float | None = None
    reached_new: float | None = None
    reached_lost: float | None = None
    served_more: float | None = None
    served_less: float | None = None
    admitted_more: float | None = None
    unreached: float | None = None


class PlacesInYear(Strict):
    """School places of one division against its children of that year. ``spare``: places less children; negative: places are missing."""

    year: int
    children: Figure
    places_before: float
    places_after: float
    spare_before: Figure
    spare_after: Figure


class Opening(Strict):
    """New school places in one division, year by year from that of the register. ``opens``: when the first of them open, None where the plan does not say;
    ``short_before``: years in which places are missing without the plan, ``short_after``: with it; where there is an interval, surely."""

    service: str
    zone: str
    grade: Grade
    opens: int | None
    short_before: tuple[int, ...]
    short_after: tuple[int, ...]
    years: tuple[PlacesInYear, ...]


class ServiceResult(Strict):
    """What the plan does to one service in the city. Sums over both groups are of people in demand, in ``unit``.

    ``less_equal``: better on average (effective coverage of all residents rises) and the local–non-local gap widens. None
    where the gap has no value. ``standard_before``, ``standard_after``: units of supply per person in demand; they differ where the
    yardstick is the city's own average, which the plan then moves. ``cost``: of the changes of this service, None where one
    of them has none. ``cost_per_served``: per person newly served within capacity (net); None without cost or where nobody is.
    ``distance_zh``, ``distance_en``: how distance to the facilities is measured, in both states alike.
    """

    service: str
    unit_zh: str
    unit_en: str
    capacity_unit_zh: str
    capacity_unit_en: str
    grade: Grade
    status: Status
    reached_new: float | None = None
    reached_lost: float | None = None
    served_more: float | None = None
    served_less: float | None = None
    unreached: float | None = None
    gap_before: Figure
    gap_after: Figure
    all_before: Figure
    all_after: Figure
    less_equal: bool | None
    standard_before: float | None
    standard_after: float | None
    cost: float | None
    cost_per_served: float | None
    distance_zh: str = ""  # plans kept by earlier editions do not say
    distance_en: str = ""


class PlannedFacility(Strict):
    """A facility that the plan changes. ``kind``: of the change. Before: missing for a new one; after: for one that closes."""

    change: int
    kind: Literal["add", "capacity", "move", "close"]
    service: str
    facility_id: str
    name: str
    division_before: str | None = None
    division_after: str | None = None
    lon_before: float | None = None
    lat_before: float | None = None
    capacity_before: float | None = None
    lon_after: float | None = None
    lat_after: float | None = None
    capacity_after: float | None = None


class PointChange(Strict):
    """A settlement point where something changes. ``adequacy``: 0 to 1, min(1, score / standard); degrees WGS-84."""

    service: str
    point_id: str
    zone: str
    lon: float
    lat: float
    people: float
    reached_before: bool
    reached_after: bool
    adequacy_before: float
    adequacy_after: float


class ShareOf(Strict):
    """What one change (counted from 1) contributes to a total of one service in the city: its Shapley value, the mean of what it
    adds over all orders of the changes. ``error``: standard error where the orders were sampled, None where exact. The shares
    of all changes add up to the plan's total (exactly, or within rounding where sampled)."""

    change: int
    service: str
    total: ShareTotal
    value: float
    error: float | None = None


class PlanResult(Strict):
    """Everything about a plan. ``grade``: the worst of its services'. ``illustrative``: it rests on demonstration data, which every
    sentence and file has to say. ``points``: those that change, at most :data:`~equity.plans.evaluate.MOST_POINTS`, those with the most people
    first; ``points_left_out``: how many more. ``openings``: school places by year. ``shares``: empty unless asked for."""

    id: str
    plan: Plan
    data_version: str
    grade: Grade
    illustrative: bool
    cost: float | None
    services: tuple[ServiceResult, ...]
    compared: tuple[Compared, ...]
    moved: tuple[Moved, ...]
    facilities: tuple[PlannedFacility, ...]
    points: tuple[PointChange, ...]
    points_left_out: int = 0
    openings: tuple[Opening, ...] = ()
    shares: tuple[ShareOf, ...] = ()

    def service(self, service: str) -> ServiceResult:
        return next(s for s in self.services if s.service == service)

    def rows(self, service: str, measure: str, basis: str, level: str = "division") -> tuple[Compared, ...]:
        """One number of all zones of a level, in code order."""
        wanted = (service, measure, basis, level)
        return tuple(r for r in self.compared if (r.service, r.measure, r.basis, r.level) == wanted)
