"""What ``city.toml`` may say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from equity.city.words import Citation, Code, Strict, Text, Words
from equity.errors import DataError, Problem
from equity.faults import RuleBroken, said
from equity.say import PRODUCT, Label

DivisionCode = Annotated[str, Field(pattern=r"^\d{6}$")]
Degrees = Annotated[float, Field(ge=-180, le=180)]
CITY_FILE = "city.toml"
WORDS_FILE, CITATIONS_FILE = "words.toml", "citations.toml"
PLACES_FILE, TOWNSHIPS_FILE = "geo/places.toml", "geo/renamed_townships.toml"


class Bounds(Strict):
    """Degrees WGS-84, with a margin around the city: what lies outside is no place in it."""

    west: Degrees
    south: Degrees
    east: Degrees
    north: Degrees

    @model_validator(mode="after")
    def _has_an_inside(self) -> Bounds:
        if not (self.west < self.east and self.south < self.north):
            raise RuleBroken(
                "应满足 west < east、south < north", "west < east and south < north do not both hold"
            )
        return self


class FunctionalZone(Strict):
    """A group of divisions that the city plans for together; ``id`` is its code in addresses and tables."""

    id: Code
    name: Label
    short: Label


class Water(Strict):
    """An ellipse of open water: centre and half-axes in degrees."""

    name: Label
    lon: Degrees
    lat: Degrees
    half_lon: Annotated[float, Field(gt=0)]
    half_lat: Annotated[float, Field(gt=0)]


class FormerTownship(Strict):
    """``old`` ended in ``year``; its area lies in ``new`` today: one name, or several where it was split."""

    division: DivisionCode
    old: Text
    new: Annotated[tuple[Text, ...], Field(min_length=1)]
    year: int
    how: Text
    source: Text


class Places(Strict):
    """What registers may still call places: divisions under other names (code by name), development zones with the divisions
    that they lie in, townships that have ended."""

    divisions: dict[str, DivisionCode] = Field(default_factory=dict)
    development_zones: dict[str, Text] = Field(default_factory=dict)
    townships: tuple[FormerTownship, ...] = ()


class City(Strict):
    """One city. The codes of its divisions, townships and communities all begin with :attr:`prefix`."""

    code: DivisionCode
    level: Literal["prefecture", "municipality"]
    name: Label
    short: Label
    province: Label
    crs: Annotated[str, Field(pattern=r"^EPSG:\d{4,6}$")]
    bounds: Bounds
    file_prefix: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    example_division: DivisionCode
    functional_zones: tuple[FunctionalZone, ...] = ()
    water: tuple[Water, ...] = ()
    places: Places = Places()
    words: Words = Words()
    citations: dict[str, Citation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _codes_hang_together(self) -> City:
        if not self.code.endswith("0" * (6 - len(self.prefix))):
            raise RuleBroken(
                f"不是{'直辖市' if self.level == 'municipality' else '地级行政区'}的代码",
                f"{self.code} is no code of a {self.level}",
            )
        if not self.example_division.startswith(self.prefix):
            raise RuleBroken(
                f"example_division 应以 {self.prefix} 开头",
                f"example_division must begin with {self.prefix}",
            )
        return self

    @property
    def prefix(self) -> str:
        """What the codes of everything in the city begin with: 4 digits, 2 of a municipality."""
        return self.code[:2] if self.level == "municipality" else self.code[:4]

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of its bounds."""
        bounds = self.bounds
        return (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2

    def is_called(self, text: str) -> bool:
        """Whether a text names the city as a whole: its code, its name in full or short, 全市."""
        names = {self.code, self.name.zh, self.short.zh, self.province.zh + self.name.zh, "全市"}
        return text in names or text.lower() in {self.name.en.lower(), self.short.en.lower()}

    @property
    def product(self) -> Label:
        """What the dashboard of this city is called."""
        return PRODUCT.format(city=self.short)


def read_city(data_dir: Path) -> City:
    """The city of a data folder; :class:`DataError` with file and field of every fault.

    What lies beside ``city.toml`` (words, citations, names of places) is read with it, where there is any.
    """
    content = read_toml(data_dir / CITY_FILE)
    places = _optional(data_dir / PLACES_FILE) | _optional(data_dir / TOWNSHIPS_FILE)
    try:
        return City.model_validate(
            content
            | {
                "places": places,
                "words": _optional(data_dir / WORDS_FILE),
                "citations": _optional(data_dir / CITATIONS_FILE),
            }
        )
    except ValidationError as error:
        raise DataError(problems_of(error)) from error


def _optional(path: Path) -> dict[str, Any]:
    return read_toml(path) if path.exists() else {}


def read_toml(path: Path) -> dict[str, Any]:
    """The content of one file; :class:`DataError` where there is none or it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        zh = "没有这个文件；可用 equity new-city 生成模板后填写。"
        en = "there is no such file; equity new-city writes a template to fill in."
        raise DataError([Problem(path.name, "—", "", zh, en)]) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        zh, en = f"不是有效的 TOML：{error}", f"no valid TOML: {error}"
        raise DataError([Problem(path.name, "—", "", zh, en)]) from error


def problems_of(error: ValidationError) -> list[Problem]:
    """Every fault that pydantic found, with the field it is in and the value that stands there."""
    found = []
    for fault in error.errors():
        zh, en = said(fault)
        given = fault["input"]
        value = "" if fault["type"] == "missing" or isinstance(given, dict | City) else str(given)
        file, field = _place(fault["loc"])
        found.append(Problem(file, field, value, f"{zh}。", f"{en}."))
    return found


def _place(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """The file that a field of the city stands in, and what it is called there."""
    names = [str(part + 1) if isinstance(part, int) else part for part in loc]
    if names[:2] == ["places", "townships"]:
        return Path(TOWNSHIPS_FILE).name, ".".join(names[1:])
    beside = {"places": PLACES_FILE, "words": WORDS_FILE, "citations": CITATIONS_FILE}
    if names and names[0] in beside:
        return Path(beside[names[0]]).name, ".".join(names[1:]) or "—"
    return CITY_FILE, ".".join(names) or "—"
