"""The gap in effective coverage, taken apart, as one sentence."""

from __future__ import annotations

from equity.headlines.words import MARK
from equity.indicators.compute import Indicators
from equity.text import STATUSES, format_number

PART_NAMES = {
    "reach": ("距离", "distance"),
    "adequacy": ("容量", "capacity"),
    "entitlement": ("规则", "rules"),
}


def split_sentence(indicators: Indicators, service: str, zone: str, lang: str) -> str:
    """ "官渡区小学：外来常住有效覆盖率低 18.0 个百分点，其中规则 11.0，容量 5.0，距离 2.0".

    The parts are signed along the stated direction: they add up to the size of the gap, and a negative part works
    against it.
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
    direction = 1 if gap.gap > 0 else -1
    parts = sorted(((k, direction * v) for k, v in gap.parts().items()), key=lambda part: -part[1])
    size = format_number(abs(gap.gap), lang, decimals=1)
    numbers = [(PART_NAMES[k], format_number(v, lang, decimals=1)) for k, v in parts]
    if lang == "zh":
        listed = "，".join(f"{names[0]} {number}" for names, number in numbers)
        return f"{head}外来常住有效覆盖率{'低' if direction > 0 else '高'} {size} 个百分点，其中{listed}。"
    listed = ", ".join(f"{names[1]} {number}" for names, number in numbers)
    side = "lower" if direction > 0 else "higher"
    return f"{head}effective coverage of non-local residents is {size} points {side}, of which {listed}."
