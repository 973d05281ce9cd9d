"""A report is kept as JSON; one kept by an earlier edition (layout 2) is read with every number it had."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from equity.views.drawings import Figure
from equity.views.kept import from_json, to_json
from equity.views.tables import Cell, Column, Table

KEPT = Path(__file__).with_name("kept")


@pytest.fixture(params=["zh", "en"])
def body(request: pytest.FixtureRequest) -> bytes:
    return gzip.decompress((KEPT / f"layout2-{request.param}.json.gz").read_bytes())


def tables_of(body: bytes) -> dict[str, dict[str, Any]]:
    return {b["id"]: b for s in json.loads(body)["sections"] for b in s["blocks"] if b["kind"] == "table"}


def test_layout_2_keeps_its_numbers_and_loses_its_marks(body: bytes) -> None:
    report, before = from_json(body), tables_of(body)
    tables = {table.id: table for _, table in report.tables()}
    assert set(tables) == set(before)
    for name, table in tables.items():
        raw = [cell for row in before[name]["rows"] for cell in row]
        cells = [cell for row in table.rows for cell in row]
        assert [c.value for c in cells] == [c["value"] for c in raw]
        for cell, old in zip(cells, raw, strict=True):
            assert "示意)" not in cell.text
            assert cell.marked == (old["text"].endswith(("(示意)", "（示意）")))
        assert table.illustrative == before[name]["illustrative"]


def test_layout_2_gets_column_ids_and_whole_queries(body: bytes) -> None:
    report = from_json(body)
    tables = {table.id: table for _, table in report.tables()}
    assert [c.id for c in tables["divisions"].columns] == [
        "rank",
        "division",
        "resident",
        "registered",
        "gap",
        "grade",
    ]
    split = [c.id for c in tables["split"].columns]
    assert split == ["service", "local", "non_local", "gap", "reach", "adequacy", "entitlement", "grade"]
    assert not any(c.id.startswith("column_") for t in tables.values() for c in t.columns)
    figures: dict[str, Figure] = {f.id: f for _, f in report.figures()}
    assert all(f.svg for f in figures.values())
    chart = figures["split"].chart
    assert chart is not None
    assert [s.id for s in chart.series] == ["reach", "adequacy", "entitlement"]
    assert {r.query.scenario for r in report.records} == {"baseline"}


def test_a_report_survives_being_kept(body: bytes) -> None:
    report = from_json(body)
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("body", [b"[]", b'{"layout": 99}', b"{}", b"x"])
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        from_json(body)


def test_a_table_is_asked_by_column_id() -> None:
    table = Table(
        "t",
        "",
        (Column("a", "A"), Column("bar", "", screen=True), Column("b", "B", numeric=True)),
        ((Cell("x"), Cell(""), Cell("1", 1.0)), (Cell("y"), Cell(""), Cell("2", 2.0, grade="illustrative"))),
    )
    assert [c.value for c in table.cells("b")] == [1.0, 2.0]
    assert [c.id for c in table.printed.columns] == ["a", "b"]
    assert [c.id for c in table.only(["b", "nowhere", "a"]).columns] == ["b", "a"]
    assert table.illustrative and table.rows[1][2].marked
    assert not Cell("无数据", grade="illustrative").marked
    with pytest.raises(KeyError, match="t has no column c"):
        table.cells("c")
