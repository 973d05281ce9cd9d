"""Charts and maps as descriptions; the drawing room makes drawings of them."""

from typing import Literal

from pydantic.dataclasses import dataclass

from equity.indicators.records import ValueRecord
from equity.views.tables import ILLUSTRATIVE, Grade


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
