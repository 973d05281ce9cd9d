"""What a view is about, in words: the service, the measure and the basis."""

from equity.query import Query
from equity.say import BASES, texts_of
from equity.views.view import View

TEXTS = texts_of(__name__)


def subject(view: View, query: Query, *, basis: bool = True, yardstick: bool = True) -> str:
    """ "卫生人员：供给覆盖率（对照 2018 年标准，差距）"; facts and composites are named by their measure alone."""
    voice, definition, measure = (
        view.voice,
        view.registry[query.service],
        view.registry.measure_of(query),
    )
    if definition.kind in {"population", "composite"}:
        what = voice(measure.label)
    else:
        what = voice(TEXTS.of_service, service=definition.label, measure=voice.inside(measure.label))
    if query.since:
        return voice(TEXTS.since, what=voice.inside(what), since=query.since, year=query.year)
    against = measured_against(view, query) if yardstick else ""
    details = [against] if against else []
    details += [voice(BASES[query.basis])] if basis and query.basis != "value" else []
    if not details:
        return what
    said = voice.clauses(details)
    return voice.bracketed(what, said) if voice.zh else voice.clauses([what, said])


def measured_against(view: View, query: Query) -> str:
    """ "对照 2018 年标准"; empty where nothing is."""
    against = view.indicators.yardstick(query)
    return view.voice(TEXTS.against, yardstick=against.dated) if against else ""
