"""Words that offices use, from ``synonyms.toml``: column names, row marks, population groups."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

YEAR_WORD = r"(?:19|20)\d\d年?(?:末|底|度)?"  # as a heading has it
UNIT = re.compile(r"[(\[【(].{0,12}?[)\]】)]$")
SPACES = r"[\s\x{a0}\x{2000}-\x{200a}\x{3000}]*"  # RE2
DIVISION_LIKE = r"[\u4e00-\u9fff]{1,12}(?:区|县|市|州|镇|乡|街道|村|社区)"
NOISE = re.compile("[\\s*★::_\\-.。、\u200b-\u200f\u2060\ufeff]+")  # read by RE2 as well
BLANKS = re.compile(r"[\s*★_.。\-—]+")


@cache
def words() -> dict[str, Any]:
    with Path(__file__).with_name("synonyms.toml").open("rb") as file:
        return tomllib.load(file)


def whole(text: str) -> str:
    """A column name for comparison: half-width, lower case, without spaces and marks.

    >>> whole("区（县）*")
    '区(县)'
    """
    return NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def plain(text: str) -> str:
    """The same without a unit in brackets at the end.

    >>> plain("在校生数(人)*")
    '在校生数'
    """
    text = unicodedata.normalize("NFKC", text).strip().strip("*★").strip().lower()
    short = UNIT.sub("", text)
    return NOISE.sub("", short if NOISE.sub("", short) else text)


def bare(text: str) -> str:
    """Text for comparison in full: half-width, lower case, without spaces and dashes.

    >>> bare("总　　计（5 所）")
    '总计(5所)'
    """
    return BLANKS.sub("", unicodedata.normalize("NFKC", text).lower())


@cache
def synonyms(field: str, service: str = "") -> tuple[str, ...]:
    """Known names of a field in order of preference, in comparable form."""
    own = words()["capacity"].get(service, []) if field == "capacity" else []
    return tuple(dict.fromkeys(whole(w) for w in [*own, *words()["fields"].get(field, []), field]))


def preferred(field: str, service: str, header: str) -> int:
    """The rank of a column among several that fit: 0 is the one to propose first."""
    order = words()["preferred"].get(service if field == "capacity" else field, [])
    said = whole(header)
    return next((i for i, word in enumerate(order) if word in said), len(order))


def excluded(field: str, header: str) -> bool:
    """Whether a column name says that it is not this field, whatever else it says."""
    return any(word in whole(header) for word in words()["never"].get(field, []))


@cache
def known_headers() -> frozenset[str]:
    fields, capacities = words()["fields"], words()["capacity"]
    return frozenset(
        form(w)
        for group in (*fields.values(), *capacities.values())
        for w in group
        for form in (plain, whole)
    ) | frozenset(fields)


@cache
def lookup(section: str) -> dict[str, str]:
    """Comparable word → id, for the sections ``groups`` and ``items``."""
    return {plain(word): key for key, group in words()[section].items() for word in [*group, key]}


def group_word(text: str) -> str:
    """The longest of the known words for a population group in a heading or a title; "" for none."""
    said = whole(text)
    return max((word for word in lookup("groups") if word in said), key=len, default="")


@cache
def totals() -> re.Pattern[str]:
    """What a cell of a totals row says in full, of text as :func:`bare` gives it; its groups tell the kinds
    ``grand_totals`` and ``sums`` from those of a part."""
    rows = words()["rows"]
    grand, sums, parts = (
        "|".join(sorted(map(bare, rows[name]), key=len, reverse=True))
        for name in ("grand_totals", "sums", "part_totals")
    )
    of = "|".join(rows["totals_of"])
    return re.compile(
        rf"(?:(?P<grand>{grand})|(?P<sum>{sums})|{parts}"
        rf"|(?:{of}|{DIVISION_LIKE}):?(?:{sums}|总计|{parts})"
        r"|[\u4e00-\u9fff]{1,8}(?:合计|总计|小计))"  # no name ends in these
        r"(?::?[共约]?\d[\d,.]*[^\d]{0,6})?(?:\(.*)?"
        rf"|其中(?:[:、,(].*|(?:{of}).{{0,6}})?"
    )


@cache
def totals_hint() -> str:
    """An RE2 pattern that finds every text that may be such a cell, and few others."""
    rows = words()["rows"]
    marks = [*rows["grand_totals"], *rows["sums"], *rows["part_totals"], "其中"]
    return "|".join(dict.fromkeys(SPACES.join(w.replace(" ", "")) for w in marks))


@cache
def row_marks(section: str) -> tuple[str, ...]:
    return tuple(plain(w) for w in words()["rows"][section])
