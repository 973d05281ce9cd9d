"""Plans side by side: one column each, the same lines for all."""

from collections.abc import Callable, Sequence

from equity.plans import Figure, PlanResult, ServiceResult
from equity.say import Label, texts_of
from equity.views.plans.words import money, service_name
from equity.views.tables import Cell, Column, Table, number_cell
from equity.views.view import View

TEXTS = texts_of(__name__)
COMPARED = TEXTS.compared
NOT_TOUCHED = Cell("—")
Line = Callable[[View, PlanResult, ServiceResult], Cell]


def side_by_side(view: View, results: Sequence[PlanResult]) -> Table:
    """Rows for every service that one of the plans touches; a dash where a plan does not."""
    voice = view.voice
    rows = []
    services = list(dict.fromkeys(s.service for r in results for s in r.services))
    for service in services:
        found = [(r, next((s for s in r.services if s.service == service), None)) for r in results]
        priced = any(s and s.cost is not None for _, s in found)
        for what, line in LINES.items():
            if what in (TEXTS.cost, TEXTS.per_served) and not priced:
                continue
            cells = [line(view, r, s) if s else NOT_TOUCHED for r, s in found]
            named = voice(TEXTS.row, service=service_name(view, service), what=what)
            rows.append((Cell(named if len(services) > 1 else voice.heading(what)), *cells))
    columns = (
        Column("item", voice(TEXTS.item), weight=2.4),
        *(Column(f"plan-{n}", r.plan.name, True, 1.2) for n, r in enumerate(results, 1)),
    )
    caption = voice(COMPARED)
    if len(services) == 1:
        caption = voice(TEXTS.row, service=service_name(view, services[0]), what=COMPARED)
    return Table("plans", caption, columns, tuple(rows))


def _people(field: str) -> Line:
    def cell(view: View, result: PlanResult, of: ServiceResult) -> Cell:
        return number_cell(getattr(of, field), view.voice, decimals=0, grade=of.grade, status=of.status)

    return cell


def _moves(view: View, before: Figure, after: Figure, *, signed: bool) -> Cell:
    if after.value is None or before.value is None:
        return Cell(view.voice.status(after.status if after.value is None else before.status))
    a, b = (view.voice.number(f.value, decimals=1, signed=signed) for f in (before, after))
    return Cell(view.voice(TEXTS.from_to, a=a, b=b), after.value, 1, after.grade)


def _money(field: str) -> Line:
    def cell(view: View, result: PlanResult, of: ServiceResult) -> Cell:
        value = getattr(of, field)
        return Cell(money(view, value, result.plan.currency), value, 1)

    return cell


def _verdict(view: View, result: PlanResult, of: ServiceResult) -> Cell:
    return Cell(view.voice({True: TEXTS.yes, False: TEXTS.no, None: TEXTS.unknown}[of.less_equal]))


LINES: dict[Label, Line] = {
    TEXTS.reached: _people("reached_new"),
    TEXTS.served: _people("served_more"),
    TEXTS.lose: _people("served_less"),
    TEXTS.remain: _people("unreached"),
    TEXTS.gap_moves: lambda view, _, of: _moves(view, of.gap_before, of.gap_after, signed=True),
    TEXTS.all_move: lambda view, _, of: _moves(view, of.all_before, of.all_after, signed=False),
    TEXTS.verdict: _verdict,
    TEXTS.cost: _money("cost"),
    TEXTS.per_served: _money("cost_per_served"),
}
