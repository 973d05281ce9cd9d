"""One upload, step by step: what was read, which datum, what the check says, what would change, commit."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.checking.datasets import ROADS, TRAVEL, datasets
from equity.checking.datum import label_of
from equity.checking.findings import SEVERITIES, iterate, most_serious
from equity.checking.outcome import frame_of, outcome_of
from equity.checking.progress import STAGES, WEIGHTS
from equity.checking.roads import DATUMS
from equity.checking.safe_csv import write_findings, write_rejected
from equity.errors import UserError
from equity.http.request import asked_lang, asked_theme
from equity.importing.access import User
from equity.importing.case import (
    READING,
    RoadCase,
    dataset_of,
    given,
    must_read,
    open_case,
    open_roads,
    open_table,
    read_choices,
    sheet_of,
)
from equity.importing.change_map import change_groups
from equity.importing.page import WAIT_S, Pages, link
from equity.importing.place_map import place_map
from equity.intake import desk, draft, staging, versions
from equity.intake.desk import Choices
from equity.intake.job import (
    COMMITTED,
    FAILED,
    WORKING,
    Order,
    State,
    back_to_review,
    cancel_job,
    job_state,
    start_job,
)
from equity.intake.preview import compare
from equity.intake.staging import UPLOAD_FILE
from equity.reading.delimited import DELIMITERS
from equity.reading.encoding import first_lines
from equity.reading.limits import SHOWN_FINDINGS
from equity.reading.raw import GRID_FILE, About, read_raw
from equity.roads.classes import label_of_class
from equity.say import Label, Voice

FIRST_ROWS = 15


def register_review(blueprint: Blueprint, pages: Pages) -> None:
    @blueprint.get("/<token>")
    @pages.for_users
    def review(user: User, token: str) -> Any:
        folder = staging.staged_folder(pages.settings, token)
        state = job_state(folder)
        if state.state != WORKING and state.step:
            return ended(pages, user, token, state)
        return (
            show_work(pages, user, token, state)
            if state.state == WORKING
            else show_review(pages, user, token)
        )

    @blueprint.post("/<token>/choices")
    @pages.for_users
    def choose(user: User, token: str) -> Any:
        folder = staging.staged_folder(pages.settings, token)
        about = staging.recall_upload(folder)
        changed = read_choices(asdict(Choices()) | {"sheet": sheet_of(folder)} | given(about["choices"]))
        reading = {k: str(changed.get(k, "")) for k in READING}
        order = Order(
            "read" if must_read(folder, about["choices"], reading) else "check", user.name, **reading
        )
        staging.remember_upload(folder, file=about["file"], choices=changed, before=about["choices"])
        try:
            start_job(pages.settings, folder, order, wait_s=WAIT_S)
        except UserError:  # another step is going on: it keeps the choices it was given
            staging.remember_upload(folder, **about)
            raise
        return redirect(link(f"/{token}"))

    @blueprint.post("/<token>/cancel")
    @pages.for_users
    def cancel(user: User, token: str) -> Any:
        if not cancel_job(staging.staged_folder(pages.settings, token)):
            return redirect(link(f"/{token}"))
        pages.audit("cancelled", user.name)
        return redirect(link("/"))

    @blueprint.get("/<token>/<any(rejected, findings):what>.csv")
    @pages.for_users
    def download(user: User, token: str, what: str) -> Any:
        case = open_case(pages, token)
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
    @pages.for_users
    def show_preview(user: User, token: str) -> Any:
        case = open_case(pages, token)
        state, built = job_state(case.folder), draft.find_draft(case.folder)
        fresh = built is not None and built.origin == versions.state(pages.settings)
        if state.state not in (WORKING, FAILED) and not fresh:
            state = start_job(pages.settings, case.folder, Order("preview", user.name), wait_s=WAIT_S)
            built = draft.find_draft(case.folder)
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
    @pages.for_users
    def commit(user: User, token: str) -> Any:
        folder = open_case(pages, token).folder
        order = Order("commit", user.name, request.remote_addr or "", request.form.get("origin", ""))
        state = start_job(pages.settings, folder, order, wait_s=WAIT_S)
        return redirect(link(f"/{token}")) if state.state == WORKING else ended(pages, user, token, state)


def ended(pages: Pages, user: User, token: str, state: State) -> Any:
    """After the work: the history for what was committed, the reason for what failed, else the review."""
    folder = staging.staged_folder(pages.settings, token)
    if state.state == COMMITTED:
        staging.discard(folder)
        return redirect(link("/history", done=state.version))
    if state.state != FAILED:
        return show_review(pages, user, token)
    if outcome_of(folder) is None:
        if dataset_of(folder) == ROADS.id:
            staging.discard(folder)
            return pages.fail(UserError(state.zh, state.en), user)
        return show_unread(pages, user, token, state)
    about = staging.recall_upload(folder)
    if state.step in ("read", "check"):  # the choices that could not be followed are taken back
        staging.remember_upload(folder, file=about["file"], choices=about.get("before", about["choices"]))
    draft.drop_draft(folder)
    back_to_review(folder)
    return pages.fail(UserError(state.zh, state.en), user, back=f"/{token}")


def show_unread(pages: Pages, user: User, token: str, state: State) -> Response:
    """What stands in a file that was not understood, with what can be said about it: header row, sheet, encoding,
    delimiter. A file that none of these would help is not kept."""
    folder = staging.staged_folder(pages.settings, token)
    choices = desk.choices_of(folder)
    if (folder / GRID_FILE).exists():
        raw = read_raw(folder)
        about = raw.about
        rows = list(zip(raw.numbers(FIRST_ROWS), raw.head(FIRST_ROWS), strict=True))
    else:
        about = About("csv")
        lines = first_lines(folder / UPLOAD_FILE, choices.encoding)
        rows = [(number, [line]) for number, line in enumerate(lines, start=1)]
    if not rows:
        staging.discard(folder)
        return pages.fail(UserError(state.zh, state.en), user)
    return pages.render(
        "unread",
        user,
        token=token,
        file=staging.recall_upload(folder)["file"],
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
    folder = staging.staged_folder(pages.settings, token)
    dataset = dataset_of(folder)
    if dataset == TRAVEL.id:
        return redirect(link("/travel"))
    if dataset == ROADS.id:
        return show_roads(pages, user, open_roads(folder, token))
    case = open_table(pages, token)
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


def show_roads(pages: Pages, user: User, case: RoadCase) -> Response:
    found, lang = most_serious(frame_of(case.folder, "findings")), asked_lang()
    return pages.render(
        "roads",
        user,
        case=case,
        outcome=case.outcome,
        summary=case.summary,
        classes=[(label_of_class(name)[lang], f"{km:,.1f}") for name, km in case.summary.length_km.items()],
        lines=[(label[lang], value) for label, value in case.summary.in_words()],
        fields=[f for f in ROADS.fields if f.name != "geometry"],
        datums=[(datum, label_of(datum)[lang]) for datum in DATUMS],
        severities=SEVERITIES,
        findings=list(iterate(found.head(SHOWN_FINDINGS))),
        all_findings=len(found),
        shown=SHOWN_FINDINGS,
        label_of=lambda name: ROADS.label_of(name)[lang],
    )
