"""The card that appears over a division: five lines at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.query import GAP
from equity.text import BASES_SHORT, Label, format_number
from equity.web.parts import interval_text, value_text

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

PEOPLE = Label("人", "people")
MANY_PEOPLE = Label("万人", "thousand")
MANY = {"zh": (10_000, 1), "en": (1_000, 0)}  # persons, decimals


def hover_cards(
    indicators: Indicators,
    sides: Mapping[str, Sequence[ValueRecord]],
    lang: str,
) -> dict[str, str]:
    """HTML (Plotly's subset) by zone: name; sides and gap with unit and interval; people concerned, year, grade."""
    by_zone: dict[str, list[str]] = {}
    for basis, records in sides.items():
        for r in records:
            word = (
                BASES_SHORT[basis][lang]
                if basis != "value"
                else indicators.registry.measures[r.measure].label[lang]
            )
            value = escape(value_text(r, lang, signed=basis == GAP))
            line = f"{word} <b>{value}</b>{escape(interval_text(r, lang))}"
            by_zone.setdefault(r.zone, [f"<b>{escape(indicators.zone(r.zone).name(lang))}</b>"]).append(line)
    last = list(sides.values())[-1]
    return {r.zone: "<br>".join([*by_zone[r.zone], _foot(r, lang)]) for r in last}


def _foot(record: ValueRecord, lang: str) -> str:
    people = people_text(record.persons, lang)
    return " · ".join(part for part in (people, str(record.year), grade_words([record], lang)) if part)


def people_text(persons: float | None, lang: str) -> str:
    """160.2 万人 / 1.60 m people; empty where unknown."""
    if persons is None:
        return ""
    if lang == "zh":
        return f"{format_number(persons, 'zh')}人" if persons >= 10_000 else f"{persons:.0f} 人"
    return f"{persons / 1e6:.2f} m people" if persons >= 100_000 else f"{format_number(persons, 'en')} people"


def people_column(counts: Sequence[float], lang: str) -> tuple[str, list[str]]:
    """One unit for a column of people, and the numbers in it: 万人 or thousands where no count is lost by it."""
    if max(counts, default=0) >= 10_000 and all(count == 0 or count >= 1_000 for count in counts):
        size, decimals = MANY[lang]
        return MANY_PEOPLE[lang], [format_number(n / size, lang, decimals=decimals) for n in counts]
    return PEOPLE[lang], [format_number(n, lang) for n in counts]
