"""What is asked of a proposal, and what comes back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from equity.faults import RuleBroken
from equity.plans.plan import Capacity, Cost, Id, Plan, Service, Strict, read_model
from equity.plans.result import PlanResult
from equity.say import Grade

MOST_SITES, MOST_MOVED, MOST_SECONDS = 50, 5, 600.0
Objective = Literal["reach", "served", "gap", "worst", "fewest"]


class Question(Strict):
    """Where to put ``count`` facilities of ``capacity`` units, or how to spend ``budget`` over building, enlarging and moving.

    ``objective``: ``reach``: most people of ``group`` within the radius; ``served``: new room for most people of the group who lack it now (nobody else
    is moved about: with all who are in reach sharing it, fewer more are served);
    ``gap``: the smallest local–non-local gap in effective coverage; ``worst``: most of those who are now served worst, the
    tenth of all people in demand with the lowest adequacy (all who tie with the last of them); ``fewest``: as few facilities as it takes to
    have ``share`` of the group within the radius.

    ``zone``: whose people count and where it is built; empty: the city. ``candidates``: settlement points, or the imported register of
    plots. ``build_cost`` per facility and ``unit_cost`` per unit of capacity, in the currency of the plan (a plot has its own cost of
    building). ``enlarge_most``: how much larger a facility may become, as a share of what it has; ``movable``: facilities that
    may move, each at ``move_cost``. ``seconds``: for the solver.
    """

    service: Service
    objective: Objective = "reach"
    zone: Annotated[str, Field(max_length=40)] = ""
    group: Literal["resident", "local", "non_local"] = "resident"
    count: Annotated[int, Field(ge=0, le=MOST_SITES)] | None = None
    capacity: Capacity | None = None
    budget: Cost | None = None
    build_cost: Cost = 0.0
    unit_cost: Cost = 0.0
    enlarge_most: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] = 0.0
    movable: Annotated[tuple[Id, ...], Field(max_length=MOST_MOVED)] = ()
    move_cost: Cost = 0.0
    share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 0.9
    candidates: Literal["points", "plots"] = "points"
    currency: Annotated[str, Field(max_length=20)] = "万元"
    seconds: Annotated[float, Field(ge=0.1, le=MOST_SECONDS)] = 30.0

    @model_validator(mode="after")
    def _is_bounded(self) -> Question:
        if self.objective != "fewest" and self.count is None and self.budget is None:
            raise RuleBroken("须填 count 或 budget", "give count or budget")
        if self.capacity is None and self.count != 0:
            raise RuleBroken("须填 capacity（新设施的规模）", "give capacity, of a new facility")
        if self.enlarge_most and self.budget is None:
            raise RuleBroken("扩建须填 budget", "enlarging needs a budget")
        if self.enlarge_most and not self.unit_cost:
            raise RuleBroken("扩建须填 unit_cost", "enlarging needs a unit_cost")
        if (
            self.budget is not None
            and self.count is None
            and not (self.build_cost or self.unit_cost)
            and self.candidates == "points"
        ):
            raise RuleBroken("按预算须填 build_cost 或 unit_cost", "a budget needs build_cost or unit_cost")
        return self


class Proposal(Strict):
    """The best plan that was found. ``promised``: what the model counts on, in the terms of the objective (people; for ``gap`` the gap
    in percentage points). ``gains``: of new facilities that bring most people within reach, how many each adds to those before it, the
    largest first; ``at``: the settlement point or plot each stands on. ``greedy``: what taking the best next site each time comes to in the
    same terms (None where the objective is the gap or the fewest, or nothing is evaluated). The model gives new room to people who
    lack it and moves nobody else about; ``result`` is what the access engine makes of the plan. ``optimal``: proved to be the best; else
    ``within``: how far, relatively, the best may lie above. ``candidates``: places compared.
    """

    question: Question
    plan: Plan
    grade: Grade
    promised: float
    gains: tuple[float, ...] = ()
    at: tuple[str, ...] = ()
    greedy: float | None
    optimal: bool
    within: float
    seconds: float
    candidates: int
    people: float
    before: float
    result: PlanResult | None = None


def read_question(text: str | bytes) -> Question:
    """A question from JSON. Raises :class:`~equity.errors.DataError` with the field of each fault."""
    return read_model(Question, text, "question")
