"""The gap in effective coverage, taken apart, as one sentence."""

from __future__ import annotations

from equity.headlines.words import MARK
from equity.indicators.compute import Indicators
from equity.say import STATUSES, format_number

PART_NAMES = {
    "reach": ("距离", "distances"),
    "adequacy": ("容量", "capacity"),
    "entitlement": ("规则", "rules"),
    "residence": ("居住分布", "where they live"),
}


def split_sentence(indicators: Indicators, service: str, zone: str, lang: str) -> str:
    """ "官渡区小学：外来常住有效覆盖率低 18.0 个百分点，其中规则拉低 11.0，容量拉低 9.0，距离拉高 2.0".

    Each part says in words which way it moves the coverage of non-local residents, as its bar in the waterfall does, so
    that no reader has to guess what a sign refers to.
    """
    gap, name = indicators.split(service, zone), indicators.zone(zone).name(lang)
    label = indicators.registry[service].label[lang]
    mark = MARK[lang] if gap.grade == "illustrative" else ""
    head = f"{name}{label}{mark}：" if lang == "zh" else f"{name}, {label}{mark}: "
    if gap.status != "ok" or gap.gap is None:
        return f"{head}{STATUSES[gap.status][lang]}{'。' if lang == 'zh' else '.'}"
    if abs(gap.gap) < 0.05:
        return head + (
            "外来常住与本地户籍常住的有效覆盖率没有差距。"
            if lang == "zh"
            else "no gap in effective coverage between non-local and local residents."
        )
    parts = sorted(gap.shown_parts().items(), key=lambda part: -abs(part[1]))
    size = format_number(abs(gap.gap), lang, decimals=1)
    if lang == "zh":
        listed = "，".join(_part_zh(name, value) for name, value in parts)
        return f"{head}外来常住有效覆盖率{'低' if gap.gap > 0 else '高'} {size} 个百分点，其中{listed}。"
    listed = ", ".join(_part_en(name, value) for name, value in parts)
    side = "lower" if gap.gap > 0 else "higher"
    return f"{head}effective coverage of non-local residents is {size} points {side}: {listed}."


def _part_zh(name: str, value: float) -> str:
    number = format_number(abs(value), "zh", decimals=1)
    verb = "" if abs(value) < 0.05 else "拉低" if value > 0 else "拉高"
    return f"{PART_NAMES[name][0]}{verb} {number}"


def _part_en(name: str, value: float) -> str:
    number = format_number(abs(value), "en", decimals=1)
    verb = "change it by" if abs(value) < 0.05 else "lower it by" if value > 0 else "raise it by"
    return f"{PART_NAMES[name][1]} {verb} {number}"
