"""GeoJSON, GeoPackage, zipped Shapefile, Parquet and GeoParquet: attributes as text, geometry as two coordinate columns."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from equity.errors import UserError
from equity.reading import limits
from equity.reading.dbf import SHAPE_MAGIC, dbf_encoding, mend_dbf
from equity.reading.projections import NORTH_RANGE, has_zone_number, is_unshifted, method, to_degrees_of_datum
from equity.reading.raw import About, RawTable
from equity.reading.vocabulary import datum_of
from equity.say import texts_of

TEXTS = texts_of(__name__)

SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
GEOMETRY_NAMES = ("wkb_geometry", "geometry", "geom", "shape")
MOST_LAYERS = 30
X_NAME, Y_NAME = "经度（图形）", "纬度（图形）"
DEGREES = 360.0
CURVES = "/vsimem/curves.gpkg"  # in the memory of GDAL


def read_layer(path: Path, kind: str, *, layer: str = "", encoding: str = "") -> RawTable:
    """A layer of a GeoJSON or GeoPackage file, or a Shapefile: the first layer unless one is named."""
    about = About(kind, has_header=True)
    try:
        stored = stored_tables(path) if kind == "gpkg" else None
        layers = [
            str(name) for name in pyogrio.list_layers(path)[:, 0] if stored is None or str(name) in stored
        ]
        if not layers:
            raise TEXTS.user_error("no_layers")
        about.sheets, about.sheet = layers, layer or layers[0]
        if layer and layer not in layers:
            raise TEXTS.user_error("no_layer", layer=layer, known=layers)
        about.unread = _alike(path, about.sheet, layers)
        if len(layers) > 1:
            about.note(TEXTS.layer.format(layer=about.sheet, n=len(layers)))
        meta, table = pyogrio.raw.read_arrow(
            path, layer=about.sheet, encoding=encoding or None, max_features=limits.MAX_ROWS + 1
        )
    except UserError:
        raise
    except Exception as error:
        raise TEXTS.user_error("unreadable") from error
    name = meta.get("geometry_name") or "wkb_geometry"
    return _as_text(table, name, str(meta.get("crs") or ""), about)


def _alike(path: Path, read: str, layers: list[str]) -> list[str]:
    """The other layers that have the same columns."""
    fields = {name: frozenset(pyogrio.read_info(path, layer=name)["fields"]) for name in layers[:MOST_LAYERS]}
    return [name for name, own in fields.items() if name != read and own and own == fields.get(read)]


def stored_tables(path: Path) -> set[str]:
    """Tables of a GeoPackage. Views are left alone: they are programs, and may never come to an end."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        kinds = dict(file.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    if any(kind == "view" and name.lower().startswith("gpkg_") for name, kind in kinds.items()):
        raise TEXTS.user_error("no_tables")
    return {name for name, kind in kinds.items() if kind == "table"}


def read_shapefile(path: Path, members: list[str], folder: Path) -> RawTable:
    """The Shapefile in a zip; ``folder`` takes the unpacked parts under names of our own. GBK attributes are recognised."""
    shape = unpack_shapefile(path, members, folder)
    return _read_shapes(shape, shape.with_suffix(".dbf"))


def unpack_shapefile(path: Path, members: list[str], folder: Path) -> Path:
    """The .shp of the one Shapefile in a zip that was looked through, unpacked into ``folder`` with what belongs to it."""
    shapes = [m for m in members if m.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise TEXTS.user_error("one_shape", n=len(shapes))
    stem = shapes[0][:-4].lower()
    with zipfile.ZipFile(path) as archive:
        for member in members:
            ending = member[-4:].lower()
            if ending in SHAPE_PARTS and member[:-4].lower() == stem:
                (folder / f"layer{ending}").write_bytes(archive.read(member))
    missing = [e for e in (".shp", ".dbf") if not (folder / f"layer{e}").exists()]
    if missing:
        raise TEXTS.user_error("lacks", parts=" ".join(missing))
    if not (folder / "layer.shp").read_bytes()[:4].startswith(SHAPE_MAGIC):
        raise TEXTS.user_error("damaged")
    return folder / "layer.shp"


def read_dbf(path: Path, folder: Path) -> RawTable:
    """The attribute table of a Shapefile by itself: no shapes, but all it says."""
    copy = folder / "layer.dbf"
    copy.write_bytes(path.read_bytes())
    return _read_shapes(copy, folder / "layer.dbf")


def _read_shapes(path: Path, table: Path) -> RawTable:
    encoding = dbf_encoding(table.read_bytes())
    cut = mend_dbf(table, encoding)
    raw = read_layer(path, "shapefile", encoding=encoding)
    raw.about.cut = cut
    raw.about.note(TEXTS.encoding.format(encoding=encoding))
    return raw


def read_parquet(path: Path) -> RawTable:
    """A Parquet or GeoParquet file."""
    about = About("parquet", has_header=True)
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > limits.MAX_ROWS or file.metadata.num_columns > limits.MAX_COLUMNS:
            raise TEXTS.user_error("too_large")
        table = file.read()
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    except UserError:  # a ValueError too
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise TEXTS.user_error("no_parquet") from error
    name = geo.get("primary_column", "")
    crs = geo.get("columns", {}).get(name, {}).get("crs") if name else None
    return _as_text(table, name, json.dumps(crs) if crs else "EPSG:4326" if name else "", about)


def _as_text(table: pa.Table, geometry: str, crs: str, about: About) -> RawTable:
    if table.num_columns > limits.MAX_COLUMNS or table.num_rows > limits.MAX_ROWS:
        raise TEXTS.user_error("too_many", columns=table.num_columns, rows=table.num_rows)
    names, columns = [], []
    for name in table.column_names:
        if name == geometry or (name in GEOMETRY_NAMES and pa.types.is_binary(table.schema.field(name).type)):
            lon, lat = read_points(table.column(name), crs, about)
            names += [X_NAME, Y_NAME]
            columns += [lon, lat]
        else:
            names.append(name[:200])
            columns.append(_text(table.column(name)))
    if not names or not table.num_rows:
        raise TEXTS.user_error("no_records")
    header = [pa.array([name], pa.string()) for name in names]
    grid = {
        str(i): pa.chunked_array([h, *_chunks(c)], type=pa.string())
        for i, (h, c) in enumerate(zip(header, columns, strict=True))
    }
    grid["row"] = pa.array(range(1, table.num_rows + 2), pa.int64())
    longest = max((pc.max(pc.utf8_length(c)).as_py() or 0 for c in columns), default=0)
    if longest > limits.MAX_CELL_CHARACTERS:
        raise TEXTS.user_error("long_cell", n=longest)
    return RawTable(pa.table(grid), about)


def _chunks(column: Any) -> list[pa.Array]:
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return pc.fill_null(column.cast(pa.string()), "")
    except pa.ArrowException:  # a type that has no cast to text
        return pa.chunked_array(
            [pa.array(["" if v is None else str(v) for v in column.to_pylist()], pa.string())]
        )


def read_points(column: pa.ChunkedArray, crs: str, about: About) -> tuple[pa.Array, pa.Array]:
    """A point of each shape as text: degrees of the datum of the layer, or the numbers of the file where these cannot be
    coordinates of its CRS, so that nothing that is there counts as missing."""
    x, y = _inside(column, about)
    found = _stated(crs)
    if found is None:
        about.note(TEXTS.no_crs)
        return _numbers(x), _numbers(y)
    about.crs, about.datum = found.name, _datum(found)
    about.note(TEXTS.crs.format(name=found.name))
    return tuple(map(_numbers, _degrees(found, x, y, about)))


def _inside(column: pa.ChunkedArray, about: About) -> tuple[Any, Any]:
    stored = np.array(column.to_pylist(), dtype=object)
    try:
        geometry = shapely.from_wkb(stored, on_invalid="ignore")
    except NotImplementedError:
        curved = np.array([_is_curved(shape) for shape in stored])
        stored[curved] = _straightened(stored[curved])
        geometry = shapely.from_wkb(stored, on_invalid="ignore")
        about.note(TEXTS.curves)
    points = shapely.point_on_surface(geometry)
    if any(g is not None and g.geom_type != "Point" for g in geometry[:1000]):
        about.note(TEXTS.no_points)
    empty = shapely.is_missing(points) | shapely.is_empty(points)
    points[empty] = None
    if empty.any():
        about.note(TEXTS.empty.format(n=empty.sum()))
    return shapely.get_x(points), shapely.get_y(points)


def _is_curved(shape: bytes | None) -> bool:
    try:
        shapely.from_wkb(shape, on_invalid="ignore")
    except NotImplementedError:  # how shapely says so
        return True
    return False


def _straightened(curved: np.ndarray) -> np.ndarray:
    """The same shapes (WKB) with straight sides: what GDAL gives to those who know no curves."""
    layer: dict[str, Any] = {"layer": "shapes", "geometry_type": "Unknown", "crs": "EPSG:4326"}
    try:
        pyogrio.raw.write(CURVES, curved, [], [], driver="GPKG", **layer)
        shapes: np.ndarray = pyogrio.raw.read(CURVES, columns=[])[2]
        return shapes
    finally:
        pyogrio.vsi_unlink(CURVES)


def _stated(crs: str) -> CRS | None:
    try:
        return CRS.from_user_input(crs) if crs else None
    except CRSError:
        return None


def _datum(crs: CRS) -> str:
    """The datum as we call it; the CRS's own name for one that we do not know."""
    geodetic = crs.geodetic_crs or crs
    return datum_of(f"{geodetic.name} {geodetic}".replace("_", " ")) or (
        "" if not is_unshifted(crs) else geodetic.name
    )


def _degrees(crs: CRS, x: Any, y: Any, about: About) -> tuple[Any, Any]:
    usable = np.isfinite(x) & np.isfinite(y)
    if not usable.any():
        return x, y
    beyond = bool((np.maximum(np.abs(x[usable]), np.abs(y[usable])) > DEGREES).mean() > 0.5)
    if not crs.is_projected or not beyond:
        if beyond != crs.is_projected:
            about.note(TEXTS.other_numbers.format(name=crs.name))
        return x, y
    lon, lat = to_degrees_of_datum(crs, x, y)
    good = np.isfinite(lon)
    if method(crs) == "Transverse Mercator":
        if has_zone_number(x[usable], y[usable]) and good.any():
            zone = f"{np.nanmedian(np.maximum(x, y)) // 1e6:.0f}"
            about.note(TEXTS.zone.format(zone=zone))
        if NORTH_RANGE[0] < np.nanmedian(x) < NORTH_RANGE[1]:
            about.note(TEXTS.north_first)
    code = crs.to_epsg(min_confidence=70)
    name = f"EPSG:{code}" if code else crs.name
    if good.any():
        about.note(TEXTS.turned.format(name=name))
    if (lost := int((usable & ~good).sum())) > 0:
        about.note(TEXTS.lost.format(n=lost, name=name))
    return np.where(good, lon, x), np.where(good, lat, y)


def _numbers(values: Any) -> pa.Array:
    return pa.array(
        ["" if v != v or v in (float("inf"), float("-inf")) else repr(float(v)) for v in values], pa.string()
    )
