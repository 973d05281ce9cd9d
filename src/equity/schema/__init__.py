"""Every shipped CSV table declared once: type, unit, key, constraint, title.

Readers validate against ``TABLES``; the ``datapackage.json`` of each folder is generated from it.
All tables are UTF-8 without BOM, LF line ends, plain numbers, empty cell = missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from equity.schema import descriptor, geography, policy, population, services
from equity.schema.geography import DETAILED_FILE, OVERVIEW_FILE
from equity.schema.model import CITY, CONFIDENCES, GRADES, Column, ColumnType, Table

TABLES: dict[str, Table] = {
    table.name: table for module in (geography, population, services, policy) for table in module.TABLES
}


def datapackage(folder: Path) -> dict[str, Any]:
    """Frictionless descriptor of one folder of the data directory, e.g. ``data/geo``."""
    return descriptor.datapackage(folder, TABLES)


def write_datapackages(data_dir: Path) -> list[Path]:
    """Write the ``datapackage.json`` of every folder of the data directory; returns the files written."""
    return descriptor.write_datapackages(data_dir, TABLES)


def facility_path(data_dir: Path, service: str) -> Path:
    """The file with the facilities of one service."""
    return data_dir / TABLES["facilities"].path.replace("*", service)


__all__ = [
    "CITY",
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
    "write_datapackages",
]
