"""What is shown, worked out once: cells, tables, charts, maps, sentences, sections and the report they make.

Everything here is said in one language about one data version and can be kept as JSON. A mark is a grade, never
text; a column is asked for by its id; a drawing is a description until the drawing room makes one of it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from equity.indicators.records import ValueRecord
from equity.plans import PlanResult
from equity.say import worst_grade
from equity.views.drawings import Figure
from equity.views.tables import ILLUSTRATIVE, Grade, Table

LAYOUT = 3  # of the kept file; see `equity.views.kept` for older ones


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words worked out from records; the worst grade among these is the sentence's own."""

    text: str
    grade: Grade = ""
    kind: Literal["sentence"] = "sentence"

    @property
    def illustrative(self) -> bool:
        return self.grade == ILLUSTRATIVE


def sentence(text: str, records: Iterable[ValueRecord]) -> Sentence:
    """A sentence with the worst grade of the records it speaks of."""
    grades = [r.grade for r in records if r.ok]
    return Sentence(text, worst_grade(*grades) if grades else "")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that no record decides."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with what it is about and where it leads."""

    text: str
    about: str = ""
    grade: Grade = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Item, ...]
    title: str = ""
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number worth a card: ``text`` large, ``label`` above it, ``detail`` below."""

    label: str
    text: str
    detail: str
    record: ValueRecord
    others: tuple[ValueRecord, ...] = ()

    @property
    def grade(self) -> Grade:
        known = [r.grade for r in (self.record, *self.others) if r.ok]
        return worst_grade(*known) if known else ""


Block = Annotated[Table | Figure | Sentence | Paragraph | Bullets, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Section:
    """``lead`` says in a line or two how to read it. ``apart``: a demonstration, not part of the findings."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""
    apart: bool = False

    @property
    def illustrative(self) -> bool:
        return any(getattr(block, "illustrative", False) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as cited, with the worst grade of the numbers that rest on it."""

    text: str
    grade: Grade


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
    grade: Grade
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
class Report:
    """All that is said about one zone.

    A page needs the first part. A document that is kept has an ``id`` as well, the address it can be found at, and the
    data: ``records`` holds every value record of the zone and of its divisions, ``plans`` every number of the plans it is about.
    """

    lang: str
    zone: str
    zone_name: str
    zone_level: str
    title: str
    subtitle: str
    released: date
    data_version: str
    notice: str
    summary: tuple[Sentence, ...]
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    layout: int = LAYOUT
    id: str = ""
    link: str = ""
    query: dict[str, str | int] = Field(default_factory=dict)
    options: dict[str, Any] = Field(default_factory=dict)
    records: tuple[ValueRecord, ...] = ()
    places: tuple[Place, ...] = ()
    facilities: tuple[Facility, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)
    plans: tuple[PlanResult, ...] = ()

    @property
    def illustrative(self) -> bool:
        return (
            any(section.illustrative for section in self.sections)
            or any(said.illustrative for said in self.summary)
            or any(figure.grade == ILLUSTRATIVE for figure in self.key_figures)
        )

    def section(self, name: str) -> Section | None:
        return next((s for s in self.sections if s.id == name), None)

    def tables(self) -> Iterator[tuple[Section, Table]]:
        return ((s, b) for s in self.sections for b in s.blocks if isinstance(b, Table))

    def figures(self) -> Iterator[tuple[Section, Figure]]:
        return ((s, b) for s in self.sections for b in s.blocks if isinstance(b, Figure))
