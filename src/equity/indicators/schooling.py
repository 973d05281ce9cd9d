"""Schools, pupils and teachers as published for an area, and what follows from them by division alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

WHOLE, PARTS = "compulsory_total", ("primary", "junior_high")
LEVELS = ("kindergarten", *PARTS, WHOLE, "senior_high_general")
ENDINGS = {  # of the names of indicators, by thing
    "schools": ("schools",),
    "pupils": ("pupils",),
    "teachers": ("full_time_teachers", "teachers"),
    "migrant": ("migrant_children_pupils",),
}
OTHER_NAMES = {(WHOLE, "migrant"): "compulsory_migrant_children_pupils"}


class Printed(NamedTuple):
    """A published figure; ``scope``: what it leaves out, in the words of the table, empty where nothing is said."""

    value: float
    scope: str
    source: str
    official: bool


@dataclass(frozen=True, slots=True)
class Schooling:
    """One level of school in one year; None where not published. ``worked_out``: things that are a sum or a rest of published
    ones. ``scopes``: what the figures leave out. ``quoted``: of some only a copy was seen.
    """

    year: int
    level: str
    schools: float | None
    pupils: float | None
    teachers: float | None
    migrant: float | None
    worked_out: frozenset[str]
    scopes: tuple[str, ...]
    sources: tuple[str, ...]
    quoted: bool

    @property
    def pupils_per_teacher(self) -> float | None:
        return _ratio(self.pupils, self.teachers)

    @property
    def pupils_per_school(self) -> float | None:
        return _ratio(self.pupils, self.schools)

    @property
    def migrant_share(self) -> float | None:
        """Children of migrant workers among the pupils, a fraction."""
        return _ratio(self.migrant, self.pupils)


def schooling(figures: pd.DataFrame, zone: str) -> list[Schooling]:
    """Every level with pupils or teachers, by year; of compulsory school the third of whole and parts is worked out.

    ``figures``: the table of published figures.
    """
    found = []
    for year, rows in figures[figures["adcode"] == zone].groupby("year"):
        known = {
            r.indicator: Printed(
                float(r.value), _text(r.scope_note), _text(r.source), r.confidence == "official"
            )
            for r in rows.itertuples()
        }
        levels = {level: _printed(known, level) for level in LEVELS}
        rest = {thing: _work_out({level: levels[level].get(thing) for level in LEVELS}) for thing in ENDINGS}
        copied = any(not p.official for p in known.values())
        made = (_made(int(str(year)), level, levels[level], rest, copied=copied) for level in LEVELS)
        found += [s for s in made if s.pupils is not None or s.teachers is not None]
    return found


def _printed(known: dict[str, Printed], level: str) -> dict[str, Printed]:
    """The figures of a level by thing, full-time teachers rather than teachers."""
    found = {}
    for thing, endings in ENDINGS.items():
        tried = (OTHER_NAMES.get((level, thing), ""), *(f"{level}_{ending}" for ending in endings))
        if name := next((n for n in tried if n in known), ""):
            found[thing] = known[name]
    return found


def _work_out(given: dict[str, Printed | None]) -> dict[str, float]:
    """What one of compulsory school and its two levels must be where the other two are published, by level."""
    values = {level: row.value for level in (WHOLE, *PARTS) if (row := given[level]) is not None}
    if len(values) != 2:
        return {}
    if WHOLE not in values:
        return {WHOLE: sum(values.values())}
    part = next(level for level in PARTS if level not in values)
    other = next(level for level in PARTS if level in values)
    return {part: values[WHOLE] - values[other]}


def _made(
    year: int,
    level: str,
    printed: dict[str, Printed],
    rest: dict[str, dict[str, float]],
    *,
    copied: bool,
) -> Schooling:
    values = {
        thing: printed[thing].value if thing in printed else rest[thing].get(level) for thing in ENDINGS
    }
    worked_out = frozenset(t for t in ENDINGS if t not in printed and values[t] is not None)
    return Schooling(
        year,
        level,
        **values,
        worked_out=worked_out,
        scopes=_once(p.scope for thing, p in printed.items() if thing != "migrant"),
        sources=_once(p.source for p in printed.values()),
        quoted=any(not p.official for p in printed.values()) or (copied and bool(worked_out)),
    )


def _ratio(over: float | None, under: float | None) -> float | None:
    return over / under if over is not None and under else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
