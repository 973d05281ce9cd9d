"""CSV for spreadsheets: BOM for Excel, and nothing in it that a spreadsheet would run as a formula."""

import csv
import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pandas as pd

from equity.checking.datasets import Dataset
from equity.checking.findings import SEVERITIES, Finding
from equity.errors import UserError
from equity.safe_cells import harmless
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)


def safe_cell(value: object) -> str:
    """The text of a cell, with an apostrophe before anything that starts a formula; plain numbers stay numbers."""
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return harmless(text)


def write_safe_csv(path: Path, header: Iterable[object], rows: Iterable[Iterable[object]]) -> None:
    """UTF-8 with BOM, CRLF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([safe_cell(h) for h in header])
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def write_rejected(path: Path, rejected: pd.DataFrame) -> None:
    write_safe_csv(path, rejected.columns, rejected.itertuples(index=False, name=None))


def write_findings(
    path: Path,
    findings: Iterable[Finding],
    dataset: Dataset,
    *,
    command: bool = False,
    reading: Iterable[Label] = (),
) -> None:
    """How the file was read, then all findings, one per line, in both languages; ``command``: with the fixes of the command line."""
    header = (
        "行号 row",
        "字段",
        "field",
        "值 value",
        "严重程度 severity",
        "原因",
        "建议",
        "reason",
        "suggested fix",
    )
    severity = {name: f"{label.zh} {name}" for name, label in SEVERITIES.items()}
    how = TEXTS.how_read
    read = ((0, how.zh, how.en, "", severity["note"], said.zh, "", said.en, "") for said in reading)
    rows = (
        (
            f.row,
            dataset.label_of(f.field).zh,
            dataset.label_of(f.field).en,
            f.value,
            severity[f.severity],
            f.message("zh"),
            f.fix("zh", command=command),
            f.message("en"),
            f.fix("en", command=command),
        )
        for f in findings
    )
    write_safe_csv(path, header, chain(read, rows))


def write_failure(path: Path, error: UserError) -> None:
    """The same file for one that could not be read: the reason, and nothing else."""
    if path.suffix.lower() == ".json":
        path.write_text(
            json.dumps({"error": {"zh": error.zh, "en": error.en}}, ensure_ascii=False), encoding="utf-8"
        )
        return
    header = ("行号 row", "严重程度 severity", "原因", "reason")
    write_safe_csv(path, header, [(0, f"{SEVERITIES['stop'].zh} stop", error.zh, error.en)])
