"""CSV for spreadsheets and programs: UTF-8 with byte order mark, no cell that a spreadsheet would run, and a datapackage.json."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from equity.documents.tables import (
    ROWS,
    SnapshotFacility,
    SnapshotValue,
    facility_rows,
    plan_rows,
    value_rows,
)
from equity.indicators.fields import Row
from equity.safe_cells import csv_text, harmless
from equity.views.model import Report


def write_csvs(report: Report) -> dict[str, bytes]:
    """``values.csv``, ``facilities.csv`` and the rows of plans (where there are any), and their ``datapackage.json``."""
    tables: dict[str, tuple[type[Row], Sequence[Row]]] = {"values.csv": (SnapshotValue, value_rows(report))}
    if report.facilities:
        tables["facilities.csv"] = SnapshotFacility, facility_rows(report)
    tables |= {f"{kind}.csv": (ROWS[kind][0], rows) for kind, rows in plan_rows(report).items() if rows}
    files = {name: _csv(row, rows) for name, (row, rows) in tables.items()}
    return files | {
        "datapackage.json": _datapackage(report, {name: row for name, (row, _) in tables.items()})
    }


def _csv(row: type[Row], rows: Iterable[Row]) -> bytes:
    """Numbers with all their digits; missing is empty; text is made harmless."""
    return csv_text(row.model_fields, (map(_field, r.model_dump().values()) for r in rows)).encode()


def _field(value: Any) -> str:
    if value is None:
        return ""
    return harmless(value, numbers_stay=False) if isinstance(value, str) else repr(value)


def _datapackage(report: Report, tables: Mapping[str, type[Row]]) -> bytes:
    """Frictionless descriptor of the files, each with its schema."""
    resources = [
        {
            "name": name.replace(".", "-"),
            "path": name,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "dialect": {"lineTerminator": "\r\n"},
            "schema": {
                "fields": [
                    {"name": c.name, "type": c.type, "title": c.meaning.zh, "description": c.meaning.en}
                    for c in row.columns()
                ],
                "missingValues": [""],
            },
        }
        for name, row in tables.items()
    ]
    package = {
        "name": f"equity-{report.zone}-{report.id}",
        "id": report.id,
        "title": report.title,
        "description": f"{report.subtitle} {report.notice}".strip(),
        "version": report.data_version,
        "created": f"{report.released}T12:00:00Z",
        "homepage": report.link if report.link.startswith("http") else None,
        "sources": [{"title": s.text, "grade": s.grade} for s in report.sources],
        "resources": resources,
    }
    return (
        json.dumps({k: v for k, v in package.items() if v is not None}, ensure_ascii=False, indent=2) + "\n"
    ).encode()
