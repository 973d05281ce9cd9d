"""Every shipped CSV table declared once: type, unit, key, constraint, title.

Readers validate against ``tables_of(city)``; the ``datapackage.json`` of each folder is generated from it.
All tables are UTF-8 without BOM, LF line ends, plain numbers, empty cell = missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from equity.city import City
from equity.schema import descriptor, geography, policy, population, services
from equity.schema.geography import DETAILED_FILE, OVERVIEW_FILE
from equity.schema.model import CONFIDENCES, GRADES, Column, ColumnType, Table
from equity.schema.narrowed import narrowed

TABLES: dict[str, Table] = {
    table.name: table for module in (geography, population, services, policy) for table in module.TABLES
}


def tables_of(city: City) -> dict[str, Table]:
    """The tables with what holds in this city: how codes begin, where coordinates lie, which functional zones there are."""
    return narrowed(TABLES, city)


def datapackage(folder: Path, city: City) -> dict[str, Any]:
    """Frictionless descriptor of one folder of the data directory, e.g. ``data/geo``."""
    return descriptor.datapackage(folder, tables_of(city), city)


def write_datapackages(data_dir: Path, city: City) -> list[Path]:
    """Write the ``datapackage.json`` of every folder of the data directory; returns the files written."""
    return descriptor.write_datapackages(data_dir, tables_of(city), city)


def facility_path(data_dir: Path, service: str) -> Path:
    """The file with the facilities of one service."""
    return data_dir / TABLES["facilities"].path.replace("*", service)


__all__ = [
    "CONFIDENCES",
    "DETAILED_FILE",
    "GRADES",
    "OVERVIEW_FILE",
    "TABLES",
    "Column",
    "ColumnType",
    "Table",
    "datapackage",
    "facility_path",
    "tables_of",
    "write_datapackages",
]
