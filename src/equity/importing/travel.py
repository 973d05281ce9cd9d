"""How people get to each service along the roads: chosen in a form, previewed and committed as any import."""

from typing import Any

from flask import Blueprint, redirect, request

from equity.checking.datasets import TRAVEL, services_with_facilities
from equity.checking.outcome import keep_examination
from equity.checking.travel import examine_travel, read_choice
from equity.http.request import asked_lang
from equity.importing.access import User
from equity.importing.page import WAIT_S, Pages, link
from equity.indicators.definition import Reach, Travel
from equity.indicators.distance import MODES
from equity.intake import staging
from equity.intake.job import Order, start_job
from equity.say import texts_of

TEXTS = texts_of(__name__)


def defined(reach: Reach) -> Travel:
    country = reach.rural.minutes if reach.rural else None
    return Travel(mode=reach.mode, minutes=reach.minutes, rural_minutes=country)


def register_travel(blueprint: Blueprint, pages: Pages) -> None:
    def now() -> dict[str, Travel]:
        """How people get to each service: as the office has chosen, else as the definition says."""
        chosen = pages.ctx.indicators.ground.travel
        return {d.id: chosen.get(d.id) or defined(d.reach) for d in services_with_facilities() if d.reach}

    @blueprint.get("/travel")
    @pages.for_users
    def travel(user: User) -> Any:
        indicators, lang = pages.ctx.indicators, asked_lang()
        ways = now()
        rows = [(d, d.reach, ways[d.id]) for d in services_with_facilities() if d.id in ways]
        along = [d.label[lang] for d, *_ in rows if indicators.bases.get(d.id) == "roads"]
        return pages.render(
            "travel", user, rows=rows, modes=[(m, label[lang]) for m, label in MODES.items()], along=along
        )

    @blueprint.post("/travel")
    @pages.for_users
    def choose_travel(user: User) -> Any:
        form, before = request.form, now()
        asked = {
            s: read_choice(s, *(form.get(f"{n}-{s}", "") for n in ("mode", "minutes", "rural")))
            for s in before
        }
        source = form.get("source", "").strip()[:200]
        if not source:
            raise TEXTS.user_error("no_source")
        found = examine_travel({s: t for s, t in asked.items() if not t.same_as(before[s])}, source)
        folder = staging.new_folder(pages.settings)
        staging.remember_upload(
            folder, file=TEXTS.filled_in[asked_lang()], choices={"dataset": TRAVEL.id, "source": source}
        )
        keep_examination(folder, found)
        start_job(pages.settings, folder, Order("preview", user.name), wait_s=WAIT_S)
        return redirect(link(f"/{folder.name}/preview"))
