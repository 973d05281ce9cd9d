"""The plans that an address asks about: ``plan``, ``plan2``, ``plan3``, ``plan4``, each as JSON or the id of a kept one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from equity.errors import DataError, Problem
from equity.http.context import Context
from equity.plans import Plan, PlanResult, evaluate, read_plan, with_shares
from equity.plans.store import find_result

ARGS = ("plan", "plan2", "plan3", "plan4")
MOST_SHARED, EXACT_SHARES, MOST_RUNS = (
    12,
    5,
    128,
)  # changes, and runs of the engine: what a visitor may have taken apart takes seconds
CHANGE = re.compile(r"changes\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """One plan of an address. ``result``: None where it changes nothing yet or cannot be carried out; then ``problems`` say why."""

    arg: str
    plan: Plan | None
    result: PlanResult | None = None
    problems: tuple[Problem, ...] = ()


def taken_apart(ctx: Context, result: PlanResult) -> PlanResult:
    """The same with what each change contributes; as it is where that would take too many runs: one for every set of changes
    and service, and a change of people touches all services."""
    count = len(result.plan.changes)
    runs = len(result.services) * 2 ** min(count, EXACT_SHARES)
    if result.shares or count > MOST_SHARED or runs > MOST_RUNS:
        return result
    return ctx.evaluations.get(
        f"{result.id} shares", lambda: with_shares(result, ctx.indicators, EXACT_SHARES)
    )


def asked_plans(ctx: Context, args: Mapping[str, str]) -> tuple[AskedPlan, ...]:
    """Those of the address, in their order; an argument that is left out is no plan."""
    return tuple(_read(ctx, name, args[name]) for name in ARGS if args.get(name))


def sound_plans(ctx: Context, args: Mapping[str, str]) -> tuple[PlanResult, ...]:
    """The results of all plans of the address. Raises :class:`DataError` where one of them cannot be carried out."""
    asked = asked_plans(ctx, args)
    if problems := [problem for one in asked for problem in one.problems]:
        raise DataError(problems)
    return tuple(one.result for one in asked if one.result)


def _read(ctx: Context, name: str, given: str) -> AskedPlan:
    plan = None
    try:
        kept = find_result(given, ctx.settings)
        plan = kept.plan if kept else read_plan(given, name)
        if not plan.changes:
            return AskedPlan(name, plan)
        indicators = ctx.indicators
        result = ctx.evaluations.get(
            plan.on(indicators.data_version).id, lambda: evaluate(plan, indicators, file=name)
        )
        return AskedPlan(name, plan, result)
    except DataError as error:
        return AskedPlan(name, plan, problems=error.problems)


def change_of(problem: Problem) -> int | None:
    """The number of the change that a problem is about; None for one of the whole plan."""
    found = CHANGE.search(problem.file)
    return int(found[1]) if found else None
