"""Plans side by side: one column each, the same lines for all."""

from collections.abc import Callable, Sequence

from equity.plans import Figure, PlanResult, ServiceResult
from equity.say import Label
from equity.views.cells import number_cell
from equity.views.plans.words import money, service_name
from equity.views.tables import Cell, Column, Table
from equity.views.view import View

COMPARED, ITEM = Label("方案比选", "Plans side by side"), Label("项目", "Item")
ROW = Label("{service}：{what}", "{service}: {what}")
REACHED, SERVED = Label("新够得着", "newly within reach"), Label("新有容量可用", "newly served")
LOSE, REMAIN = Label("可用容量减少", "lose capacity"), Label("仍够不着", "still none within reach")
GAP_MOVES = Label("差距（个百分点）", "gap (percentage points)")
ALL_MOVE = Label("全部常住人口有效覆盖率（%）", "effective coverage of all residents (%)")
VERDICT = Label("平均更好但更不均", "better on average, less equal")
COST, PER_SERVED = Label("费用", "cost"), Label("每新增一人有容量可用的费用", "cost per person newly served")
YES, NO, UNKNOWN = Label("是", "yes"), Label("否", "no"), Label("无法判断", "cannot be said")
FROM_TO = Label("{a} → {b}", "{a} → {b}")
NOT_TOUCHED = Cell("—")
Line = Callable[[View, PlanResult, ServiceResult], Cell]


def side_by_side(view: View, results: Sequence[PlanResult]) -> Table:
    """Rows for every service that one of the plans touches; a dash where a plan does not."""
    voice = view.voice
    rows = []
    for service in dict.fromkeys(s.service for r in results for s in r.services):
        found = [(r, next((s for s in r.services if s.service == service), None)) for r in results]
        priced = any(s and s.cost is not None for _, s in found)
        for what, line in LINES.items():
            if what in (COST, PER_SERVED) and not priced:
                continue
            cells = [line(view, r, s) if s else NOT_TOUCHED for r, s in found]
            rows.append((Cell(voice(ROW, service=service_name(view, service), what=what)), *cells))
    columns = (
        Column("item", voice(ITEM), weight=2.4),
        *(Column(f"plan-{n}", r.plan.name, True, 1.2) for n, r in enumerate(results, 1)),
    )
    return Table("plans", voice(COMPARED), columns, tuple(rows))


def _people(field: str) -> Line:
    def cell(view: View, result: PlanResult, of: ServiceResult) -> Cell:
        return number_cell(getattr(of, field), view.voice, decimals=0, grade=of.grade, status=of.status)

    return cell


def _moves(view: View, before: Figure, after: Figure, *, signed: bool) -> Cell:
    if after.value is None or before.value is None:
        return Cell(view.voice.status(after.status if after.value is None else before.status))
    a, b = (view.voice.number(f.value, decimals=1, signed=signed) for f in (before, after))
    return Cell(view.voice(FROM_TO, a=a, b=b), after.value, 1, after.grade)


def _money(field: str) -> Line:
    def cell(view: View, result: PlanResult, of: ServiceResult) -> Cell:
        value = getattr(of, field)
        return Cell(money(view, value, result.plan.currency), value, 1)

    return cell


def _verdict(view: View, result: PlanResult, of: ServiceResult) -> Cell:
    return Cell(view.voice({True: YES, False: NO, None: UNKNOWN}[of.less_equal]))


LINES: dict[Label, Line] = {
    REACHED: _people("reached_new"),
    SERVED: _people("served_more"),
    LOSE: _people("served_less"),
    REMAIN: _people("unreached"),
    GAP_MOVES: lambda view, _, of: _moves(view, of.gap_before, of.gap_after, signed=True),
    ALL_MOVE: lambda view, _, of: _moves(view, of.all_before, of.all_after, signed=False),
    VERDICT: _verdict,
    COST: _money("cost"),
    PER_SERVED: _money("cost_per_served"),
}
