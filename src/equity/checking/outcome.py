"""What the check of a file comes to, and how it is kept on disk: its outcome for the pages, its rows for preview and commit."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import BeforeValidator, PlainSerializer

from equity.checking.check import Options
from equity.checking.claims.questions import Question
from equity.checking.datasets import Dataset, find_dataset
from equity.checking.datum import Trial, clear_choice
from equity.sources.registers import table_of
from equity.stored import store, stored

OUTCOME_FILE = "outcome.json"
FRAMES = ("accepted", "rejected", "findings")
FEW = 0.5


def _by_id(dataset: Dataset | str) -> Dataset:
    return find_dataset(dataset) if isinstance(dataset, str) else dataset


@dataclass(kw_only=True)
class Outcome:
    """What the check comes to, without the rows: small enough to be read for every page.

    ``rows_read`` = accepted + rejected rows. ``severities``: findings by severity. ``scope``: divisions whose earlier rows step
    back. ``services``: those the rows are about. ``questions``: those the file raises, ``stated_datum``: the datum it names.
    ``datum_needed``: the coordinates cannot be used until the user names their datum; ``missing_fields``: no column was found for
    them. Nothing is accepted before either is settled.
    """

    dataset: Annotated[Dataset, PlainSerializer(lambda dataset: dataset.id), BeforeValidator(_by_id)]
    options: Options
    rows_read: int
    accepted_rows: int
    severities: dict[str, int]
    scope: tuple[str, ...]
    services: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    datum_needed: bool = False
    fits_census: bool = True
    missing_fields: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    precision: dict[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    stated_datum: str = ""

    @property
    def rejected_rows(self) -> int:
        return self.rows_read - self.accepted_rows

    @property
    def clear_datum(self) -> str:
        """The datum the file states where its points then lie in the city, else the one that clearly fits best."""
        stated = next((t for t in self.trials if t.datum == self.stated_datum), None)
        return stated.datum if stated and stated.fit > FEW else clear_choice(self.trials)

    @property
    def can_commit(self) -> bool:
        return bool(self.accepted_rows) and not self.is_waiting and self.fits_census

    @property
    def is_waiting(self) -> bool:
        """Whether the user has to decide something before any row can be accepted or rejected."""
        return bool(self.datum_needed or self.missing_fields or self.unfinished or self.open_questions)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.is_open)


@dataclass(kw_only=True)
class Examination(Outcome):
    """The outcome with its rows. ``accepted`` has the declared columns of its table."""

    accepted: pd.DataFrame
    rejected: pd.DataFrame
    findings: pd.DataFrame


def keep_examination(folder: Path, examination: Examination) -> None:
    """Write it; the outcome last, so that a half-written one is not taken for whole."""
    forget(folder)
    for name in FRAMES:
        getattr(examination, name).to_parquet(folder / f"{name}.parquet", compression="zstd")
    store(folder / OUTCOME_FILE, Outcome(**{f.name: getattr(examination, f.name) for f in fields(Outcome)}))


def forget(folder: Path) -> None:
    for name in (OUTCOME_FILE, *(f"{name}.parquet" for name in FRAMES)):
        (folder / name).unlink(missing_ok=True)


def outcome_of(folder: Path) -> Outcome | None:
    """The outcome without rows; None where the file has not been checked."""
    try:
        return stored(folder / OUTCOME_FILE, Outcome)
    except FileNotFoundError:
        return None


def examination_of(folder: Path) -> Examination:
    """The whole, as it was kept."""
    outcome = stored(folder / OUTCOME_FILE, Outcome)
    about = {f.name: getattr(outcome, f.name) for f in fields(Outcome)}
    accepted, rejected, findings = (frame_of(folder, name) for name in FRAMES)
    declared = table_of(accepted, outcome.dataset.table)
    return Examination(**about, accepted=declared, rejected=rejected, findings=findings)


def frame_of(folder: Path, name: str) -> pd.DataFrame:
    """One of the frames: accepted, rejected, findings."""
    return pd.read_parquet(folder / f"{name}.parquet")
