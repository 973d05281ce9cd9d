"""The sentence at the top of a map: what it says of the city and its divisions, and no more than its records allow."""

from __future__ import annotations

from collections.abc import Sequence

from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import Label
from equity.settings import CENSUS_YEAR
from equity.views.model import Sentence, sentence
from equity.views.standing import ALONE, at_the_ends, largest_said, lowest_said, places, scope, with_values
from equity.views.subject import subject
from equity.views.view import View, is_placeholder, known, printed

HEAD = Label("{subject}{mark}：{said}。", "{subject}{mark}: {said}.")
OF_YEAR = Label("{year}年{subject}", "{subject}, {year}")
IN_YEAR = Label("{year}年，{said}", "{year}: {said}")
PROJECTED = Label("（推算）", " (projected)")
MARK = Label("（示意数据）", " (illustrative data)")
NO_DATA = Label("没有数据", "no data")
NO_DIVISION = Label("各区县没有数据", "no division has a figure")
CITY = Label("全市{value}", "city {value}")
CITY_SIDES = Label("全市{sides}", "city {sides}")
BY = {
    "resident": Label("按常住{value}", "{value} by residents"),
    "registered": Label("按户籍{value}", "{value} by the register"),
}
STOP = Label("。", ".")
CONTEXT = Label(
    "按居住地统计，只作背景，不比较各区县", "counted where people live: context, divisions are not compared"
)
DEMONSTRATION = Label(
    "占位数据只作演示，不比较各区县", "placeholders for demonstration; divisions are not compared"
)
ALONE_WITH = Label("{alone}：{value}", "{alone}: {value}")
ALL_EQUAL = Label("各区县都是{value}", "{value} in every division")
EACH = Label("都是{value}", "{value} in each")
ALL_MET = Label("各区县都达到标准", "every division meets the standard")
ALL_ZERO = Label("没有区县存在差距", "no division has a gap")

COVERAGE = Label(
    "若服务恰好按户籍人口配足，全市常住人口有{share}能被覆盖",
    "Planned to standard for the register alone, services would cover {share} of residents",
)
COVERAGE_ALL = Label(
    "若服务恰好按户籍人口配足，全市常住人口都能被覆盖",
    "Planned to standard for the register alone, services would cover all residents",
)
BEYOND = Label("，{persons}不在其内", "; {persons} are beyond it")
EVERYWHERE = Label(
    "各区县的户籍人口都不少于常住人口", "in every division as many are registered as live there"
)
COVERED = Label("{n}个区县的户籍人口不少于常住人口", "in {n} divisions the register is as large")
COVERED_ONE = Label("{place}的户籍人口不少于常住人口", "in {place} the register is as large")

HIDDEN = Label(
    "按常住低于标准、按户籍达到标准的是{places}",
    "below the standard by residents and at or above it by the register: {places}",
)
NONE_HIDDEN = Label(
    "没有区县按常住低于标准而按户籍达到标准",
    "no division is below the standard by residents and at or above it by the register",
)
BOTH_BELOW = Label("两种口径都低于标准的是{places}", "below it on both: {places}")
BELOW = Label("低于标准的是{places}", "below the standard: {places}")
WORSE = Label("对外来常住更不利的区县有{n}个", "worse for non-local residents in {n} divisions")
WORSE_ONE = Label("对外来常住更不利的是{place}", "worse for non-local residents in {place}")
WORSE_NOWHERE = Label("没有区县对外来常住更不利", "in no division worse for non-local residents")
MORE = Label("{n}个区县上升", "up in {n}")
LESS = Label("{n}个下降", "down in {n}")
BELOW_ONE = Label("{n}个区县低于 1（均等）", "{n} divisions are below 1 (parity)")


def headline(view: View, query: Query | None = None) -> Sentence:
    """The first sentence of a map. Every record it speaks of decides its grade."""
    query = (query or view.query).but(level="division")
    records = view.by_division(query)
    city = view.indicators.value(query.but(level="city"), view.city.code)
    found = known(records)
    about = [*found, city]
    if query.measure == "register_coverage" and found and not query.since:
        said = _register_coverage(view, query, records, city)
        if query.year != CENSUS_YEAR:
            said = view.voice(IN_YEAR, year=query.year, said=said)
        return sentence(said, about)
    if not found:
        shown = _city(view, query, city)
        said = view.voice.items([*shown, view.voice(NO_DIVISION if shown else NO_DATA)])
    elif any(is_placeholder(r) for r in about if r.ok):
        said = view.voice.items([*_city(view, query, city), view.voice(DEMONSTRATION)])
    elif view.registry[query.service].counts == "residence":
        said = view.voice.items([*_city(view, query, city), view.voice(CONTEXT)])
    elif len(found) == 1 < len(records):
        alone = view.voice(ALONE, place=view.short(found[0].zone))
        said = view.voice.items(
            [
                *_city(view, query, city),
                view.voice(ALONE_WITH, alone=alone, value=view.voice.record(found[0])),
            ]
        )
    else:
        tail = _divisions(view, query, records)
        said = view.voice.items([*_city(view, query, city), view.voice.inside(scope(view, records)) + tail])
    text = view.voice(HEAD, subject=_subject(view, query), mark=_mark(query, about), said=said)
    return sentence(text[:1].upper() + text[1:], about)


def _subject(view: View, query: Query) -> str:
    """With the year where it is not that of the census: a sentence is quoted without the page around it."""
    what = subject(view, query, basis=query.basis != GAP)
    if query.since or query.year == CENSUS_YEAR:
        return what
    return view.voice(OF_YEAR, year=query.year, subject=what)


def _mark(query: Query, about: Sequence[ValueRecord]) -> Label:
    if any(is_placeholder(r) for r in about if r.ok):
        return MARK
    return PROJECTED if query.measure in LEVEL_OF_MEASURE else Label("", "")


def _city(view: View, query: Query, city: ValueRecord) -> list[str]:
    """The city's own value, on both sides of a gap; nothing where it has none. No parity or gap of pooled groups."""
    voice, measure = view.voice, view.registry.measures[query.measure]
    if query.basis == GAP and measure.gap:
        if measure.family == "access":
            return []
        sides = {
            s: view.indicators.value(query.but(basis=s, level="city"), view.city.code) for s in measure.sides
        }
        if not all(r.ok for r in sides.values()):
            return []
        return [
            voice(
                CITY_SIDES, sides=voice.clauses(voice(BY[s], value=voice.record(r)) for s, r in sides.items())
            )
        ]
    if measure.family == "composite" or measure.id == "parity":
        return []
    return [voice(CITY, value=voice.record(city))] if city.ok else []


def _divisions(view: View, query: Query, records: Sequence[ValueRecord]) -> str:
    """What the divisions with values say; at least two have one."""
    measure, found = view.registry.measures[query.measure], known(records)
    if measure.id in {"coverage", "coverage_uncapped"}:
        return _against_standard(view, query, found)
    if query.basis == GAP and measure.gap and measure.family == "access":
        return _groups(view, found)
    if min(map(printed, found)) == max(map(printed, found)):
        if query.basis == GAP and printed(found[0]) == 0:
            return view.voice(ALL_ZERO)
        return view.voice(
            ALL_EQUAL if len(found) == len(records) else EACH, value=view.voice.record(found[0])
        )
    if query.since:
        ways = ((MORE, sum(printed(r) > 0 for r in found)), (LESS, sum(printed(r) < 0 for r in found)))
        return view.voice.clauses(
            [*(view.voice(words, n=n) for words, n in ways if n), at_the_ends(view, found)]
        )
    if measure.id in {"parity", "composite_parity"}:
        below = sum(printed(r) < 1 for r in found)
        return view.voice.clauses([view.voice(BELOW_ONE, n=below), at_the_ends(view, found)])
    return at_the_ends(view, found)


def _against_standard(view: View, query: Query, found: Sequence[ValueRecord]) -> str:
    """Who is below the standard by residents although the register sees none; of one basis, who is below."""
    voice = view.voice
    if query.basis != GAP:
        below = [r for r in found if printed(r) < 100]
        if not below:
            return voice(ALL_MET)
        return voice.clauses([voice(BELOW, places=places(view, below)), lowest_said(view, found)])
    sides = {s: {r.zone: r for r in view.by_division(query.but(basis=s))} for s in ("resident", "registered")}
    pairs = [(sides["resident"][r.zone], sides["registered"][r.zone]) for r in found]
    hidden = [a for a, b in pairs if printed(a) < 100 <= printed(b)]
    both = [a for a, b in pairs if printed(a) < 100 and printed(b) < 100]
    if not hidden and not both:
        return voice(ALL_MET)
    said = [voice(HIDDEN, places=with_values(view, hidden)) if hidden else voice(NONE_HIDDEN)]
    return voice.items([*said, *([voice(BOTH_BELOW, places=places(view, both))] if both else [])])


def _groups(view: View, found: Sequence[ValueRecord]) -> str:
    """In how many divisions non-local residents fare worse, and where most."""
    voice, worse = view.voice, [r for r in found if printed(r) > 0]
    if not worse:
        return voice(WORSE_NOWHERE)
    if len(worse) == 1:
        return voice(WORSE_ONE, place=with_values(view, worse))
    return voice.clauses([voice(WORSE, n=len(worse)), largest_said(view, worse)])


def _register_coverage(view: View, query: Query, records: Sequence[ValueRecord], city: ValueRecord) -> str:
    """Whom planning by the register leaves out, and where most."""
    voice, found = view.voice, known(records)
    below = [r for r in found if printed(r) < 100]
    covered = [r for r in found if printed(r) >= 100]
    head = voice(COVERAGE_ALL) if city.ok else ""
    if city.ok and printed(city) < 100:
        head = voice(COVERAGE, share=voice.record(city))
        beyond = view.indicators.value(query.but(measure="beyond_register", level="city"), view.city.code)
        head += voice(BEYOND, persons=voice.record(beyond)) if beyond.ok else ""
    if not below:
        tail = voice(EVERYWHERE)
    else:
        said = [lowest_said(view, found)]
        if len(covered) == 1:
            said.append(voice(COVERED_ONE, place=view.short(covered[0].zone)))
        elif covered:
            said.append(voice(COVERED, n=len(covered)))
        tail = voice.items(said)
    tail = scope(view, records) + tail
    stop = voice(STOP)
    said = [head + stop] if head else []
    return voice.sentences([*said, tail[:1].upper() + tail[1:] + stop])
