"""What an import would change, worked out in a warehouse of its own before anything is saved."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.indicators.store import open_indicators
from equity.intake.examine import Examination
from equity.query import GAP, Query
from equity.settings import CENSUS_YEAR, Settings
from equity.sources.registers import DATA_FILE, HISTORY_FILE, REGISTERS_DIR, file_digest, history_path
from equity.warehouse import build, open_warehouse

PREFIX = "preview-"
SHOWN = (("coverage", "resident"), ("coverage", GAP), ("effective", GAP))
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


@dataclass(frozen=True)
class Preview:
    """``changes``: (service, measure, basis) → one change per division. ``facilities``: rows before and
    after by division."""

    before_version: str
    after_version: str
    changes: dict[tuple[str, str, str], tuple[Change, ...]]
    rows: dict[str, tuple[int, int]]
    warnings: tuple[tuple[str, int], ...] = ()

    def moved_divisions(self) -> list[str]:
        return sorted({c.zone for changes in self.changes.values() for c in changes if c.is_visible})


def preview(settings: Settings, examination: Examination) -> Preview:
    """Build with the accepted rows in a temporary folder and compare with what serves now.

    Raises :class:`~equity.errors.UserError` where nothing was accepted or the build refuses the data.
    """
    if not examination.can_commit:
        raise UserError("没有可预览的行。", "there are no rows to preview.")
    before = open_indicators(settings)
    try:
        with _trial_build(settings, examination) as (after, warnings):
            changes = {}
            for service in _services(examination):
                for query in _queries(service):
                    pairs = zip(before.values(query), after.values(query), strict=True)
                    changes[(query.service, query.measure, query.basis)] = tuple(
                        Change(a, b) for a, b in pairs
                    )
            return Preview(
                before.data_version,
                after.data_version,
                changes,
                _row_counts(before, after, examination),
                warnings,
            )
    finally:
        before.warehouse.close()


def _services(examination: Examination) -> list[str]:
    """Services whose numbers the dataset moves: its own, or a few of each kind for populations and points."""
    if examination.dataset.service:
        return [examination.dataset.service]
    if examination.dataset.table == "totals":
        return sorted(set(examination.accepted["service"]))
    return ["health_staff", "primary_school", "clinic"]


def _queries(service: str) -> Iterator[Query]:
    found, definition = registry(), registry()[service]
    year = CENSUS_YEAR if CENSUS_YEAR in definition.years else definition.years[0]
    measures = {m.id: m for m in found.measures_of(service)}
    for measure, basis in SHOWN:
        if measure in measures and basis in measures[measure].bases:
            yield Query(service, measure, basis, year)


def _row_counts(
    before: Indicators, after: Indicators, examination: Examination
) -> dict[str, tuple[int, int]]:
    """Rows of the dataset per division, before and after."""
    name, service = examination.dataset.table, examination.dataset.service
    counts = []
    for side in (before, after):
        frame = side.library.table(name)
        frame = frame[frame["service"] == service] if service else frame
        counts.append(frame["adcode"].value_counts())
    codes = sorted(set(counts[0].index) | set(counts[1].index))
    return {str(c): (int(counts[0].get(c, 0)), int(counts[1].get(c, 0))) for c in codes}


@contextmanager
def _trial_build(
    settings: Settings, examination: Examination
) -> Iterator[tuple[Indicators, tuple[tuple[str, int], ...]]]:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=settings.var_dir))
    try:
        _copy_registers(settings, folder, examination)
        trial = replace(settings, var_dir=folder)
        report = build(trial, rule_tables(registry()))
        warnings = tuple((w.meaning, w.count) for w in report.warnings)
        warehouse = open_warehouse(trial.warehouse_path)
        try:
            yield Indicators(warehouse, registry(), suppress_below=settings.suppress_below), warnings
        finally:
            warehouse.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_registers(settings: Settings, folder: Path, examination: Examination) -> None:
    """The registers in force as links, and the candidate after them."""
    source, target = settings.var_dir / REGISTERS_DIR, folder / REGISTERS_DIR
    target.mkdir()
    for version in source.glob("*/[0-9]*/"):
        (target / version.parent.name).mkdir(exist_ok=True)
        (target / version.parent.name / version.name).symlink_to(version.resolve())
    dataset = examination.dataset
    candidate = target / dataset.id / "candidate"
    candidate.mkdir(parents=True)
    table = pa.Table.from_pandas(examination.accepted, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, candidate / DATA_FILE, compression="zstd")
    entry = {
        "action": "commit",
        "version": "candidate",
        "dataset": dataset.id,
        "table": dataset.table,
        "service": dataset.service,
        "scope": list(examination.scope) if dataset.has_places else [],
        "digest": file_digest(candidate / DATA_FILE),
    }
    before = history_path(settings.var_dir)
    text = before.read_text(encoding="utf-8") if before.exists() else ""
    (target / HISTORY_FILE).write_text(text + json.dumps(entry) + "\n", encoding="utf-8")
