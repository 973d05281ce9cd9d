"""CSV for spreadsheets and programs: UTF-8 with byte order mark, no cell that a spreadsheet would run, and a
datapackage.json.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from equity.indicators.fields import Number, Row
from equity.safe_cells import BOM, harmless
from equity.say import Grade, Status
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE

MARK = "示意"


class SnapshotValue(Row):
    """One value record, in the language of the report."""

    snapshot_id: str
    zone: str
    zone_name: str
    service: str
    service_name: str
    measure: str
    measure_name: str
    basis: str
    year: int
    value: Number
    unit: str
    low: Number
    high: Number
    status: Status
    grade: Grade
    quoted: bool
    mark: str
    persons: Number
    concerned_unit: str
    rank: int | None
    sources: str


class SnapshotFacility(Row):
    facility_id: str
    service: str
    service_name: str
    name: str | None
    adcode: str
    lon: float
    lat: float
    capacity: Number
    type: str | None
    year: int | None
    grade: Grade
    mark: str
    source: str | None


def value_rows(report: Report) -> list[SnapshotValue]:
    """One row per value record."""
    names = report.labels
    same = ("zone", "service", "measure", "basis", "year", "value", "low", "high")
    more = ("status", "grade", "quoted", "persons", "rank")
    return [
        SnapshotValue(
            **{name: getattr(r, name) for name in (*same, *more)},
            snapshot_id=report.id,
            zone_name=names[f"zone:{r.zone}"],
            service_name=names[f"service:{r.service}"],
            measure_name=names[f"measure:{r.measure}"],
            unit=r.unit(report.lang),
            mark=mark(r.grade),
            concerned_unit=r.concerned_unit(report.lang),
            sources=";".join(r.sources),
        )
        for r in report.records
    ]


def facility_rows(report: Report) -> list[SnapshotFacility]:
    return [
        SnapshotFacility(
            **{k: v for k, v in asdict(found).items() if k != "id"},
            facility_id=found.id,
            mark=mark(found.grade),
        )
        for found in report.facilities
    ]


def mark(grade: str) -> str:
    return MARK if grade == ILLUSTRATIVE else ""


def write_csvs(report: Report) -> dict[str, bytes]:
    """``values.csv``, ``facilities.csv`` (where there are any) and their ``datapackage.json``."""
    files = {"values.csv": csv_bytes(SnapshotValue, value_rows(report))}
    if report.facilities:
        files["facilities.csv"] = csv_bytes(SnapshotFacility, facility_rows(report))
    return files | {"datapackage.json": datapackage(report, list(files))}


def csv_bytes(row: type[Row], rows: Iterable[Row]) -> bytes:
    """Numbers with all their digits; missing is empty; text is made harmless."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(row.model_fields)
    writer.writerows([_field(v) for v in r.model_dump().values()] for r in rows)
    return (BOM + stream.getvalue()).encode()


def _field(value: Any) -> str:
    if value is None:
        return ""
    return harmless(value, numbers_stay=False) if isinstance(value, str) else repr(value)


def datapackage(report: Report, names: Sequence[str]) -> bytes:
    """Frictionless descriptor of the files ``names`` (CSV get a schema)."""
    known: dict[str, type[Row]] = {"values.csv": SnapshotValue, "facilities.csv": SnapshotFacility}
    resources = []
    for name in names:
        resource: dict[str, Any] = {"name": name.replace(".", "-"), "path": name}
        if name in known:
            resource |= {
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"lineTerminator": "\r\n"},
                "schema": {
                    "fields": [
                        {"name": c.name, "type": c.type, "title": c.meaning.zh, "description": c.meaning.en}
                        for c in known[name].columns()
                    ],
                    "missingValues": [""],
                },
            }
        elif name.endswith(".geojson"):
            resource |= {"format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8"}
        elif name.endswith(".gpkg"):
            resource |= {"format": "gpkg", "mediatype": "application/geopackage+sqlite3"}
        resources.append(resource)
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
