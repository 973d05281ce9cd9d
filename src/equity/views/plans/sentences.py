"""What a plan does, in sentences: who gains, how the gap moves, who loses, who is still left out, what it costs."""

from collections.abc import Iterator

from equity.plans import Moved, PlanResult, ServiceResult
from equity.say import Label
from equity.views.model import Sentence
from equity.views.plans.words import gap_moves, group_name, mark, money, service_name, unit, what_changes
from equity.views.tables import Grade
from equity.views.view import View

REACHED = Label(
    "{service}{what}{mark}：{whom}中新增 {n}够得着，{gap}。",
    "{service}, {what}{mark}: {n} more of the {whom} have one within reach; {gap}.",
)
SERVED = Label(
    "{service}{what}{mark}：{whom}中新增 {n}有容量可用，{gap}。",
    "{service}, {what}{mark}: capacity suffices for {n} more of the {whom}; {gap}.",
)
NOBODY = Label(
    "{service}{what}{mark}：{whom}没有人因此受益，{gap}。",
    "{service}, {what}{mark}: none of the {whom} gain; {gap}.",
)
HIDDEN = Label("{service}{what}{mark}：{why}。", "{service}, {what}{mark}: {why}.")
LOCALS = Label(
    "本地户籍常住人口中新增 {reached}够得着、{served}有容量可用{mark}。",
    "Of local residents {reached} more have one within reach and capacity suffices for {served} more{mark}.",
)
NON_LOCALS_SERVED = Label(
    "外来常住人口中新增 {n}有容量可用{mark}。", "Capacity suffices for {n} more non-local residents{mark}."
)
LOSE = Label(
    "也有人受损：{reached}不再够得着，{served}可用的容量减少{mark}。",
    "Some lose: {reached} no longer have one within reach, for {served} capacity shrinks{mark}.",
)
LESS_EQUAL = Label(
    "平均更好，但更不均：全部常住人口的有效覆盖率由 {a}% 升到 {b}%，两群人的差距却扩大{mark}。",
    "Better on average and less equal: effective coverage of all residents rises from {a}% to {b}%, yet the two groups are further apart{mark}.",
)
RISES = Label(
    "全部常住人口的有效覆盖率由 {a}% 升到 {b}%{mark}。",
    "Effective coverage of all residents rises from {a}% to {b}%{mark}.",
)
FALLS = Label(
    "全部常住人口的有效覆盖率由 {a}% 降到 {b}%{mark}。",
    "Effective coverage of all residents falls from {a}% to {b}%{mark}.",
)
REMAIN = Label(
    "仍有 {n}在半径内没有设施，其中外来 {non_local}{mark}。",
    "{n} still have none within reach, {non_local} of them non-local{mark}.",
)
COST = Label("每新增一{unit}有容量可用，花费 {cost}{mark}。", "Each {unit} newly served costs {cost}{mark}.")
WORTH_SAYING = 0.5  # persons: printed as 0


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
        yield voice(HIDDEN, **known, why=voice.status(hidden.status if hidden else of.status))
        return
    local, non_local = groups["local"], groups["non_local"]
    reached, served = non_local.reached_new or 0.0, non_local.served_more or 0.0
    label, n = (REACHED, reached) if reached > WORTH_SAYING else (SERVED, served) if served > WORTH_SAYING else (NOBODY, 0.0)  # fmt: skip
    whom = group_name(view, of.service, "non_local")
    yield voice(
        label, **known, whom=whom, n=_people(view, of, n), gap=gap_moves(view, of.gap_before, of.gap_after)
    )
    if label is REACHED and served > WORTH_SAYING:
        yield voice(NON_LOCALS_SERVED, n=_people(view, of, served), mark=marked)
    if max(local.reached_new or 0.0, local.served_more or 0.0) > WORTH_SAYING:
        gains = {
            "reached": _people(view, of, local.reached_new),
            "served": _people(view, of, local.served_more),
        }
        yield voice(LOCALS, **gains, mark=marked)
    if max(of.reached_lost or 0.0, of.served_less or 0.0) > WORTH_SAYING:
        lost = {"reached": _people(view, of, of.reached_lost), "served": _people(view, of, of.served_less)}
        yield voice(LOSE, **lost, mark=marked)
    yield from _on_the_whole(view, of, marked)
    left = {"n": _people(view, of, of.unreached), "non_local": _people(view, of, non_local.unreached)}
    yield voice(REMAIN, **left, mark=marked)
    if of.cost_per_served is not None:
        cost = money(view, of.cost_per_served, result.plan.currency)
        yield voice(COST, unit=unit(view, of).removesuffix("s"), cost=cost, mark=marked)


def _on_the_whole(view: View, of: ServiceResult, marked: str) -> Iterator[str]:
    before, after = of.all_before.value, of.all_after.value
    if before is None or after is None or round(before, 1) == round(after, 1):
        return
    label = LESS_EQUAL if of.less_equal else RISES if after > before else FALLS
    a, b = (view.voice.number(v, decimals=1) for v in (before, after))
    yield view.voice(label, a=a, b=b, mark=marked)


def _people(view: View, of: ServiceResult, count: float | None) -> str:
    """ "4120 人", "4,120", "120 households"."""
    said = unit(view, of)
    return view.voice.number(count) if said == "persons" else view.voice.value(count, said)
