"""Which column means what: proposed with reasons, corrected by the user, remembered for the next file of
the same shape."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from equity.errors import UserError
from equity.intake.datasets import Dataset
from equity.intake.words import plain, synonyms

MAPPINGS_FILE = "mappings.json"
LON_RANGE, LAT_RANGE = (101.0, 105.0), (23.5, 27.5)
SURE_SHARE = 0.8


@dataclass
class Mapping:
    """``columns``: field → column number. ``reasons``: field → (zh, en). ``datum`` remembered from last
    time, if any."""

    columns: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    datum: str = ""
    remembered: bool = False

    def set(self, name: str, column: int, zh: str, en: str) -> None:
        self.columns[name] = column
        self.reasons[name] = (zh, en)


def propose(dataset: Dataset, names: tuple[str, ...], sample: list[list[str]]) -> Mapping:
    """A proposal for every field that some column can be: by name, then by content for coordinates.

    ``sample`` is rows of text cells below the header. A column is used once; exact names win over
    contained ones.
    """
    mapping, taken = Mapping(), set()
    headers = [plain(n) for n in names]
    for exact in (True, False):
        for spec in dataset.fields:
            if spec.name in mapping.columns or (
                not exact and spec.name in {"facility_id", "point_id", "note", "service"}
            ):
                continue
            for word in synonyms(spec.name, dataset.service):
                hit = next(
                    (i for i, h in enumerate(headers) if i not in taken and _fits(h, word, exact)), None
                )
                if hit is not None:
                    taken.add(hit)
                    how = ("列名“{}”", "named “{}”") if exact else ("列名“{}”与之相近", "named like “{}”")
                    mapping.set(spec.name, hit, how[0].format(names[hit]), how[1].format(names[hit]))
                    break
    if dataset.has_places and "lonlat" not in mapping.columns:
        _by_content(mapping, taken, sample)
    return mapping


def _fits(header: str, word: str, exact: bool) -> bool:
    return bool(header) and (header == word if exact else len(word) > 1 and (word in header))


def _by_content(mapping: Mapping, taken: set[int], sample: list[list[str]]) -> None:
    columns = list(zip(*sample, strict=True)) if sample else []
    for name, (low, high), zh in (("lon", LON_RANGE, "经度"), ("lat", LAT_RANGE, "纬度")):
        if name in mapping.columns:
            continue
        for i, cells in enumerate(columns):
            values = [float(c) for c in cells if c.strip() and _is_number(c)]
            if (
                i not in taken
                and len(values) >= 3
                and sum(low < v < high for v in values) >= SURE_SHARE * len(cells)
            ):
                taken.add(i)
                mapping.set(
                    name, i, f"数值都在昆明的{zh}范围内", f"its values lie within Kunming's {name} range"
                )
                break


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def correct(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], changes: dict[str, str]) -> Mapping:
    """The mapping with the user's ``changes``: field → column name or number ("" or "-": not in the file).

    Raises :class:`UserError` for an unknown field or column.
    """
    known = {f.name for f in dataset.fields}
    for name, column in changes.items():
        if name not in known:
            raise UserError(
                f"没有字段 {name}；可选 {'、'.join(sorted(known))}。",
                f"no field {name}; there are {', '.join(sorted(known))}.",
            )
        if column in ("", "-"):
            mapping.columns.pop(name, None)
            mapping.reasons.pop(name, None)
            continue
        index = names.index(column) if column in names else int(column) - 1 if column.isdigit() else -1
        if not 0 <= index < len(names):
            raise UserError(f"没有列“{column}”。", f"there is no column “{column}”.")
        if mapping.columns.get(name) == index:
            continue
        for other in [f for f, i in mapping.columns.items() if i == index and f != name]:
            del mapping.columns[other], mapping.reasons[other]
        mapping.set(name, index, "由您指定", "chosen by you")
    return mapping


def fingerprint(dataset: Dataset, names: tuple[str, ...]) -> str:
    """Names the shape of a file: the dataset and its column names, whatever their order of capitals or
    spaces."""
    return hashlib.sha256("\0".join([dataset.id, *map(plain, names)]).encode()).hexdigest()[:16]


def recall(folder: Path, dataset: Dataset, names: tuple[str, ...]) -> Mapping | None:
    """The mapping saved for a file of this shape, offered but never applied unseen."""
    saved = _read(folder).get(fingerprint(dataset, names))
    if saved is None:
        return None
    mapping = Mapping(datum=saved["datum"], remembered=True)
    for name, column in saved["columns"].items():
        if 0 <= column < len(names):
            mapping.set(name, column, "与上次相同", "as last time")
    return mapping


def remember(folder: Path, dataset: Dataset, names: tuple[str, ...], mapping: Mapping, datum: str) -> None:
    """Save the mapping beside the registers, replacing the file in one step."""
    everything = _read(folder)
    everything[fingerprint(dataset, names)] = {"columns": asdict(mapping)["columns"], "datum": datum}
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{MAPPINGS_FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(folder / MAPPINGS_FILE)


def _read(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / MAPPINGS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
