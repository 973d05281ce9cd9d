"""Divisions and townships by any name an office writes: code, full or short name, former name, within an address."""

import difflib
import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.checking.communities import Communities
from equity.city import City, FormerTownship
from equity.reading.numbers import half_width
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

ENGLISH_KIND = re.compile(r"(district|(yiandmiao|yi|huiandyi)?(autonomous)?county|city)$")
KINDS = re.compile(r"(街道办事处|街道|彝族乡|苗族乡|回族乡|彝族苗族乡|回族彝族乡|白族乡|民族乡|镇|乡)$")


@dataclass(frozen=True)
class Answer:
    """What a name is: a code, or none; ``kind`` is a reason code of ``reasons.toml`` or ""."""

    code: str = ""
    kind: str = ""
    a: str = ""
    b: str = ""

    @property
    def hint(self) -> Label:
        """What to write instead of an unknown division."""
        return Label(self.a, self.b)


class Gazetteer:
    """Built from the tables of divisions, townships and communities, and from what the city knows of former names."""

    def __init__(
        self, city: City, divisions: pd.DataFrame, townships: pd.DataFrame, communities: pd.DataFrame
    ) -> None:
        self.city, self._former = city, city.places
        self._prefixes = re.compile(f"^(中国)?({re.escape(city.province.zh)})?({re.escape(city.name.zh)})?")
        self._former_towns = {(f.division, f.old): f for f in city.places.townships}
        self.communities = Communities(communities)
        self.names: dict[str, str] = dict(zip(divisions["adcode"], divisions["name_zh"], strict=True))
        self._townships = townships
        self._divisions: dict[str, str] = {}
        for row in divisions.itertuples():
            for name in (
                row.adcode,
                row.name_zh,
                row.short_zh,
                ENGLISH_KIND.sub("", row.name_en.lower().replace(" ", "")).replace("'", ""),
                row.short_zh + row.name_zh[-1],
            ):
                self._divisions[str(name)] = str(row.adcode)

    def _without_city(self, text: str) -> str:
        """An address without the country, the province and the city before the division."""
        return self._prefixes.sub("", text)

    def division(self, text: str) -> Answer:
        """Code of a division; ``kind`` says if it was renamed or is unknown (with a suggestion)."""
        name = self._without_city(half_width(text).replace(" ", "")) or self.city.name.zh
        name = name[:6] if name.isdigit() and len(name) in (9, 12) else name.removesuffix(".0")
        if self.city.is_called(name):
            return Answer(self.city.code)
        english = ENGLISH_KIND.sub("", name.lower()).replace("'", "")
        if code := self._divisions.get(name) or self._divisions.get(english):
            return Answer(code)
        if code := self._former.divisions.get(name):
            return Answer(code, "renamed_division", self.names.get(code, code))
        for zone, inside in self._former.development_zones.items():
            if zone in name:
                return _unknown_division(TEXTS.in_zone.format(inside=inside))
        close = difflib.get_close_matches(name, list(self._divisions), n=1, cutoff=0.5)
        if close:
            guess = self.names[self._divisions[close[0]]]
            return _unknown_division(TEXTS.did_you_mean.format(guess=guess))
        return _unknown_division(TEXTS.give_one.format(n=len(self.names), city=self.city.name))

    def level(self, text: str) -> str:
        """What kind of place a text names as a whole: city, division, township, or "" for none."""
        name = half_width(text).replace(" ", "").replace("\u3000", "")
        if not name or (name.isdigit() and len(name) < 6):
            return ""
        if self.city.is_called(name):
            return "city"
        if self.division(name).code:
            return "division"
        short = self._without_city(name)
        inside = next((short.removeprefix(d) for d in self.names.values() if short.startswith(d)), short)
        known = (inside in self._by_name and KINDS.search(inside)) or (
            inside.isdigit() and inside[:9] in self._town_codes
        )
        return "township" if known else ""

    def part(self, text: str) -> str:
        """The division that a township or community lies in, by its name or code alone; "" where several have one of that name."""
        name = half_width(text).replace(" ", "")
        if name.isdigit() and name[:9] in self._town_codes:
            return self._town_codes[name[:9]]
        division, _ = self.in_address(name)
        if division and self.division(name).code != division:
            return division
        found = {t[1] for t in self._by_name.get(self._without_city(name).removesuffix("办事处"), [])}
        found = found or {c.adcode for c in self.communities.named(name)}
        return found.pop() if len(found) == 1 else ""

    def townships_of(self, adcode: str) -> int:
        """How many townships a division has by law."""
        return int(((self._townships["adcode"] == adcode) & self._townships["statutory"].fillna(True)).sum())

    @cached_property
    def _in_address(self) -> re.Pattern[str]:
        """Divisions as they stand in an address: in full, under a former name, or short right after the city."""
        whole = sorted(
            {*self.names.values(), *filter(_is_word, self._former.divisions)}, key=len, reverse=True
        )
        short = sorted({_short(name) for name in whole}, key=len, reverse=True)
        full, brief = ("|".join(map(re.escape, names)) for names in (whole, short))
        return re.compile(f"({full})|{self.city.short.zh}市?({brief})")

    @cached_property
    def _towns_in_address(self) -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
        """Townships in full, of today and (where they became one) of old, with (code, division) of each."""
        places: dict[str, list[tuple[str, str]]] = {}
        for name, found in self._by_name.items():
            if KINDS.search(name):
                places[name] = [(code, adcode) for code, adcode, _ in found]
        for (adcode, old), former in self._former_towns.items():
            answer = self._present(former)
            places.setdefault(old, []).append((answer.code, adcode))
        pattern = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
        return re.compile(pattern or r"(?!)"), places

    def in_address(self, text: str) -> tuple[str, str]:
        """Codes of the division and of the township that an address names, each "" for none.

        A township tells its division too, where only one division has one of that name.
        """
        text = half_width(text).replace(" ", "")
        match, division = self._in_address.search(text), ""
        if match:
            division = self.division(match[1] or match[2]).code
        pattern, places = self._towns_in_address
        for town in pattern.finditer(text, match.end() if match else 0):
            found = [p for p in places[town[0]] if p[1] == division or not division]
            if len({adcode for _, adcode in found}) == 1:
                return found[0][1], found[0][0]
        return division, ""

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

    def division_of_town(self, town_code: str) -> str:
        """Code of the division of a township; "" for one that is not known."""
        return self._town_codes.get(town_code, "")

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
        if former := self._former_township(name, adcode):
            return self._present(former)
        found = self._by_name.get(name, []) or self._by_name.get(KINDS.sub("", name), [])
        here = [t for t in found if t[1] == adcode]
        if len(here) == 1:
            renamed = here[0][2] != name and KINDS.search(name) is not None
            return Answer(here[0][0], "renamed_township" if renamed else "", here[0][2] if renamed else "")
        if found and not here:
            return Answer("", "other_township", self.names[found[0][1]], self.names.get(adcode, adcode))
        options = [n for n, places in self._by_name.items() if any(p[1] == adcode for p in places)]
        close = difflib.get_close_matches(name, options, n=1, cutoff=0.5)
        fix = f"是否为{close[0]}？/ did you mean {close[0]}?" if close else "—"
        return Answer("", "unknown_township", self.names.get(adcode, adcode), fix)

    def _former_township(self, name: str, adcode: str) -> FormerTownship | None:
        """What is known of a name that has ended: as written, or without 镇, 乡 or 街道 where no present one is called so."""
        former = self._former_towns
        if (found := former.get((adcode, name))) or any(t[1] == adcode for t in self._by_name.get(name, [])):
            return found
        short = KINDS.sub("", name)
        return next(
            (
                f
                for (division, old), f in former.items()
                if division == adcode and KINDS.sub("", old) == short
            ),
            None,
        )

    def _present(self, former: FormerTownship) -> Answer:
        """The present township of a former one, or none where it was split; with year and source."""
        said = f"{former.how}（来源：{former.source}）"
        if len(former.new) > 1:
            return Answer("", "split_township", "、".join(former.new), said)
        code = next(
            (c for c, adcode, name in self._by_name.get(former.new[0], []) if adcode == former.division), ""
        )
        return Answer(code, "renamed_township", former.new[0], said)


def _unknown_division(hint: Label) -> Answer:
    return Answer("", "unknown_division", hint.zh, hint.en)


def _is_word(name: str) -> bool:
    return not name.isdigit()


def _short(name: str) -> str:
    return re.sub(r"(彝族|苗族|回族)*(自治)?[区县市]$", "", name)
