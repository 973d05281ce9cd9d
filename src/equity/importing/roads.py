"""One upload of a road network: what it holds, which column means what, which datum; then as any other upload."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response

from equity.errors import UserError
from equity.http.request import asked_lang
from equity.importing.access import User
from equity.importing.page import Pages
from equity.intake import desk
from equity.intake.datasets import ROADS, Dataset
from equity.intake.datum import label_of
from equity.intake.desk import Choices
from equity.intake.findings import SEVERITIES, iterate, most_serious
from equity.intake.limits import SHOWN_FINDINGS
from equity.intake.outcome import Outcome, frame_of, outcome_of
from equity.intake.roads import DATUMS, Summary
from equity.roads.classes import label_of_class
from equity.say import Label


@dataclass
class RoadCase:
    """A checked road file as its pages show it; the lines stay on disk."""

    token: str
    folder: Path
    file: str
    choices: Choices
    outcome: Outcome
    summary: Summary
    told: tuple[Label, ...] = ()

    @property
    def dataset(self) -> Dataset:
        return ROADS


def is_on_roads(folder: Path) -> bool:
    return desk.choices_of(folder).dataset == ROADS.id


def open_road_case(folder: Path, token: str) -> RoadCase:
    """Raises :class:`UserError` where it has not been checked yet."""
    outcome = outcome_of(folder)
    if outcome is None:
        raise UserError("这次上传还没有检查完。", "this upload has not been checked yet.")
    file = desk.recall_desk(folder)["file"]
    return RoadCase(token, folder, file, desk.choices_of(folder), outcome, Summary.of(folder))


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
