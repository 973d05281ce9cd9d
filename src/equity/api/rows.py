"""The rows that the API hands out: schemas, CSV and the docs page all follow from these models."""

from typing import Any, TypeAlias

from pydantic import create_model

from equity.indicators import yardstick
from equity.indicators.definition import Kind
from equity.indicators.fields import Number, Row
from equity.indicators.published import Strings
from equity.indicators.standing import Standing
from equity.query import Level
from equity.say import Grade, Lang, Status

Integers: TypeAlias = tuple[int, ...]


class ZoneRecord(Row):
    code: str
    level: Level
    name_zh: str
    name_en: str
    short_zh: str
    parent: str | None
    area_km2: Number
    lon: Number
    lat: Number


class ServiceRecord(Row):
    id: str
    kind: Kind
    domain: str
    label_zh: str
    label_en: str
    unit_zh: str
    unit_en: str
    description_zh: str
    description_en: str
    demand_zh: str | None
    demand_en: str | None
    standard_type: str | None
    standard_id: str | None
    yardstick_kind: yardstick.Kind | None
    yardstick_year: int | None
    yardstick_document: str | None
    units_per_person: Number
    radius_m: Number
    rural_radius_m: Number
    detour: Number
    distance_zh: str | None
    distance_en: str | None
    years: Integers
    measures: Strings
    policy_measures: Integers
    standing: Standing
    caveats_zh: Strings
    caveats_en: Strings
    review_date: str


class IndicatorRecord(Row):
    id: str
    service: str
    service_zh: str
    service_en: str
    measure: str
    measure_zh: str
    measure_en: str
    measure_with_decay_zh: str | None
    measure_with_decay_en: str | None
    family: str
    meaning_zh: str
    meaning_en: str
    formula: str
    sides: Strings
    bases: Strings
    gap_of: Strings
    gap_meaning_zh: str | None
    gap_meaning_en: str | None
    unit_zh: str
    unit_en: str
    gap_unit_zh: str | None
    gap_unit_en: str | None
    decimals: int
    years: Integers
    scenarios: Strings


class _Parts(Row):
    zone: str
    zone_name_zh: str
    zone_name_en: str
    service: str
    scenario: str
    adequacy_name_zh: str
    adequacy_name_en: str
    local: Number
    non_local: Number
    gap: Number
    within: Number
    residence: Number
    reach: Number
    adequacy: Number
    entitlement: Number


PARTS = ("local", "non_local", "gap", "within", "residence", "reach", "adequacy", "entitlement")
ENDS: dict[str, Any] = {f"{part}_{end}": Number for part in PARTS for end in ("low", "high")}
SplitRecord = create_model(
    "SplitRecord",
    __base__=_Parts,
    **ENDS,
    status=Status,
    grade=Grade,
    distance_zh=str,
    distance_en=str,
    data_version=str,
)


class SensitivityRecord(Row):
    zone: str
    zone_name_zh: str
    zone_name_en: str
    service: str
    measure: str
    basis: str
    year: int
    input: str
    input_low: Number
    input_value: Number
    input_high: Number
    grade: Grade
    value: Number
    low: Number
    high: Number
    at_low: Number
    at_high: Number
    share: Number
    left_low: Number
    left_high: Number
    data_version: str


class InequalityRecord(Row):
    id: str
    label_zh: str
    label_en: str
    service: str
    measure: str
    basis: str
    year: int
    scenario: str
    value: Number
    low: Number
    high: Number
    status: Status
    grade: Grade
    note_zh: str
    note_en: str
    data_version: str


class TownshipRecord(Row):
    """What settlement points and facilities that name a township add up to; it has no boundary."""

    town_code: str
    name_zh: str
    zone: str
    service: str
    lon: float
    lat: float
    local: Number
    non_local: Number
    local_reach: Number
    non_local_reach: Number
    facilities: int
    capacity: Number
    unit_zh: str
    unit_en: str
    grade: Grade
    data_version: str


class TownshipPeopleRecord(Row):
    """Population that an office has counted by township: the latest year of each."""

    town_code: str
    name_zh: str
    zone: str
    lon: Number
    lat: Number
    year: int
    resident: Number
    local: Number
    non_local: Number
    registered: Number
    absent: Number
    register_coverage: Number
    beyond_register: Number
    status: Status
    grade: Grade
    source: str
    data_version: str


class FacilityRecord(Row):
    facility_id: str
    service: str
    name_zh: str | None
    zone: str
    lon: float
    lat: float
    capacity: Number
    unit_zh: str
    unit_en: str
    facility_type: str | None
    year: int | None
    grade: Grade
    source: str | None
    data_version: str


class ReachAreaRecord(Row):
    service: str
    facility_id: str | None
    scenario: str
    share: float
    metres: Number
    minutes: Number
    area_km2: float
    distance_zh: str
    distance_en: str
    data_version: str


class SnapshotRecord(Row):
    id: str
    zone: str
    zone_name: str
    lang: Lang
    title: str
    released: str
    illustrative: bool
    page: str
    current: bool
    data_version: str
