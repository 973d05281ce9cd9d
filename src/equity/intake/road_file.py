"""A road file as it was uploaded, under a name by which it can be opened: what it is, is told by its first bytes."""

import os
from glob import escape
from pathlib import Path
from shutil import copyfile

import pyogrio

from equity.errors import UserError
from equity.intake.reading.archives import inspect_archive
from equity.intake.reading.dbf import dbf_encoding, mend_dbf
from equity.intake.reading.vector import stored_tables, unpack_shapefile

LOOKED_AT = 512
DOCTYPE = b"<!doctype"


def road_file(upload: Path, folder: Path) -> tuple[Path, str | None]:
    """The file to open, and its layer where there may be several; both in ``folder``. Raises :class:`UserError` for other files."""
    with upload.open("rb") as file:
        head = file.read(LOOKED_AT)
    plain = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"PK\x03\x04"):
        return _legible(unpack_shapefile(upload, inspect_archive(upload), folder)), None
    if head.startswith(b"SQLite format 3"):
        tables, path = stored_tables(upload), _named(upload, folder, "roads.gpkg")
        lines = [
            str(name) for name, kind in pyogrio.list_layers(path) if "Line" in str(kind) and name in tables
        ]
        return path, lines[0] if lines else None
    if b"OSMHeader" in head:
        return _named(upload, folder, "roads.osm.pbf"), None
    if plain.startswith((b"<?xml", b"<osm")) and DOCTYPE not in plain:
        return _named(upload, folder, "roads.osm"), None
    if plain.startswith(b"{"):
        return _named(upload, folder, "roads.geojson"), None
    raise UserError(
        "不是可读的路网文件；请用 .osm.pbf、.osm，或线图层的 Shapefile（zip）、GeoPackage、GeoJSON；.gz 请先解开。",
        "no road file that can be read; use .osm.pbf, .osm, or lines as zipped Shapefile, GeoPackage or GeoJSON; unpack .gz first.",
    )


def own_file(file: Path, folder: Path) -> Path:
    """A file on the office's own disk; of a Shapefile, zipped or not, a copy in ``folder`` whose texts can be read."""
    kind = file.suffix.lower()
    if kind == ".zip":
        return road_file(file, folder)[0]
    if kind != ".shp":
        return file
    for part in file.parent.glob(f"{escape(file.stem)}.*"):
        copyfile(part, folder / f"{file.stem}{part.suffix.lower()}")
    return _legible(folder / f"{file.stem}.shp")


def _legible(shape: Path) -> Path:
    """The Shapefile with what GDAL needs to read the texts of its table, which few exporters say."""
    table = shape.with_suffix(".dbf")
    if table.exists():
        encoding = dbf_encoding(table.read_bytes())
        mend_dbf(table, encoding)
        shape.with_suffix(".cpg").write_text(encoding)
    return shape


def _named(upload: Path, folder: Path, name: str) -> Path:
    path = folder / name
    path.unlink(missing_ok=True)
    os.link(upload, path)
    return path
