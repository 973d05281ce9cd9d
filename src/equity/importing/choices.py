"""The form of an upload: what the user chose, and whether the file itself has to be read anew for it."""

from pathlib import Path
from typing import Any

from flask import request

from equity.checking.datasets import find_dataset
from equity.checking.outcome import outcome_of
from equity.importing.page import plain_number
from equity.reading.raw import GRID_FILE, read_about

READING = ("sheet", "encoding", "delimiter")
SHAPE = ("dataset", "header_row", *READING)
ANSWER = "answer-"


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
