"""What a column and a table are: the vocabulary in which every shipped CSV table is declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean"]

GRADES = ("observed", "estimated", "illustrative")  # from best to worst; a result has the worst of its inputs
CONFIDENCES = ("official", "secondary", "low", "doubtful")
DIVISION_CODE, TOWN_FORM, COMMUNITY_FORM = r"\d{6}", r"\d{9}", r"\d{12}"
NAME, PERIOD = r"[a-z][a-z0-9_]*", r"\d{4}(-\d{4})?"
CODES = {DIVISION_CODE: 6, TOWN_FORM: 9, COMMUNITY_FORM: 12}  # pattern -> digits
FORMS = {  # pattern -> what it asks for, in words
    DIVISION_CODE: ("应为 6 位代码", "must be a code of six digits"),
    TOWN_FORM: ("应为 9 位代码", "must be a code of nine digits"),
    COMMUNITY_FORM: ("应为 12 位代码", "must be a code of twelve digits"),
    NAME: ("只能用小写字母、数字和下划线，以字母开头", "takes small letters, digits and _, a letter first"),
    PERIOD: (
        "应为年份或起止年份，如 2021 或 2021-2025",
        "must be a year or a span of years, as 2021 or 2021-2025",
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. An empty cell is a missing value and is only allowed where ``nullable``.

    ``foreign_key`` is "table.column"; ``or_city``: the code of the city, which is no division, is allowed besides the values
    of that column, and stands in ``also`` once the city is known. ``pattern`` must match the whole cell, and has its words in
    ``FORMS``; ``begins``: what the cell begins with. Bounds are inclusive. ``names_file``: every value is the name of the file
    it stands in. ``of_city``: what the city adds (:func:`equity.schema.tables_of`): the beginning of its codes, its bounds in
    degrees, its functional zones.
    """

    name: str
    type: ColumnType = "string"
    unit: str = ""
    nullable: bool = False
    key: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    foreign_key: str = ""
    or_city: bool = False
    also: tuple[str, ...] = ()
    of_city: Literal["", "code", "lon", "lat", "functional_zone"] = ""
    begins: str = ""
    title_zh: str = ""
    title_en: str = ""
    description: str = ""
    names_file: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``path`` is relative to the data folder; a ``*`` stands for several files of one shape."""

    name: str
    path: str
    columns: tuple[Column, ...]
    title_zh: str
    title_en: str
    datasheet: str = ""

    @property
    def primary_key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.key)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def folder(self) -> str:
        """The folder of the data package it belongs to: "geo", "population", "services" or "policy"."""
        return self.path.split("/", 1)[0]

    @property
    def measured(self) -> str | None:
        """The column whose values ``low`` and ``high`` enclose; None where the table has no intervals."""
        names = self.column_names
        return next((n for n in ("value", "persons") if n in names), None) if "low" in names else None

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


def text(
    name: str,
    zh: str,
    en: str,
    *,
    nullable: bool = False,
    key: bool = False,
    enum: tuple[str, ...] = (),
    pattern: str = "",
    foreign_key: str = "",
    description: str = "",
    of_city: Literal["", "functional_zone"] = "",
) -> Column:
    """Words; a cell with a code of the city begins as all of them do."""
    return Column(
        name,
        "string",
        nullable=nullable,
        key=key,
        enum=enum,
        pattern=pattern,
        foreign_key=foreign_key,
        title_zh=zh,
        title_en=en,
        description=description,
        of_city="code" if pattern in CODES else of_city,
    )


def count(name: str, zh: str, en: str, unit: str, *, nullable: bool = False, description: str = "") -> Column:
    """A whole number that cannot be negative."""
    return Column(
        name, "integer", unit, nullable, minimum=0, title_zh=zh, title_en=en, description=description
    )


def number(
    name: str,
    zh: str,
    en: str,
    unit: str = "",
    *,
    nullable: bool = False,
    minimum: float | None = 0,
    maximum: float | None = None,
    description: str = "",
) -> Column:
    return Column(
        name,
        "number",
        unit,
        nullable,
        minimum=minimum,
        maximum=maximum,
        title_zh=zh,
        title_en=en,
        description=description,
    )


def flag(name: str, zh: str, en: str, description: str = "") -> Column:
    """true or false, written in lower case."""
    return Column(name, "boolean", title_zh=zh, title_en=en, description=description)


def division(*, key: bool = False, nullable: bool = False, city: bool = False) -> Column:
    """The six-digit code of a division; with ``city`` the code of the whole city is allowed as well."""
    return Column(
        "adcode",
        "string",
        nullable=nullable,
        key=key,
        pattern=DIVISION_CODE,
        foreign_key="divisions.adcode",
        or_city=city,
        of_city="code",
        title_zh="行政区划代码",
        title_en="Division code",
    )


def year(*, key: bool = False, nullable: bool = False) -> Column:
    return Column(
        "year",
        "integer",
        nullable=nullable,
        key=key,
        minimum=1950,
        maximum=2100,
        title_zh="年份",
        title_en="Year",
    )


def degrees(
    name: str,
    zh: str,
    en: str,
    axis: Literal["lon", "lat"],
    *,
    nullable: bool = False,
    description: str = "WGS-84 (EPSG:4326)",
) -> Column:
    """A longitude or latitude, WGS-84, within the bounds of the city: a latitude in the longitude column is noticed."""
    return Column(
        name, "number", "degree", nullable, title_zh=zh, title_en=en, description=description, of_city=axis
    )


def coordinates(*, nullable: bool = False) -> tuple[Column, Column]:
    """Longitude and latitude in degrees, WGS-84."""
    return (
        degrees("lon", "经度", "Longitude", "lon", nullable=nullable),
        degrees("lat", "纬度", "Latitude", "lat", nullable=nullable),
    )


def interval(unit: str = "") -> tuple[Column, Column]:
    """Bounds of the value; both empty where the value is exact (a count as published)."""
    return (
        number("low", "下限", "Lower bound", unit, nullable=True),
        number("high", "上限", "Upper bound", unit, nullable=True),
    )


GRADE = text("grade", "数据等级", "Grade", enum=GRADES)
SOURCE = text("source", "来源", "Source")
NOTE = text("note", "说明", "Note", nullable=True)
CONFIDENCE = text(
    "confidence",
    "可信度",
    "Confidence",
    nullable=True,
    enum=CONFIDENCES,
    description="official：官方原页；secondary：官方数据的转载；low/doubtful：仅供参考，不参与计算",
)
