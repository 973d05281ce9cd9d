"""The words that all parts of a plan share: what it changes, whom it is about, how a gap moves."""

from collections import Counter

from equity.indicators.units import part_in_demand
from equity.plans import Change, ChangePeople, ChangeRule, Figure, Plan, PlanResult, ServiceResult
from equity.say import BASES, Label, texts_of
from equity.views.view import View

TEXTS = texts_of(__name__)
POINTS = TEXTS.points
BEFORE = TEXTS.before
AFTER = TEXTS.after
CHANGE = TEXTS.change
MARK = TEXTS.mark
KINDS = TEXTS["kinds"]
OUTSIDE = TEXTS["outside"]
COUNTED = {
    "add": (Label("新增 {n} 处", "one new facility"), Label("新增 {n} 处", "{n} new facilities")),
    "capacity": (Label("改 {n} 处容量", "one with a new capacity"), Label("改 {n} 处容量", "{n} with a new capacity")),
    "move": (Label("迁移 {n} 处", "one moved"), Label("迁移 {n} 处", "{n} moved")),
    "close": (Label("关闭 {n} 处", "one closed"), Label("关闭 {n} 处", "{n} closed")),
    "rule": (Label("改准入规则", "another rule"), Label("改准入规则", "another rule")),
    "people": (Label("按预期人口", "the people expected"), Label("按预期人口", "the people expected")),
}  # fmt: skip
TEN_THOUSAND_YUAN = "万元"
SMALL = 0.05  # percentage points: printed as 0.0


def mark(view: View, result: PlanResult) -> str:
    """What every sentence of a plan on demonstration data says."""
    return view.voice(MARK) if result.illustrative else ""


def service_name(view: View, service: str) -> str:
    return view.voice(view.registry[service].label)


def unit(view: View, of: ServiceResult) -> str:
    """Persons or households."""
    return of.unit_zh if view.voice.zh else of.unit_en


def money(view: View, amount: float | None, currency: str) -> str:
    """ "27000 万元", "270,000,000 yuan": a sum in the currency of a plan; its unit has its own 万."""
    if amount is None:
        return "—"
    if currency == TEN_THOUSAND_YUAN and not view.voice.zh:
        return f"{amount * 10_000:,.0f} yuan"
    digits = f"{amount:.1f}" if amount < 100 and amount % 1 else f"{amount:.0f}"
    return f"{digits} {currency}"


def group_name(view: View, service: str, group: str) -> str:
    """ "外来常住人口（6–11 岁人口）"."""
    part = part_in_demand(view.registry[service])
    name = view.voice(BASES[group])
    return view.voice(TEXTS.whom, group=name, part=part) if part else name


def particulars(view: View, change: Change) -> str:
    """What the list of changes says of a change without a facility: whom a rule admits and who decides so, how many people there are."""
    voice = view.voice
    if isinstance(change, ChangeRule):
        low, high = change.ends
        share = voice.value(100 * change.admitted, "%", decimals=0)
        ends = f" ({voice.ends(100 * low, 100 * high, decimals=0)})" if low < high else ""
        eligibility = view.registry[change.service].eligibility
        whom = change.registered_outside or (eligibility.registered_outside if eligibility else "division")
        said = voice(TEXTS.admits, whom=voice(OUTSIDE[whom]), share=share + ends)
        return voice.items(
            [said, f"{change.who}：{change.why}" if voice.zh else f"{change.who}: {change.why}"]
        )
    if isinstance(change, ChangePeople):
        then = (
            voice.value(100 * change.growth, "%", decimals=1, signed=True)
            if change.growth is not None
            else voice(TEXTS.then, n=voice.number(change.persons))
        )
        where = f" ({change.point_id})" if change.point_id else ""
        return voice.items([f"{voice.heading(BASES[change.group])}{where} {then}", change.source])
    return change.note or "—"


def what_changes(view: View, plan: Plan, service: str) -> str:
    """ "新增 3 处、关闭 1 处": the changes that concern the service, counted."""
    kinds = Counter(c.kind for c in plan.changes if c.kind == "people" or c.service == service)
    said = [view.voice(COUNTED[kind][n > 1], n=view.voice.number(n)) for kind, n in kinds.items()] or [
        view.voice(TEXTS.nothing)
    ]
    return view.voice.and_names(said)


def gap_moves(view: View, before: Figure, after: Figure) -> str:
    """How the gap between both groups moves, in words that need no sign."""
    voice = view.voice
    if before.value is None or after.value is None:
        worse = before if before.value is None else after
        return voice(TEXTS.gap_none, why=voice.status(worse.status))
    a, b = (round(f, 1) for f in (before.value, after.value))
    if a * b < 0:
        return voice(TEXTS.gap_turns, a=_behind(view, a), b=_behind(view, b))
    label = TEXTS.gap_stays if a == b else TEXTS.gap_down if abs(b) < abs(a) else TEXTS.gap_up
    side = a if abs(a) >= SMALL else b
    whose = voice(TEXTS.worse if side > 0 else TEXTS.better) if abs(side) >= SMALL else ""
    return voice(label, a=voice.number(abs(a), decimals=1), b=voice.number(abs(b), decimals=1)) + whose


def _behind(view: View, gap: float) -> str:
    return view.voice(TEXTS.lower if gap > 0 else TEXTS.higher, n=view.voice.number(abs(gap), decimals=1))
