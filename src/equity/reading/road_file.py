"""A road file: what was uploaded, under a name by which it can be opened, and the template for a new one."""

import json
import os
from glob import escape
from pathlib import Path
from shutil import copyfile

import pyogrio

from equity.reading.archives import inspect_archive
from equity.reading.dbf import dbf_encoding, mend_dbf
from equity.reading.vector import stored_tables, unpack_shapefile
from equity.say import texts_of
from equity.schema import TABLES
from equity.settings import Settings
from equity.sources.tables import read_table

TEXTS = texts_of(__name__)
LOOKED_AT = 512
DOCTYPE = b"<!doctype"
EXAMPLES = (
    {
        "road_class": "主干路",
        "oneway": "no",
        "speed_kmh": 50,
        "bridge": "no",
        "说明": "示例，请删除 example, delete it",
    },
    {
        "road_class": "支路",
        "oneway": "yes",
        "speed_kmh": None,
        "bridge": "no",
        "说明": "按画线方向单行 one-way as drawn",
    },
)
STEP = 0.002  # degrees, some 200 m


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
    raise TEXTS.user_error("no_road_file")


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


def write_road_template(settings: Settings) -> str:
    """Two lines that meet at the seat of the first division; WGS-84 (CGCS2000) degrees."""
    divisions = TABLES["divisions"]
    seat = read_table(divisions, settings.data_dir / divisions.path).iloc[0]
    lon, lat = float(seat["seat_lon"]), float(seat["seat_lat"])
    ends = [[(lon - STEP, lat), (lon, lat), (lon + STEP, lat)], [(lon, lat), (lon, lat + STEP)]]
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "LineString", "coordinates": [[round(x, 6), round(y, 6)] for x, y in line]},
        }
        for properties, line in zip(EXAMPLES, ends, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
