"""Residents' and village committees by code, by name, or as an address names them."""

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.reading.numbers import half_width

ENDINGS = re.compile(r"(?:社区)?(?:居民委员会|村民委员会|居委会|村委会)$|社区$|村$")
IN_ADDRESS = r"(?:社区|居委会|居民委员会|村委会|村民委员会|村)"
SHORTEST = 2  # of a name within an address: one character is in every other


@dataclass(frozen=True, slots=True)
class Community:
    code: str
    name: str
    town_code: str
    adcode: str


class Communities:
    """The official list, 1,738 of them. A name is looked for within what else is known of the place."""

    def __init__(self, table: pd.DataFrame) -> None:
        columns = ("community_code", "name_zh", "town_code", "adcode")
        self._all = [
            Community(*map(str, row)) for row in table[list(columns)].itertuples(index=False, name=None)
        ]
        self.names = {c.code: c.name for c in self._all}

    def named(self, text: str, adcode: str = "", town_code: str = "") -> list[Community]:
        """Those of that name or code, within a division and township where these are known."""
        name = half_width(text).replace(" ", "")
        if name.isdigit() and len(name) == 12:
            found = [c for c in self._all if c.code == name]
        else:
            found = self._by_core.get(core(name), [])
        return _within(found, adcode, town_code)

    def in_address(self, text: str, adcode: str = "", town_code: str = "") -> list[Community]:
        """Those that an address names with what they are: 翠湖西路社区, 小河村委会."""
        found: list[Community] = []
        for name in self._pattern.findall(half_width(text).replace(" ", "")):
            found = _within(self._by_core.get(name, []), adcode, town_code)
            if len(found) == 1:
                return found
        return found

    @cached_property
    def _by_core(self) -> dict[str, list[Community]]:
        found: dict[str, list[Community]] = {}
        for community in self._all:
            found.setdefault(core(community.name), []).append(community)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted((n for n in self._by_core if len(n) >= SHORTEST), key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, names)) or '(?!)'}){IN_ADDRESS}")


def core(name: str) -> str:
    """A name without what it is: 翠湖西路 of 翠湖西路社区居民委员会.

    >>> core("翠湖西路社区居民委员会"), core("小河村村民委员会")
    ('翠湖西路', '小河')
    """
    short = ENDINGS.sub("", name)
    return ENDINGS.sub("", short) if len(ENDINGS.sub("", short)) >= SHORTEST else short


def _within(found: list[Community], adcode: str, town_code: str) -> list[Community]:
    here = [c for c in found if not adcode or c.adcode == adcode]
    return [c for c in here if c.town_code == town_code] or here if town_code else here
