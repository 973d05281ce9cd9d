"""Everything the warehouse is built from, read together, and the version that names exactly this content."""

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from equity.city import City, read_city
from equity.errors import DataError, Problem
from equity.say import texts_of
from equity.schema import DETAILED_FILE, OVERVIEW_FILE
from equity.sources.polygons import check_same_divisions, read_polygons
from equity.sources.registers import active_registers, covered_by, merge_registers
from equity.sources.tables import read_tables

TEXTS = texts_of(__name__)
RELEASE_FILE = "release.toml"


@dataclass(frozen=True)
class Inputs:
    """Validated inputs. ``released`` dates every export, so that the same data give the same bytes.

    ``covered``: one row per service and division that an office's register says it is complete for, rows there or not.
    """

    city: City
    tables: dict[str, pd.DataFrame]
    polygons: gpd.GeoDataFrame
    released: date
    covered: pd.DataFrame = field(default_factory=lambda: covered_by(()))


def read_inputs(data_dir: Path, history: Path | None = None) -> Inputs:
    """Read and validate the whole data folder; raises one :class:`DataError` with every problem.

    ``history``: the record of the registers brought in (:mod:`equity.sources.registers`), merged over the tables.
    """
    city = read_city(data_dir)
    problems: list[Problem] = []
    released, tables, polygons = None, None, None
    try:
        released = read_release(data_dir)
    except DataError as error:
        problems += error.problems
    try:
        tables = read_tables(data_dir, city)
    except DataError as error:
        problems += error.problems
    try:
        polygons = read_polygons(data_dir / DETAILED_FILE, city)
        check_same_divisions(data_dir / OVERVIEW_FILE, polygons, city)
    except DataError as error:
        problems += error.problems
    if tables is not None and tables["divisions"].empty:
        problems.append(TEXTS.problem("no_divisions", "divisions.csv", "adcode", ""))
    elif tables is not None and city.example_division not in set(tables["divisions"]["adcode"]):
        problems.append(TEXTS.problem("no_example", "city.toml", "example_division", city.example_division))
    if problems or tables is None or polygons is None or released is None:
        raise DataError(problems)
    registers = active_registers(history) if history else ()
    tables, _ = merge_registers(tables, registers, city)
    return Inputs(city, tables, polygons, released, covered_by(registers))


def read_release(data_dir: Path) -> date:
    path = data_dir / RELEASE_FILE
    try:
        released = tomllib.loads(path.read_text(encoding="utf-8"))["released"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise DataError([TEXTS.problem("no_release", path.name, "released", "", error=error)]) from error
    if not isinstance(released, date):
        raise DataError([TEXTS.problem("no_date", path.name, "released", str(released))])
    return released


def content_version(*folders: Path, extra: bytes = b"") -> str:
    """12 hex digits that change with any byte of any table, polygon, definition or SQL file below ``folders``."""
    digest = hashlib.sha256(extra)
    for folder in folders:
        for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
            if path.is_file() and path.suffix in {".csv", ".geojson", ".toml", ".sql", ".py", ".parquet"}:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()[:12]
