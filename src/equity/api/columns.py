"""What the API hands out, declared once: the columns of every resource. CSV, the OpenAPI schemas and the
docs page read this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from equity.indicators.definition import Kind
from equity.query import LEVELS
from equity.say import GRADES, STATUSES, Label

KINDS = get_args(Kind)
JSON_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record; ``nullable`` ones are null (an empty cell in CSV) where there is nothing to
    say.
    """

    name: str
    type: str
    text: Label
    nullable: bool = False
    enum: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of the field."""
        schema = dict(JSON_TYPES[self.type])
        if self.nullable:
            schema["type"] = [schema["type"], "null"]
        if self.enum:
            schema["enum"] = [*self.enum, None] if self.nullable else list(self.enum)
        return schema | {"description": f"{self.text.zh} / {self.text.en}"}


def _c(name: str, type: str, zh: str, en: str, *, null: bool = False, enum: tuple[str, ...] = ()) -> Column:
    return Column(name, type, Label(zh, en), null, enum)


_GRADE = _c(
    "grade", "string", "数据等级（输入中最差者）", "grade, the worst among the inputs", enum=tuple(GRADES)
)
_STATUS = _c(
    "status", "string", "状态；不为 ok 时没有数值", "status; no value unless ok", enum=tuple(STATUSES)
)
_VERSION = _c("data_version", "string", "数据版本", "data version")

ZONES = (
    _c("code", "string", "地区代码", "zone code"),
    _c("level", "string", "层级", "level", enum=LEVELS),
    _c("name_zh", "string", "中文名", "name in Chinese"),
    _c("name_en", "string", "英文名", "name in English"),
    _c("short_zh", "string", "中文简称", "short name in Chinese"),
    _c("parent", "string", "上级地区代码", "code of the zone above", null=True),
    _c("area_km2", "number", "公布面积（平方千米）", "published area in km²", null=True),
    _c("lon", "number", "政府驻地经度（WGS-84）", "longitude of the seat of government (WGS-84)", null=True),
    _c("lat", "number", "政府驻地纬度（WGS-84）", "latitude of the seat of government (WGS-84)", null=True),
)
SERVICES = (
    _c("id", "string", "服务编号", "service id"),
    _c("kind", "string", "类型", "kind", enum=KINDS),
    _c("domain", "string", "领域", "domain"),
    _c("label_zh", "string", "中文名", "name in Chinese"),
    _c("label_en", "string", "英文名", "name in English"),
    _c("unit_zh", "string", "计量单位", "unit, Chinese"),
    _c("unit_en", "string", "计量单位（英文）", "unit, English"),
    _c("description_zh", "string", "说明", "description, Chinese"),
    _c("description_en", "string", "说明（英文）", "description, English"),
    _c("demand_zh", "string", "需求人口", "who needs it, Chinese", null=True),
    _c("demand_en", "string", "需求人口（英文）", "who needs it, English", null=True),
    _c("standard_type", "string", "标准类型", "kind of standard", null=True),
    _c("standard_id", "string", "标准编号", "id of the standard", null=True),
    _c(
        "units_per_person", "number", "每名需求人口的标准量", "standard units per person of demand", null=True
    ),
    _c(
        "radius_m",
        "number",
        "服务半径（米，沿道路）",
        "radius of the standard in metres along streets",
        null=True,
    ),
    _c("detour", "number", "绕行系数", "detour factor", null=True),
    _c("years", "integers", "可用年份", "years available"),
    _c("measures", "strings", "可用指标", "measures available"),
    _c("policy_measures", "integers", "对应的政策措施编号", "numbers of the policy measures"),
    _c("caveats_zh", "strings", "使用须知", "caveats, Chinese"),
    _c("caveats_en", "strings", "使用须知（英文）", "caveats, English"),
    _c("review_date", "string", "复核日期", "review date"),
)
INDICATORS = (
    _c("id", "string", "编号（服务.指标）", "indicator id: service.measure"),
    _c("service", "string", "服务编号", "service id"),
    _c("service_zh", "string", "服务", "service, Chinese"),
    _c("service_en", "string", "服务（英文）", "service, English"),
    _c("measure", "string", "指标编号", "measure id"),
    _c("measure_zh", "string", "指标", "measure, Chinese"),
    _c("measure_en", "string", "指标（英文）", "measure, English"),
    _c("family", "string", "指标类别", "family of the measure"),
    _c("meaning_zh", "string", "含义", "meaning, Chinese"),
    _c("meaning_en", "string", "含义（英文）", "meaning, English"),
    _c("formula", "string", "公式", "formula"),
    _c("sides", "strings", "比较的人群口径", "populations compared"),
    _c("bases", "strings", "可用的 basis 取值", "values that basis may take"),
    _c("gap_of", "strings", "差距 = 第一项 − 第二项", "the gap is the first minus the second"),
    _c("gap_meaning_zh", "string", "差距的含义", "meaning of the gap, Chinese", null=True),
    _c("gap_meaning_en", "string", "差距的含义（英文）", "meaning of the gap, English", null=True),
    _c("unit_zh", "string", "单位", "unit, Chinese"),
    _c("unit_en", "string", "单位（英文）", "unit, English"),
    _c("gap_unit_zh", "string", "差距的单位", "unit of the gap, Chinese", null=True),
    _c("gap_unit_en", "string", "差距的单位（英文）", "unit of the gap, English", null=True),
    _c("decimals", "integer", "小数位数", "decimals to show"),
    _c("years", "integers", "可用年份", "years available"),
    _c("scenarios", "strings", "可用情景", "scenarios available"),
)
VALUES = (
    _c("zone", "string", "地区代码", "zone code"),
    _c("zone_name_zh", "string", "地区", "zone, Chinese"),
    _c("zone_name_en", "string", "地区（英文）", "zone, English"),
    _c("level", "string", "层级", "level", enum=LEVELS),
    _c("service", "string", "服务编号", "service id"),
    _c("measure", "string", "指标编号", "measure id"),
    _c("basis", "string", "人口口径；gap 为差距", "population basis; gap is the difference"),
    _c("year", "integer", "年份", "year"),
    _c("scenario", "string", "情景", "scenario"),
    _c("value", "number", "数值", "value", null=True),
    _c("unit_zh", "string", "单位", "unit, Chinese"),
    _c("unit_en", "string", "单位（英文）", "unit, English"),
    _c("decimals", "integer", "小数位数", "decimals to show"),
    _STATUS,
    _GRADE,
    _c("quoted", "boolean", "公布数只见于转引，未见原件", "published, but only a copy elsewhere was seen"),
    _c("low", "number", "区间下限；精确值为空", "lower end of the interval; null when exact", null=True),
    _c("high", "number", "区间上限；精确值为空", "upper end of the interval; null when exact", null=True),
    _c(
        "persons",
        "number",
        "涉及的人数或户数，单位见 concerned_unit",
        "people or households concerned; concerned_unit says which",
        null=True,
    ),
    _c("concerned_unit_zh", "string", "persons 的单位：人或户", "unit of persons, Chinese"),
    _c("concerned_unit_en", "string", "persons 的单位（英文）", "unit of persons: persons or households"),
    _c("rank", "integer", "名次，1 为最高", "rank, 1 is the highest", null=True),
    _c("rank_low", "integer", "名次可能的最前", "best rank possible", null=True),
    _c("rank_high", "integer", "名次可能的最后", "worst rank possible", null=True),
    _c("supply_year", "integer", "供给数据年份", "year of the supply data", null=True),
    _c("sources", "strings", "来源", "sources"),
    _c("note_zh", "string", "说明", "note, Chinese"),
    _c("note_en", "string", "说明（英文）", "note, English"),
    _VERSION,
)
SPLITS = (
    _c("zone", "string", "地区代码", "zone code"),
    _c("zone_name_zh", "string", "地区", "zone, Chinese"),
    _c("zone_name_en", "string", "地区（英文）", "zone, English"),
    _c("service", "string", "服务编号", "service id"),
    _c("scenario", "string", "情景", "scenario"),
    _c(
        "local",
        "number",
        "本地户籍常住的有效覆盖率（%）",
        "effective coverage of local residents, %",
        null=True,
    ),
    _c(
        "non_local",
        "number",
        "外来常住的有效覆盖率（%）",
        "effective coverage of non-local residents, %",
        null=True,
    ),
    _c(
        "gap",
        "number",
        "差距（百分点）= reach + adequacy + entitlement",
        "gap in points = reach + adequacy + entitlement",
        null=True,
    ),
    _c("reach", "number", "其中距离（百分点）", "distance part, points", null=True),
    _c("adequacy", "number", "其中容量（百分点）", "capacity part, points", null=True),
    _c("entitlement", "number", "其中规则（百分点）", "rules part, points", null=True),
    *(
        _c(
            f"{part}_{end}",
            "number",
            f"{part} 的区间{zh}；精确值为空",
            f"{en} end of the interval of {part}; null when exact",
            null=True,
        )
        for part in ("local", "non_local", "gap", "reach", "adequacy", "entitlement")
        for end, zh, en in (("low", "下限", "lower"), ("high", "上限", "upper"))
    ),
    _STATUS,
    _GRADE,
    _VERSION,
)
INEQUALITY = (
    _c("id", "string", "指数编号", "index id"),
    _c("label_zh", "string", "指数", "index, Chinese"),
    _c("label_en", "string", "指数（英文）", "index, English"),
    _c("service", "string", "服务编号", "service id"),
    _c("measure", "string", "指标编号", "measure id"),
    _c("basis", "string", "所问的人口口径", "population basis asked for"),
    _c("year", "integer", "年份", "year"),
    _c("scenario", "string", "情景", "scenario"),
    _c("value", "number", "数值", "value", null=True),
    _c("low", "number", "区间下限", "lower end of the range", null=True),
    _c("high", "number", "区间上限", "upper end of the range", null=True),
    _STATUS,
    _GRADE,
    _c("note_zh", "string", "说明", "note, Chinese"),
    _c("note_en", "string", "说明（英文）", "note, English"),
    _VERSION,
)
FACILITIES = (
    _c("facility_id", "string", "设施编号", "facility id"),
    _c("service", "string", "服务编号", "service id"),
    _c("name_zh", "string", "名称", "name", null=True),
    _c("zone", "string", "所在区县代码", "code of the division it lies in"),
    _c("lon", "number", "经度（WGS-84）", "longitude (WGS-84)"),
    _c("lat", "number", "纬度（WGS-84）", "latitude (WGS-84)"),
    _c("capacity", "number", "容量", "capacity", null=True),
    _c("unit_zh", "string", "容量单位", "unit of capacity, Chinese"),
    _c("unit_en", "string", "容量单位（英文）", "unit of capacity, English"),
    _c("facility_type", "string", "类型", "type", null=True),
    _c("year", "integer", "年份", "year", null=True),
    _GRADE,
    _c("source", "string", "来源", "source", null=True),
    _VERSION,
)
SNAPSHOTS = (
    _c("id", "string", "快照编号", "snapshot id"),
    _c("zone", "string", "地区代码", "zone code"),
    _c("zone_name", "string", "地区", "zone"),
    _c("lang", "string", "语言", "language", enum=("zh", "en")),
    _c("title", "string", "标题", "title"),
    _c("released", "string", "数据发布日期", "release date of the data"),
    _c("illustrative", "boolean", "含示意数据", "contains illustrative data"),
    _c("page", "string", "页面地址", "address of the page"),
    _c("current", "boolean", "数据版本仍为最新", "whether its data version is the present one"),
    _VERSION,
)
