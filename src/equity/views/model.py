"""What is shown, worked out once: cells, tables, charts, maps, sentences, sections and the report they make.

Everything here is said in one language about one data version and can be kept as JSON. A mark is a grade, never
text; a column is asked for by its id; a drawing is a description until the drawing room makes one of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from equity.indicators.records import ValueRecord
from equity.plans import PlanResult
from equity.say import worst_grade

LAYOUT = 3  # of the kept file; see `equity.views.kept` for older ones
Grade = Literal["observed", "estimated", "illustrative", ""]
ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    ``text`` is what it says, without any mark; ``value`` the number behind it (None for words and missing numbers).
    ``sub`` is a quieter second line (an interval, a year); ``to`` an address of the dashboard without language or theme.
    """

    text: str
    value: float | None = None
    decimals: int = 0
    grade: Grade = ""
    record: ValueRecord | None = None
    sub: str = ""
    to: str = ""

    @property
    def marked(self) -> bool:
        """Whether a writer sets the mark of illustrative data beside it: a number that is a placeholder."""
        return self.grade == ILLUSTRATIVE and self.value is not None


@dataclass(frozen=True, slots=True)
class Column:
    """``id`` is what writers ask for. ``numeric`` columns are set flush right; ``weight`` is the share of the width.

    ``screen`` columns (bars beside numbers) are for pages and left out of documents.
    """

    id: str
    title: str
    numeric: bool = False
    weight: float = 1.0
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A screen column ``column`` shows the values of the columns ``of`` on one axis from 0 to ``end``, with a line at ``line``."""

    column: str
    of: tuple[str, ...]
    end: float
    line: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` have one cell per column, in the order of ``columns``."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    axis: Axis | None = None
    kind: Literal["table"] = "table"

    @property
    def illustrative(self) -> bool:
        return any(cell.marked for row in self.rows for cell in row)

    def place(self, column: str) -> int:
        """Where a column stands; KeyError for an id it does not have."""
        for n, known in enumerate(self.columns):
            if known.id == column:
                return n
        raise KeyError(f"table {self.id} has no column {column}")

    def has(self, column: str) -> bool:
        return any(known.id == column for known in self.columns)

    def cells(self, column: str) -> tuple[Cell, ...]:
        """One column, from the first row to the last."""
        at = self.place(column)
        return tuple(row[at] for row in self.rows)

    def only(self, columns: Iterable[str]) -> Table:
        """The same rows with these columns, in this order; ids it does not have are passed over."""
        wanted = [self.place(c) for c in columns if self.has(c)]
        return replace(
            self,
            columns=tuple(self.columns[n] for n in wanted),
            rows=tuple(tuple(row[n] for n in wanted) for row in self.rows),
        )

    def without(self, *columns: str) -> Table:
        return self.only(c.id for c in self.columns if c.id not in columns)

    @property
    def printed(self) -> Table:
        """The table for paper: without the columns that only a screen shows."""
        return self.without(*(c.id for c in self.columns if c.screen))


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one population, part or side; its ``id`` decides the colour.

    Of lines also the grade and the interval of each value, and its run: values of one run are one series, joined by a line.
    """

    id: str
    name: str
    values: tuple[float | None, ...]
    grades: tuple[Grade, ...] = ()
    intervals: tuple[tuple[float, float] | None, ...] = ()
    runs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn; every list is as long as ``categories``.

    ``kind``: ``bars`` and ``stacked`` bars (stacked to the left and right of zero where values have both signs),
    ``shares`` of a whole that fill their bar, ``dumbbell`` (two series on one axis), ``lines`` over years, ``tornado`` (both ends
    of a swing around zero), ``people`` (one bar
    of the three groups with brackets over ``wholes``). ``missing`` says why a category has no values; ``codes`` are its zones, where it is one;
    ``intervals`` belong to bars of one series; ``line`` is a mark across (100 %).
    """

    kind: Literal["bars", "stacked", "shares", "dumbbell", "lines", "people", "tornado"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    decimals: int = 1
    grades: tuple[Grade, ...] = ()
    missing: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    intervals: tuple[tuple[float, float] | None, ...] = ()
    wholes: tuple[Series, ...] = ()
    highlight: str = ""
    line: float | None = None

    @property
    def illustrative(self) -> bool:
        return ILLUSTRATIVE in self.grades


@dataclass(frozen=True, slots=True)
class MapSpec:
    """One value per division with its classes: ``breaks`` are inner limits, ascending, with one more of ``classes`` (words).

    ``highlight`` is the code of a division to outline. The drawing room chooses colours, from light to dark or around
    zero where ``diverging``.
    """

    records: tuple[ValueRecord, ...]
    breaks: tuple[float, ...]
    classes: tuple[str, ...]
    diverging: bool
    title: str
    source_line: str
    highlight: str = ""

    @property
    def illustrative(self) -> bool:
        return any(r.ok and r.grade == ILLUSTRATIVE for r in self.records)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption and text alternative: what it shows, and where it has been drawn the standalone ``svg``."""

    id: str
    caption: str
    alt: str
    chart: Chart | None = None
    map: MapSpec | None = None
    svg: str = ""
    width: float = 0.0
    height: float = 0.0
    marked: bool = False  # of a kept drawing whose numbers are not kept
    kind: Literal["figure"] = "figure"

    @property
    def illustrative(self) -> bool:
        return self.marked or any(part is not None and part.illustrative for part in (self.chart, self.map))


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
