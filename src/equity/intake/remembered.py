"""Mappings kept for the next file of the same shape, beside the registers."""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from equity.intake.datasets import Dataset
from equity.intake.mapping import Mapping
from equity.intake.words import plain

MAPPINGS_FILE = "mappings.json"


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
