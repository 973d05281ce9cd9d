"""What a division's profile says first: who lives here, what the register hides, and where provision is lowest."""

from __future__ import annotations

from equity.headlines.words import mark_of, say, say_about
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import Definition
from equity.query import GAP, Query
from equity.settings import CENSUS_YEAR, CITY_CODE
from equity.text import inside


def district_sentences(indicators: Indicators, zone: str, lang: str) -> list[str]:
    """Up to three sentences about one zone; real figures before illustrative ones."""
    found = (
        _who_lives_here(indicators, zone, lang),
        _hidden_by_the_register(indicators, zone, lang),
        _lowest_provision(indicators, zone, lang),
    )
    return [sentence for sentence in found if sentence]


def ranked_gaps(
    indicators: Indicators, zone: str, *, real_only: bool = False
) -> list[tuple[str, ValueRecord]]:
    """Services by their uncapped coverage gap in this zone, largest first; ``real_only`` leaves illustrative ones out."""
    found = []
    for definition in indicators.registry.of_kind("total", "facility"):
        record = indicators.value(Query(definition.id, "coverage_uncapped", GAP), zone)
        if record.ok and not (real_only and record.grade == "illustrative"):
            found.append((definition.id, record))
    return sorted(found, key=lambda item: -(item[1].value or 0.0))


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
    """The real service whose deficit planning by the register hides most; None where it hides none.

    The deficit is what the zone as a whole lacks of its yardstick by residents and does not lack by the register. The
    uncapped gap itself would not do: registered ÷ resident is one factor for all services that everyone needs, so it
    names the service the place is best supplied with.
    """
    hidden = {}
    for service, _ in ranked_gaps(indicators, zone, real_only=True):
        resident, registered = (min(100.0, r.value or 0.0) for r in _uncapped(indicators, service, zone))
        hidden[service] = registered - resident
    if not hidden:
        return None
    service = max(hidden, key=lambda s: hidden[s])
    return service if hidden[service] >= 0.05 else None


def _uncapped(indicators: Indicators, service: str, zone: str) -> tuple[ValueRecord, ValueRecord]:
    """Coverage by residents and by the register, as the tables show it: uncapped, the zone taken as one."""
    query = Query(service, "coverage_uncapped", "resident")
    return indicators.value(query, zone), indicators.value(query.but(basis="registered"), zone)


def _hidden_by_the_register(indicators: Indicators, zone: str, lang: str) -> str:
    """What planning by the register hides most here, or why it hides nothing."""
    gaps = ranked_gaps(indicators, zone, real_only=True)
    if not gaps:
        return ""
    gap = gaps[0][1]
    if gap.low is not None and gap.high is not None and gap.low <= 0 <= gap.high:
        return (
            "常住与户籍人口谁多，在户籍人口的估算区间内无法判断，两种口径的高低也就无法判断。"
            if lang == "zh"
            else "Whether more people live here or are registered here cannot be told within the estimate of the register, "
            "so neither can which basis looks better."
        )
    if (gap.value or 0.0) <= 0:
        return (
            "户籍人口多于常住人口：按户籍计算的供给水平反而低于按常住计算的。"
            if lang == "zh"
            else "More people are registered here than live here: provision by the register is lower than by residents."
        )
    service = most_hidden(indicators, zone)
    if service is None:
        return (
            "常住人口多于户籍人口，但按常住合计，各项真实数据也不低于比较标准，户籍口径没有掩盖缺口。"
            if lang == "zh"
            else "More people live here than are registered here, yet taken together every real service is at or above its "
            "yardstick by residents too: the register hides no deficit."
        )
    definition = indicators.registry[service]
    resident, registered = _uncapped(indicators, service, zone)
    against = _yardstick(definition, lang)
    if lang == "zh":
        return (
            f"户籍口径掩盖最多的是{definition.label.zh}：按常住为{against}的 {say(resident, lang)}，"
            f"按户籍为 {say(registered, lang)}。"
        )
    return (
        f"What the register hides most is {inside(definition.label.en)}: {say(resident, lang)} of {against} by residents, "
        f"{say(registered, lang)} by registered population."
    )


def _lowest_provision(indicators: Indicators, zone: str, lang: str) -> str:
    """The service furthest below its yardstick by residents, as the tables show it; real services before illustrative ones.

    A zone of several divisions can be at its yardstick while some of them are not; it then says what those lack together.
    The city is never set against its own average.
    """
    wide, below = indicators.zone(zone).level != "division", []
    for definition in indicators.registry.of_kind("total", "facility"):
        own_average = definition.standard is not None and definition.standard.type == "city_resident"
        if zone == CITY_CODE and own_average:
            continue
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
    missing = indicators.value(Query(definition.id, "shortfall", "resident"), zone)
    mark, against = mark_of([share, missing], lang), _yardstick(definition, lang)
    by_home = definition.kind == "total" and definition.domain != "housing"
    note = ("（按居住地统计）" if lang == "zh" else ", counted where they live") if by_home else ""
    if wide:
        if lang == "zh":
            return (
                f"富余区县不能补不足区县：{definition.label.zh}{mark}低于{against}的区县合计少 {say(missing, lang)}{note}，"
                f"按此计只覆盖 {say(share, lang)}。"
            )
        return (
            f"Surplus in one division does not serve another: in {inside(definition.label.en)}{mark} the divisions below "
            f"{against} lack {say(missing, lang)} together{note}, which leaves {say(share, lang)} covered."
        )
    if lang == "zh":
        return (
            f"按常住人口离比较标准最远的是{definition.label.zh}{mark}：为{against}的 {say(share, lang)}，"
            f"相差 {say(missing, lang)}{note}。"
        )
    return (
        f"Furthest below its yardstick by residents: {inside(definition.label.en)}{mark}, at {say(share, lang)} of {against}, "
        f"a difference of {say(missing, lang)}{note}."
    )


def _yardstick(definition: Definition, lang: str) -> str:
    if definition.standard is not None and definition.standard.type == "city_resident":
        return "全市常住平均水平" if lang == "zh" else "the city's resident average"
    return "标准" if lang == "zh" else "the standard"
