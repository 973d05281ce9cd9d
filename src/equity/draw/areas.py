"""What a map shows of its records: words and colour of each division, and the legend."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from equity.draw.legend import Entry, Legend
from equity.draw.theme import Theme
from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import STATUSES, Voice, format_concerned, texts_of
from equity.views.drawings import MapSpec
from equity.views.tables import ILLUSTRATIVE

TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Area:
    """One division on the map: ``name`` and ``said`` stand on it, ``spoken`` is the whole for a screen reader.

    ``colour`` is that of its class, None where it has no value (then it is hatched).
    """

    code: str
    name: str
    said: str
    spoken: str
    colour: str | None
    illustrative: bool


def class_colours(spec: MapSpec, theme: Theme) -> tuple[str, ...]:
    """One colour per class: around zero, or as many levels as there are classes, spread from light to dark."""
    return theme.gaps if spec.diverging else theme.spread(len(spec.breaks) + 1)


def areas_of(
    spec: MapSpec, features: Iterable[Mapping[str, Any]], voice: Voice, theme: Theme
) -> tuple[Area, ...]:
    """One per feature; a division without a record has no data."""
    records = {r.zone: r for r in spec.records}
    colours = class_colours(spec, theme)
    return tuple(
        _area(f["properties"], records.get(str(f["properties"]["code"])), spec.breaks, colours, voice)
        for f in features
    )


def _area(
    properties: Mapping[str, Any],
    record: ValueRecord | None,
    breaks: tuple[float, ...],
    colours: tuple[str, ...],
    voice: Voice,
) -> Area:
    code, name = str(properties["code"]), str(properties["name_zh" if voice.zh else "name_en"])
    short = short_name(properties, voice)
    if record is None or not record.ok or record.value is None:
        why = voice.status(record.status if record and not record.ok else "no_data")
        return Area(code, short, why, voice(TEXTS.spoken_missing, name=name, value=why), None, False)
    spoken = voice(
        TEXTS.spoken,
        name=name,
        value=voice.record(record),
        year=record.year,
        grade=grade_words([record], voice),
    )
    colour = colours[bisect_right(breaks, record.value)]
    return Area(code, short, voice.figure(record), spoken, colour, record.grade == ILLUSTRATIVE)


def short_name(properties: Mapping[str, Any], voice: Voice) -> str:
    """The name that goes on a map: 乐平 / Leping."""
    if voice.zh:
        return str(properties.get("short_zh") or properties["name_zh"])
    return str(properties.get("short_en") or str(properties["name_en"]).split(" ")[0])


def legend_of(spec: MapSpec, voice: Voice, theme: Theme) -> Legend:
    """Classes from the highest to the lowest with the divisions and people in each, then the special rows that occur."""
    known = [r for r in spec.records if r.ok and r.value is not None]
    held: list[list[ValueRecord]] = [[] for _ in range(len(spec.breaks) + 1)]
    for record in known:
        held[bisect_right(spec.breaks, record.value or 0.0)].append(record)
    colours = class_colours(spec, theme)
    entries = [
        Entry(colour, words, _detail(records, voice))
        for colour, words, records in zip(colours, spec.classes, held, strict=True)
    ][::-1]
    missing = [r.status for r in spec.records if not r.ok]
    entries += [
        Entry(None, STATUSES[status][voice.lang], voice(TEXTS.divisions, count=missing.count(status)))
        for status in dict.fromkeys(missing)
    ]
    if spec.illustrative:
        entries.append(Entry("none", voice(TEXTS.marked), dotted=True))
    unit = known[0].unit(voice.lang) if known else ""
    return Legend(voice(TEXTS.unit, unit=unit) if unit else voice(TEXTS.legend), tuple(entries))


def _detail(held: list[ValueRecord], voice: Voice) -> str:
    count = voice(TEXTS.divisions, count=len(held))
    if not (people := sum(r.persons or 0 for r in held)):
        return count
    return f"{count} · {format_concerned(people, held[0].concerned_unit(voice.lang), voice.lang)}"
