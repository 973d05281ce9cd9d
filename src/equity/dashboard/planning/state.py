"""What the page on plans is asked: the plans of the address, which of them is under the hand, for which service and group."""

from dataclasses import dataclass, replace

from equity.http.context import Context
from equity.http.plans import ARGS, AskedPlan, asked_plans, taken_apart
from equity.http.view import PageView
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.plans import PlanResult
from equity.query import GAP, Basis
from equity.settings import CENSUS_YEAR
from equity.views.plans import change_records

BASES: tuple[Basis, ...] = ("non_local", "local", GAP)
MEASURE = "effective"


@dataclass(frozen=True, slots=True)
class Planning:
    """``plans``: those of the address; ``chosen``: the one under the hand, None where its argument is not in the address."""

    ctx: Context
    view: PageView
    plans: tuple[AskedPlan, ...]
    arg: str

    @property
    def service(self) -> str:
        return self.view.query.service

    @property
    def basis(self) -> Basis:
        return self.view.query.basis

    @property
    def chosen(self) -> AskedPlan | None:
        return next((p for p in self.plans if p.arg == self.arg), None)

    @property
    def result(self) -> PlanResult | None:
        """Of the chosen plan, where it touches the service that is shown."""
        found = self.chosen.result if self.chosen else None
        return found if found and any(s.service == self.service for s in found.services) else None

    @property
    def results(self) -> tuple[PlanResult, ...]:
        return tuple(p.result for p in self.plans if p.result)

    def with_shares(self) -> PlanResult | None:
        """The result with what each change contributes."""
        return self.result and taken_apart(self.ctx, self.result)

    def records(self) -> tuple[ValueRecord, ...]:
        """What the map shows: the change that the plan makes, or how things stand where there is none yet."""
        if self.result:
            return change_records(self.view, self.result, self.service, self.basis)
        return self.view.indicators.values(self.view.query)


def planned_services(indicators: Indicators) -> tuple[Definition, ...]:
    """Services with a register of facilities, which a plan can change."""
    return tuple(d for d in indicators.registry.of_kind("facility") if indicators.standing(d.id) != "waiting")


def narrow(ctx: Context, page: PageView) -> PageView:
    """The view of a service that can be planned: the one asked for, else the first of a plan, else the first there is."""
    offered = [d.id for d in planned_services(ctx.indicators)]
    plans = _plans(ctx, page)
    named = [c.service for p in plans if p.plan for c in p.plan.changes if c.kind != "people"]
    service = next((s for s in (page.query.service, *named, "primary_school", *offered) if s in offered), "")
    basis = page.query.basis if page.arg("basis") and page.query.basis in BASES else BASES[0]
    query = page.query.but(service=service, measure=MEASURE, basis=basis, year=CENSUS_YEAR, level="division")
    shown = next((p.plan.scenario for p in plans if p.plan and p.arg == _arg(page)), query.scenario)
    return replace(page, query=query.but(scenario=shown))


def read_planning(ctx: Context, page: PageView) -> Planning:
    """``page`` as :func:`narrow` left it."""
    return Planning(ctx, page, _plans(ctx, page), _arg(page))


def _plans(ctx: Context, page: PageView) -> tuple[AskedPlan, ...]:
    return asked_plans(ctx, dict(page.args))


def _arg(page: PageView) -> str:
    """Of the plan under the hand."""
    asked = page.arg("edit", ARGS[0])
    return asked if asked in ARGS else ARGS[0]
