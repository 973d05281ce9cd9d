"""The sentence at the top of the map: the city on both sides, and where the gap is largest."""

from __future__ import annotations

from equity.headlines.words import both, mark_of, places, qualified, say, shown, tied
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition, Measure
from equity.indicators.records import ValueRecord
from equity.query import GAP, Query
from equity.say import BASES, BASES_SHORT, inside
from equity.settings import CITY_CODE

PARITIES = {"parity", "composite_parity"}


def headline(indicators: Indicators, query: Query, lang: str) -> str:
    """The first sentence of the page. Every record it speaks of decides whether it carries the illustrative mark."""
    definition, measure = indicators.registry[query.service], indicators.registry.measures[query.measure]
    records = [r for r in indicators.values(query.but(level="division")) if r.ok]
    subject = _subject(definition, measure, lang)
    if not records:
        return f"{subject}：没有可用数据。" if lang == "zh" else f"{subject}: no data available."
    if query.basis == GAP and measure.gap is not None:
        return _gap_sentence(indicators, query, measure.gap, records, subject, lang)
    return _level_sentence(indicators, query, records, subject, lang)


def _subject(definition: Definition, measure: Measure, lang: str) -> str:
    """What the sentence is about; facts and composites are named by their measure alone."""
    if definition.kind in {"population", "composite"}:
        return measure.label[lang]
    if lang == "zh":
        return f"{definition.label.zh}{measure.label.zh}"
    return f"{definition.label.en}, {inside(measure.label.en)}"


def _gap_sentence(
    indicators: Indicators,
    query: Query,
    gap: tuple[str, str],
    records: list[ValueRecord],
    subject: str,
    lang: str,
) -> str:
    first, second = gap
    city = [indicators.value(query.but(basis=side, level="city"), CITY_CODE) for side in (second, first)]
    top = max(map(shown, records))
    largest = tied(records, top)
    mark = mark_of([*records, *city], lang)
    sides = both(city[0], city[1], second, first, lang)
    head = f"{subject}{mark}：全市{sides}" if lang == "zh" else f"{subject}{mark}: city-wide {sides}"
    if top <= 0:
        return head + _none_ahead(indicators, records, gap, lang)
    if len(largest) == len(records) > 1:
        size = say(largest[0], lang)
        return (
            f"{head}；各区县差距相同，均为 {size}。"
            if lang == "zh"
            else f"{head}. The gap is {size} in every division."
        )
    where = places(indicators, largest, lang)
    if len(largest) > 1:
        size = say(largest[0], lang)
        return (
            f"{head}。差距最大的是{where}，均为 {size}。"
            if lang == "zh"
            else f"{head}. The gap is largest in {where}: {size}."
        )
    own = [indicators.value(query.but(basis=side), largest[0].zone) for side in (second, first)]
    there = both(own[0], own[1], second, first, lang, again=True)
    more = _other_way(indicators, records, lang)
    if lang == "zh":
        return f"{head}。差距最大的是{where}，{there}。{more}"
    return f"{head}. The gap is largest in {where}: {there}.{more}"


def _none_ahead(indicators: Indicators, records: list[ValueRecord], gap: tuple[str, str], lang: str) -> str:
    """No division where the first side of the gap is ahead: all are level, or the gap points the other way."""
    if min(map(shown, records)) == 0:
        return "；没有区县存在差距。" if lang == "zh" else ". No division has a gap."
    first, second = gap
    if lang == "zh":
        by = "按" if set(gap) == {"resident", "registered"} else ""
        none = f"；没有区县{by}{BASES_SHORT[first].zh}高于{by}{BASES_SHORT[second].zh}。"
    else:
        none = f". In no division is it higher for {BASES[first].en} than for {BASES[second].en}."
    return none + _other_way(indicators, records, lang)


def _other_way(indicators: Indicators, records: list[ValueRecord], lang: str) -> str:
    """Where the gap is largest in the other direction, if that is more than the largest: it would be hidden otherwise."""
    low = min(map(shown, records))
    if -low <= max(map(shown, records)):
        return ""
    furthest = tied(records, low)
    where, size = places(indicators, furthest, lang), say(furthest[0], lang, signed=True)
    if lang == "zh":
        return f"反方向最大的是{where}（{size}）。"
    return f" In the other direction it is largest in {where} ({size})."


def _level_sentence(
    indicators: Indicators, query: Query, records: list[ValueRecord], subject: str, lang: str
) -> str:
    city = indicators.value(query.but(level="city"), CITY_CODE)
    mark = mark_of([*records, city], lang)
    low, high = min(map(shown, records)), max(map(shown, records))
    basis = "" if query.basis == "value" else (BASES_SHORT if lang == "zh" else BASES)[query.basis][lang]
    subject += qualified(basis, mark, lang)
    head = f"{subject}：全市 {say(city, lang)}" if lang == "zh" else f"{subject}: city {say(city, lang)}"
    if low == high:
        return f"{head}。各区县相同。" if lang == "zh" else f"{head}. All divisions are equal."
    top, bottom = tied(records, high), tied(records, low)
    best, worst = places(indicators, top, lang), places(indicators, bottom, lang)
    below = _below_parity(query, records, lang)
    if lang == "zh":
        return (
            f"{head}{below}。最高是{best}（{say(top[0], lang)}），最低是{worst}（{say(bottom[0], lang)}）。"
        )
    return (
        f"{head}{below}. Highest in {best} ({say(top[0], lang)}), lowest in {worst} ({say(bottom[0], lang)})."
    )


def _below_parity(query: Query, records: list[ValueRecord], lang: str) -> str:
    """How many divisions are below parity: a city value near 1 can stand on a few large ones."""
    if query.measure not in PARITIES:
        return ""
    below = sum(shown(r) < 1 for r in records)
    if lang == "zh":
        return f"，{len(records)} 个区县中有 {below} 个低于 1（均等）"
    return f"; {below} of {len(records)} divisions are below 1 (parity)"
