"""CSV for spreadsheets and programs: UTF-8 with byte order mark, no cell that a spreadsheet would run, and a
datapackage.json.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from equity.snapshot.document import Snapshot

BOM = "\ufeff"
# a spreadsheet takes a text cell that begins so for a formula (OWASP: CSV injection)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")

VALUE_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("snapshot_id", "string", "快照编号", "Snapshot id"),
    ("zone", "string", "地区代码", "Zone code"),
    ("zone_name", "string", "地区", "Zone"),
    ("service", "string", "服务标识", "Service id"),
    ("service_name", "string", "服务", "Service"),
    ("measure", "string", "指标标识", "Measure id"),
    ("measure_name", "string", "指标", "Measure"),
    (
        "basis",
        "string",
        "口径（resident 常住，registered 户籍，local 本地户籍，non_local 外来常住，gap 差距）",
        "Basis",
    ),
    ("year", "integer", "年份", "Year"),
    ("value", "number", "数值；缺失原因见 status", "Value; see status where missing"),
    ("unit", "string", "单位", "Unit"),
    ("low", "number", "区间下限", "Lower end of the interval"),
    ("high", "number", "区间上限", "Upper end of the interval"),
    ("status", "string", "状态（ok、no_data、not_applicable、suppressed、unreachable）", "Status"),
    ("grade", "string", "等级(observed 实测、estimated 估算、illustrative 示意)", "Grade"),
    ("mark", "string", "示意数据在此写明“示意”", "Says 示意 for illustrative data"),
    ("persons", "number", "涉及的人数或户数", "People or households concerned"),
    ("concerned_unit", "string", "persons 的单位（人或户）", "Unit of persons"),
    ("rank", "integer", "位次", "Rank"),
    ("sources", "string", "来源，分号分隔", "Sources, separated by semicolons"),
)
FACILITY_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("facility_id", "string", "设施编号", "Facility id"),
    ("service", "string", "服务标识", "Service id"),
    ("service_name", "string", "服务", "Service"),
    ("name", "string", "名称", "Name"),
    ("adcode", "string", "区县代码", "Division code"),
    ("lon", "number", "经度 WGS-84", "Longitude WGS-84"),
    ("lat", "number", "纬度 WGS-84", "Latitude WGS-84"),
    ("capacity", "number", "容量", "Capacity"),
    ("type", "string", "类型", "Type"),
    ("year", "integer", "年份", "Year"),
    ("grade", "string", "等级", "Grade"),
    ("mark", "string", "示意数据在此写明“示意”", "Says 示意 for illustrative data"),
    ("source", "string", "来源", "Source"),
)


def value_rows(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    """One row per value record, in the order of ``VALUE_FIELDS``."""
    names = snapshot.labels
    return [
        (
            snapshot.id,
            r.zone,
            names[f"zone:{r.zone}"],
            r.service,
            names[f"service:{r.service}"],
            r.measure,
            names[f"measure:{r.measure}"],
            r.basis,
            r.year,
            r.value,
            r.unit(snapshot.lang),
            r.low,
            r.high,
            r.status,
            r.grade,
            mark(r.grade),
            r.persons,
            r.concerned_unit(snapshot.lang),
            r.rank,
            ";".join(r.sources),
        )
        for r in snapshot.records
    ]


def facility_rows(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    return [
        (
            f.id,
            f.service,
            f.service_name,
            f.name,
            f.adcode,
            f.lon,
            f.lat,
            f.capacity,
            f.type,
            f.year,
            f.grade,
            mark(f.grade),
            f.source,
        )
        for f in snapshot.facilities
    ]


def mark(grade: str) -> str:
    return "示意" if grade == "illustrative" else ""


def write_csvs(snapshot: Snapshot) -> dict[str, bytes]:
    """``values.csv``, ``facilities.csv`` (where there are any) and their ``datapackage.json``."""
    files = {"values.csv": csv_bytes([f[0] for f in VALUE_FIELDS], value_rows(snapshot))}
    if snapshot.facilities:
        files["facilities.csv"] = csv_bytes([f[0] for f in FACILITY_FIELDS], facility_rows(snapshot))
    return files | {"datapackage.json": datapackage(snapshot, list(files))}


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Numbers with all their digits; missing is empty; text is made harmless."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_field(v) for v in row] for row in rows)
    return (BOM + stream.getvalue()).encode()


def _field(value: Any) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else repr(value)


def harmless(text: str) -> str:
    """A text no spreadsheet takes for a formula: an apostrophe goes before what would start one."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def datapackage(snapshot: Snapshot, names: Sequence[str]) -> bytes:
    """Frictionless descriptor of the files ``names`` (CSV get a schema)."""
    fields = {"values.csv": VALUE_FIELDS, "facilities.csv": FACILITY_FIELDS}
    resources = []
    for name in names:
        resource: dict[str, Any] = {"name": name.replace(".", "-"), "path": name}
        if name in fields:
            resource |= {
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"lineTerminator": "\r\n"},
                "schema": {
                    "fields": [
                        {"name": n, "type": t, "title": zh, "description": en}
                        for n, t, zh, en in fields[name]
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
        "name": f"kunming-equity-{snapshot.zone}-{snapshot.id}",
        "id": snapshot.id,
        "title": snapshot.title,
        "description": f"{snapshot.subtitle} {snapshot.notice}".strip(),
        "version": snapshot.data_version,
        "created": f"{snapshot.released}T12:00:00Z",
        "homepage": snapshot.link if snapshot.link.startswith("http") else None,
        "sources": [{"title": s.text, "grade": s.grade} for s in snapshot.sources],
        "resources": resources,
    }
    return (
        json.dumps({k: v for k, v in package.items() if v is not None}, ensure_ascii=False, indent=2) + "\n"
    ).encode()
