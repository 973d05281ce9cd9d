"""Words that offices use, from ``synonyms.toml``: column names, row marks, population groups."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

UNIT = re.compile(r"[(\[【(].{0,12}?[)\]】)]$")
NOISE = re.compile(r"[\s*★::_\-.。、]+")


@cache
def words() -> dict[str, Any]:
    with Path(__file__).with_name("synonyms.toml").open("rb") as file:
        return tomllib.load(file)


def plain(text: str) -> str:
    """A column name for comparison: half-width, lower case, without spaces, marks and a unit in brackets
    at the end.

    >>> plain("在校生数(人)*")
    '在校生数'
    """
    text = unicodedata.normalize("NFKC", text).strip().strip("*★").strip().lower()
    short = UNIT.sub("", text)
    return NOISE.sub("", short if NOISE.sub("", short) else text)


@cache
def synonyms(field: str, service: str = "") -> tuple[str, ...]:
    """Known names of a field in order of preference, in comparable form."""
    own = words()["capacity"].get(service, []) if field == "capacity" else []
    return tuple(dict.fromkeys(plain(w) for w in [*own, *words()["fields"].get(field, []), field]))


@cache
def known_headers() -> frozenset[str]:
    fields, capacities = words()["fields"], words()["capacity"]
    return frozenset(
        plain(w) for group in (*fields.values(), *capacities.values()) for w in group
    ) | frozenset(fields)


@cache
def lookup(section: str) -> dict[str, str]:
    """Comparable word → id, for the sections ``groups`` and ``items``."""
    return {plain(word): key for key, group in words()[section].items() for word in [*group, key]}


@cache
def row_marks(section: str) -> tuple[str, ...]:
    return tuple(plain(w) for w in words()["rows"][section])
