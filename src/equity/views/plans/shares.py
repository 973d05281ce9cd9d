"""What each change of a plan contributes to what the plan comes to."""

from equity.plans import Plan, PlanResult, ShareOf
from equity.say import texts_of
from equity.views.plans.words import KINDS, POINTS, service_name, unit
from equity.views.tables import Cell, Column, Table, number_cell
from equity.views.view import View

TEXTS = texts_of(__name__)
TOTALS = TEXTS["totals"]


def shares_table(view: View, result: PlanResult, service: str) -> Table | None:
    """One row per change that concerns the service, then the plan; None for a single change, or where nothing was worked out."""
    voice, of = view.voice, result.service(service)
    known: dict[tuple[int, str], ShareOf] = {
        (s.change, s.total): s for s in result.shares if s.service == service
    }
    numbers = sorted({change for change, _ in known})
    if len(numbers) < 2:
        return None
    names = {f.change: f.name for f in result.facilities}

    def cell(value: float | None, total: str, error: float | None = None) -> Cell:
        decimals = 1 if total == "gap" else 0
        found = number_cell(value, voice, decimals=decimals, grade=of.grade, status=of.status, signed=True)
        sub = "" if error is None else voice(TEXTS.error, n=voice.number(error, decimals=decimals))
        return Cell(found.text, found.value, decimals, found.grade, sub=sub)

    def shared(share: ShareOf | None, total: str) -> Cell:
        return cell(share.value, total, share.error) if share else Cell("—")

    rows = [
        (Cell(str(n), n), Cell(_said(view, result.plan, n, names.get(n, ""))), *(shared(known.get((n, t)), t) for t in TOTALS))
        for n in numbers
    ]  # fmt: skip
    gap = (
        None
        if of.gap_after.value is None or of.gap_before.value is None
        else of.gap_after.value - of.gap_before.value
    )
    whole = {
        "reached": (of.reached_new or 0.0) - (of.reached_lost or 0.0),
        "served": (of.served_more or 0.0) - (of.served_less or 0.0),
        "gap": gap,
    }
    rows.append((Cell(""), Cell(voice(TEXTS.together)), *(cell(whole[t], t) for t in TOTALS)))
    said = {"unit": unit(view, of), "points": voice(POINTS)}
    columns = (
        Column("number", voice(TEXTS.number), True, 0.5),
        Column("what", voice(TEXTS.what), weight=2),
        *(Column(total, voice(label, **said), True, 1.4) for total, label in TOTALS.items()),
    )
    sampled = any(s.error is not None for s in known.values())
    note = voice.sentences([voice(TEXTS.exact), voice(TEXTS.sampled) if sampled else ""])
    caption = voice(TEXTS.caption, service=service_name(view, service))
    return Table(f"shares-{result.id}-{service}", caption, columns, tuple(rows), note)


def _said(view: View, plan: Plan, number: int, name: str) -> str:
    change = plan.changes[number - 1]
    shown = name or change.note
    kind = view.voice.heading(KINDS[change.kind])
    return view.voice(TEXTS.named, kind=kind, name=shown) if shown else kind
