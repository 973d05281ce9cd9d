"""An examination on disk, beside the staged file: its outcome for the pages, its rows for preview and commit."""

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pandas as pd

from equity.intake.claims.questions import question_of
from equity.intake.datasets import find_dataset
from equity.intake.datum import Trial
from equity.intake.examine import Examination, Outcome
from equity.intake.options import Options
from equity.sources.registers import table_of

OUTCOME_FILE = "outcome.json"
FRAMES = ("accepted", "rejected", "findings")


def keep(folder: Path, examination: Examination) -> None:
    """Write it; the outcome last, so that a half-written one is not taken for whole."""
    forget(folder)
    for name in FRAMES:
        getattr(examination, name).to_parquet(folder / f"{name}.parquet", compression="zstd")
    plain = {
        f.name: getattr(examination, f.name)
        for f in fields(Outcome)
        if f.name not in ("dataset", "options", "trials", "questions")
    }
    plain |= {
        "dataset": examination.dataset.id,
        "options": asdict(examination.options),
        "trials": [asdict(trial) for trial in examination.trials],
        "questions": [question.as_dict() for question in examination.questions],
    }
    (folder / OUTCOME_FILE).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def forget(folder: Path) -> None:
    for name in (OUTCOME_FILE, *(f"{name}.parquet" for name in FRAMES)):
        (folder / name).unlink(missing_ok=True)


def outcome_of(folder: Path) -> Outcome | None:
    """The outcome without rows; None where the file has not been checked."""
    plain = _plain(folder)
    return None if plain is None else Outcome(**plain)


def examination_of(folder: Path) -> Examination:
    """The whole, as it was kept."""
    plain = _plain(folder)
    assert plain is not None
    accepted, rejected, findings = (pd.read_parquet(folder / f"{name}.parquet") for name in FRAMES)
    declared = table_of(accepted, plain["dataset"].table)
    return Examination(**plain, accepted=declared, rejected=rejected, findings=findings)


def frame_of(folder: Path, name: str) -> pd.DataFrame:
    """One of the frames: accepted, rejected, findings."""
    return pd.read_parquet(folder / f"{name}.parquet")


def _plain(folder: Path) -> dict[str, Any] | None:
    try:
        plain: dict[str, Any] = json.loads((folder / OUTCOME_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    options = plain["options"] | {"covers": tuple(plain["options"]["covers"])}
    return plain | {
        "dataset": find_dataset(plain["dataset"]),
        "options": Options(**options),
        "trials": tuple(Trial(**trial) for trial in plain["trials"]),
        "questions": tuple(question_of(q) for q in plain["questions"]),
        "scope": tuple(plain["scope"]),
        "services": tuple(plain["services"]),
        "missing_fields": tuple(plain["missing_fields"]),
        "unfinished": tuple(plain["unfinished"]),
    }
