"""What a plan does, in sentences, and the words that all parts of it share."""

from collections import Counter
from collections.abc import Iterator

from equity.indicators.units import part_in_demand
from equity.plans import Change, ChangePeople, ChangeRule, Figure, Moved, Plan, PlanResult, ServiceResult
from equity.say import BASES, Label, texts_of
from equity.views.model import Sentence
from equity.views.tables import Grade
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
WORTH_SAYING = 0.5  # persons: printed as 0


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


def sentences_of(view: View, result: PlanResult, service: str) -> tuple[Sentence, ...]:
    """The first one is the headline. Each carries the mark of demonstration data and the grade of the service."""
    of = result.service(service)
    groups: dict[str, Moved] = {
        m.group: m for m in result.moved if (m.service, m.zone) == (service, view.city.code)
    }
    grade: Grade = "illustrative" if result.illustrative else of.grade
    return tuple(Sentence(text, grade) for text in _said(view, result, of, groups))


def _said(view: View, result: PlanResult, of: ServiceResult, groups: dict[str, Moved]) -> Iterator[str]:
    voice, marked = view.voice, mark(view, result)
    known = {
        "service": service_name(view, of.service),
        "what": what_changes(view, result.plan, of.service),
        "mark": marked,
    }
    hidden = next((m for m in groups.values() if m.status != "ok"), None)
    if hidden or of.status != "ok" or not groups:
        yield voice(TEXTS.hidden, **known, why=voice.status(hidden.status if hidden else of.status))
        return
    local, non_local = groups["local"], groups["non_local"]
    reached, served = non_local.reached_new or 0.0, non_local.served_more or 0.0
    label, n = (TEXTS.reached, reached) if reached > WORTH_SAYING else (TEXTS.served, served) if served > WORTH_SAYING else (TEXTS.nobody, 0.0)  # fmt: skip
    whom = group_name(view, of.service, "non_local")
    yield voice(
        label, **known, whom=whom, n=_people(view, of, n), gap=gap_moves(view, of.gap_before, of.gap_after)
    )
    if label == TEXTS.reached and served > WORTH_SAYING:
        yield voice(TEXTS.non_locals_served, n=_people(view, of, served), mark=marked)
    if max(local.reached_new or 0.0, local.served_more or 0.0) > WORTH_SAYING:
        gains = {
            "reached": _people(view, of, local.reached_new),
            "served": _people(view, of, local.served_more),
        }
        yield voice(TEXTS.locals, **gains, mark=marked)
    if max(of.reached_lost or 0.0, of.served_less or 0.0) > WORTH_SAYING:
        lost = {"reached": _people(view, of, of.reached_lost), "served": _people(view, of, of.served_less)}
        yield voice(TEXTS.lose, **lost, mark=marked)
    yield from _on_the_whole(view, of, marked)
    left = {"n": _people(view, of, of.unreached), "non_local": _people(view, of, non_local.unreached)}
    yield voice(TEXTS.remain, **left, mark=marked)
    if of.cost_per_served is not None:
        cost = money(view, of.cost_per_served, result.plan.currency)
        yield voice(TEXTS.cost, unit=unit(view, of).removesuffix("s"), cost=cost, mark=marked)
    if distance := of.distance_zh if voice.zh else of.distance_en:
        yield voice(TEXTS.measured, distance=distance.rstrip("。."), mark=marked)


def _on_the_whole(view: View, of: ServiceResult, marked: str) -> Iterator[str]:
    before, after = of.all_before.value, of.all_after.value
    if before is None or after is None or round(before, 1) == round(after, 1):
        return
    label = TEXTS.less_equal if of.less_equal else TEXTS.rises if after > before else TEXTS.falls
    a, b = (view.voice.number(v, decimals=1) for v in (before, after))
    yield view.voice(label, a=a, b=b, mark=marked)


def _people(view: View, of: ServiceResult, count: float | None) -> str:
    """ "4120 人", "4,120", "120 households"."""
    said = unit(view, of)
    return view.voice.number(count) if said == "persons" else view.voice.value(count, said)
