"""The sentence at the top of a map: what it says of the city and its divisions, and no more than its records allow."""

from collections.abc import Sequence

from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import Label, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.model import Sentence, sentence
from equity.views.standing import (
    at_the_ends,
    largest_said,
    lowest_said,
    only_these,
    places,
    scope,
    with_values,
)
from equity.views.subject import measured_against, subject
from equity.views.view import View, is_placeholder, known, printed

TEXTS = texts_of(__name__)
BY = TEXTS["by"]
FEW = 2  # divisions that are named with their value where no other has one


def headline(view: View, query: Query | None = None) -> Sentence:
    """The first sentence of a map. Every record it speaks of decides its grade."""
    query = (query or view.query).but(level="division")
    records = view.by_division(query)
    city = view.value(query.but(level="city"), view.city.code)
    found = known(records)
    about = [*found, city]
    if query.measure == "register_coverage" and found and not query.since:
        said = _register_coverage(view, query, records, city)
        if query.year != CENSUS_YEAR:
            said = view.voice(TEXTS.in_year, year=query.year, said=said)
        return sentence(said, about)
    if not found:
        shown = _city(view, query, city)
        said = view.voice.items([*shown, view.voice(TEXTS.no_division if shown else TEXTS.no_data)])
    elif any(is_placeholder(r) for r in about if r.ok):
        said = view.voice.items([*_city(view, query, city), view.voice(TEXTS.demonstration)])
    elif view.registry[query.service].counts == "residence":
        said = view.voice.items([*_city(view, query, city), view.voice(TEXTS.context)])
    elif len(found) <= FEW < len(records):
        said = view.voice.items(
            [*_city(view, query, city), only_these(view, found, view.registry.measure_of(query).label)]
        )
    else:
        tail = _divisions(view, query, records)
        said = view.voice.items([*_city(view, query, city), view.voice.inside(scope(view, records)) + tail])
    against = measured_against(view, query) if found else ""
    said = view.voice.items([said, *([against] if against else [])])
    text = view.voice(TEXTS.head, subject=_subject(view, query, about), said=said)
    return sentence(text[:1].upper() + text[1:], about)


def _subject(view: View, query: Query, about: Sequence[ValueRecord]) -> str:
    """With the year where it is not that of the census: a sentence is quoted without the page around it. What it is measured
    against stands at the end, so that the number comes within two lines.
    """
    several = len(view.registry.measures[query.measure].bases) > 1
    what = subject(view, query, basis=query.basis != GAP and several, yardstick=False)
    if not query.since and query.year != CENSUS_YEAR:
        what = view.voice(TEXTS.of_year, year=query.year, subject=what)
    if any(is_placeholder(r) for r in about if r.ok):
        return view.voice.bracketed(what, view.voice(TEXTS.mark))
    if query.measure in LEVEL_OF_MEASURE:
        return view.voice.bracketed(what, view.voice(TEXTS.projected))
    return what


def _city(view: View, query: Query, city: ValueRecord) -> list[str]:
    """The city's own value, on both sides of a gap; nothing where it has none. No parity or gap of pooled groups."""
    voice, measure = view.voice, view.registry.measures[query.measure]
    if query.basis == GAP and measure.gap:
        if measure.family == "access":
            return []
        sides = {s: view.value(query.but(basis=s, level="city"), view.city.code) for s in measure.sides}
        if not all(r.ok for r in sides.values()):
            return []
        return [
            voice(
                TEXTS.city_sides,
                sides=voice.clauses(voice(BY[s], value=voice.record(r)) for s, r in sides.items()),
            )
        ]
    if measure.family == "composite" or measure.id == "parity":
        return []
    return [voice(TEXTS.city, value=voice.record(city))] if city.ok else []


def _divisions(view: View, query: Query, records: Sequence[ValueRecord]) -> str:
    """What the divisions with values say; at least two have one."""
    measure, found = view.registry.measures[query.measure], known(records)
    if measure.id in {"coverage", "coverage_uncapped"}:
        return _against_standard(view, query, found)
    if query.basis == GAP and measure.gap and measure.family == "access":
        return _groups(view, found)
    if min(map(printed, found)) == max(map(printed, found)):
        if query.basis == GAP and printed(found[0]) == 0:
            return view.voice(TEXTS.all_zero)
        return view.voice(
            TEXTS.all_equal if len(found) == len(records) else TEXTS.each, value=view.voice.record(found[0])
        )
    if query.since:
        ways = (
            (TEXTS.more, sum(printed(r) > 0 for r in found)),
            (TEXTS.less, sum(printed(r) < 0 for r in found)),
        )
        return view.voice.clauses(
            [*(view.voice(words, n=n) for words, n in ways if n), at_the_ends(view, found)]
        )
    if measure.id in {"parity", "composite_parity"}:
        below = sum(printed(r) < 1 for r in found)
        return view.voice.clauses([view.voice(TEXTS.below_one, n=below), at_the_ends(view, found)])
    return at_the_ends(view, found)


def _against_standard(view: View, query: Query, found: Sequence[ValueRecord]) -> str:
    """Who is below the yardstick by residents although the register sees none; of one basis, who is below."""
    voice, against = view.voice, view.indicators.yardstick(query)
    assert against is not None

    def said(words: Label, **more: str) -> str:
        return voice(words, yardstick=against.name, **more)

    if query.basis != GAP:
        below = [r for r in found if printed(r) < 100]
        if not below:
            return said(TEXTS.all_met)
        return voice.clauses([said(TEXTS.below, places=places(view, below)), lowest_said(view, found)])
    sides = {s: {r.zone: r for r in view.by_division(query.but(basis=s))} for s in ("resident", "registered")}
    pairs = [(sides["resident"][r.zone], sides["registered"][r.zone]) for r in found]
    hidden = [a for a, b in pairs if printed(a) < 100 <= printed(b)]
    both = [a for a, b in pairs if printed(a) < 100 and printed(b) < 100]
    if not hidden and not both:
        return said(TEXTS.all_met)
    first = said(TEXTS.hidden, places=with_values(view, hidden)) if hidden else said(TEXTS.none_hidden)
    return voice.items([first, *([said(TEXTS.both_below, places=places(view, both))] if both else [])])


def _groups(view: View, found: Sequence[ValueRecord]) -> str:
    """In how many divisions non-local residents fare worse, and where most."""
    voice, worse = view.voice, [r for r in found if printed(r) > 0]
    if not worse:
        return voice(TEXTS.worse_nowhere)
    if len(worse) == 1:
        return voice(TEXTS.worse_one, place=with_values(view, worse))
    return voice.clauses([voice(TEXTS.worse, n=len(worse)), largest_said(view, worse)])


def _register_coverage(view: View, query: Query, records: Sequence[ValueRecord], city: ValueRecord) -> str:
    """Whom planning by the register leaves out, and where most."""
    voice, found = view.voice, known(records)
    below = [r for r in found if printed(r) < 100]
    covered = [r for r in found if printed(r) >= 100]
    head = voice(TEXTS.coverage_all) if city.ok else ""
    if city.ok and printed(city) < 100:
        head = voice(TEXTS.coverage, share=voice.record(city))
        beyond = view.value(query.but(measure="beyond_register", level="city"), view.city.code)
        head += voice(TEXTS.beyond, persons=voice.record(beyond)) if beyond.ok else ""
    spare = _spare(view, query, covered)
    if not below:
        tail = voice(TEXTS.everywhere, spare=spare)
    else:
        said = [lowest_said(view, found)]
        if len(covered) == 1:
            said.append(voice(TEXTS.covered_one, place=view.short(covered[0].zone), spare=spare))
        elif covered:
            said.append(voice(TEXTS.covered, n=len(covered), spare=spare))
        tail = voice.items(said)
    tail = scope(view, records) + tail
    stop = voice(TEXTS.stop)
    said = [head + stop] if head else []
    return voice.sentences([*said, tail[:1].upper() + tail[1:] + stop])


def _spare(view: View, query: Query, covered: Sequence[ValueRecord]) -> str:
    """What the register has to spare where it is at least as large, and where most; empty where it has nothing."""
    codes = {r.zone for r in covered}
    found = [r for r in known(view.by_division(query.but(measure="spare_share"))) if r.zone in codes]
    if not any(map(printed, found)):
        return ""
    if len(covered) == 1:
        return view.voice(TEXTS.spare_one, share=view.voice.record(found[0]))
    return largest_said(view, found, TEXTS.spare_most, TEXTS.spare_among)
