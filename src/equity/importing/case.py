"""What was sent in and checked, as its pages show it: a table, a road network, ways of travel. The rows stay on disk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import request

from equity.checking.datasets import ROADS, TRAVEL, Dataset, find_dataset
from equity.checking.outcome import Outcome, outcome_of
from equity.checking.roads import Summary
from equity.importing.page import Pages, plain_number
from equity.intake import desk, staging
from equity.intake.desk import Choices, Plan
from equity.reading.raw import GRID_FILE, RawTable, read_about, read_raw
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)
READING = ("sheet", "encoding", "delimiter")
SHAPE = ("dataset", "header_row", *READING)
ANSWER = "answer-"


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


def given(choices: dict[str, Any]) -> dict[str, Any]:
    """The choices that were made."""
    return {name: choice for name, choice in choices.items() if choice not in ("", None)}


def sheet_of(folder: Path) -> str:
    """The sheet that was read; "" where the file could not be read."""
    return read_about(folder).sheet if (folder / GRID_FILE).exists() else ""


def must_read(folder: Path, before: dict[str, Any], reading: dict[str, str]) -> bool:
    """Whether the file itself has to be read anew, and not only its rows be checked."""
    if outcome_of(folder) is None:
        return True
    changed = any(reading[name] != before.get(name, "") for name in ("encoding", "delimiter"))
    return changed or reading["sheet"] not in ("", sheet_of(folder))


def read_choices(before: dict[str, Any]) -> dict[str, Any]:
    """The choices after a form: fields that it does not hold stay as they were. Columns chosen for another
    dataset, sheet or header are no choices any more."""
    form, after = request.form, dict(before)
    for name in ("datum", "source", "covers"):
        if name in form:
            after[name] = form[name].strip()[:400]
    for name in READING:
        if name in form:
            after[name] = form[name][:400]
    if "dataset" in form:
        after["dataset"] = find_dataset(form["dataset"]).id
    if "append" in form:
        after["append"] = form["append"] == "yes"
    if "year" in form:
        after["year"] = plain_number(form["year"])
    if "header_row" in form:
        after["header_row"] = plain_number(form["header_row"]) or 0
    if "columns" in form:  # the mapping was on the page: every select counts
        after["columns"] = {k.removeprefix("column-"): v for k, v in form.items() if k.startswith("column-")}
        after["fit_census"] = "fit_census" in form
    if "columns" in form:
        given = [name.removeprefix(ANSWER) for name in form if name.startswith(ANSWER)]
        after["answers"] = {
            id: ",".join(form.getlist(ANSWER + id)) for id in {*form.getlist("asked"), *given}
        }
    if any(after[name] != before[name] for name in SHAPE):
        after["columns"], after["answers"] = {}, {}
    return after
