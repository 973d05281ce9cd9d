"""The rows that the API hands out: schemas, CSV and the docs page all follow from these models."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import create_model

from equity.indicators import fields as f
from equity.indicators.definition import Kind
from equity.indicators.fields import Number, Row
from equity.indicators.standing import Standing
from equity.say import Label, Lang

Strings: TypeAlias = tuple[str, ...]
Integers: TypeAlias = tuple[int, ...]


class ZoneRecord(Row):
    code: f.ZoneCode
    level: f.ZoneLevel
    name_zh: Annotated[str, Label("中文名", "name in Chinese")]
    name_en: Annotated[str, Label("英文名", "name in English")]
    short_zh: Annotated[str, Label("中文简称", "short name in Chinese")]
    parent: Annotated[str | None, Label("上级地区代码", "code of the zone above")]
    area_km2: Annotated[Number, Label("公布面积（平方千米）", "published area in km²")]
    lon: Annotated[Number, Label("政府驻地经度（WGS-84）", "longitude of the seat of government (WGS-84)")]
    lat: Annotated[Number, Label("政府驻地纬度（WGS-84）", "latitude of the seat of government (WGS-84)")]


class ServiceRecord(Row):
    id: f.ServiceId
    kind: Annotated[Kind, Label("类型", "kind")]
    domain: Annotated[str, Label("领域", "domain")]
    label_zh: Annotated[str, Label("中文名", "name in Chinese")]
    label_en: Annotated[str, Label("英文名", "name in English")]
    unit_zh: Annotated[str, Label("计量单位", "unit, Chinese")]
    unit_en: Annotated[str, Label("计量单位（英文）", "unit, English")]
    description_zh: Annotated[str, Label("说明", "description, Chinese")]
    description_en: Annotated[str, Label("说明（英文）", "description, English")]
    demand_zh: Annotated[str | None, Label("需求人口", "who needs it, Chinese")]
    demand_en: Annotated[str | None, Label("需求人口（英文）", "who needs it, English")]
    standard_type: Annotated[str | None, Label("标准类型", "kind of standard")]
    standard_id: Annotated[str | None, Label("标准编号", "id of the standard")]
    units_per_person: Annotated[Number, Label("每名需求人口的标准量", "standard units per person of demand")]
    radius_m: Annotated[
        Number, Label("服务半径（米，沿道路）", "radius of the standard in metres along streets")
    ]
    rural_radius_m: Annotated[
        Number,
        Label(
            "乡村居民点的服务半径（米）；为空则没有标准，不计入",
            "radius for rural settlement points in metres; null: no standard, they are not counted",
        ),
    ]
    detour: Annotated[Number, Label("绕行系数", "detour factor")]
    distance_zh: Annotated[
        str | None, Label("到设施的距离怎么量", "how distance to a facility is measured, Chinese")
    ]
    distance_en: Annotated[
        str | None, Label("到设施的距离怎么量（英文）", "how distance to a facility is measured")
    ]
    years: Annotated[Integers, Label("可用年份", "years available")]
    measures: Annotated[Strings, Label("可用指标", "measures available")]
    policy_measures: Annotated[Integers, Label("对应的政策措施编号", "numbers of the policy measures")]
    standing: Annotated[
        Standing,
        Label(
            "数据状况：real 实数，demonstration 演示，waiting 等待台账",
            "what its figures are: real, a demonstration, or waiting for a register",
        ),
    ]
    caveats_zh: Annotated[Strings, Label("使用须知", "caveats, Chinese")]
    caveats_en: Annotated[Strings, Label("使用须知（英文）", "caveats, English")]
    review_date: Annotated[str, Label("复核日期", "review date")]


class IndicatorRecord(Row):
    id: Annotated[str, Label("编号（服务.指标）", "indicator id: service.measure")]
    service: f.ServiceId
    service_zh: Annotated[str, Label("服务", "service, Chinese")]
    service_en: Annotated[str, Label("服务（英文）", "service, English")]
    measure: f.MeasureId
    measure_zh: Annotated[str, Label("指标", "measure, Chinese")]
    measure_en: Annotated[str, Label("指标（英文）", "measure, English")]
    family: Annotated[str, Label("指标类别", "family of the measure")]
    meaning_zh: Annotated[str, Label("含义", "meaning, Chinese")]
    meaning_en: Annotated[str, Label("含义（英文）", "meaning, English")]
    formula: Annotated[str, Label("公式", "formula")]
    sides: Annotated[Strings, Label("比较的人群口径", "populations compared")]
    bases: Annotated[Strings, Label("可用的 basis 取值", "values that basis may take")]
    gap_of: Annotated[Strings, Label("差距 = 第一项 − 第二项", "the gap is the first minus the second")]
    gap_meaning_zh: Annotated[str | None, Label("差距的含义", "meaning of the gap, Chinese")]
    gap_meaning_en: Annotated[str | None, Label("差距的含义（英文）", "meaning of the gap, English")]
    unit_zh: f.UnitZh
    unit_en: f.UnitEn
    gap_unit_zh: Annotated[str | None, Label("差距的单位", "unit of the gap, Chinese")]
    gap_unit_en: Annotated[str | None, Label("差距的单位（英文）", "unit of the gap, English")]
    decimals: f.Decimals
    years: Annotated[Integers, Label("可用年份", "years available")]
    scenarios: Annotated[Strings, Label("可用情景", "scenarios available")]


class ValueRecord(Row):
    zone: f.ZoneCode
    zone_name_zh: f.ZoneNameZh
    zone_name_en: f.ZoneNameEn
    level: f.ZoneLevel
    service: f.ServiceId
    measure: f.MeasureId
    basis: f.Basis
    year: f.Year
    scenario: f.Scenario
    since: f.Since
    value: f.Value
    unit_zh: f.UnitZh
    unit_en: f.UnitEn
    decimals: f.Decimals
    status: f.StatusOf
    grade: f.GradeOf
    quoted: f.Quoted
    low: f.Low
    high: f.High
    persons: f.Persons
    concerned_unit_zh: Annotated[str, Label("persons 的单位：人或户", "unit of persons, Chinese")]
    concerned_unit_en: Annotated[str, Label("persons 的单位（英文）", "unit of persons, English")]
    rank: f.Rank
    rank_low: Annotated[int | None, Label("名次可能的最前", "best rank possible")]
    rank_high: Annotated[int | None, Label("名次可能的最后", "worst rank possible")]
    ranked_among: Annotated[
        int | None, Label("有数、参加排名的地区数", "zones with a figure that are ranked")
    ]
    supply_year: Annotated[int | None, Label("供给数据年份", "year of the supply data")]
    sources: f.SourcesOf
    note_zh: f.NoteZh
    note_en: f.NoteEn
    data_version: f.DataVersion


class _Parts(Row):
    zone: f.ZoneCode
    zone_name_zh: f.ZoneNameZh
    zone_name_en: f.ZoneNameEn
    service: f.ServiceId
    scenario: f.Scenario
    local: Annotated[
        Number, Label("本地户籍常住的有效覆盖率（%）", "effective coverage of local residents, %")
    ]
    non_local: Annotated[
        Number, Label("外来常住的有效覆盖率（%）", "effective coverage of non-local residents, %")
    ]
    gap: Annotated[
        Number,
        Label("差距（百分点）= within + residence", "gap in points = within + residence"),
    ]
    within: Annotated[
        Number,
        Label(
            "区县之内的差距（百分点）= reach + adequacy + entitlement",
            "gap within divisions, points = reach + adequacy + entitlement",
        ),
    ]
    residence: Annotated[
        Number,
        Label(
            "其中居住分布（百分点）；单个区县为空",
            "part of where the groups live, points; null for a single division",
        ),
    ]
    reach: Annotated[Number, Label("其中距离（百分点）", "distance part, points")]
    adequacy: Annotated[Number, Label("其中容量（百分点）", "capacity part, points")]
    entitlement: Annotated[
        Number,
        Label(
            "其中规则（百分点）；规则没有数字时为空", "rules part, points; null where the rule has no figure"
        ),
    ]


PARTS = ("local", "non_local", "gap", "within", "residence", "reach", "adequacy", "entitlement")
ENDS: dict[str, Any] = {
    f"{part}_{end}": Annotated[
        Number,
        Label(f"{part} 的区间{zh}；精确值为空", f"{en} end of the interval of {part}; null when exact"),
    ]
    for part in PARTS
    for end, zh, en in (("low", "下限", "lower"), ("high", "上限", "upper"))
}
SplitRecord = create_model(
    "SplitRecord",
    __base__=_Parts,
    **ENDS,
    status=f.StatusOf,
    grade=f.GradeOf,
    distance_zh=Annotated[
        str, Label("到设施的距离怎么量", "how distance to a facility is measured, Chinese")
    ],
    distance_en=Annotated[str, Label("到设施的距离怎么量（英文）", "how distance to a facility is measured")],
    data_version=f.DataVersion,
)


class SensitivityRecord(Row):
    zone: f.ZoneCode
    zone_name_zh: f.ZoneNameZh
    zone_name_en: f.ZoneNameEn
    service: f.ServiceId
    measure: f.MeasureId
    basis: f.Basis
    year: f.Year
    input: Annotated[str, Label("输入", "input")]
    input_low: Annotated[Number, Label("输入的下限", "low end of the input")]
    input_value: Annotated[Number, Label("输入的值", "the input")]
    input_high: Annotated[Number, Label("输入的上限", "high end of the input")]
    grade: f.GradeOf
    value: f.Value
    low: f.Low
    high: f.High
    at_low: Annotated[Number, Label("输入取下限时的结果", "the figure with the input at its low end")]
    at_high: Annotated[Number, Label("输入取上限时的结果", "the figure with the input at its high end")]
    share: Annotated[Number, Label("占区间宽度的比例（夏普利值）", "part of the interval's width (Shapley)")]
    left_low: Annotated[Number, Label("该输入为实数时结果的下限", "low end left if the input were known")]
    left_high: Annotated[Number, Label("该输入为实数时结果的上限", "high end left if the input were known")]
    data_version: f.DataVersion


class InequalityRecord(Row):
    id: Annotated[str, Label("指数编号", "index id")]
    label_zh: Annotated[str, Label("指数", "index, Chinese")]
    label_en: Annotated[str, Label("指数（英文）", "index, English")]
    service: f.ServiceId
    measure: f.MeasureId
    basis: f.Basis
    year: f.Year
    scenario: f.Scenario
    value: f.Value
    low: f.Low
    high: f.High
    status: f.StatusOf
    grade: f.GradeOf
    note_zh: f.NoteZh
    note_en: f.NoteEn
    data_version: f.DataVersion


class TownshipRecord(Row):
    """What settlement points and facilities that name a township add up to; it has no boundary."""

    town_code: Annotated[str, Label("街镇代码（9 位）", "code of the township, 9 digits")]
    name_zh: Annotated[str, Label("街镇", "name of the township")]
    zone: f.ZoneCode
    service: f.ServiceId
    lon: f.Lon
    lat: f.Lat
    local: Annotated[Number, Label("本地户籍常住人口", "local residents, persons")]
    non_local: Annotated[Number, Label("外来常住人口", "non-local residents, persons")]
    local_reach: Annotated[
        Number,
        Label("本地户籍中半径内有设施的 %", "percent of local residents with a facility in the radius"),
    ]
    non_local_reach: Annotated[
        Number,
        Label("外来常住中半径内有设施的 %", "percent of non-local residents with a facility in the radius"),
    ]
    facilities: Annotated[int, Label("写明该街镇的设施数", "facilities that name the township")]
    capacity: f.Capacity
    unit_zh: f.UnitZh
    unit_en: f.UnitEn
    grade: f.GradeOf
    data_version: f.DataVersion


class FacilityRecord(Row):
    facility_id: f.FacilityId
    service: f.ServiceId
    name_zh: f.FacilityName
    zone: f.FacilityZone
    lon: f.Lon
    lat: f.Lat
    capacity: f.Capacity
    unit_zh: Annotated[str, Label("容量单位", "unit of capacity, Chinese")]
    unit_en: Annotated[str, Label("容量单位（英文）", "unit of capacity, English")]
    facility_type: f.FacilityType
    year: f.FacilityYear
    grade: f.GradeOf
    source: f.FacilitySource
    data_version: f.DataVersion


class ReachAreaRecord(Row):
    service: f.ServiceId
    facility_id: Annotated[
        str | None,
        Label("设施编号；为空则为该服务全部设施", "facility id; null: any facility of the service"),
    ]
    scenario: f.Scenario
    share: Annotated[
        float, Label("占城镇居民点服务半径的比例", "share of the radius for urban settlement points")
    ]
    metres: Annotated[
        Number,
        Label(
            "到设施的距离上限（米）；半径以分钟计时为空", "most metres to the facility; null: minutes count"
        ),
    ]
    minutes: Annotated[
        Number,
        Label(
            "到设施的时间上限（分钟）；半径以米计时为空", "most minutes to the facility; null: metres count"
        ),
    ]
    area_km2: Annotated[float, Label("面积（平方千米）", "area in km²")]
    distance_zh: Annotated[str, Label("距离怎么量", "how distance is measured, Chinese")]
    distance_en: Annotated[str, Label("距离怎么量（英文）", "how distance is measured")]
    data_version: f.DataVersion


class SnapshotRecord(Row):
    id: Annotated[str, Label("快照编号", "snapshot id")]
    zone: f.ZoneCode
    zone_name: Annotated[str, Label("地区", "zone")]
    lang: Annotated[Lang, Label("语言", "language")]
    title: Annotated[str, Label("标题", "title")]
    released: Annotated[str, Label("数据发布日期", "release date of the data")]
    illustrative: Annotated[bool, Label("含示意数据", "contains illustrative data")]
    page: Annotated[str, Label("页面地址", "address of the page")]
    current: Annotated[bool, Label("数据版本仍为最新", "whether its data version is the present one")]
    data_version: f.DataVersion
