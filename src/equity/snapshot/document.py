"""What a snapshot is made of. Every writer sees only this; every number in it carries its value record where
it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from equity.indicators.records import ValueRecord

MARKS = ("(示意)", "\uff08示意\uff09")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: how it reads, and the number behind it (None for words and missing numbers)."""

    text: str
    value: float | None = None
    decimals: int = 0
    grade: str = ""
    record: ValueRecord | None = None

    @property
    def marked(self) -> bool:
        """Whether the text ends in the mark of illustrative data."""
        return self.text.endswith(MARKS)

    @property
    def plain(self) -> str:
        """The text without that mark, for writers that set the mark apart."""
        for mark in MARKS:
            if self.text.endswith(mark):
                return self.text.removesuffix(mark).rstrip()
        return self.text


@dataclass(frozen=True, slots=True)
class Column:
    """``weight`` is the share of the width; ``numeric`` columns are set flush right."""

    title: str
    weight: float = 1.0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    illustrative: bool = False
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that PPTX and XLSX draw natively: horizontal bars, side by side or stacked."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as standalone SVG with its text alternative; ``chart`` holds the numbers of a chart."""

    id: str
    caption: str
    alt: str
    svg: str
    width: float
    height: float
    chart: Chart | None = None
    illustrative: bool = False
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number worth a card: ``text`` large, ``label`` above it, ``detail`` below."""

    label: str
    text: str
    detail: str
    record: ValueRecord
    others: tuple[ValueRecord, ...] = ()


Block = Annotated[Table | Figure | Paragraph | Bullets, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as cited, with the worst grade of the numbers that rest on it."""

    text: str
    grade: str


@dataclass(frozen=True, slots=True)
class Facility:
    id: str
    service: str
    service_name: str
    name: str
    adcode: str
    lon: float
    lat: float
    capacity: float | None
    type: str
    year: int | None
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A division of the zone with its polygon (GeoJSON geometry, EPSG:4326)."""

    code: str
    name_zh: str
    name_en: str
    functional_zone: str
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole document. ``records`` holds every value record of the zone and of its divisions, for the data
    formats.
    """

    id: str
    lang: str
    zone: str
    zone_name: str
    zone_level: str
    title: str
    subtitle: str
    released: date
    data_version: str
    link: str
    query: dict[str, str | int]
    options: dict[str, Any]
    illustrative: bool
    notice: str
    summary: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    records: tuple[ValueRecord, ...]
    places: tuple[Place, ...]
    facilities: tuple[Facility, ...]
    labels: dict[str, str]

    def section(self, name: str) -> Section | None:
        return next((s for s in self.sections if s.id == name), None)

    def tables(self) -> Iterator[tuple[Section, Table]]:
        return ((s, b) for s in self.sections for b in s.blocks if isinstance(b, Table))

    def figures(self) -> Iterator[tuple[Section, Figure]]:
        return ((s, b) for s in self.sections for b in s.blocks if isinstance(b, Figure))

    def to_json(self) -> bytes:
        return ADAPTER.dump_json(self)


ADAPTER: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)


def from_json(body: bytes) -> Snapshot:
    return ADAPTER.validate_json(body)
