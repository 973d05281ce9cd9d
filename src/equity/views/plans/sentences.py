"""What a plan does, in sentences: who gains, how the gap moves, who loses, who is still left out, what it costs."""

from collections.abc import Iterator

from equity.plans import Moved, PlanResult, ServiceResult
from equity.say import texts_of
from equity.views.model import Sentence
from equity.views.plans.words import gap_moves, group_name, mark, money, service_name, unit, what_changes
from equity.views.tables import Grade
from equity.views.view import View

TEXTS = texts_of(__name__)
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
