"""Sentences that say what the numbers say: templates over value records, in both languages, singular cases written out."""

from __future__ import annotations

from dataclasses import replace

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import Definition, Measure
from equity.query import GAP, Query
from equity.settings import CENSUS_YEAR, CITY_CODE
from equity.text import BASES, BASES_SHORT, FUNCTIONAL_ZONES, STATUSES, format_number, format_value

PART_NAMES = {
    "reach": ("距离", "distance"),
    "adequacy": ("容量", "capacity"),
    "entitlement": ("规则", "rules"),
}
MARK = {"zh": "（示意数据）", "en": " (illustrative data)"}


def say(record: ValueRecord, lang: str, *, signed: bool = False) -> str:
    """One record as words: number with unit, or why there is none."""
    if not record.ok:
        return STATUSES[record.status][lang]
    return format_value(record.value, record.unit(lang), lang, decimals=record.decimals, signed=signed)


def headline(indicators: Indicators, query: Query, lang: str) -> str:
    """The first sentence of the page: the city on both bases, and where the gap is largest."""
    definition, measure = indicators.registry[query.service], indicators.registry.measures[query.measure]
    records = [r for r in indicators.values(query.but(level="division")) if r.ok]
    subject = _subject(definition, measure, lang)
    mark = MARK[lang] if records and records[0].grade == "illustrative" else ""
    if not records:
        return f"{subject}{mark}：没有可用数据。" if lang == "zh" else f"{subject}{mark}: no data available."
    if query.basis != GAP or measure.gap is None:
        return _level_sentence(indicators, query, records, subject + mark, lang)
    first, second = measure.gap
    city = {
        side: indicators.value(query.but(basis=side, level="city"), CITY_CODE) for side in (first, second)
    }
    largest = max(records, key=lambda r: r.value or 0.0)
    both = _both(city[second], city[first], second, first, lang)
    if (largest.value or 0.0) <= 0:
        tail = "没有区县存在差距。" if lang == "zh" else "No division has a gap."
        return (
            f"{subject}{mark}：全市{both}；{tail}"
            if lang == "zh"
            else f"{subject}{mark}: city-wide {both}. {tail}"
        )
    ties = [r for r in records if r.value == largest.value]
    where = ("、" if lang == "zh" else ", ").join(indicators.zone(r.zone).short(lang) for r in ties[:3])
    sides = {s: indicators.value(query.but(basis=s), largest.zone) for s in (first, second)}
    there = _both(sides[second], sides[first], second, first, lang)
    least = _least_served(indicators, query, largest.zone, lang)
    if lang == "zh":
        return f"{subject}{mark}：全市{both}。差距最大的是{where}，{there}。{least}"
    return f"{subject}{mark}: city-wide {both}. The gap is largest in {where}: {there}.{least}"


def _least_served(indicators: Indicators, query: Query, named: str, lang: str) -> str:
    """Where residents have least although the register looks better: the place a large gap alone would not show."""
    if query.measure != "supply_per_1000":
        return ""
    records = [r for r in indicators.values(query.but(basis="resident", level="division")) if r.ok]
    least = min(records, key=lambda r: r.value or 0.0)
    registered = indicators.value(query.but(basis="registered"), least.zone)
    if least.zone == named or (registered.value or 0.0) <= (least.value or 0.0):
        return ""
    place = indicators.zone(least.zone).short(lang)
    low, high = (format_number(r.value, lang, decimals=r.decimals) for r in (least, registered))
    if lang == "zh":
        return f"常住人口得到最少的是{place}：按常住只有 {low}，按户籍却有 {high}。"
    return f" Residents have least in {place}: {low} by residents although {high} by registered population."


def _subject(definition: Definition, measure: Measure, lang: str) -> str:
    """What the sentence is about; facts and composites are named by their measure alone."""
    if definition.kind in {"population", "composite"}:
        return measure.label[lang]
    return (
        f"{definition.label.zh}{measure.label.zh}"
        if lang == "zh"
        else f"{definition.label.en}, {measure.label.en.lower()}"
    )


def _both(a: ValueRecord, b: ValueRecord, side_a: str, side_b: str, lang: str) -> str:
    """ "按常住 12.6 人/千人，按户籍 18.2 人/千人": both sides with their unit, said once where they share it."""
    if lang == "zh":
        by = "按" if {side_a, side_b} == {"resident", "registered"} else ""
        return f"{by}{BASES_SHORT[side_a].zh} {say(a, lang)}，{by}{BASES_SHORT[side_b].zh} {say(b, lang)}"
    preposition = "by " if {side_a, side_b} == {"resident", "registered"} else "for "
    worded = a.ok and b.ok and a.unit_en not in {"%", "‰", ""}
    said = [format_number(r.value, lang, decimals=r.decimals) if worded else say(r, lang) for r in (a, b)]
    unit = f" ({a.unit_en})" if worded else ""
    return f"{said[0]} {preposition}{BASES[side_a].en} and {said[1]} {preposition}{BASES[side_b].en}{unit}"


def _level_sentence(
    indicators: Indicators, query: Query, records: list[ValueRecord], subject: str, lang: str
) -> str:
    city = indicators.value(query.but(level="city"), CITY_CODE)
    low, high = min(records, key=lambda r: r.value or 0.0), max(records, key=lambda r: r.value or 0.0)
    names = {r.zone: indicators.zone(r.zone).short(lang) for r in (low, high)}
    basis = (
        ""
        if query.basis == "value"
        else BASES_SHORT[query.basis].zh
        if lang == "zh"
        else BASES[query.basis].en
    )
    if lang == "zh":
        head = f"{subject}{f'（{basis}）' if basis else ''}：全市 {say(city, lang)}"
        return (
            f"{head}。各区县相同。"
            if low.value == high.value
            else f"{head}。最高是{names[high.zone]}（{say(high, lang)}），最低是{names[low.zone]}（{say(low, lang)}）。"
        )
    head = f"{subject}{f', {basis}' if basis else ''}: city {say(city, lang)}"
    if low.value == high.value:
        return f"{head}. All divisions are equal."
    return f"{head}. Highest in {names[high.zone]} ({say(high, lang)}), lowest in {names[low.zone]} ({say(low, lang)})."


def split_sentence(indicators: Indicators, service: str, zone: str, lang: str) -> str:
    """ "官渡区小学：外来常住低 18 个百分点，其中规则 11，容量 5，距离 2": the gap in effective coverage taken apart."""
    gap, name = indicators.split(service, zone), indicators.zone(zone).name(lang)
    label = indicators.registry[service].label[lang]
    mark = MARK[lang] if gap.grade == "illustrative" else ""
    if gap.status != "ok" or gap.gap is None:
        reason = STATUSES[gap.status][lang]
        return f"{name}{label}{mark}：{reason}。" if lang == "zh" else f"{name}, {label}{mark}: {reason}."
    if abs(gap.gap) < 0.05:
        same = ("外来常住与本地户籍常住没有差距。", "no gap between non-local and local residents.")
        return f"{name}{label}{mark}：{same[0]}" if lang == "zh" else f"{name}, {label}{mark}: {same[1]}"
    parts = sorted(gap.parts().items(), key=lambda item: -abs(item[1]))
    size = format_number(abs(gap.gap), lang, decimals=1)
    if lang == "zh":
        listed = "，".join(f"{PART_NAMES[k][0]} {format_number(v, lang, decimals=1)}" for k, v in parts)
        side = "低" if gap.gap > 0 else "高"
        return f"{name}{label}{mark}：外来常住{side} {size} 个百分点，其中{listed}。"
    listed = ", ".join(f"{PART_NAMES[k][1]} {format_number(v, lang, decimals=1)}" for k, v in parts)
    side = "lower" if gap.gap > 0 else "higher"
    return (
        f"{name}, {label}{mark}: effective coverage of non-local residents is {size} points {side}, "
        f"of which {listed}."
    )


def district_sentences(indicators: Indicators, zone: str, lang: str) -> list[str]:
    """What a division's profile says first: who lives here, the largest real gap, and the largest shortfall."""
    return [
        s
        for s in (
            _who_lives_here(indicators, zone, lang),
            _largest_gap(indicators, zone, lang),
            _largest_shortfall(indicators, zone, lang),
        )
        if s
    ]


def _who_lives_here(indicators: Indicators, zone: str, lang: str) -> str:
    people, name = indicators.population(zone), indicators.zone(zone).name(lang)
    resident, non_local, registered, absent = (
        people[g] for g in ("resident", "non_local", "registered", "absent")
    )
    if not resident.ok:
        return ""
    share = indicators.value(Query("population", "non_local_share", "value"), zone)
    if lang == "zh":
        sentence = f"{name}常住 {say(resident, lang)}（{CENSUS_YEAR} 年），户籍 {say(registered, lang)}；"
        return (
            sentence
            + f"常住人口中 {say(share, lang)} 的户口在别处，另有 {say(absent, lang)}户口在此而住在外地。"
        )
    head = f"{name} has {say(resident, lang)} living there ({CENSUS_YEAR}) and {say(registered, lang)} registered; "
    return (
        head
        + f"{say(share, lang)} of the residents ({say(non_local, lang)}) are registered elsewhere, and {say(absent, lang)} registered there live elsewhere."
    )


def ranked_gaps(
    indicators: Indicators, zone: str, *, real_only: bool = False
) -> list[tuple[str, ValueRecord]]:
    """Services by their coverage gap in this zone, largest first; ``real_only`` leaves illustrative ones out."""
    found = []
    for definition in indicators.registry.of_kind("total", "facility"):
        record = indicators.value(Query(definition.id, "coverage_uncapped", GAP), zone)
        if record.ok and not (real_only and record.grade == "illustrative"):
            found.append((definition.id, record))
    return sorted(found, key=lambda item: -(item[1].value or 0.0))


def _largest_gap(indicators: Indicators, zone: str, lang: str) -> str:
    gaps = ranked_gaps(indicators, zone, real_only=True)
    if not gaps:
        return ""
    service, gap = gaps[0]
    if (gap.value or 0.0) <= 0:
        return (
            "按户籍人口计算的供给水平不高于常住口径：这里户籍人口多于或等于常住人口。"
            if lang == "zh"
            else "Provision by the register is no higher than by residents: at least as many people are registered here as live here."
        )
    query = Query(service, "supply_per_1000", "resident")
    both = _both(
        indicators.value(query, zone),
        indicators.value(replace(query, basis="registered"), zone),
        "resident",
        "registered",
        lang,
    )
    label = indicators.registry[service].label[lang]
    return (
        f"口径差距最大的是{label}：{both}。"
        if lang == "zh"
        else f"The largest gap between the bases is in {label.lower()}: {both}."
    )


def _largest_shortfall(indicators: Indicators, zone: str, lang: str) -> str:
    found = []
    for definition in indicators.registry.of_kind("total", "facility"):
        coverage = indicators.value(Query(definition.id, "coverage", "resident"), zone)
        if coverage.ok and (coverage.value or 0.0) < 99.95:
            found.append((coverage.value or 0.0, definition))
    if not found:
        return (
            "各项服务按常住人口均达到比较标准。"
            if lang == "zh"
            else "By residents every service reaches its yardstick."
        )
    _, definition = min(found, key=lambda item: item[0])
    record = indicators.value(Query(definition.id, "shortfall", "resident"), zone)
    coverage = indicators.value(Query(definition.id, "coverage", "resident"), zone)
    mark = MARK[lang] if record.grade == "illustrative" else ""
    yardstick = definition.standard.type == "city_resident" if definition.standard else False
    if lang == "zh":
        against = "全市常住水平" if yardstick else "标准"
        return f"按常住人口最缺的是{definition.label.zh}{mark}：只达到{against}的 {say(coverage, lang)}，缺 {say(record, lang)}。"
    against = "the city's resident level" if yardstick else "the standard"
    return f"Shortest by residents: {definition.label.en.lower()}{mark}, at {say(coverage, lang)} of {against}, {say(record, lang)} missing."


__all__ = ["FUNCTIONAL_ZONES", "district_sentences", "headline", "ranked_gaps", "say", "split_sentence"]
