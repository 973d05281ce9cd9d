"""What differs between two versions of a dataset: rows added, removed and changed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow.parquet as pq

from equity.errors import UserError
from equity.intake.versions import history, registers_folder
from equity.schema import TABLES
from equity.settings import Settings
from equity.sources.registers import DATA_FILE


@dataclass(frozen=True)
class Difference:
    """``added`` and ``removed`` are rows; ``changed`` has key, column, before, after."""

    dataset: str
    versions: tuple[str, str]
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame


def previous_version(settings: Settings, version: str) -> str:
    """The version of the same dataset before ``version``; "" if it is the first."""
    commits = [e for e in reversed(history(settings)) if e["action"] == "commit"]
    dataset = next((e["dataset"] for e in commits if e["version"] == version), "")
    earlier = [e["version"] for e in commits if e["dataset"] == dataset and e["version"] < version]
    return earlier[-1] if earlier else ""


def read_version(settings: Settings, version: str) -> tuple[str, pd.DataFrame]:
    """(dataset, rows) of a version; raises :class:`UserError` for an unknown one."""
    entry = next((e for e in history(settings) if e["action"] == "commit" and e["version"] == version), None)
    if entry is None:
        raise UserError(f"没有版本 {version}。", f"there is no version {version}.")
    path = registers_folder(settings) / entry["dataset"] / version / DATA_FILE
    return str(entry["dataset"]), pq.read_table(path).to_pandas().set_index(
        list(TABLES[entry["table"]].primary_key), drop=False
    )


def compare_versions(settings: Settings, before: str, after: str) -> Difference:
    """The difference from ``before`` to ``after`` ("" as ``before``: everything was added)."""
    dataset, new = read_version(settings, after)
    if before:
        other, old = read_version(settings, before)
        if other != dataset:
            raise UserError("两个版本不是同一数据集。", "the two versions are not of the same dataset.")
    else:
        old = new.iloc[:0]
    both = new.index.intersection(old.index)
    parts = []
    for column in new.columns:
        a, b = old.loc[both, column], new.loc[both, column]
        differs = ~((a == b) | (a.isna() & b.isna())).to_numpy(dtype=bool)
        if differs.any():
            keys = [" ".join(map(str, k)) if isinstance(k, tuple) else str(k) for k in both[differs]]
            parts.append(
                pd.DataFrame(
                    {
                        "key": keys,
                        "column": column,
                        "before": a[differs].to_numpy(dtype=object),
                        "after": b[differs].to_numpy(dtype=object),
                    }
                )
            )
    changed = (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=["key", "column", "before", "after"])
    )
    return Difference(
        dataset,
        (before, after),
        new.loc[new.index.difference(old.index)],
        old.loc[old.index.difference(new.index)],
        changed,
    )
