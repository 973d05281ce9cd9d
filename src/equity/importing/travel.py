"""How people get to each service along the roads: chosen in a form, previewed and committed as any import."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, request

from equity.errors import UserError
from equity.http.request import asked_lang
from equity.importing.access import Gate, User
from equity.importing.page import WAIT_S, Pages, link
from equity.indicators.definition import Reach, Travel
from equity.indicators.distance import MODES
from equity.intake import desk
from equity.intake.datasets import TRAVEL, Dataset, services_with_facilities
from equity.intake.desk import Choices
from equity.intake.job import Order, start_job
from equity.intake.outcome import Outcome, keep_examination, outcome_of
from equity.intake.travel import examine_travel, read_choice
from equity.say import Label

FORM = Label("网页填写", "filled in on the page")


@dataclass
class TravelCase:
    """Ways of travel as they were chosen, on their way to being committed."""

    token: str
    folder: Path
    file: str
    choices: Choices
    outcome: Outcome
    told: tuple[Label, ...] = ()

    @property
    def dataset(self) -> Dataset:
        return TRAVEL


def is_on_travel(folder: Path) -> bool:
    return desk.choices_of(folder).dataset == TRAVEL.id


def open_travel_case(folder: Path, token: str) -> TravelCase:
    """Raises :class:`UserError` where nothing was kept of it."""
    outcome = outcome_of(folder)
    if outcome is None:
        raise desk.expired()
    return TravelCase(token, folder, desk.recall_desk(folder)["file"], desk.choices_of(folder), outcome)


def defined(reach: Reach) -> Travel:
    country = reach.rural.minutes if reach.rural else None
    return Travel(mode=reach.mode, minutes=reach.minutes, rural_minutes=country)


def register_travel(blueprint: Blueprint, gate: Gate, pages: Pages) -> None:
    def now() -> dict[str, Travel]:
        """How people get to each service: as the office has chosen, else as the definition says."""
        chosen = pages.ctx.indicators.ground.travel
        return {d.id: chosen.get(d.id) or defined(d.reach) for d in services_with_facilities() if d.reach}

    @blueprint.get("/travel")
    @pages.guarded
    def travel(user: User) -> Any:
        indicators, lang = pages.ctx.indicators, asked_lang()
        ways = now()
        rows = [(d, d.reach, ways[d.id]) for d in services_with_facilities() if d.id in ways]
        along = [d.label[lang] for d, *_ in rows if indicators.bases.get(d.id) == "roads"]
        return pages.render(
            "travel", user, rows=rows, modes=[(m, label[lang]) for m, label in MODES.items()], along=along
        )

    @blueprint.post("/travel")
    @pages.guarded
    def choose_travel(user: User) -> Any:
        form, before = request.form, now()
        asked = {
            s: read_choice(s, *(form.get(f"{n}-{s}", "") for n in ("mode", "minutes", "rural")))
            for s in before
        }
        source = form.get("source", "").strip()[:200]
        if not source:
            raise UserError(
                "请写明依据（如 市卫健委 2024 年急救规划）。",
                "state the source, e.g. Health Commission, emergency plan of 2024.",
            )
        found = examine_travel({s: t for s, t in asked.items() if not t.same_as(before[s])}, source)
        folder = desk.new_folder(pages.settings)
        desk.remember_desk(folder, file=FORM[asked_lang()], choices={"dataset": TRAVEL.id, "source": source})
        keep_examination(folder, found)
        start_job(pages.settings, folder, Order("preview", user.name), wait_s=WAIT_S)
        return redirect(link(f"/{folder.name}/preview"))
