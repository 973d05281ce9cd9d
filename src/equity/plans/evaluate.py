"""What a plan does, for whom: the product's own numbers before and after."""

from collections.abc import Sequence
from typing import Any

from equity.indicators.compute import Indicators
from equity.indicators.units import concerned_unit
from equity.measures.decomposition import MOST_EXACT
from equity.plans.alter import Altered, alter
from equity.plans.check import check_plan
from equity.plans.compare import GROUPS, MOVED, changed_points, compare, figure, moved, townships
from equity.plans.opening import openings
from equity.plans.plan import FILE, ChangePeople, Plan
from equity.plans.result import Compared, Figure, Moved, PlanResult, ServiceResult
from equity.plans.shares import shares as shares_of
from equity.query import GAP, Query
from equity.say import Label, worst_grade
from equity.settings import CENSUS_YEAR
from equity.warehouse import Warehouse
from equity.warehouse.changed import changed_warehouse

STANDARD = "SELECT DISTINCT standard_q FROM core_access_params WHERE service = ? AND scenario = ?"


def evaluate(plan: Plan, indicators: Indicators, *, shares: bool = False, file: str = FILE) -> PlanResult:
    """The plan on this data version. Raises :class:`~equity.errors.DataError` for changes that cannot be carried out.

    The numbers are those that a rebuild with the changes written into the data would give, bit for bit. ``shares``: with what
    each change contributes, which takes as many runs of the engine as there are sets of changes.
    """
    plan = plan.on(indicators.data_version)
    known = check_plan(plan, indicators, file)
    altered = alter(plan, known)
    with changed_warehouse(indicators.warehouse, altered.alteration) as warehouse:
        after = _after(indicators, altered, warehouse)
        result = _result(plan, altered, indicators, after)
    return with_shares(result, indicators) if shares else result


def with_shares(result: PlanResult, indicators: Indicators, most_exact: int = MOST_EXACT) -> PlanResult:
    """With what each change contributes, exact for up to ``most_exact`` changes that touch one another, sampled beyond."""
    known = check_plan(result.plan, indicators)
    return result.model_copy(update={"shares": tuple(shares_of(result.plan, known, most_exact))})


def _after(before: Indicators, altered: Altered, warehouse: Warehouse) -> Indicators:
    """The facade over the altered warehouse: every number of the product, as after a rebuild."""
    stays = altered.alteration.points is None
    return Indicators(
        warehouse,
        altered.registry,
        suppress_below=before.suppress_below,
        ground=before.ground if stays else None,
    )


def _result(plan: Plan, altered: Altered, before: Indicators, after: Indicators) -> PlanResult:
    names, scenario = altered.alteration.services, altered.alteration.scenario
    compared = {s: tuple(compare(before, after, s, scenario)) for s in names}
    people = {s: tuple(moved(before, after, s, scenario)) for s in names}
    towns = [t for s in names for t in townships(before, after.warehouse, s, scenario, people[s])]
    services = tuple(_service(s, plan, before, after, compared[s], people[s], scenario) for s in names)
    points, left_out = changed_points(before, after.warehouse)
    grade = worst_grade(*(s.grade for s in services)) if services else "observed"
    return PlanResult(
        id=plan.id,
        plan=plan,
        data_version=plan.data_version,
        grade=grade,
        illustrative=grade == "illustrative",
        cost=_cost([c.cost for c in plan.changes]),
        services=services,
        compared=tuple(row for rows in compared.values() for row in rows),
        moved=(*(row for rows in people.values() for row in rows), *towns),
        facilities=altered.facilities,
        points=points,
        points_left_out=left_out,
        openings=tuple(openings(plan, altered.facilities, before)),
    )


def _service(
    service: str,
    plan: Plan,
    before: Indicators,
    after: Indicators,
    compared: Sequence[Compared],
    people: Sequence[Moved],
    scenario: str,
) -> ServiceResult:
    definition, unit = before.registry[service], concerned_unit(before.registry[service])
    gap = next(r for r in compared if (r.measure, r.basis, r.zone) == ("effective", GAP, before.city.code))
    city = [m for m in people if m.zone == before.city.code]
    ok = all(m.status == "ok" for m in city)
    sums = {n: sum(getattr(m, n) for m in city) for n in (*MOVED, "unreached")} if ok else {}
    net = sums["served_more"] - sums["served_less"] if ok else 0.0
    cost = _cost([c.cost for c in plan.changes if not isinstance(c, ChangePeople) and c.service == service])
    both = [_both(state, service, scenario) for state in (before, after)]
    distance = before.distance_basis(service, scenario) or Label("", "")
    standard = [float(s.warehouse.read(STANDARD, [service, scenario]).iat[0, 0]) for s in (before, after)]
    return ServiceResult(
        service=service,
        unit_zh=unit.zh,
        unit_en=unit.en,
        capacity_unit_zh=definition.unit.zh,
        capacity_unit_en=definition.unit.en,
        grade=gap.after.grade,
        status=gap.after.status,
        **sums,
        gap_before=gap.before,
        gap_after=gap.after,
        all_before=both[0],
        all_after=both[1],
        less_equal=_less_equal(gap, *both),
        standard_before=standard[0],
        standard_after=standard[1],
        cost=cost,
        cost_per_served=cost / net if cost is not None and net > 0 else None,
        distance_zh=distance.zh,
        distance_en=distance.en,
    )


def _less_equal(gap: Compared, before: Figure, after: Figure) -> bool | None:
    """Whether more are covered on the whole, and the two groups are further apart."""
    values = (gap.before.value, gap.after.value, before.value, after.value)
    if any(v is None for v in values):
        return None
    gap_now, gap_then, all_now, all_then = (v for v in values if v is not None)
    return all_then > all_now and abs(gap_then) > abs(gap_now)


def _both(indicators: Indicators, service: str, scenario: str) -> Figure:
    """Effective coverage of both groups together in the city, percent; without an interval."""
    queries = [Query(service, "effective", g, CENSUS_YEAR, "city", scenario) for g in GROUPS]
    records = [indicators.unranked(query)[0] for query in queries]
    worst = next((r for r in records if not r.ok), records[0])
    known: dict[str, Any] = {"grade": worst_grade(*(r.grade for r in records))}
    if not worst.ok:
        return figure(worst)
    people = sum(r.persons or 0.0 for r in records)
    value = sum((r.value or 0.0) * (r.persons or 0.0) for r in records) / people
    return Figure(value=value, status="ok", **known)


def _cost(costs: Sequence[float | None]) -> float | None:
    """The sum; None where there is nothing, or where one of them is not known."""
    known = [c for c in costs if c is not None]
    return sum(known) if known and len(known) == len(costs) else None
