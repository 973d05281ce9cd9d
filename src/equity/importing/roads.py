"""One upload of a road network: what it holds, which column means what, which datum; then as any other upload."""

from flask import Response

from equity.checking.datasets import ROADS
from equity.checking.datum import label_of
from equity.checking.findings import SEVERITIES, iterate, most_serious
from equity.checking.outcome import frame_of
from equity.checking.roads import DATUMS
from equity.http.request import asked_lang
from equity.importing.access import User
from equity.importing.case import RoadCase
from equity.importing.page import Pages
from equity.reading.limits import SHOWN_FINDINGS
from equity.roads.classes import label_of_class


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
