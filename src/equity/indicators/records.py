"""The value record: every published number with its unit, status, grade, interval, year, sources and note."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from equity.indicators.definition import Definition
from equity.indicators.interval import Estimate
from equity.indicators.measure import Measure
from equity.indicators.units import concerned_unit, decimals_of, scale_of, units
from equity.query import GAP, Query
from equity.say import Grade, Status

Rank = tuple[int | None, int | None, int | None, int | None]
"""Rank, its lowest and highest, and among how many."""
UNRANKED: Rank = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """One number about one zone, and the whole question it answers: ``query``, with the level of the zone and the scenario.

    ``value``, ``low`` and ``high`` are in ``unit`` (shares in percent, gaps of shares in percentage points) and None unless
    ``status`` is ``ok``. ``persons`` is the number of people the value is about, or of households where these are what
    ``concerned_unit`` says. ``rank`` 1 is the highest value (for a gap: the largest gap) among the ``ranked_among`` zones of the
    level with a figure; ``rank_low``..``rank_high`` is the range that the intervals and alternative settings allow in 95 % of
    simulated worlds, and that zones of equal value share. ``quoted``: an observed figure of which only a copy elsewhere was seen.
    """

    zone: str
    query: Query
    value: float | None
    unit_zh: str
    unit_en: str
    decimals: int
    status: Status
    grade: Grade
    quoted: bool = False
    low: float | None = None
    high: float | None = None
    persons: float | None = None
    concerned_unit_zh: str = ""
    concerned_unit_en: str = ""
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    ranked_among: int | None = None
    supply_year: int | None = None
    sources: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    @property
    def service(self) -> str:
        return self.query.service

    @property
    def measure(self) -> str:
        return self.query.measure

    @property
    def basis(self) -> str:
        return self.query.basis

    @property
    def year(self) -> int:
        return self.query.year

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def signed(self) -> bool:
        """Whether its sign says something: a gap, or a change since another year."""
        return self.query.basis == GAP or bool(self.query.since)

    def unit(self, lang: str) -> str:
        return self.unit_en if lang == "en" else self.unit_zh

    def concerned_unit(self, lang: str) -> str:
        return self.concerned_unit_en if lang == "en" else self.concerned_unit_zh

    def note(self, lang: str) -> str:
        return self.note_en if lang == "en" else self.note_zh

    def as_dict(self) -> dict[str, Any]:
        """Flat: the parts of the query stand beside the rest."""
        row = asdict(self)
        return {"zone": row.pop("zone"), **row.pop("query"), **row}


def record_of(
    query: Query,
    zone: str,
    definition: Definition,
    measure: Measure,
    estimate: Estimate,
    rank: Rank,
    *,
    quoted: bool,
    sources: tuple[str, ...],
) -> ValueRecord:
    """The record of an estimate: in the unit of its measure, and without an interval where it is exact or made up."""
    shown = estimate.scaled(scale_of(definition, measure, query.since))
    unit, counted = units(definition, measure, query.basis, query.since), concerned_unit(definition)
    exact = shown.is_exact or shown.grade == "illustrative"  # an interval of what is invented says nothing
    return ValueRecord(
        zone=zone,
        query=query,
        value=shown.value,
        unit_zh=unit[0],
        unit_en=unit[1],
        decimals=decimals_of(definition, measure, query.since),
        status=shown.status,
        grade=shown.grade,
        quoted=quoted,
        low=None if exact else shown.low,
        high=None if exact else shown.high,
        persons=shown.persons,
        concerned_unit_zh=counted.zh,
        concerned_unit_en=counted.en,
        rank=rank[0],
        rank_low=rank[1],
        rank_high=rank[2],
        ranked_among=rank[3],
        supply_year=shown.supply_year,
        sources=sources,
        note_zh=shown.note.zh,
        note_en=shown.note.en,
    )


def supply_years(records: Sequence[ValueRecord]) -> str:
    """When the supply is of, where that is not the year of the records: "2022", "2022–2023"; else empty."""
    years = sorted({r.supply_year for r in records if r.supply_year})
    if not years or years == [records[0].year]:
        return ""
    return "–".join(str(y) for y in dict.fromkeys((years[0], years[-1])))
