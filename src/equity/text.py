"""Words and number formats in Chinese and English: vocabulary of grades, statuses and populations, and how numbers read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LANGS = ("zh", "en")
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Label:
    """One text in both languages. ``label[lang]`` picks one."""

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


PRODUCT = Label("昆明公共服务均等化看板", "Kunming Public-Service Equity Dashboard")
GRADES: dict[str, Label] = {
    "observed": Label("实测", "observed"),
    "estimated": Label("估算", "estimated"),
    "illustrative": Label("示意", "illustrative"),
}
GRADE_ORDER = tuple(GRADES)
GRADE_HELP: dict[str, Label] = {
    "observed": Label("公开发布的数字，注明来源", "published figure, source cited"),
    "estimated": Label("按公开方法推算，附区间", "worked out by a published method, with an interval"),
    "illustrative": Label(
        "占位数据，待单位导入台账后替换", "placeholder until the office loads its own register"
    ),
}
STATUSES: dict[str, Label] = {
    "ok": Label("", ""),
    "no_data": Label("无数据", "no data"),
    "not_applicable": Label("不适用", "not applicable"),
    "suppressed": Label("数量过小，不公布", "suppressed (small count)"),
    "unreachable": Label("无人可达", "nobody reached"),
}
BASES: dict[str, Label] = {
    "resident": Label("常住人口", "residents"),
    "registered": Label("户籍人口", "registered population"),
    "local": Label("本地户籍常住人口", "local residents"),
    "non_local": Label("外来常住人口", "non-local residents"),
    "absent": Label("外出户籍人口", "absent registered"),
    "gap": Label("差距", "gap"),
    "value": Label("数值", "value"),
}
BASES_SHORT: dict[str, Label] = {
    "resident": Label("常住", "Resident"),
    "registered": Label("户籍", "Registered"),
    "local": Label("本地户籍", "Local"),
    "non_local": Label("外来常住", "Non-local"),
    "absent": Label("外出户籍", "Absent"),
    "gap": Label("差距", "Gap"),
    "value": Label("数值", "Value"),
}
UNROUNDED = Label(
    "差距按未取整的数计算，各数四舍五入。",
    "Gaps are worked out before rounding; each number is rounded by itself.",
)
FUNCTIONAL_ZONES: dict[str, Label] = {
    "core": Label("核心发展区", "Core"),
    "expansion": Label("拓展发展区", "Expansion"),
    "ecological": Label("生态涵养区", "Ecological"),
}
DOMAINS: dict[str, Label] = {
    "overall": Label("综合", "Overall"),
    "population": Label("人口", "Population"),
    "education": Label("教育", "Education"),
    "health": Label("医疗卫生", "Health"),
    "housing": Label("住房保障", "Housing"),
    "employment": Label("就业", "Employment"),
    "security": Label("社会保险与公共管理", "Social security"),
}


def inside(label: str) -> str:
    """An English label within a sentence: "Primary care (GPs)" becomes "primary care (GPs)"; a name in capitals stays."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def listed(parts: Iterable[str], lang: str, *, mark: str = ",") -> str:
    """Parts in a row behind commas, or semicolons (``mark`` ";")."""
    return {",": "，", ";": "；"}[mark].join(parts) if lang == "zh" else f"{mark} ".join(parts)


def worst_grade(*grades: str) -> str:
    """The grade of a result: the worst among its inputs."""
    return GRADE_ORDER[max((GRADE_ORDER.index(g) for g in grades), default=0)]


def format_number(
    value: float | None, lang: str, *, decimals: int = 0, signed: bool = False, exact: bool = False
) -> str:
    """A plain number: grouped in English, grouped by 万 in Chinese from 10,000 on; a real minus sign; never ``-0``.

    ``exact`` is for what is a round number by its nature (a class limit, a target of a plan): "65 万", where a measured
    number reads "65.0 万". None and NaN give an em dash; statuses are worded by the caller, which knows why the number is missing.
    """
    if value is None or math.isnan(value):
        return "—"
    size = abs(value)
    if lang == "zh" and round(size, decimals) >= 10_000:
        body = f"{size / 10_000:.{1 if size < 10_000_000 else 0}f}"
        body = f"{body.removesuffix('.0') if exact else body} 万"
    else:
        body = f"{size:,.{decimals}f}" if lang == "en" else f"{size:.{decimals}f}"
    zero = not any(c in "123456789" for c in body)
    sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
    return sign + body


def round_to_total(parts: Mapping[str, float], total: float, *, decimals: int) -> dict[str, float]:
    """Parts rounded so that they add up to the rounded ``total``, which they make exactly: largest remainders go up first."""
    unit = 10**decimals
    exact = {name: value * unit for name, value in parts.items()}
    down = {name: math.floor(value) for name, value in exact.items()}
    left = round(float(f"{total:.{decimals}f}") * unit) - sum(down.values())
    up = set(sorted(exact, key=lambda name: down[name] - exact[name])[:left])
    return {name: (down[name] + (name in up)) / unit for name in parts}


def format_concerned(amount: float | None, unit: str, lang: str) -> str:
    """160.2 万人, 284 户 / 1.60 m people, 284 households; empty where unknown."""
    if amount is None:
        return ""
    if lang == "zh":
        return (
            f"{format_number(amount, 'zh')}{unit}"
            if round(amount) >= 10_000
            else f"{amount:.0f} {unit}".rstrip()
        )
    text = f"{amount / 1e6:.2f} m" if amount >= 100_000 else format_number(amount, "en")
    return f"{text} {'people' if unit == 'persons' else unit}".rstrip()


def format_range(low: float, high: float, lang: str, *, decimals: int) -> str:
    """Both ends of an interval: "8.4–9.1"; in words where an end is negative or carries 万; one number if they print alike."""
    first, last = (format_number(end, lang, decimals=decimals) for end in (low, high))
    if first == last:
        return first
    if MINUS not in first + last and not last.endswith("万"):
        return f"{first}–{last}"
    if lang == "en":
        return f"{first} to {last}"
    return f"{first}至 {last}" if first.endswith("万") else f"{first} 至 {last}"


def format_value(
    value: float | None, unit: str, lang: str, *, decimals: int, signed: bool = False, exact: bool = False
) -> str:
    """A number with its unit: ``%`` and ``‰`` stay attached, worded units get a thin gap. Shares are in percent already."""
    text = format_number(value, lang, decimals=decimals, signed=signed, exact=exact)
    if text == "—" or not unit:
        return text
    if unit in {"%", "‰"}:
        return text + unit
    joined = lang == "zh" and text.endswith("万") and not unit[0].isascii()
    return f"{text}{unit}" if joined else f"{text} {unit}"
