"""What was sent in and checked, as its pages show it: a table, a road network, ways of travel. The rows stay on disk."""

from dataclasses import dataclass
from pathlib import Path

from equity.checking.datasets import ROADS, TRAVEL, Dataset
from equity.checking.outcome import Outcome, outcome_of
from equity.checking.roads import Summary
from equity.importing.page import Pages
from equity.intake import desk, staging
from equity.intake.desk import Choices, Plan
from equity.reading.raw import RawTable, read_raw
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)


@dataclass
class Case:
    """``told``: what is said beside the findings."""

    token: str
    folder: Path
    file: str
    choices: Choices
    outcome: Outcome

    @property
    def dataset(self) -> Dataset:
        return self.outcome.dataset

    @property
    def told(self) -> list[Label]:
        return []


@dataclass
class TableCase(Case):
    raw: RawTable
    plan: Plan

    @property
    def told(self) -> list[Label]:
        return self.plan.told(self.outcome)


@dataclass
class RoadCase(Case):
    summary: Summary


def dataset_of(folder: Path) -> str:
    """The id of what an upload is said to be, checked or not."""
    return desk.choices_of(folder).dataset


def open_case(pages: Pages, token: str) -> Case:
    """A checked upload of any kind. Raises :class:`UserError` where it has not been checked yet."""
    folder = staging.staged_folder(pages.settings, token)
    found = {ROADS.id: open_roads, TRAVEL.id: _case}.get(dataset_of(folder))
    return found(folder, token) if found else open_table(pages, token)


def open_table(pages: Pages, token: str) -> TableCase:
    folder = staging.staged_folder(pages.settings, token)
    case, raw = _case(folder, token), read_raw(folder)
    return TableCase(**vars(case), raw=raw, plan=desk.make_plan(pages.settings, raw, case.choices))


def open_roads(folder: Path, token: str) -> RoadCase:
    return RoadCase(**vars(_case(folder, token)), summary=Summary.of(folder))


def _case(folder: Path, token: str) -> Case:
    outcome = outcome_of(folder)
    if outcome is None:
        raise TEXTS.user_error("not_checked")
    return Case(token, folder, staging.recall_upload(folder)["file"], desk.choices_of(folder), outcome)
