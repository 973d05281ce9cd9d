"""What an import would change, before anything is saved: the draft of the warehouse against the one that serves."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from equity.checking.datasets import ROADS, TOWNSHIPS, TRAVEL
from equity.checking.outcome import Outcome
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import registry
from equity.indicators.store import open_indicators
from equity.intake.draft import Draft
from equity.intake.placed import ChangedPlaces, read_places
from equity.query import GAP, Basis, Query
from equity.say import Label
from equity.schema import TABLES
from equity.settings import CENSUS_YEAR, Settings
from equity.warehouse import Warehouse, open_warehouse

SHOWN: tuple[tuple[str, Basis], ...] = (
    ("coverage", "resident"),
    ("coverage", GAP),
    ("supply_rate", "resident"),
    ("enrolment_ratio", "resident"),
    ("effective", GAP),
)
SHOWN_OF_ROADS: tuple[tuple[str, Basis], ...] = (
    ("reach", "local"),
    ("reach", "non_local"),
    ("effective", GAP),
)
Asked = tuple[str, str, Basis]  # service, measure, basis
COUNTED = ("register_coverage", "resident", "registered")
MOVED = 0.05  # in the unit shown: less is not drawn


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    before: ValueRecord
    after: ValueRecord

    @property
    def zone(self) -> str:
        return self.after.zone

    @property
    def moved(self) -> float | None:
        """After − before; None where either is missing."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def is_visible(self) -> bool:
        if self.moved is None:
            return self.before.value != self.after.value
        return abs(self.moved) >= MOVED or self.before.grade != self.after.grade


@dataclass(frozen=True, slots=True)
class TownChange:
    """Register coverage of a township before and after, percent; None where it is not known or not shown."""

    name: str
    adcode: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Preview:
    """``changes``: (service, measure, basis) → one change per division. ``rows``: rows before and after by
    division. ``places``: what is added, removed and moved; None for data without places. ``towns``: of people counted by
    township, those whose figures change."""

    before_version: str
    after_version: str
    changes: dict[Asked, tuple[Change, ...]]
    rows: dict[str, tuple[int, int]]
    warnings: tuple[tuple[Label, int], ...] = ()
    places: ChangedPlaces | None = None
    towns: tuple[TownChange, ...] = ()


def compare(settings: Settings, outcome: Outcome, draft: Draft) -> Preview:
    """The draft beside what serves now: a matter of a few sums, whatever the size of the register."""
    before = open_indicators(settings)
    with closing(before.warehouse), closing(open_warehouse(draft.warehouse)) as warehouse:
        after = Indicators(warehouse, registry(), suppress_below=settings.suppress_below)
        return Preview(
            before.data_version,
            after.data_version,
            _changes(before, after, outcome),
            _row_counts(before.warehouse, warehouse, outcome),
            draft.warnings,
            read_places(draft.places),
            _towns(before, after) if outcome.dataset is TOWNSHIPS else (),
        )


def _changes(before: Indicators, after: Indicators, outcome: Outcome) -> dict[Asked, tuple[Change, ...]]:
    shown = SHOWN_OF_ROADS if outcome.dataset in (ROADS, TRAVEL) else SHOWN
    changes = {}
    for query in (query for service in _services(outcome) for query in _queries(service, shown)):
        pairs = zip(before.values(query), after.values(query), strict=True)
        changes[(query.service, query.measure, query.basis)] = tuple(Change(a, b) for a, b in pairs)
    return changes


def _services(outcome: Outcome) -> list[str]:
    """Services whose numbers the dataset moves: its own, or a few of each kind for populations and points; people of townships
    move no figure of a division."""
    if outcome.dataset is TOWNSHIPS:
        return []
    return list(outcome.services) or ["health_staff", "primary_school", "clinic"]


def _towns(before: Indicators, after: Indicators) -> tuple[TownChange, ...]:
    """Townships of which any number differs, in the order of their codes."""
    sides = [side.township_people.set_index("town_code") for side in (before, after)]
    changed = []
    for code in sorted(set(sides[0].index) | set(sides[1].index)):
        rows = [side.loc[code] if code in side.index else None for side in sides]
        told = [tuple(_known(row, name) for name in COUNTED) for row in rows]
        if told[0] != told[1]:
            known = next(row for row in reversed(rows) if row is not None)
            changed.append(TownChange(str(known["name_zh"]), str(known["adcode"]), told[0][0], told[1][0]))
    return tuple(changed)


def _known(row: Any, name: str) -> float | None:
    return None if row is None or row[name] != row[name] else float(row[name])


def _queries(service: str, shown: tuple[tuple[str, Basis], ...]) -> Iterator[Query]:
    found, definition = registry(), registry()[service]
    year = CENSUS_YEAR if CENSUS_YEAR in definition.years else definition.years[0]
    measures = {m.id: m for m in found.measures_of(service)}
    for measure, basis in shown:
        if measure in measures and basis in measures[measure].bases:
            yield Query(service, measure, basis, year)


def _row_counts(before: Warehouse, after: Warehouse, outcome: Outcome) -> dict[str, tuple[int, int]]:
    """Rows of the dataset per division, before and after."""
    if "adcode" not in TABLES[outcome.dataset.table].column_names:
        return {}
    service = outcome.dataset.service
    where, values = ("WHERE service = ?", [service]) if service else ("", [])
    counts = []
    for side in (before, after):
        frame = side.read(
            f"SELECT adcode, count(*) AS n FROM stg_{outcome.dataset.table} {where} GROUP BY adcode",  # noqa: S608 - declared tables
            values,
        )
        counts.append(dict(zip(frame["adcode"], frame["n"], strict=True)))
    codes = sorted(set(counts[0]) | set(counts[1]))
    return {str(c): (int(counts[0].get(c, 0)), int(counts[1].get(c, 0))) for c in codes}
