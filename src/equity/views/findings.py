"""What a profile says first: who lives here, register coverage, and up to three findings from real figures."""

from __future__ import annotations

from collections.abc import Callable

from equity.say import Label
from equity.views.model import Sentence, sentence
from equity.views.services import with_measure
from equity.views.standing import largest_said, with_values
from equity.views.view import View, is_placeholder, known, printed

MOST = 3
LIVES = Label(
    "{zone}常住{resident}（{year}年），户籍{registered}。",
    "{zone}: {resident} live there ({year}), {registered} are registered there.",
)
NOT_HERE = Label(
    "常住人口中{share}的户口不在本区县；户籍人口中{absent}不住在本区县。",
    "{share} of the residents are not registered in this division; of those registered, {absent} do not live in it.",
)
MORE = Label("常住比户籍多{beyond}。", "Residents exceed the registered population by {beyond}.")

COVERED = Label(
    "若服务恰好按户籍人口配足，住在这里的人有{share}能被覆盖，{beyond}不在其内。",
    "Planned exactly to standard for those registered here, services would cover {share} of those who live here; {beyond} are beyond "
    "the register.",
)
COVERED_ALL = Label(
    "若服务恰好按户籍人口配足，住在这里的人都能被覆盖：户籍人口比常住人口多{spare}。",
    "Planned exactly to standard for those registered here, services would cover everyone who lives here: the registered population "
    "exceeds the residents by {spare}.",
)
COVERED_EXACTLY = Label(
    "若服务恰好按户籍人口配足，住在这里的人正好都能被覆盖：户籍与常住人口一样多。",
    "Planned exactly to standard for those registered here, services would just cover everyone who lives here: as many are registered "
    "as live here.",
)
COVERED_TOGETHER = Label(
    "若服务恰好按户籍人口配足，各区县合计能覆盖住在这里的人，但{places}不能。",
    "Planned exactly to standard for those registered here, services would cover as many as live here in all, but not those of {places}.",
)
UNDECIDED = Label(
    "按户籍人口配足能否覆盖住在这里的人，在户籍人口的估算区间内无法判断。",
    "Whether services planned for those registered here would cover all who live here cannot be told: the estimate of the register "
    "allows both.",
)

HIDDEN = Label(
    "{service}：供给按常住只有标准的{resident}，按户籍却已达到标准{lack}。",
    "{service}: supply is {resident} of the standard by residents, yet meets it by the register{lack}.",
)
BELOW = Label(
    "{service}：供给按常住为标准的{resident}，按户籍为{registered}{lack}。",
    "{service}: supply is {resident} of the standard by residents and {registered} by the register{lack}.",
)
LACK = Label("，还缺{units}", "; {units} short")
ALL_MET = Label(
    "可与标准相比的{n}项真实服务，按常住都达到标准。",
    "All {n} services with real figures and a standard meet it by residents.",
)
ONE_MET = Label("{service}的供给按常住达到标准。", "{service}: supply meets the standard by residents.")

BEYOND_MOST = Label(
    "{all}个区县中有{n}个的常住人口多于户籍人口，相差{where}。",
    "In {n} of {all} divisions more people live than are registered, {where}.",
)
BEYOND_ALL = Label(
    "{all}个区县的常住人口都多于户籍人口，相差{where}。",
    "In all {all} divisions more people live than are registered, {where}.",
)
PUPILS = Label(
    "{service}：在校生与同龄常住儿童之比为每百名{value}（{year}年）{more}。",
    "{service}: {value} pupils per 100 children of that age living here ({year}){more}.",
)
FROM_ELSEWHERE = Label("，有孩子从别处来上学", "; children come from elsewhere")
ORIGINS = Label(
    "常住人口中{province}的户口在省内其他地方，{outside}在外省{city}。",
    "{province} of the residents are registered elsewhere in the province and {outside} in another one{city}.",
)
CITY_OUTSIDE = Label("（全市{value}）", " (city: {value})")
CONDITION = Label(
    "有{condition}的家庭户占{own}，全市为{city}。", "Households with {condition}: {own} (city: {city})."
)
CONDITIONS_MET = Label("各项居住条件都不低于全市水平。", "No housing condition is below the city's level.")
OLDER = Label(
    "60 岁及以上的常住人口占{own}（全市{city}）。", "{own} of the residents are 60 or over (city: {city})."
)


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
            LIVES,
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
            said.append(voice(NOT_HERE, share=voice.record(share), absent=view.voice.estimate(absent)))
            about += [share, absent]
    else:
        beyond = view.people("beyond_register")
        if beyond.ok and printed(beyond) > 0:
            said.append(voice(MORE, beyond=view.voice.estimate(beyond)))
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
        return sentence(view.voice(UNDECIDED), [*about, ratio])
    if printed(share) < 100:
        said = view.voice(COVERED, share=view.voice.record(share), beyond=view.voice.estimate(beyond))
        return sentence(said, about)
    short = [
        r for z in view.divisions() if printed(r := view.people("register_coverage", z.code)) < 100 and r.ok
    ]
    if short:
        return sentence(view.voice(COVERED_TOGETHER, places=with_values(view, short)), [*about, *short])
    spare = view.people("spare_register")
    if not printed(spare):
        return sentence(view.voice(COVERED_EXACTLY), about)
    return sentence(view.voice(COVERED_ALL, spare=view.voice.estimate(spare)), [*about, spare])


def _provision(view: View) -> Sentence | None:
    """The service most hidden by the register, else furthest below its standard by residents, else that all meet theirs."""
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
            return sentence(voice(ONE_MET, service=real[0][0].label), every)
        return sentence(voice(ALL_MET, n=len(real)), every)
    definition, resident, registered = min(below, key=lambda row: (printed(row[2]) < 100, printed(row[1])))
    short = view.record(definition.id, "shortfall", "resident")
    lack = voice(LACK, units=view.voice.record(short)) if short.ok and printed(short) > 0 else ""
    words = HIDDEN if printed(registered) >= 100 else BELOW
    said = voice(
        words,
        service=definition.label,
        resident=view.voice.record(resident),
        registered=view.voice.record(registered),
        lack=lack,
    )
    return sentence(said, [resident, registered])


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
    more = view.voice(FROM_ELSEWHERE) if (record.low or record.value or 0.0) > 100 else ""
    value = view.voice.estimate(record, unit=False)
    year = record.supply_year or record.year
    return sentence(view.voice(PUPILS, service=definition.label, value=value, year=year, more=more), [record])


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
    words = BEYOND_ALL if len(above) == len(found) else BEYOND_MOST
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
        words = view.voice(CITY_OUTSIDE, value=view.voice.record(beside))
        about.append(beside)
    said = view.voice(
        ORIGINS, province=view.voice.record(province), outside=view.voice.record(outside), city=words
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
        return sentence(view.voice(CONDITIONS_MET), [r for row in found for r in row[2:]])
    said = view.voice(
        CONDITION,
        condition=view.voice.inside(definition.label),
        own=view.voice.record(own),
        city=view.voice.record(city),
    )
    return sentence(said, [own, city])


def _ages(view: View) -> Sentence | None:
    own, city = (view.indicators.ages(z.code).get("age_60_plus") for z in (view.zone, view.city))
    if own is None or city is None or not own.ok or view.zone.level == "city":
        return None
    return sentence(view.voice(OLDER, own=view.voice.record(own), city=view.voice.record(city)), [own, city])
