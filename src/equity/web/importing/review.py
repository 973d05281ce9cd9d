"""One upload, step by step: what was read, which datum, what the check says, what would change, commit."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.errors import UserError
from equity.intake import desk, versions
from equity.intake.datum import DATUMS
from equity.intake.desk import Choices, Plan
from equity.intake.examine import Examination
from equity.intake.findings import SEVERITIES, iterate
from equity.intake.limits import SHOWN_FINDINGS
from equity.intake.mapping import remember
from equity.intake.options import Surroundings
from equity.intake.preview import preview
from equity.intake.reading.raw import RawTable
from equity.intake.safe_csv import write_findings, write_rejected
from equity.web.importing.access import Gate, User
from equity.web.importing.change_map import change_groups
from equity.web.importing.jobs import job_state, start_reading
from equity.web.importing.page import Pages, language, link, plain_number

ORDER = {"stop": 0, "warn": 1, "note": 2}


@dataclass
class Case:
    """A staged upload with everything that follows from the choices made so far."""

    token: str
    folder: Path
    file: str
    choices: Choices
    raw: RawTable
    plan: Plan
    around: Surroundings
    examination: Examination


def open_case(pages: Pages, token: str) -> Case:
    """Work the case out anew from the staged file: nothing about it is kept in memory between two
    requests."""
    folder = desk.staged_folder(pages.settings, token)
    about = desk.recall_desk(folder)
    known = {f.name for f in fields(Choices)}
    choices = Choices(**{k: v for k, v in about["choices"].items() if k in known})
    raw, around = desk.load(folder), desk.surroundings(pages.settings)
    plan = desk.make_plan(pages.settings, raw, choices)
    return Case(
        token, folder, about["file"], choices, raw, plan, around, desk.check(raw, plan, choices, around)
    )


def register_review(blueprint: Blueprint, gate: Gate, pages: Pages) -> None:
    @blueprint.get("/<token>")
    @pages.guarded
    def review(user: User, token: str) -> Any:
        folder = desk.staged_folder(pages.settings, token)
        state = job_state(folder)
        if state["state"] == "reading":
            return pages.render("reading", user, token=token, state=state)
        if state["state"] == "failed":
            desk.discard(folder)
            return pages.fail(UserError(state["zh"], state["en"]), user)
        case = open_case(pages, token)
        found = case.examination.findings
        found = found.assign(order=found["severity"].map(ORDER)).sort_values(["order", "row"], kind="stable")
        return pages.render(
            "review",
            user,
            case=case,
            plan=case.plan,
            examination=case.examination,
            datums=DATUMS,
            severities=SEVERITIES,
            findings=list(iterate(found.head(SHOWN_FINDINGS))),
            shown=SHOWN_FINDINGS,
            reason=reason_of(case.plan),
            label_of=label_of(case.plan),
        )

    @blueprint.post("/<token>/choices")
    @pages.guarded
    def choose(user: User, token: str) -> Any:
        folder = desk.staged_folder(pages.settings, token)
        about = desk.recall_desk(folder)
        changed = read_choices(about["choices"])
        desk.remember_desk(folder, file=about["file"], choices=changed)
        reading = ("sheet", "encoding")
        if any(changed.get(k, "") != about["choices"].get(k, "") for k in reading):
            start_reading(folder, **{k: changed.get(k, "") for k in reading})
        return redirect(link(f"/{token}"))

    @blueprint.post("/<token>/cancel")
    @pages.guarded
    def cancel(user: User, token: str) -> Any:
        desk.discard(desk.staged_folder(pages.settings, token))
        pages.audit("cancelled", user.name)
        return redirect(link("/"))

    @blueprint.get("/<token>/<any(rejected, findings):what>.csv")
    @pages.guarded
    def download(user: User, token: str, what: str) -> Any:
        case = open_case(pages, token)
        path = case.folder / f"{what}.csv"
        if what == "rejected":
            write_rejected(path, case.examination.rejected)
        else:
            write_findings(path, case.examination.findings)
        headers = {"Content-Disposition": f'attachment; filename="{what}.csv"'}
        return Response(path.read_bytes(), mimetype="text/csv", headers=headers)

    @blueprint.get("/<token>/preview")
    @pages.guarded
    def show_preview(user: User, token: str) -> Any:
        case = open_case(pages, token)
        origin = versions.state(pages.settings)
        shown = preview(pages.settings, case.examination)
        groups = change_groups(shown, pages.ctx, language())
        return pages.render(
            "preview",
            user,
            case=case,
            preview=shown,
            groups=groups,
            origin=origin,
            zone=lambda code: pages.ctx.indicators.zone(code).name(language()),
        )

    @blueprint.post("/<token>/commit")
    @pages.guarded
    def commit(user: User, token: str) -> Any:
        case = open_case(pages, token)
        entry, report = versions.commit(
            pages.settings,
            case.examination,
            who=user.name,
            file=case.file,
            origin=request.form.get("origin", ""),
        )
        folder = versions.registers_folder(pages.settings)
        remember(folder, case.plan.dataset, case.plan.layout.names, case.plan.mapping, case.choices.datum)
        pages.audit(
            "committed",
            user.name,
            dataset=entry["dataset"],
            version=entry["version"],
            data_version=report.data_version,
        )
        desk.discard(case.folder)
        return redirect(link("/history", done=entry["version"]))


def read_choices(before: dict[str, Any]) -> dict[str, Any]:
    """The choices after a form: fields that it does not hold stay as they were."""
    form, after = request.form, dict(before)
    for name in ("datum", "source", "covers", "sheet", "encoding"):
        if name in form:
            after[name] = form[name].strip()[:400]
    if "year" in form:
        after["year"] = plain_number(form["year"])
    if "header_row" in form:
        after["header_row"] = plain_number(form["header_row"]) or 0
    if "columns" in form:  # the mapping was on the page: every select counts
        after["columns"] = {k.removeprefix("column-"): v for k, v in form.items() if k.startswith("column-")}
        after["fit_census"] = "fit_census" in form
    return after


def reason_of(plan: Plan) -> Any:
    return lambda name: plan.mapping.reasons[name][language() == "en"] if name in plan.mapping.reasons else ""


def label_of(plan: Plan) -> Any:
    """The words for a field that a finding names; a column name of the file stays as it is."""
    labels = {f.name: f.label[language()] for f in plan.dataset.fields}
    return lambda name: labels.get(name, name)
