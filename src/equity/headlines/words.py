"""Saying one record, two sides of a comparison, or a list of places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.say import BASES, BASES_SHORT, STATUSES, format_number, format_range, format_value

MARK = {"zh": "（示意数据）", "en": " (illustrative data)"}
NAMED = 3


def say(record: ValueRecord, lang: str, *, signed: bool = False) -> str:
    """One record as words: number with unit, or why there is none."""
    if not record.ok:
        return STATUSES[record.status][lang]
    return format_value(record.value, record.unit(lang), lang, decimals=record.decimals, signed=signed)


def say_about(record: ValueRecord, lang: str) -> str:
    """Like :func:`say`, with "约" and the interval where the figure is an estimate."""
    if not record.ok or record.grade == "observed":
        return say(record, lang)
    about = f"约 {say(record, lang)}" if lang == "zh" else f"about {say(record, lang)}"
    if record.low is None or record.high is None:
        return about
    ends = format_range(record.low, record.high, lang, decimals=record.decimals)
    if ends == format_number(record.low, lang, decimals=record.decimals):
        return f"{about}（估算）" if lang == "zh" else f"{about} (estimate)"
    return f"{about}（估算，区间 {ends}）" if lang == "zh" else f"{about} (estimate, {ends})"


def mark_of(records: Iterable[ValueRecord], lang: str) -> str:
    """The mark of illustrative data if any of the records a sentence speaks of is illustrative."""
    return MARK[lang] if any(r.grade == "illustrative" for r in records) else ""


def qualified(words: str, mark: str, lang: str) -> str:
    """Words and the mark of illustrative data in one pair of brackets: "（外来常住，示意数据）"; in English behind a comma."""
    if lang == "en":
        return f"{mark}, {words}" if words else mark
    inner = [part for part in (words, mark.strip("（）")) if part]
    return f"（{'，'.join(inner)}）" if inner else ""


def both(a: ValueRecord, b: ValueRecord, side_a: str, side_b: str, lang: str, *, again: bool = False) -> str:
    """ "按常住 12.6 人/千人，按户籍 18.2 人/千人": both sides with their unit, in English said once; ``again`` where the
    same sentence has said it before.
    """
    if lang == "zh":
        by = "按" if {side_a, side_b} == {"resident", "registered"} else ""
        return f"{by}{BASES_SHORT[side_a].zh} {say(a, lang)}，{by}{BASES_SHORT[side_b].zh} {say(b, lang)}"
    preposition = "by " if {side_a, side_b} == {"resident", "registered"} else "for "
    worded = a.ok and b.ok and a.unit_en not in {"%", "‰", ""}
    said = [format_number(r.value, lang, decimals=r.decimals) if worded else say(r, lang) for r in (a, b)]
    unit = f" ({a.unit_en})" if worded and not again else ""
    return f"{said[0]} {preposition}{BASES[side_a].en} and {said[1]} {preposition}{BASES[side_b].en}{unit}"


def shown(record: ValueRecord) -> float:
    """The value as it is printed: what differs by less is a tie."""
    return round(record.value or 0.0, record.decimals)


def tied(records: Sequence[ValueRecord], value: float) -> list[ValueRecord]:
    return [r for r in records if shown(r) == value]


def places(indicators: Indicators, records: Sequence[ValueRecord], lang: str) -> str:
    """Names of the zones; more than three are counted: "五华等 4 个区县"."""
    names = [indicators.zone(r.zone).short(lang) for r in records]
    if len(names) <= NAMED:
        return "、".join(names) if lang == "zh" else " and ".join(", ".join(names).rsplit(", ", 1))
    return (
        f"{names[0]}等 {len(names)} 个区县"
        if lang == "zh"
        else f"{len(names)} divisions ({names[0]} among them)"
    )
