"""CSV for spreadsheets and programs: UTF-8 with byte order mark, no cell that a spreadsheet would run, and a
datapackage.json.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from equity.indicators import fields as f
from equity.indicators.fields import Row
from equity.safe_cells import BOM, harmless
from equity.say import Label
from equity.views.model import Report
from equity.views.tables import ILLUSTRATIVE

MARK = "示意"
SnapshotId = Annotated[str, Label("快照编号", "snapshot id")]
ServiceName = Annotated[str, Label("服务", "service")]
Mark = Annotated[str, Label("示意数据在此写明“示意”", "says 示意 for illustrative data")]


class SnapshotValue(Row):
    """One value record, in the language of the report."""

    snapshot_id: SnapshotId
    zone: f.ZoneCode
    zone_name: Annotated[str, Label("地区", "zone")]
    service: f.ServiceId
    service_name: ServiceName
    measure: f.MeasureId
    measure_name: Annotated[str, Label("指标", "measure")]
    basis: f.Basis
    year: f.Year
    value: f.Value
    unit: Annotated[str, Label("单位", "unit")]
    low: f.Low
    high: f.High
    status: f.StatusOf
    grade: f.GradeOf
    quoted: f.Quoted
    mark: Mark
    persons: f.Persons
    concerned_unit: Annotated[str, Label("persons 的单位：人或户", "unit of persons: persons or households")]
    rank: f.Rank
    sources: Annotated[str, Label("来源，分号分隔", "sources, separated by semicolons")]


class SnapshotFacility(Row):
    facility_id: f.FacilityId
    service: f.ServiceId
    service_name: ServiceName
    name: f.FacilityName
    adcode: f.FacilityZone
    lon: f.Lon
    lat: f.Lat
    capacity: f.Capacity
    type: f.FacilityType
    year: f.FacilityYear
    grade: f.GradeOf
    mark: Mark
    source: f.FacilitySource


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
