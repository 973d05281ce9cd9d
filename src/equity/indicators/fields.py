"""The fields of a published row, each declared once: type, meaning in both languages, and whether it may be empty.

A row is a pydantic model of these fields. The model gives the JSON Schema, the columns of a table and, with
``model_dump()``, the values in the order of the columns.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from equity.query import Level
from equity.say import Grade, Label, Status


class Row(BaseModel):
    """A row has exactly its fields; a number that is none (NaN, infinite) is empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema with the meaning of each field, without the titles that pydantic makes of the names."""
        shape = handler.resolve_ref_schema(handler(schema))
        shape.pop("title", None)
        for name, field in shape["properties"].items():
            field.pop("title", None)
            field["description"] = "{0.zh} / {0.en}".format(cls.meaning(name))
        return shape

    @classmethod
    def meaning(cls, name: str) -> Label:
        return next(m for m in cls.model_fields[name].metadata if isinstance(m, Label))

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        shapes = cls.model_json_schema(mode="serialization")["properties"]
        return tuple(Column(name, cls.meaning(name), shapes[name]) for name in cls.model_fields)


@dataclass(frozen=True, slots=True)
class Column:
    """``schema`` is the JSON Schema of one value."""

    name: str
    meaning: Label
    schema: Mapping[str, Any]

    @property
    def type(self) -> str:
        """``string``, ``integer``, ``number``, ``boolean`` or ``array``."""
        shapes = self.schema.get("anyOf", [self.schema])
        return next(s["type"] for s in shapes if s["type"] != "null")

    @property
    def nullable(self) -> bool:
        return "anyOf" in self.schema


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(_finite)]

ZoneCode = Annotated[str, Label("地区代码", "zone code")]
ZoneNameZh = Annotated[str, Label("地区", "zone, Chinese")]
ZoneNameEn = Annotated[str, Label("地区（英文）", "zone, English")]
ZoneLevel = Annotated[Level, Label("层级", "level")]
ServiceId = Annotated[str, Label("服务编号", "service id")]
MeasureId = Annotated[str, Label("指标编号", "measure id")]
Basis = Annotated[str, Label("人口口径；gap 为差距", "population basis; gap is the difference")]
Year = Annotated[int, Label("年份", "year")]
Since = Annotated[
    int, Label("与哪一年相比；0 为当年数值", "the year it is a change from; 0: the value of the year itself")
]
Scenario = Annotated[str, Label("情景", "scenario")]
Value = Annotated[Number, Label("数值；为空时原因见 status", "value; where empty, status says why")]
UnitZh = Annotated[str, Label("单位", "unit, Chinese")]
UnitEn = Annotated[str, Label("单位（英文）", "unit, English")]
Decimals = Annotated[int, Label("小数位数", "decimals to show")]
StatusOf = Annotated[Status, Label("状态；不为 ok 时没有数值", "status; no value unless ok")]
GradeOf = Annotated[Grade, Label("数据等级（输入中最差者）", "grade, the worst among the inputs")]
Quoted = Annotated[bool, Label("公布数只见于转引，未见原件", "published, but only a copy elsewhere was seen")]
Low = Annotated[Number, Label("区间下限；精确值为空", "lower end of the interval; empty when exact")]
High = Annotated[Number, Label("区间上限；精确值为空", "upper end of the interval; empty when exact")]
Persons = Annotated[
    Number,
    Label(
        "涉及的人数或户数，单位见 concerned_unit", "people or households concerned; concerned_unit says which"
    ),
]
Rank = Annotated[int | None, Label("名次，1 为最高", "rank, 1 is the highest")]
NoteZh = Annotated[str, Label("说明", "note, Chinese")]
NoteEn = Annotated[str, Label("说明（英文）", "note, English")]
DataVersion = Annotated[str, Label("数据版本", "data version")]
SourcesOf = Annotated[tuple[str, ...], Label("来源", "sources")]

FacilityId = Annotated[str, Label("设施编号", "facility id")]
FacilityName = Annotated[str | None, Label("名称", "name")]
FacilityZone = Annotated[str, Label("所在区县代码", "code of the division it lies in")]
Lon = Annotated[float, Label("经度（WGS-84）", "longitude (WGS-84)")]
Lat = Annotated[float, Label("纬度（WGS-84）", "latitude (WGS-84)")]
Capacity = Annotated[Number, Label("容量", "capacity")]
FacilityType = Annotated[str | None, Label("类型", "type")]
FacilityYear = Annotated[int | None, Label("年份", "year")]
FacilitySource = Annotated[str | None, Label("来源", "source")]
