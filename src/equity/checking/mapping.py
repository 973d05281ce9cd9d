"""Which column means what: corrected by the user, remembered for the next file of the same shape, and what is still missing."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from equity.checking.check import Options
from equity.checking.datasets import POPULATION_COLUMNS, TOWNSHIPS, Dataset
from equity.checking.findings import Findings
from equity.reading.words import plain
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)
MAPPINGS_FILE = "mappings.json"
PLACE_FIELDS = {"division", "community", "address", "lon", "lat", "lonlat"}


@dataclass
class Mapping:
    """``columns``: field → column number. ``reasons``: field → why. ``open``: field → the columns it may be, where none
    fits best; ``proposed``: the one of them that a stated preference names. ``remembered``: as the user left it last time,
    with the ``datum`` chosen then."""

    columns: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, Label] = field(default_factory=dict)
    datum: str = ""
    remembered: bool = False
    open: dict[str, tuple[int, ...]] = field(default_factory=dict)
    proposed: dict[str, str] = field(default_factory=dict)

    def set(self, name: str, column: int, why: Label) -> None:
        self.columns[name] = column
        self.reasons[name] = why
        self.open.pop(name, None)

    def unset(self, name: str) -> None:
        for part in (self.columns, self.reasons, self.open):
            part.pop(name, None)

    def choose(self, name: str, hits: list[int], names: tuple[str, ...], why: Label) -> None:
        """The only hit, or the field left open between several. ``why`` may name the column."""
        if len(hits) == 1:
            return self.set(name, hits[0], why.format(column=names[hits[0]]))
        self.open[name] = tuple(hits)
        twice = len({names[i] for i in hits}) < len(hits)
        quoted = [f"“{names[i]}”" + (f"（第 {i + 1} 列 no. {i + 1}）" if twice else "") for i in hits]
        self.reasons[name] = TEXTS.alike.format(names=quoted)

    @property
    def taken(self) -> frozenset[int]:
        """Columns that some field is, or may be."""
        return frozenset(self.columns.values()).union(*self.open.values())

    def has(self, name: str) -> bool:
        """Whether some column is the field, or may be."""
        return name in self.columns or name in self.open


def correct(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], changes: dict[str, str]) -> Mapping:
    """The mapping with the user's ``changes``: field → column name or number ("" or "-": not in the file).

    Raises :class:`UserError` for an unknown field or column.
    """
    known = {f.name for f in dataset.fields}
    for name, column in changes.items():
        if name not in known:
            raise TEXTS.user_error("no_field", name=name, known=sorted(known))
        if column in ("", "-"):
            mapping.unset(name)
            continue
        if (alike := names.count(column)) > 1:
            numbers = [str(i) for i, n in enumerate(names, start=1) if n == column]
            raise TEXTS.user_error("same_names", n=alike, column=column, numbers=numbers)
        index = names.index(column) if column in names else int(column) - 1 if column.isdigit() else -1
        if not 0 <= index < len(names):
            raise TEXTS.user_error("no_column", column=column)
        if mapping.columns.get(name) == index:
            continue
        for other in [f for f, i in mapping.columns.items() if i == index and f != name]:
            mapping.unset(other)
        mapping.set(name, index, TEXTS.chosen)
    return mapping


def fingerprint(dataset: Dataset, names: tuple[str, ...]) -> str:
    """Names the shape of a file: the dataset and its column names, whatever their order of capitals or spaces."""
    return hashlib.sha256("\0".join([dataset.id, *map(plain, names)]).encode()).hexdigest()[:16]


def recall(folder: Path, dataset: Dataset, names: tuple[str, ...]) -> Mapping | None:
    """The mapping saved for a file of this shape, offered but never applied unseen."""
    saved = _read(folder).get(fingerprint(dataset, names))
    if saved is None:
        return None
    mapping = Mapping(datum=saved["datum"], remembered=True)
    for name, column in saved["columns"].items():
        if 0 <= column < len(names):
            mapping.set(name, column, TEXTS.as_last_time)
    return mapping


def remember(folder: Path, dataset: Dataset, names: tuple[str, ...], mapping: Mapping, datum: str) -> None:
    """Save the mapping beside the registers, replacing the file in one step."""
    everything = _read(folder)
    everything[fingerprint(dataset, names)] = {"columns": mapping.columns, "datum": datum}
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{MAPPINGS_FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(folder / MAPPINGS_FILE)


def _read(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / MAPPINGS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def missing_columns(dataset: Dataset, mapping: Mapping, options: Options) -> tuple[str, ...]:
    """Fields that no column was found for and that nothing else in the file or the options gives."""
    found = set(mapping.columns)
    missing = [f.name for f in dataset.fields if f.required and f.name not in found]
    missing += [f for f in ("lon", "lonlat") if f in mapping.open and not {"lon", "lonlat"} & found]
    missing += [f for f in mapping.open if dataset.field(f).is_counted and f not in missing]
    if dataset.has_places and not found & PLACE_FIELDS:
        missing.append("division")
    if dataset is TOWNSHIPS and not found & {"township", "community", "division"}:
        missing.append("township")
    if dataset.counts_people:
        if not found & {"persons", *POPULATION_COLUMNS}:
            missing.append("resident")
        elif "persons" in found and "population_group" not in found:
            missing.append("population_group")
    if dataset.has("year") and "year" not in found and options.year is None:
        missing.append("year")
    return tuple(missing)


def report_missing(dataset: Dataset, missing: tuple[str, ...], mapping: Mapping, findings: Findings) -> None:
    """One stop for the file per missing column, in place of one per row; for one that several columns may be, which."""
    for code in ("missing", "missing_year", "missing_division", "unknown_group"):
        findings.drop(code, missing)
    for name in missing:
        if name in mapping.open:
            findings.stop("open_field", name)
            continue
        label = dataset.label_of(name)
        findings.add("no_year" if name == "year" else "no_column", 0, name, label.zh, a=label.en, b=name)
