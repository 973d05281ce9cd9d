"""Published rows: pydantic models, whose fields mean what ``fields.toml`` says.

A model gives the JSON Schema, the columns of a table and, with ``model_dump()``, the values in the order of the columns.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, Self, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, create_model
from pydantic_core import CoreSchema

from equity.say import LANGS, Label


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
        own, shared = meanings().get(cls.__name__, {}), meanings()["shared"]
        return own.get(name) or shared[name]

    @classmethod
    def of(cls, *sources: object, **known: Any) -> Self:
        """A row of what is ``known`` and of the attributes of ``sources``, of each field the first that is found.

        A :class:`Label` ``name``, several of them or None fill ``name_zh`` and ``name_en``.
        """
        everything = (SimpleNamespace(**known), *sources)
        values = {}
        for field in cls.model_fields:
            label, _, lang = field.rpartition("_")
            if found := [getattr(source, field) for source in everything if hasattr(source, field)]:
                values[field] = found[0]
            elif lang in LANGS:
                said = next(getattr(source, label) for source in everything if hasattr(source, label))
                values[field] = (
                    tuple(part[lang] for part in said) if isinstance(said, tuple) else said and said[lang]
                )
        return cls(**values)

    @classmethod
    def picked(cls, name: str, fields: str, *, texts: str) -> type[Row]:
        """A row of some of these fields, named with spaces between, in that order; those among ``texts`` are words there."""
        types, words = get_type_hints(cls, include_extras=True), texts.split()
        chosen: dict[str, Any] = {f: str if f in words else types[f] for f in fields.split()}
        return create_model(name, __base__=Row, **chosen)

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


@cache
def meanings() -> dict[str, dict[str, Label]]:
    """What the fields mean, by row; those that several rows have under ``shared``."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {row: {name: Label(**text) for name, text in fields.items()} for row, fields in read.items()}


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Number = Annotated[float | None, BeforeValidator(_finite)]
