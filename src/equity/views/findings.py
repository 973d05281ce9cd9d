"""What a profile says first: who lives here, register coverage, and up to three findings from real figures."""

from collections.abc import Callable

from equity.indicators.definition import Definition
from equity.say import Label, texts_of
from equity.views.model import Sentence, sentence
from equity.views.services import with_measure
from equity.views.standing import largest_said, with_values
from equity.views.view import View, is_placeholder, known, printed

MOST = 3
TEXTS = texts_of(__name__)


def opening(view: View) -> tuple[Sentence, ...]:
    """Who lives here and what planning by the register would cover."""
    return tuple(s for s in (_who_lives_here(view), register_coverage(view)) if s)


def findings(view: View) -> tuple[Sentence, ...]:
    """The first few of what real figures say here, in the order of what matters most."""
    makers: tuple[Callable[[View], Sentence | None], ...] = (
        _provision,
        _pupils,
        _beyond,
        _origins,
        _conditions,
        _ages,
    )
    found = (made for maker in makers if (made := maker(view)) is not None)
    return tuple(s for _, s in zip(range(MOST), found, strict=False))


def _who_lives_here(view: View) -> Sentence | None:
    voice, people = view.voice, view.indicators.population(view.zone.code)
    resident, registered, absent = (people[g] for g in ("resident", "registered", "absent"))
    if not resident.ok:
        return None
    said = [
        voice(
            TEXTS.lives,
            zone=view.name(view.zone.code),
            resident=view.voice.record(resident),
            registered=view.voice.estimate(registered),
            year=resident.year,
        )
    ]
    about = [resident, registered]
    if view.is_division:
        share = view.people("non_local_share")
        if share.ok and absent.ok:
            said.append(voice(TEXTS.not_here, share=voice.record(share), absent=view.voice.estimate(absent)))
            about += [share, absent]
    else:
        beyond = view.people("beyond_register")
        if beyond.ok and printed(beyond) > 0:
            said.append(voice(TEXTS.more, beyond=view.voice.estimate(beyond)))
            about.append(beyond)
    return sentence(voice.sentences(said), about)


def register_coverage(view: View) -> Sentence | None:
    """Planned for the register: whom it would cover of those who live here, and how many are beyond it."""
    share, beyond, ratio = (
        view.people(m) for m in ("register_coverage", "beyond_register", "registered_ratio")
    )
    if not (share.ok and ratio.ok):
        return None
    about = [share, beyond]
    if ratio.low is not None and ratio.high is not None and ratio.low <= 1 <= ratio.high and view.is_division:
        return sentence(view.voice(TEXTS.undecided), [*about, ratio])
    if printed(share) < 100:
        said = view.voice(TEXTS.covered, share=view.voice.record(share), beyond=view.voice.estimate(beyond))
        return sentence(said, about)
    short = [
        r for z in view.divisions() if printed(r := view.people("register_coverage", z.code)) < 100 and r.ok
    ]
    if short:
        return sentence(view.voice(TEXTS.covered_together, places=with_values(view, short)), [*about, *short])
    spare, part = view.people("spare_register"), view.people("spare_share")
    if not printed(spare):
        return sentence(view.voice(TEXTS.covered_exactly), about)
    said = view.voice(TEXTS.covered_all, spare=view.voice.estimate(spare), share=view.voice.record(part))
    return sentence(said, [*about, spare, part])


def _provision(view: View) -> Sentence | None:
    """The service most hidden by the register, else furthest below its yardstick by residents, else that all meet theirs."""
    real = []
    for d in with_measure(view, "coverage"):
        a, b = (view.record(d.id, "coverage", side) for side in ("resident", "registered"))
        if a.ok and b.ok and not is_placeholder(a) and not is_placeholder(b):
            real.append((d, a, b))
    if not real:
        return None
    below = [(d, a, b) for d, a, b in real if printed(a) < 100]
    voice = view.voice
    if not below:
        every = [r for _, a, b in real for r in (a, b)]
        if len(real) == 1:
            only = real[0][0]
            return sentence(voice(TEXTS.one_met, service=only.label, yardstick=_yardstick(view, only)), every)
        return sentence(voice(TEXTS.all_met, n=len(real)), every)
    definition, resident, registered = min(below, key=lambda row: (printed(row[2]) < 100, printed(row[1])))
    short = view.record(definition.id, "shortfall", "resident")
    lack = voice(TEXTS.lack, units=view.voice.record(short)) if short.ok and printed(short) > 0 else ""
    words = TEXTS.hidden if printed(registered) >= 100 else TEXTS.below
    said = voice(
        words,
        service=definition.label,
        yardstick=_yardstick(view, definition),
        resident=view.voice.record(resident),
        registered=view.voice.record(registered),
        lack=lack,
    )
    return sentence(said, [resident, registered])


def _yardstick(view: View, definition: Definition) -> Label:
    found = view.indicators.library.yardstick(definition.id)
    assert found is not None
    return found.dated


def _pupils(view: View) -> Sentence | None:
    """Pupils per 100 children, of the youngest that there are figures of."""
    found = [
        (d, record)
        for d in with_measure(view, "enrolment_ratio")
        if (record := view.record(d.id, "enrolment_ratio", "resident")).ok and not is_placeholder(record)
    ]
    if not found:
        return None
    definition, record = found[0]
    more = view.voice(TEXTS.from_elsewhere) if (record.low or record.value or 0.0) > 100 else ""
    value = view.voice.estimate(record, unit=False)
    year = record.supply_year or record.year
    return sentence(
        view.voice(TEXTS.pupils, service=definition.label, value=value, year=year, more=more), [record]
    )


def _beyond(view: View) -> Sentence | None:
    """Of a zone of several divisions: where most of those beyond the register live."""
    if view.is_division:
        return None
    inside = {z.code for z in view.divisions()}
    found = [
        r for r in known(view.by_division(view.ask("population", "beyond_register"))) if r.zone in inside
    ]
    above = [r for r in found if printed(r) > 0]
    if not above or len(found) < 2:
        return None
    words = TEXTS.beyond_all if len(above) == len(found) else TEXTS.beyond_most
    said = view.voice(words, where=largest_said(view, found), n=len(above), all=len(found))
    return sentence(said, found)


def _origins(view: View) -> Sentence | None:
    here, city = (view.indicators.ages(z.code) for z in (view.zone, view.city))
    province, outside = (
        here.get(k) for k in ("registered_elsewhere_in_province", "registered_other_province")
    )
    if province is None or outside is None or not (province.ok and outside.ok):
        return None
    beside = city.get("registered_other_province")
    about = [province, outside]
    words = ""
    if beside is not None and beside.ok and view.zone.level != "city":
        words = view.voice(TEXTS.city_outside, value=view.voice.record(beside))
        about.append(beside)
    said = view.voice(
        TEXTS.origins, province=view.voice.record(province), outside=view.voice.record(outside), city=words
    )
    return sentence(said, about)


def _conditions(view: View) -> Sentence | None:
    """The housing condition furthest below the city's level."""
    if view.zone.level == "city":
        return None
    found = []
    for d in with_measure(view, "condition"):
        own, city = (view.record(d.id, "condition", "resident", z.code) for z in (view.zone, view.city))
        if own.ok and city.ok:
            found.append((printed(own) - printed(city), d, own, city))
    if not found:
        return None
    furthest = min(found, key=lambda row: row[0])
    _, definition, own, city = furthest
    if furthest[0] >= 0:
        return sentence(view.voice(TEXTS.conditions_met), [r for row in found for r in row[2:]])
    said = view.voice(
        TEXTS.condition,
        condition=view.voice.inside(definition.label),
        own=view.voice.record(own),
        city=view.voice.record(city),
    )
    return sentence(said, [own, city])


def _ages(view: View) -> Sentence | None:
    own, city = (view.indicators.ages(z.code).get("age_60_plus") for z in (view.zone, view.city))
    if own is None or city is None or not own.ok or view.zone.level == "city":
        return None
    return sentence(
        view.voice(TEXTS.older, own=view.voice.record(own), city=view.voice.record(city)), [own, city]
    )
