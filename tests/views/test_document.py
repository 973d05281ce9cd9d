"""A report to be kept holds every number of its zone and survives being kept."""

from __future__ import annotations

from equity.query import Presentation, Query
from equity.say import Voice
from equity.views.document import keep_document
from equity.views.kept import from_json, to_json
from equity.views.model import Report
from equity.views.report import build_report
from equity.views.view import View
from tests.conftest import World
from tests.world import CODES

SHAPES = {
    "features": [
        {"properties": {"code": code}, "geometry": {"type": "Point", "coordinates": [0, 0]}} for code in CODES
    ]
}


def made(world: World, zone: str, *, demo: bool) -> Report:
    query = Query("population", "register_coverage", "value")
    view = View(world(), Voice("zh"), query, Presentation(zone=zone), demo=demo)
    about = {"number": "abcdefghij", "link": "/s/abcdefghij", "options": {"include": []}}
    return keep_document(view, build_report(view), SHAPES, **about)  # type: ignore[arg-type]


def test_it_survives_being_kept(world: World) -> None:
    report = made(world, "530111", demo=True)
    assert from_json(to_json(report)) == report
    assert report.query["measure"] == "register_coverage"
    assert [p.code for p in report.places] == ["530111"]


def test_without_demonstration_it_holds_no_placeholder(world: World) -> None:
    report = made(world, "530100", demo=False)
    assert not any(r.grade == "illustrative" for r in report.records)
    assert report.facilities == () and not report.illustrative
    assert len(report.places) == len(CODES)


def test_with_demonstration_it_holds_them_marked(world: World) -> None:
    report = made(world, "530102", demo=True)
    assert {f.grade for f in report.facilities} == {"illustrative"}
    assert report.illustrative and report.notice
