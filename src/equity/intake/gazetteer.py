"""Divisions and townships by any name an office writes: code, full or short name, former name, within an
address."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from equity.intake.numbers import half_width
from equity.settings import CITY_CODE

PREFIXES = re.compile(r"^(中国)?(云南省)?(昆明市)?")
KINDS = re.compile(r"(街道办事处|街道|彝族乡|苗族乡|回族乡|彝族苗族乡|回族彝族乡|白族乡|民族乡|镇|乡)$")
CITY_NAMES = frozenset({"昆明", "昆明市", "全市", "云南省昆明市", "kunming", CITY_CODE})


@dataclass(frozen=True)
class Answer:
    """What a name is: a code, or none; ``kind`` is a reason code of :mod:`equity.intake.reasons` or ""."""

    code: str = ""
    kind: str = ""
    a: str = ""
    b: str = ""


class Gazetteer:
    """Built from the divisions and townships tables and ``places.toml``."""

    def __init__(self, divisions: pd.DataFrame, townships: pd.DataFrame) -> None:
        self.names: dict[str, str] = dict(zip(divisions["adcode"], divisions["name_zh"], strict=True))
        self._townships = townships
        with Path(__file__).with_name("places.toml").open("rb") as file:
            self._former: dict[str, Any] = tomllib.load(file)
        self._divisions: dict[str, str] = {}
        for row in divisions.itertuples():
            for name in (
                row.adcode,
                row.name_zh,
                row.short_zh,
                row.name_en.lower(),
                row.short_zh + row.name_zh[-1],
            ):
                self._divisions[str(name)] = str(row.adcode)

    def division(self, text: str) -> Answer:
        """Code of a division; ``kind`` says if it was renamed or is unknown (with a suggestion)."""
        name = PREFIXES.sub("", half_width(text).replace(" ", "")) or "昆明市"
        name = name[:6] if name.isdigit() and len(name) in (9, 12) else name.removesuffix(".0")
        if name.lower() in CITY_NAMES:
            return Answer(CITY_CODE)
        if code := self._divisions.get(name) or self._divisions.get(name.lower()):
            return Answer(code)
        if code := self._former["divisions"].get(name):
            return Answer(code, "renamed_division", self.names.get(code, code))
        for zone, inside in self._former["zones"].items():
            if zone in name:
                return Answer(
                    "",
                    "unknown_division",
                    f"开发区不是区县，请填所在的{inside}。",
                    f"a development zone is no division: give {inside}.",
                )
        close = difflib.get_close_matches(name, list(self._divisions), n=1, cutoff=0.5)
        if close:
            guess = self.names[self._divisions[close[0]]]
            return Answer("", "unknown_division", f"是否为{guess}?", f"did you mean {guess}?")
        return Answer(
            "",
            "unknown_division",
            "填写昆明市 14 个县（市、区）之一。",
            "give one of the 14 divisions of Kunming.",
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        full = sorted(self.names.values(), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, full)))

    def in_address(self, text: str) -> str:
        """Code of the division named in an address, "" for none."""
        match = self._pattern.search(half_width(text))
        return self._divisions[match[0]] if match else ""

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[str, str, str]]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        for row in self._townships.itertuples():
            for name in {row.name_zh, KINDS.sub("", row.name_zh)}:
                found.setdefault(name, []).append((str(row.town_code), str(row.adcode), str(row.name_zh)))
        return found

    @cached_property
    def _town_codes(self) -> dict[str, str]:
        return dict(zip(self._townships["town_code"], self._townships["adcode"], strict=True))

    @cached_property
    def town_names(self) -> dict[str, str]:
        return dict(zip(self._townships["town_code"], self._townships["name_zh"], strict=True))

    def township(self, text: str, adcode: str) -> Answer:
        """Code of a township within a division; notes former names, splits, and names of another division."""
        name = half_width(text).replace(" ", "")
        code = name[:9] if name.isdigit() and len(name) >= 9 else ""
        if code in self._town_codes:
            if adcode and self._town_codes[code] != adcode:
                return Answer(
                    "", "other_township", self.names[self._town_codes[code]], self.names.get(adcode, adcode)
                )
            return Answer(code)
        name = name.removesuffix("办事处")
        name = name.removeprefix(self.names.get(adcode, "\0")) or name
        former = self._former["townships"].get(name, [])
        if len(former) > 1:
            return Answer("", "split_township", "、".join(former))
        found = self._by_name.get(former[0] if former else name, []) or self._by_name.get(
            KINDS.sub("", name), []
        )
        here = [t for t in found if t[1] == adcode]
        if len(here) == 1:
            renamed = here[0][2] != name and KINDS.search(name) is not None
            return Answer(here[0][0], "renamed_township" if renamed else "", here[0][2] if renamed else "")
        if found and not here:
            return Answer("", "other_township", self.names[found[0][1]], self.names.get(adcode, adcode))
        options = [n for n, places in self._by_name.items() if any(p[1] == adcode for p in places)]
        close = difflib.get_close_matches(name, options, n=1, cutoff=0.5)
        fix = f"是否为{close[0]}?/ did you mean {close[0]}?" if close else "—"
        return Answer("", "unknown_township", self.names.get(adcode, adcode), fix)
