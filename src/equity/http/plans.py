"""The plans that an address asks about: ``plan``, ``plan2``, ``plan3``, ``plan4``, each as JSON or the id of a kept one."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equity.errors import DataError, Problem
from equity.plans import Plan, PlanResult, evaluate, read_plan
from equity.plans.store import find_result

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.indicators.compute import Indicators

ARGS = ("plan", "plan2", "plan3", "plan4")
KEPT_RESULTS = 48
CHANGE = re.compile(r"changes\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """One plan of an address. ``result``: None where it changes nothing yet or cannot be carried out; then ``problems`` say why."""

    arg: str
    plan: Plan | None
    result: PlanResult | None = None
    problems: tuple[Problem, ...] = ()


class Evaluations:
    """Results of plans, the last ones kept: a page, its files and its pictures ask for the same. Safe between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, PlanResult] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, plan: Plan, indicators: Indicators, file: str) -> PlanResult:
        """Raises :class:`DataError` as :func:`equity.plans.evaluate` does."""
        key = plan.on(indicators.data_version).id
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = evaluate(plan, indicators, file=file)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT_RESULTS:
                self._kept.popitem(last=False)
        return found


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
        return AskedPlan(name, plan, ctx.evaluations.of(plan, ctx.indicators, name))
    except DataError as error:
        return AskedPlan(name, plan, problems=error.problems)


def change_of(problem: Problem) -> int | None:
    """The number of the change that a problem is about; None for one of the whole plan."""
    found = CHANGE.search(problem.file)
    return int(found[1]) if found else None
