"""What ``city.toml`` may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from equity.city.words import Citation, Code, Strict, Text, Words
from equity.faults import RuleBroken
from equity.say import PRODUCT, Label

DivisionCode = Annotated[str, Field(pattern=r"^\d{6}$")]
Degrees = Annotated[float, Field(ge=-180, le=180)]


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
