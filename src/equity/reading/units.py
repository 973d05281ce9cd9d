"""The unit that a column name or a title states, as 常住人口（万人）, and what its numbers are multiplied by."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from equity.reading.words import words

BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,16})[)\]】]")
TITLE_UNIT = re.compile(r"(?:^|[\s(\[;:,])(?:计量)?单位\s*(?::|为|是)\s*([^\s,;)\]]{1,10})")
SAYS_UNIT = re.compile(r"^(?:计量)?单位\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor``: None where the unit is not one of things that are counted."""

    text: str
    factor: float | None


def header_unit(header: str) -> Unit | None:
    """The unit a column name states; None where it states none.

    >>> header_unit("常住人口（万人）")
    Unit(text='万人', factor=10000.0)
    """
    text = unicodedata.normalize("NFKC", header).strip(" *★")
    for inside in BRACKETS.findall(text):
        stated = SAYS_UNIT.sub("", inside).strip()
        if found := _unit(stated):
            return found
        if stated != inside:
            return Unit(stated, None)
    at_end = _patterns()[1].search(text.lower())
    return _unit(at_end[1] or at_end[2]) if at_end else None


def title_unit(text: str) -> Unit | None:
    """The unit of things counted that a line above the table states for all its numbers, as 单位：万人."""
    stated = TITLE_UNIT.search(unicodedata.normalize("NFKC", text))
    found = _unit(stated[1]) if stated else None
    return found if found and found.factor else None


def _unit(text: str) -> Unit | None:
    text = text.strip().lower()
    match = _patterns()[0].fullmatch(text)
    if not match or not text:
        return None
    if match["foreign"] or match["each"]:
        return Unit(text, None)
    figure = match["figure"]
    return Unit(
        text, float(figure.replace(",", "") if figure else words()["factors"].get(match["factor"], 1))
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(a unit as a whole, a unit at the end of a name: after a mark, or with a number word before it)."""
    counted, foreign, factors = (
        "|".join(sorted(map(re.escape, group), key=len, reverse=True))
        for group in (words()["units"]["counted"], words()["units"]["foreign"], words()["factors"])
    )
    return (
        re.compile(
            rf"(?:(?P<figure>1[0,]*0)(?=\s*[^\d\s])|(?P<factor>{factors}))?\s*"
            rf"(?:{counted}|(?P<foreign>{foreign}))?|(?P<each>(?:每|per ).+)"
        ),
        re.compile(
            rf"[/_,、\s:-]\s*((?:{factors})?\s*(?:{counted}|{foreign})|{factors})$"
            rf"|(?<!每)((?:{factors})(?:{counted}))$"
        ),
    )
