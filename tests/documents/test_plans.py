"""Documents of plans, each opened again with its own library: every number is the engine's."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyogrio
import pypdf
import pytest
from docx import Document
from pptx import Presentation

from equity.documents.csv_files import write_csvs
from equity.documents.identity import Options
from equity.documents.making import make_report
from equity.documents.store import load_report, store_report
from equity.documents.tables import plan_rows
from equity.documents.writers import write_format
from equity.indicators.compute import Indicators
from equity.plans import AddFacility, CloseFacility, Plan, PlanResult, evaluate
from equity.settings import Settings
from equity.views.model import Report
from tests.plans.worlds import LIVED_IN, crowded

SERVICE = "clinic"


@pytest.fixture(scope="module")
def results(shipped: Indicators) -> tuple[PlanResult, ...]:
    near = shipped.points(SERVICE).query("reached == 0").nlargest(2, "non_local")
    built = [
        AddFacility(service=SERVICE, lon=p.lon, lat=p.lat, capacity=40, name=f"新诊所{n}", cost=300)
        for n, p in enumerate(near.itertuples(), 1)
    ]
    closed = CloseFacility(service=SERVICE, facility_id=shipped.facilities(SERVICE)["facility_id"].iloc[0])
    plans = (Plan(name="两处新建", changes=tuple(built)), Plan(name="一建一关", changes=(built[0], closed)))
    return tuple(evaluate(plan, shipped, shares=True) for plan in plans)


@pytest.fixture(scope="module", params=["zh", "en"])
def report(shipped: Indicators, shapes, results, request) -> Report:
    return make_report(shipped, "530100", request.param, Options(), shapes=shapes, plans=results)


def written(report: Report, name: str) -> bytes:
    return next(iter(write_format(report, name).values()))


def sentences(report: Report) -> list[str]:
    return [s.text for s in report.summary]


def test_every_sentence_of_a_demonstration_says_so(report: Report) -> None:
    said = [b for s in report.sections for b in s.blocks if b.kind == "sentence"] + list(report.summary)
    word = "示意数据" if report.lang == "zh" else "illustrative data"
    assert said and all(word in s.text and s.illustrative for s in said)
    assert report.notice and report.illustrative


def test_word_and_pdf_say_the_same(report: Report) -> None:
    document = Document(io.BytesIO(written(report, "docx")))
    text = "\n".join(p.text for p in document.paragraphs)
    assert all(said in text for said in sentences(report))
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    side = next(t for _, t in report.tables() if t.id == "plans")
    for row in side.rows:
        assert any(all(a.text in b for a, b in zip(row, known, strict=True)) for known in cells if len(known) == len(row))  # fmt: skip
    pages = pypdf.PdfReader(io.BytesIO(written(report, "pdf"))).pages
    printed = "".join(page.extract_text() for page in pages)
    assert report.id in printed and all(r.plan.name in printed for r in report.plans)


def test_slides_have_native_charts_of_both_states(report: Report) -> None:
    deck = Presentation(io.BytesIO(written(report, "pptx")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    drawn = [f.chart for _, f in report.figures() if f.chart and f.id.startswith("effective")]
    values = [[tuple(s.values) for s in chart.plots[0].series] for chart in charts]
    for chart in drawn:
        assert [s.values for s in chart.series] in values


def test_the_workbook_has_every_number(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))
    sheet = book["方案数值" if report.lang == "zh" else "Plan numbers"]
    found = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    wanted = [row.model_dump() for row in plan_rows(report)["plan-numbers"]]
    assert len(found) == len(wanted) == sum(len(r.compared) for r in report.plans)
    names = list(wanted[0])
    for row, known in zip(found, wanted, strict=True):
        for name in ("before", "after", "change"):
            assert row[names.index(name)] == (
                known[name] if known[name] is None else pytest.approx(known[name])
            )


def test_map_files_have_what_changes_at_its_place(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(written(report, "gpkg"))
    placed = pyogrio.read_dataframe(path, layer="plan_facilities")
    assert len(placed) == 4 and set(placed["kind"]) == {"add", "close"}
    opened = placed[placed["kind"] == "add"]
    assert list(opened.geometry.x) == pytest.approx(list(opened["lon_after"]))
    points = pyogrio.read_dataframe(path, layer="plan_points")
    assert len(points) == sum(len(r.points) for r in report.plans)
    features = json.loads(written(report, "geojson"))["features"]
    layers = [f["properties"].get("layer", "divisions") for f in features]
    assert layers.count("plan-facilities") == 4 and layers.count("plan-points") == len(points)


def test_csv_files_have_the_rows_of_the_plans_with_their_schema(report: Report) -> None:
    files = write_csvs(report)
    package = json.loads(files["datapackage.json"])
    for kind in ("plan-numbers", "plan-people", "plan-shares", "plan-facilities", "plan-points"):
        head, *rows = csv.reader(io.StringIO(files[f"{kind}.csv"].decode("utf-8-sig")))
        assert len(rows) == len(plan_rows(report)[kind]) > 0
        schema = next(r["schema"] for r in package["resources"] if r["path"] == f"{kind}.csv")
        assert head == [f["name"] for f in schema["fields"]]
    assert "plan-places.csv" not in files, "clinics have no places of school"


def test_a_kept_comparison_is_read_back_whole(report: Report, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    store_report(report, settings)
    assert load_report(report.id, settings) == report


def test_the_id_is_of_the_plans(shipped: Indicators, shapes, results, report: Report) -> None:
    one = make_report(shipped, "530100", report.lang, Options(), shapes=shapes, plans=results[:1])
    assert one.id != report.id and len(one.plans) == 1
    assert replace(one, id="") != replace(report, id="")


def test_real_data_carry_no_mark(world, shapes) -> None:
    """The small world has observed clinics only where it says so; a sentence is marked exactly where its service is."""
    indicators = world(crowded(3))
    plan = Plan(name="x", changes=(AddFacility(service=SERVICE, lon=102.0, lat=25.0, capacity=9),))
    place = indicators.points(SERVICE).iloc[0]
    plan = Plan(name="x", changes=(plan.changes[0].model_copy(update={"lon": place.lon, "lat": place.lat}),))
    result = evaluate(plan, indicators)
    made = make_report(indicators, indicators.city.code, "zh", Options(), shapes=shapes, plans=[result])
    assert place.zone_code in LIVED_IN
    assert all(("示意数据" in s.text) == result.illustrative for s in made.summary)
