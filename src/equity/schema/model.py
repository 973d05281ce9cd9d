"""What a column and a table are, and every shipped CSV table as ``tables.toml`` declares it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

ColumnType = Literal["string", "integer", "number", "boolean"]

GRADES = ("observed", "estimated", "illustrative")  # from best to worst; a result has the worst of its inputs
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


def read_tables() -> dict[str, Table]:
    """The tables of ``tables.toml`` by name, in its order."""
    content = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
    shared = {name: column | {"name": name} for name, column in content["columns"].items()}
    return {
        name: Table(
            name,
            table["path"],
            tuple(_column(said, shared) for said in table["columns"]),
            table["zh"],
            table["en"],
            table.get("datasheet", ""),
        )
        for name, table in content["tables"].items()
    }


def _column(said: str | dict[str, Any], shared: Mapping[str, dict[str, Any]]) -> Column:
    """A column as it is written, or one of those that tables share, changed or as it is."""
    own = {"like": said} if isinstance(said, str) else said
    known = shared.get(own.get("like", ""), {}) | {k: v for k, v in own.items() if k != "like"}
    known["enum"] = tuple(known.get("enum", ()))
    return Column(title_zh=known.pop("zh"), title_en=known.pop("en"), **known)
