"""What a division's profile says first: who lives here, what the register hides, and where provision is lowest."""

from __future__ import annotations

from dataclasses import replace

from equity.headlines.words import mark_of, places, say, say_about, shown
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import format_value, inside
from equity.settings import CENSUS_YEAR, CITY_CODE

STANDARD = {"zh": "标准", "en": "the standard"}


def district_sentences(indicators: Indicators, zone: str, lang: str) -> list[str]:
    """Up to three sentences about one zone; real figures before illustrative ones."""
    found = (
        _who_lives_here(indicators, zone, lang),
        _hidden_by_the_register(indicators, zone, lang),
        _lowest_provision(indicators, zone, lang),
    )
    return [sentence for sentence in found if sentence]


def with_standard(indicators: Indicators) -> list[Definition]:
    """Services of which coverage is known: those with a stated standard."""
    return [d for d in indicators.registry.of_kind("total", "facility") if "standard" in d.offers]


def ranked_gaps(
    indicators: Indicators, zone: str, *, real_only: bool = False
) -> list[tuple[str, ValueRecord]]:
    """Services by their coverage gap in this zone, largest first, equal ones by the least coverage; ``real_only`` leaves
    illustrative ones out.
    """
    found = []
    for definition in with_standard(indicators):
        query = Query(definition.id, "coverage", GAP)
        record, uncapped = (
            indicators.value(q, zone)
            for q in (query, query.but(measure="coverage_uncapped", basis="resident"))
        )
        if record.ok and not (real_only and record.grade == "illustrative"):
            found.append((definition.id, record, -(uncapped.value or 0.0)))
    found.sort(key=lambda item: (-shown(item[1]), -item[2]))
    return [(service, record) for service, record, _ in found]


def _who_lives_here(indicators: Indicators, zone: str, lang: str) -> str:
    people, place = indicators.population(zone), indicators.zone(zone)
    resident, registered, absent = (people[g] for g in ("resident", "registered", "absent"))
    if not resident.ok:
        return ""
    share = say(indicators.value(Query("population", "non_local_share", "value"), zone), lang)
    wide = place.level != "division"
    if lang == "zh":
        home = "所住区县（含户口在昆明其他区县的）" if wide else "本区县"
        away = "户口所在区县（含住在昆明其他区县的）" if wide else "本区县"
        return (
            f"{place.name_zh}常住 {say(resident, lang)}（{CENSUS_YEAR} 年），户籍{_spaced(registered, lang)}。"
            f"常住人口中 {share} 的户口不在{home}；户籍人口中{_spaced(absent, lang)}不住在{away}。"
        )
    home = "the division they live in (other Kunming divisions included)" if wide else "this division"
    away = (
        "the division they are registered in (some in other Kunming divisions)" if wide else "this division"
    )
    return (
        f"{place.name_en} has {say(resident, lang)} living there ({CENSUS_YEAR}) and {say_about(registered, lang)} registered. "
        f"{share} of the residents are not registered in {home}; of those registered, {say_about(absent, lang)} do not live in {away}."
    )


def _spaced(record: ValueRecord, lang: str) -> str:
    """Set after Chinese words: a space before a digit, none before 约."""
    text = say_about(record, lang)
    return text if text.startswith("约") else f" {text}"


def most_hidden(indicators: Indicators, zone: str) -> str | None:
    """The real service of which planning by the register hides most: the largest coverage gap; None where it hides none.

    The uncapped gap would not do: registered ÷ resident is one factor for all services that everyone needs, so it names the one
    best supplied.
    """
    hidden = [service for service, gap in ranked_gaps(indicators, zone, real_only=True) if shown(gap) > 0]
    return hidden[0] if hidden else None


def _uncapped(indicators: Indicators, service: str, zone: str) -> tuple[ValueRecord, ValueRecord]:
    """Coverage by residents and by the register, as the tables show it: uncapped, the zone taken as one."""
    query = Query(service, "coverage_uncapped", "resident")
    return indicators.value(query, zone), indicators.value(query.but(basis="registered"), zone)


def _hidden_by_the_register(indicators: Indicators, zone: str, lang: str) -> str:
    """What planning by the register hides here, or why it hides nothing."""
    ratio = indicators.value(Query("population", "registered_ratio", "value"), zone)
    if not ratio.ok or not ranked_gaps(indicators, zone, real_only=True):
        return ""
    if _undecided(ratio):
        return (
            "常住与户籍人口谁多，在户籍人口的估算区间内无法判断，两种口径的高低也就无法判断。"
            if lang == "zh"
            else "Whether more people live here or are registered here cannot be told within the estimate of the register, "
            "so neither can which basis looks better."
        )
    if (ratio.value or 0.0) <= 1:
        return (
            "户籍人口多于常住人口：按户籍计算的供给水平反而低于按常住计算的。"
            if lang == "zh"
            else "More people are registered here than live here: provision by the register is lower than by residents."
        )
    if indicators.zone(zone).level != "division":
        return _looks_better(indicators, zone, ratio, lang)
    service = most_hidden(indicators, zone)
    if service is None:
        return (
            "常住人口多于户籍人口，但按常住，各项真实数据也不低于比较标准。"
            if lang == "zh"
            else "More people live here than are registered here, yet by residents too every real service is at or above its "
            "yardstick."
        )
    definition = indicators.registry[service]
    resident, registered = _uncapped(indicators, service, zone)
    against, unseen = STANDARD[lang], shown(registered) >= 100
    less = _difference(indicators, definition, zone, lang)
    if lang == "zh":
        head = "按户籍看不出、按常住低得最多的是" if unseen else "被户籍口径缩小最多的不足是"
        return (
            f"{head}{definition.label.zh}：按常住只有{against}的 {say(resident, lang)}（按户籍 {say(registered, lang)}）"
            f"{less}。"
        )
    head = (
        "Furthest below its yardstick by residents and not seen by the register"
        if unseen
        else "The deficit of which the register hides most"
    )
    return (
        f"{head}: {inside(definition.label.en)}, at {say(resident, lang)} of {against} by residents "
        f"({say(registered, lang)} by registered population){less}."
    )


def _looks_better(indicators: Indicators, zone: str, ratio: ValueRecord, lang: str) -> str:
    """By how much the register flatters a zone of several divisions, and where it turns a deficit into none.

    The zone as a whole would say nothing: the city is its own yardstick by residents.
    """
    real = [
        d
        for d in with_standard(indicators)
        if indicators.value(Query(d.id, "coverage", "resident"), zone).grade != "illustrative"
    ]
    more = format_value(100 * ((ratio.value or 0.0) - 1), "%", lang, decimals=1)
    if ratio.grade != "observed":
        more = f"约 {more}" if lang == "zh" else f"about {more}"
    turned = {d.id: _turned(indicators, d.id, zone) for d in real}
    service = max(turned, key=lambda s: len(turned[s]), default="")
    if lang == "zh":
        text = f"常住人口为户籍人口的{_spaced(ratio, lang)}，按人口配置的服务按户籍算每人都显得高{more if more.startswith('约') else f' {more}'}"
    else:
        text = (
            f"For every person registered here {say_about(replace(ratio, unit_en=''), lang)} live here, so services for everyone "
            f"look {more} better by the register"
        )
    if not turned.get(service):
        return f"{text}。" if lang == "zh" else f"{text}."
    definition, where = indicators.registry[service], places(indicators, turned[service], lang)
    against = STANDARD[lang]
    if lang == "zh":
        return f"{text}。{definition.label.zh}按常住低于{against}、按户籍却达到的是{where}。"
    return f"{text}. In {inside(definition.label.en)}, below {against} by residents and at or above it by the register: {where}."


def _turned(indicators: Indicators, service: str, zone: str) -> list[ValueRecord]:
    """Divisions of the zone below the yardstick by residents and not by the register, the lowest first."""
    query, found = Query(service, "coverage_uncapped", "resident"), []
    for resident, registered in zip(
        indicators.values(query), indicators.values(query.but(basis="registered")), strict=True
    ):
        inside_zone = zone in {CITY_CODE, indicators.zone(resident.zone).functional_zone}
        if inside_zone and resident.ok and registered.ok and shown(resident) < 100 <= shown(registered):
            found.append(resident)
    return sorted(found, key=shown)


def _lowest_provision(indicators: Indicators, zone: str, lang: str) -> str:
    """The service furthest below its yardstick by residents, as the tables show it; real services before illustrative ones.

    A zone of several divisions can be at its yardstick while some of them are not; it then says what those lack together.
    A service that the sentence before has named is not named again.
    """
    wide, below = indicators.zone(zone).level != "division", []
    for definition in with_standard(indicators):
        share = (
            _uncapped(indicators, definition.id, zone)[0]
            if not wide
            else indicators.value(Query(definition.id, "coverage", "resident"), zone)
        )
        if share.ok and (share.value or 0.0) < 99.95:
            below.append(
                (share.grade == "illustrative", share.value or 0.0, definition.order, definition, share)
            )
    if not below:
        return ""
    *_, definition, share = min(below, key=lambda item: item[:3])
    against = STANDARD[lang]
    if wide:
        missing = indicators.value(Query(definition.id, "shortfall", "resident"), zone)
        mark = mark_of([share, missing], lang)
        if lang == "zh":
            return (
                f"富余区县不能补不足区县：{definition.label.zh}{mark}低于{against}的区县合计少 {say(missing, lang)}，"
                f"按此计只覆盖 {say(share, lang)}。"
            )
        return (
            f"Surplus in one division does not serve another: in {inside(definition.label.en)}{mark} the divisions below "
            f"{against} lack {say(missing, lang)} together, which leaves {say(share, lang)} covered."
        )
    ratio = indicators.value(Query("population", "registered_ratio", "value"), zone)
    if definition.id == most_hidden(indicators, zone) and not _undecided(ratio):
        return ""
    mark, less = mark_of([share], lang), _difference(indicators, definition, zone, lang)
    if lang == "zh":
        return f"按常住人口离比较标准最远的是{definition.label.zh}{mark}：为{against}的 {say(share, lang)}{less}。"
    return (
        f"Furthest below its yardstick by residents: {inside(definition.label.en)}{mark}, at {say(share, lang)} of {against}"
        f"{less}."
    )


def _undecided(ratio: ValueRecord) -> bool:
    """Whether the interval of the register leaves open if more people live here or are registered here."""
    return ratio.low is not None and ratio.high is not None and ratio.low <= 1 <= ratio.high


def _difference(indicators: Indicators, definition: Definition, zone: str, lang: str) -> str:
    """ "，相差 1.0 万人"."""
    missing = indicators.value(Query(definition.id, "shortfall", "resident"), zone)
    if lang == "zh":
        return f"，相差 {say(missing, lang)}"
    return f", a difference of {say(missing, lang)}"
