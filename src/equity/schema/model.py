"""What a column and a table are: the vocabulary in which every shipped CSV table is declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean"]

GRADES = ("observed", "estimated", "illustrative")  # from best to worst; a result has the worst of its inputs
CONFIDENCES = ("official", "secondary", "low", "doubtful")
CITY = ("530100",)
DIVISION_CODE, TOWN_FORM, NAME, PERIOD = r"5301\d{2}", r"5301\d{5}", r"[a-z][a-z0-9_]*", r"\d{4}(-\d{4})?"
COMMUNITY_FORM = r"5301\d{8}"
FORMS = {  # pattern -> what it asks for, in words
    DIVISION_CODE: ("应为 5301 开头的 6 位代码", "must be a code of six digits that begins with 5301"),
    TOWN_FORM: ("应为 5301 开头的 9 位代码", "must be a code of nine digits that begins with 5301"),
    COMMUNITY_FORM: ("应为 5301 开头的 12 位代码", "must be a code of twelve digits that begins with 5301"),
    NAME: ("只能用小写字母、数字和下划线，以字母开头", "takes small letters, digits and _, a letter first"),
    PERIOD: (
        "应为年份或起止年份，如 2021 或 2021-2025",
        "must be a year or a span of years, as 2021 or 2021-2025",
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. An empty cell is a missing value and is only allowed where ``nullable``.

    ``foreign_key`` is "table.column"; the values in ``also`` are allowed besides those of that column (the
    city code, which is no division). ``pattern`` must match the whole cell, and has its words in ``FORMS``. Bounds are
    inclusive. ``names_file``: every value is the name of the file it stands in.
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
    also: tuple[str, ...] = ()
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
) -> Column:
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
        also=CITY if city else (),
        title_zh="行政区划代码",
        title_en="Division code",
        description="530100 = 昆明市 / the whole city" if city else "",
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


def coordinates(*, nullable: bool = False) -> tuple[Column, Column]:
    """Longitude and latitude in degrees, WGS-84.

    The bounds are Kunming's with a margin, so that a latitude in the longitude column is noticed.
    """
    return (
        number(
            "lon",
            "经度",
            "Longitude",
            "degree",
            nullable=nullable,
            minimum=101.5,
            maximum=104.5,
            description="WGS-84 (EPSG:4326)",
        ),
        number(
            "lat",
            "纬度",
            "Latitude",
            "degree",
            nullable=nullable,
            minimum=24,
            maximum=27,
            description="WGS-84 (EPSG:4326)",
        ),
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
