"""What a view is about, in words: the service, the measure and the basis."""

from __future__ import annotations

from equity.query import Query
from equity.say import BASES, Label
from equity.views.view import View

OF_SERVICE = Label("{service}：{measure}", "{service}: {measure}")
ON_BASIS = Label("{what}（{basis}）", "{what}, {basis}")
SINCE = Label("{what}的变化（{since}–{year}）", "change in {what}, {since} to {year}")


def subject(view: View, query: Query, *, basis: bool = True) -> str:
    """ "卫生人员：供给覆盖率（差距）"; facts and composites are named by their measure alone."""
    voice, definition, measure = (
        view.voice,
        view.registry[query.service],
        view.registry.measures[query.measure],
    )
    if definition.kind in {"population", "composite"}:
        what = voice(measure.label)
    else:
        what = voice(OF_SERVICE, service=definition.label, measure=voice.inside(measure.label))
    if query.since:
        return voice(SINCE, what=voice.inside(what), since=query.since, year=query.year)
    return voice(ON_BASIS, what=what, basis=BASES[query.basis]) if basis and query.basis != "value" else what
