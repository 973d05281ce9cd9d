"""What a view is about, in words: the service, the measure and the basis."""

from equity.query import Query
from equity.say import BASES, texts_of
from equity.views.view import View

TEXTS = texts_of(__name__)


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
        what = voice(TEXTS.of_service, service=definition.label, measure=voice.inside(measure.label))
    if query.since:
        return voice(TEXTS.since, what=voice.inside(what), since=query.since, year=query.year)
    return (
        voice(TEXTS.on_basis, what=what, basis=BASES[query.basis])
        if basis and query.basis != "value"
        else what
    )
