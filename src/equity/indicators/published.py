"""The published row of a value: every outlet that hands values out has these columns, or some of them."""

from typing import TypeAlias

from equity.indicators import yardstick
from equity.indicators.fields import Number, Row
from equity.query import Level
from equity.say import Grade, Status

Strings: TypeAlias = tuple[str, ...]


class ValueRecord(Row):
    zone: str
    zone_name_zh: str
    zone_name_en: str
    level: Level
    service: str
    measure: str
    basis: str
    year: int
    scenario: str
    since: int
    value: Number
    unit_zh: str
    unit_en: str
    decimals: int
    status: Status
    grade: Grade
    quoted: bool
    low: Number
    high: Number
    persons: Number
    concerned_unit_zh: str
    concerned_unit_en: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    ranked_among: int | None
    supply_year: int | None
    yardstick_kind: yardstick.Kind | None
    yardstick_year: int | None
    yardstick_zh: str | None
    yardstick_en: str | None
    sources: Strings
    note_zh: str
    note_en: str
    data_version: str
