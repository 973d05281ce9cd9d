"""How numbers read in Chinese and English: grouping, 万, signs, units, intervals."""

import math
from collections.abc import Mapping

MINUS = "−"


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
    """Round the parts by largest remainder so that they sum to the rounded ``total``."""
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
