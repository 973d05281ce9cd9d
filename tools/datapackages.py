"""Writes the ``datapackage.json`` of each folder of the data, generated from the declared tables so that the two cannot disagree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from equity.city import City
from equity.city.model import read_city
from equity.schema import Column, Table, tables_of
from equity.schema.model import CODES
from equity.settings import load

PACKAGES: dict[str, tuple[str, str]] = {
    "geo": ("{}政区与乡镇街道", "{} divisions and townships"),
    "population": ("{}分区县人口", "{} population by division"),
    "services": ("{}基本公共服务", "{} basic public services"),
    "policy": ("{}的方案：措施、目标、进展", "The plan of {}: measures, targets, progress"),
}
LICENSES = [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0; sources are named in each row"}]


def datapackage(folder: Path, city: City) -> dict[str, Any]:
    """Descriptor (Data Package v1) of one folder of the data directory, e.g. ``data/geo``.

    Tables declared with a ``*`` give one resource per file present; GeoJSON files become plain resources.
    """
    tables, (zh, en) = tables_of(city), PACKAGES[folder.name]
    resources = [
        _resource(table, path.relative_to(folder), tables)
        for table in tables.values()
        if table.folder == folder.name
        for path in _files(folder, table)
    ]
    resources += [
        {
            "name": path.stem.replace("_", "-"),
            "path": path.name,
            "format": "geojson",
            "mediatype": "application/geo+json",
            "encoding": "utf-8",
        }
        for path in sorted(folder.glob("*.geojson"))
    ]
    return {
        "profile": "data-package",
        "name": f"{city.file_prefix}-equity-{folder.name}",
        "title": zh.format(city.name.zh),
        "title_en": en.format(city.name.en),
        "licenses": LICENSES,
        "resources": resources,
    }


def _files(folder: Path, table: Table) -> list[Path]:
    inside = table.path.split("/", 1)[1]
    return sorted(folder.glob(inside)) if "*" in inside else [folder / inside]


def _resource(table: Table, path: Path, tables: dict[str, Table]) -> dict[str, Any]:
    name = table.name if "*" not in table.path else f"{table.name}-{path.stem}"
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
        "missingValues": [""],
    }
    if keys := [_foreign_key(column) for column in table.columns if _is_inside(column, table, tables)]:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": name.replace("_", "-"),
        "path": path.as_posix(),
        "title": table.title_zh,
        "title_en": table.title_en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = _pattern(column)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title_zh,
        "title_en": column.title_en,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.description:
        field["description"] = column.description
    if column.foreign_key:
        field["references"] = column.foreign_key
    if column.also:
        field["references_also"] = list(column.also)
    return field | {"constraints": constraints}


def _pattern(column: Column) -> str:
    """The form of a cell; of a code its fixed beginning is written out: the prefix of the city and the digits left."""
    if not column.begins:
        return column.pattern
    return f"{column.begins}\\d{{{CODES[column.pattern] - len(column.begins)}}}"


def _is_inside(column: Column, table: Table, tables: dict[str, Table]) -> bool:
    """Data Package v1 knows foreign keys within one package only, without exceptions (the code of the city)."""
    if not column.foreign_key or column.also:
        return False
    return tables[column.foreign_key.split(".")[0]].folder == table.folder


def _foreign_key(column: Column) -> dict[str, Any]:
    table, field = column.foreign_key.split(".")
    return {"fields": [column.name], "reference": {"resource": table.replace("_", "-"), "fields": [field]}}


if __name__ == "__main__":
    data = load().data_dir
    for name in PACKAGES:
        written = json.dumps(datapackage(data / name, read_city(data)), ensure_ascii=False, indent=1) + "\n"
        (data / name / "datapackage.json").write_text(written, encoding="utf-8", newline="\n")
