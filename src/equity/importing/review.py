"""One upload, step by step: what was read, which datum, what the check says, what would change, commit."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.errors import UserError
from equity.http.request import asked_lang, asked_theme
from equity.importing.access import Gate, User
from equity.importing.change_map import change_groups
from equity.importing.page import WAIT_S, Pages, link, plain_number
from equity.importing.place_map import place_map
from equity.importing.roads import RoadCase, is_on_roads, open_road_case, show_roads
from equity.importing.travel import TravelCase, is_on_travel, open_travel_case
from equity.intake import desk, trial, versions
from equity.intake.datasets import Dataset, datasets, find_dataset
from equity.intake.datum import label_of
from equity.intake.desk import UPLOAD_FILE, Choices, Plan
from equity.intake.findings import SEVERITIES, iterate, most_serious
from equity.intake.job import (
    COMMITTED,
    FAILED,
    WORKING,
    Order,
    State,
    cancel_job,
    job_state,
    settle,
    start_job,
)
from equity.intake.limits import SHOWN_FINDINGS
from equity.intake.outcome import Outcome, frame_of, outcome_of
from equity.intake.preview import compare
from equity.intake.progress import STAGES, WEIGHTS
from equity.intake.reading.delimited import DELIMITERS
from equity.intake.reading.encoding import first_lines
from equity.intake.reading.raw import GRID_FILE, About, RawTable, read_about
from equity.intake.safe_csv import write_findings, write_rejected
from equity.say import Label, Voice, texts_of

TEXTS = texts_of(__name__)

READING = ("sheet", "encoding", "delimiter")
SHAPE = ("dataset", "header_row", *READING)
FIRST_ROWS = 15
ANSWER = "answer-"


@dataclass
class Case:
    """A checked upload as its pages show it; the rows stay on disk."""

    token: str
    folder: Path
    file: str
    choices: Choices
    raw: RawTable
    plan: Plan
    outcome: Outcome

    @property
    def dataset(self) -> Dataset:
        return self.plan.dataset

    @property
    def told(self) -> list[Label]:
        return self.plan.told(self.outcome)


def open_any(pages: Pages, token: str) -> Case | RoadCase | TravelCase:
    """A checked upload of rows or of roads, or ways of travel as they were chosen."""
    folder = desk.staged_folder(pages.settings, token)
    if is_on_travel(folder):
        return open_travel_case(folder, token)
    return open_road_case(folder, token) if is_on_roads(folder) else open_case(pages, token)


def open_case(pages: Pages, token: str) -> Case:
    """What the last check came to. Raises :class:`UserError` where there is no checked upload."""
    folder = desk.staged_folder(pages.settings, token)
    outcome = outcome_of(folder)
    if outcome is None:
        raise TEXTS.user_error("not_checked")
    choices, raw = desk.choices_of(folder), desk.load(folder)
    plan = desk.make_plan(pages.settings, raw, choices)
    return Case(token, folder, desk.recall_desk(folder)["file"], choices, raw, plan, outcome)


def register_review(blueprint: Blueprint, gate: Gate, pages: Pages) -> None:
    @blueprint.get("/<token>")
    @pages.guarded
    def review(user: User, token: str) -> Any:
        folder = desk.staged_folder(pages.settings, token)
        state = job_state(folder)
        if state.state != WORKING and state.step:
            return ended(pages, user, token, state)
        return (
            show_work(pages, user, token, state)
            if state.state == WORKING
            else show_review(pages, user, token)
        )

    @blueprint.post("/<token>/choices")
    @pages.guarded
    def choose(user: User, token: str) -> Any:
        folder = desk.staged_folder(pages.settings, token)
        about = desk.recall_desk(folder)
        changed = read_choices(asdict(Choices()) | {"sheet": sheet_of(folder)} | given(about["choices"]))
        reading = {k: str(changed.get(k, "")) for k in READING}
        order = Order(
            "read" if must_read(folder, about["choices"], reading) else "check", user.name, **reading
        )
        desk.remember_desk(folder, file=about["file"], choices=changed, before=about["choices"])
        try:
            start_job(pages.settings, folder, order, wait_s=WAIT_S)
        except UserError:  # another step is going on: it keeps the choices it was given
            desk.remember_desk(folder, **about)
            raise
        return redirect(link(f"/{token}"))

    @blueprint.post("/<token>/cancel")
    @pages.guarded
    def cancel(user: User, token: str) -> Any:
        if not cancel_job(desk.staged_folder(pages.settings, token)):
            return redirect(link(f"/{token}"))
        pages.audit("cancelled", user.name)
        return redirect(link("/"))

    @blueprint.get("/<token>/<any(rejected, findings):what>.csv")
    @pages.guarded
    def download(user: User, token: str, what: str) -> Any:
        case = open_any(pages, token)
        folder = case.folder
        path = folder / f"{what}.csv"
        frame = frame_of(folder, what)
        if what == "rejected":
            write_rejected(path, frame)
        else:
            write_findings(path, iterate(frame), case.dataset, reading=case.told)
        headers = {"Content-Disposition": f'attachment; filename="{what}.csv"'}
        return Response(path.read_bytes(), mimetype="text/csv", headers=headers)

    @blueprint.get("/<token>/preview")
    @pages.guarded
    def show_preview(user: User, token: str) -> Any:
        case = open_any(pages, token)
        state, built = job_state(case.folder), trial.find_trial(case.folder)
        fresh = built is not None and built.origin == versions.state(pages.settings)
        if state.state not in (WORKING, FAILED) and not fresh:
            state = start_job(pages.settings, case.folder, Order("preview", user.name), wait_s=WAIT_S)
            built = trial.find_trial(case.folder)
        if state.state == WORKING:
            return show_work(pages, user, token, state)
        if state.state == FAILED or built is None:
            return ended(pages, user, token, state)
        shown = compare(pages.settings, case.outcome, built)
        return pages.render(
            "preview",
            user,
            case=case,
            preview=shown,
            groups=change_groups(shown, pages.ctx, Voice(asked_lang()), asked_theme()),
            places=place_map(shown.places, pages.ctx.shapes().features, Voice(asked_lang()))
            if shown.places
            else None,
            origin=built.origin,
            zone=lambda code: pages.ctx.indicators.zone(code).name(asked_lang()),
        )

    @blueprint.post("/<token>/commit")
    @pages.guarded
    def commit(user: User, token: str) -> Any:
        folder = open_any(pages, token).folder
        order = Order("commit", user.name, request.remote_addr or "", request.form.get("origin", ""))
        state = start_job(pages.settings, folder, order, wait_s=WAIT_S)
        return redirect(link(f"/{token}")) if state.state == WORKING else ended(pages, user, token, state)


def ended(pages: Pages, user: User, token: str, state: State) -> Any:
    """After the work: the history for what was committed, the reason for what failed, else the review."""
    folder = desk.staged_folder(pages.settings, token)
    if state.state == COMMITTED:
        desk.discard(folder)
        return redirect(link("/history", done=state.version))
    if state.state != FAILED:
        return show_review(pages, user, token)
    if outcome_of(folder) is None:
        if is_on_roads(folder):
            desk.discard(folder)
            return pages.fail(UserError(state.zh, state.en), user)
        return show_unread(pages, user, token, state)
    about = desk.recall_desk(folder)
    if state.step in ("read", "check"):  # the choices that could not be followed are taken back
        desk.remember_desk(folder, file=about["file"], choices=about.get("before", about["choices"]))
    trial.drop_trial(folder)
    settle(folder)
    return pages.fail(UserError(state.zh, state.en), user, back=f"/{token}")


def show_unread(pages: Pages, user: User, token: str, state: State) -> Response:
    """What stands in a file that was not understood, with what can be said about it: header row, sheet, encoding,
    delimiter. A file that none of these would help is not kept."""
    folder = desk.staged_folder(pages.settings, token)
    choices = desk.choices_of(folder)
    if (folder / GRID_FILE).exists():
        raw = desk.load(folder)
        about, numbers = raw.about, raw.grid.column("row").slice(0, FIRST_ROWS).to_pylist()
        rows = list(zip(numbers, raw.head(FIRST_ROWS), strict=True))
    else:
        about = About("csv")
        lines = first_lines(folder / UPLOAD_FILE, choices.encoding)
        rows = [(number, [line]) for number, line in enumerate(lines, start=1)]
    if not rows:
        desk.discard(folder)
        return pages.fail(UserError(state.zh, state.en), user)
    return pages.render(
        "unread",
        user,
        token=token,
        file=desk.recall_desk(folder)["file"],
        said=Label(state.zh, state.en),
        rows=rows,
        about=about,
        choices=choices,
        datasets=list(datasets().values()),
        delimiters=DELIMITERS,
    )


def show_work(pages: Pages, user: User, token: str, state: State) -> Response:
    """The progress of what is going on, once a second anew."""
    step = state.step if state.stage in WEIGHTS[state.step] or not state.stage else "commit_and_build"
    return pages.render("working", user, token=token, state=state, stages=STAGES, names=list(WEIGHTS[step]))


def show_review(pages: Pages, user: User, token: str) -> Any:
    folder = desk.staged_folder(pages.settings, token)
    if is_on_travel(folder):
        return redirect(link("/travel"))
    if is_on_roads(folder):
        return show_roads(pages, user, open_road_case(folder, token))
    case = open_case(pages, token)
    found = most_serious(frame_of(case.folder, "findings"))
    return pages.render(
        "review",
        user,
        case=case,
        plan=case.plan,
        appends=desk.appends(case.plan, case.choices),
        outcome=case.outcome,
        datum_label=label_of,
        severities=SEVERITIES,
        findings=list(iterate(found.head(SHOWN_FINDINGS))),
        file_stops=list(iterate(found[(found["severity"] == "stop") & (found["row"] == 0)])),
        datasets=list(datasets().values()),
        delimiters=DELIMITERS,
        all_findings=len(found),
        shown=SHOWN_FINDINGS,
        reasons={name: why[asked_lang()] for name, why in case.plan.mapping.reasons.items()},
        label_of=lambda name: case.plan.dataset.label_of(name)[asked_lang()],
    )


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
