"""A published figure of which only a copy was seen says so wherever it stands: one mark on pages, embeds, documents, the API."""

from __future__ import annotations

import csv
import io

import pytest

from equity.dashboard.index import Application
from equity.documents.csv_files import write_csvs
from equity.documents.identity import Options
from equity.documents.making import make_report, read_shapes
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.settings import Settings

ASKED = Query("population", "residents", "value", 2023)
ARGS = {"service": "population", "measure": "residents", "basis": "value", "year": "2023"}
MARK = "公布（转引）"


@pytest.fixture(scope="module")
def quoted_zone(shipped: Indicators) -> str:
    return next(r.zone for r in shipped.values(ASKED) if r.quoted)


def test_the_map_its_table_and_the_embeds_say_quoted(app: Application, quoted_zone: str) -> None:
    client = app.server.test_client()
    page = client.get("/", query_string=ARGS).get_data(as_text=True)
    assert page.count(f">{MARK}</span>") >= 2, "a row of the table and a key figure"
    matrix = client.get("/data", query_string={"open": "matrix"}).get_data(as_text=True)
    assert MARK in matrix
    for kind in ("map", "card", "chart"):
        said = client.get(f"/embed/{kind}", query_string=ARGS | {"zone": quoted_zone}).get_data(as_text=True)
        assert MARK in said, kind


def test_documents_and_api_say_quoted(
    app: Application, shipped: Indicators, shipped_settings: Settings, quoted_zone: str
) -> None:
    report = make_report(
        shipped, quoted_zone, "zh", Options(query=ASKED), shapes=read_shapes(shipped_settings)
    )
    rows = list(csv.DictReader(io.StringIO(write_csvs(report)["values.csv"].decode("utf-8-sig"))))
    (row,) = (r for r in rows if (r["measure"], r["year"], r["zone"]) == ("residents", "2023", quoted_zone))
    assert (row["grade"], row["quoted"]) == ("observed", "True")
    answer = app.server.test_client().get("/api/v1/values", query_string=ARGS | {"zone": quoted_zone})
    assert answer.get_json()["data"][0]["quoted"] is True
