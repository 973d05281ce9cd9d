"""What if: plans that say who gains before money is spent.

How a page, a file or the API uses it::

    plan = read_plan(text)                      # or Plan(name=…, changes=(AddFacility(…), …)); DataError names change and field
    result = evaluate(plan, indicators)         # a PlanResult: everything before and after; plain numbers, ready for JSON
    result.services                             # per service: newly reached and served, gap, cost per person newly served
    result.rows("clinic", "effective", "gap")   # Compared rows, one per division: before, after, change
    result.moved                                # per zone, township and group: who gains, who loses, who is still not reached
    result.openings                             # school places by year against the children of the forecast
    result.facilities, result.points            # for the map: places that change, points that change
    evaluate(plan, indicators, shares=True)     # with result.shares: what each change contributes (slower)
    suggest(Question(service=…, count=3, capacity=20), indicators)   # a Proposal: its plan, what it promises, its result
    keep_result(result, settings), find_result(id, settings)         # kept under its id (plans.store)

Shares are percent, gaps and their parts percentage points, people those in demand in ``ServiceResult.unit_*``. A number carries status and
grade in both states; where ``result.illustrative`` is set every sentence and file has to say that it rests on demonstration
data. ``plan.id`` is the same for the same content on the same data version.
"""

from equity.plans.evaluate import evaluate, with_shares
from equity.plans.plan import (
    MOST_CHANGES,
    AddFacility,
    Change,
    ChangeCapacity,
    ChangePeople,
    ChangeRule,
    CloseFacility,
    MoveFacility,
    Plan,
    read_plan,
)
from equity.plans.question import Proposal, Question
from equity.plans.result import (
    Compared,
    Figure,
    Moved,
    Opening,
    PlannedFacility,
    PlanResult,
    PointChange,
    ServiceResult,
    ShareOf,
)
from equity.plans.store import find_result, keep_result
from equity.plans.suggest import suggest

__all__ = [
    "MOST_CHANGES",
    "AddFacility",
    "Change",
    "ChangeCapacity",
    "ChangePeople",
    "ChangeRule",
    "CloseFacility",
    "Compared",
    "Figure",
    "MoveFacility",
    "Moved",
    "Opening",
    "Plan",
    "PlanResult",
    "PlannedFacility",
    "PointChange",
    "Proposal",
    "Question",
    "ServiceResult",
    "ShareOf",
    "evaluate",
    "find_result",
    "keep_result",
    "read_plan",
    "suggest",
    "with_shares",
]
