"""One language speaking: the only place that words a value, an interval, a status, a list or a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Protocol

from equity.say.label import NAMES, Label
from equity.say.numbers import format_concerned, format_number, format_range, format_value
from equity.say.vocabulary import GRADES, STATUSES

ABOUT = Label("约 {said}", "about {said}")
ESTIMATE = Label("{about}（估算）", "{about} (estimate)")
ESTIMATE_WITHIN = Label("{about}（估算，区间 {ends}）", "{about} (estimate, {ends})")
YEAR = Label("{year} 年", "{year}")
COMMA, SEMICOLON = Label("，", ", "), Label("；", "; ")
GAP_BETWEEN_SENTENCES = Label("", " ")


class Sayable(Protocol):
    """What a value record offers to be worded."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def decimals(self) -> int: ...
    @property
    def status(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def signed(self) -> bool: ...
    @property
    def persons(self) -> float | None: ...
    def unit(self, lang: str) -> str: ...
    def concerned_unit(self, lang: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything that is said, said in ``lang``. ``voice(label, name=…)`` picks and fills a text."""

    lang: str = "zh"

    def __call__(self, label: Label, **words: object) -> str:
        if not words:
            return label[self.lang]
        said = {name: self(word) if isinstance(word, Label) else str(word) for name, word in words.items()}
        return fill(label.zh, said) if self.zh else label.en.format(**said)

    @property
    def zh(self) -> bool:
        return self.lang == "zh"

    @property
    def other(self) -> Voice:
        """The other language."""
        return Voice("en" if self.zh else "zh")

    def number(
        self, value: float | None, *, decimals: int = 0, signed: bool = False, exact: bool = False
    ) -> str:
        """See :func:`equity.say.numbers.format_number`."""
        return format_number(value, self.lang, decimals=decimals, signed=signed, exact=exact)

    def value(
        self,
        value: float | None,
        unit: Label | str,
        *,
        decimals: int = 0,
        signed: bool = False,
        exact: bool = False,
    ) -> str:
        """A number with its unit."""
        unit = unit[self.lang] if isinstance(unit, Label) else unit
        return format_value(value, unit, self.lang, decimals=decimals, signed=signed, exact=exact)

    def ends(self, low: float | None, high: float | None, *, decimals: int) -> str:
        """Both ends of an interval; empty where there is none, or none that the decimals show."""
        if low is None or high is None:
            return ""
        words = format_range(low, high, self.lang, decimals=decimals)
        return "" if words == self.number(low, decimals=decimals) else words

    def status(self, status: str) -> str:
        return STATUSES[status][self.lang]

    def grade(self, grade: str) -> str:
        return GRADES[grade][self.lang]

    def year(self, year: int | str) -> str:
        return self(YEAR, year=year)

    def concerned(self, record: Sayable) -> str:
        """The people or households a record is about; empty where unknown."""
        return format_concerned(record.persons, record.concerned_unit(self.lang), self.lang)

    # records

    def record(self, record: Sayable, *, unit: bool = True, signed: bool | None = None) -> str:
        """One record as words: number with unit, or why there is none. A gap carries its sign unless ``signed`` is False."""
        if record.status != "ok" or record.value is None:
            return self.status(record.status) or "—"
        sign = record.signed if signed is None else signed
        words = record.unit(self.lang) if unit else ""
        return self.value(record.value, words, decimals=record.decimals, signed=sign)

    def figure(self, record: Sayable) -> str:
        """The number without its unit, which a column or axis names once; or why there is none."""
        return self.record(record, unit=False)

    def interval(self, record: Sayable) -> str:
        """Both ends of its interval; empty where it is exact or the decimals hide it."""
        return self.ends(record.low, record.high, decimals=record.decimals) if record.status == "ok" else ""

    def estimate(self, record: Sayable, *, unit: bool = True) -> str:
        """Like :meth:`record`, with "约" and the interval where the figure is an estimate."""
        said = self.record(record, unit=unit)
        if record.status != "ok" or record.grade == "observed":
            return said
        about = self(ABOUT, said=said)
        if record.low is None or record.high is None:
            return about
        ends = self.interval(record)
        return self(ESTIMATE_WITHIN, about=about, ends=ends) if ends else self(ESTIMATE, about=about)

    # joining

    def names(self, parts: Iterable[str]) -> str:
        """Names in a row: "甲区、乙区", "Jia, Yi"."""
        return self(NAMES).join(parts)

    def and_names(self, parts: Iterable[str]) -> str:
        """Names within a sentence: "甲区、乙区", "Jia and Yi"."""
        names = list(parts)
        return self.names(names) if self.zh or len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"

    def clauses(self, parts: Iterable[str]) -> str:
        """Clauses behind commas."""
        return self(COMMA).join(parts)

    def items(self, parts: Iterable[str]) -> str:
        """Longer pieces behind semicolons."""
        return self(SEMICOLON).join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences one after another."""
        return self(GAP_BETWEEN_SENTENCES).join(part for part in parts if part)

    def bracketed(self, what: str, said: str) -> str:
        """``what`` with ``said`` in brackets: in those it ends with already, if it does."""
        opened, comma, closed = ("（", "，", "）") if self.zh else (" (", ", ", ")")
        return f"{what.removesuffix(closed)}{comma if what.endswith(closed) else opened}{said}{closed}"

    def heading(self, label: Label) -> str:
        """A label that stands alone: English ones begin with a capital."""
        text = self(label)
        return text[:1].upper() + text[1:]

    def inside(self, label: Label | str) -> str:
        """A label within a sentence: English ones lose their capital unless the word is one: "primary care (GPs)"."""
        text = self(label) if isinstance(label, Label) else label
        first = text.split(" ", 1)[0]
        return text if self.zh or first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def fill(template: str, words: Mapping[str, str]) -> str:
    """A Chinese template with its fields filled in; the template itself is written without spaces around them.

    >>> fill("占{share}，其中{about}在外省", {"share": "8.7%", "about": "约 2.1 万人"})
    '占 8.7%，其中约 2.1 万人在外省'
    """
    text = ""
    for literal, field, _, _ in Formatter().parse(template):
        text = _join(text, literal)
        if field is not None:
            text = _join(text, words[field])
    return text


def _join(before: str, after: str) -> str:
    if not before or not after:
        return before + after
    a, b = before[-1], after[0]
    gap = (_is_han(a) and _is_western(b)) or (_is_western(a) and _is_han(b))
    return f"{before} {after}" if gap else before + after


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_western(character: str) -> bool:
    """Letters, digits, signs and what stays attached to a number."""
    return (character.isascii() and character.isalnum()) or character in "%‰+−×"
