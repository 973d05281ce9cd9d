"""The card that appears over a division: five lines at most."""

from collections.abc import Mapping, Sequence
from html import escape

from equity.dashboard.parts import interval_text, value_text
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.say import BASES_SHORT, Voice, format_concerned


def hover_cards(
    indicators: Indicators,
    sides: Mapping[str, Sequence[ValueRecord]],
    voice: Voice,
) -> dict[str, str]:
    """HTML (Plotly's subset) by zone: name; sides and gap with unit and interval; people concerned, year, grade."""
    by_zone: dict[str, list[str]] = {}
    for basis, records in sides.items():
        for r in records:
            word = (
                voice(BASES_SHORT[basis])
                if basis != "value"
                else voice(indicators.registry.measures[r.measure].label)
            )
            value = escape(value_text(r, voice, signed=r.signed))
            line = f"{word} <b>{value}</b>{escape(interval_text(r, voice))}"
            by_zone.setdefault(r.zone, [f"<b>{escape(indicators.zone(r.zone).name(voice.lang))}</b>"]).append(
                line
            )
    last = list(sides.values())[-1]
    return {r.zone: "<br>".join([*by_zone[r.zone], _foot(r, voice)]) for r in last}


def _foot(record: ValueRecord, voice: Voice) -> str:
    people = format_concerned(record.persons, record.concerned_unit(voice.lang), voice.lang)
    return " · ".join(part for part in (people, str(record.year), grade_words([record], voice)) if part)


def people_column(counts: Sequence[float], unit: str, voice: Voice) -> tuple[str, list[str]]:
    """One unit for a column of people or households, and the numbers in it: 万 or thousands where no count is lost by it."""
    many = max(counts, default=0) >= 10_000 and all(count == 0 or count >= 1_000 for count in counts)
    if voice.zh:
        return (f"万{unit}" if many else unit), [
            voice.number(n / 10_000, decimals=1) if many else voice.number(n) for n in counts
        ]
    whose = "" if unit == "persons" else f" {unit}"
    head = f"thousand{whose}" if many else whose.strip() or "people"
    return head, [voice.number(n / 1_000 if many else n) for n in counts]
