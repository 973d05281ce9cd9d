"""Every shipped CSV table declared once: type, unit, key, constraint, title.

Readers validate against ``tables_of(city)``; ``tools/datapackages.py`` makes the ``datapackage.json`` of each folder from it.
All tables are UTF-8 without BOM, LF line ends, plain numbers, empty cell = missing.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from equity.city import City
from equity.schema.model import GRADES, Column, ColumnType, Table, read_tables

TABLES = read_tables()
# The division polygons, relative to the data folder: to compute with and to hand on, and to draw.
DETAILED_FILE, OVERVIEW_FILE = "geo/districts.geojson", "geo/districts_overview.geojson"


def tables_of(city: City) -> dict[str, Table]:
    """The tables with what holds in this city: how codes begin, where coordinates lie, which functional zones there are."""
    return {
        name: replace(table, columns=tuple(_narrowed(c, city) for c in table.columns))
        for name, table in TABLES.items()
    }


def _narrowed(column: Column, city: City) -> Column:
    bounds = city.bounds
    match column.of_city:
        case "code":
            also = (city.code,) if column.or_city else ()
            said = f"{city.code} = {city.name.zh} / the whole city" if column.or_city else column.description
            return replace(column, begins=city.prefix, also=also, description=said)
        case "lon":
            return replace(column, minimum=bounds.west, maximum=bounds.east)
        case "lat":
            return replace(column, minimum=bounds.south, maximum=bounds.north)
        case "functional_zone":
            zones = tuple(zone.id for zone in city.functional_zones)
            named = "，".join(f"{zone.id} {zone.name.zh}" for zone in city.functional_zones)
            return replace(column, enum=zones, nullable=not zones, description=named)
    return column


def facility_path(data_dir: Path, service: str) -> Path:
    """The file with the facilities of one service."""
    return data_dir / TABLES["facilities"].path.replace("*", service)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file as they are written, unchecked."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, table: Table, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a file of a table; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.column_names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


__all__ = [
    "DETAILED_FILE",
    "GRADES",
    "OVERVIEW_FILE",
    "TABLES",
    "Column",
    "ColumnType",
    "Table",
    "facility_path",
    "read_rows",
    "tables_of",
    "write_rows",
]
