"""GeoJSON, GeoPackage, zipped Shapefile, Parquet and GeoParquet: attributes as text, geometry as two
coordinate columns."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from equity.errors import UserError
from equity.intake import limits
from equity.intake.reading.raw import About, RawTable

SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SHAPE_MAGIC = b"\x00\x00\x27\x0a"
GEOMETRY_NAMES = ("wkb_geometry", "geometry", "geom", "shape")
CGCS2000 = "China Geodetic Coordinate System 2000"
X_NAME, Y_NAME = "经度（图形）", "纬度（图形）"


def read_layer(path: Path, kind: str, *, layer: str = "", encoding: str = "") -> RawTable:
    """A layer of a GeoJSON or GeoPackage file, or a Shapefile: the first layer unless one is named."""
    about = About(kind, has_header=True)
    try:
        stored = _stored_tables(path) if kind == "gpkg" else None
        layers = [
            str(name) for name in pyogrio.list_layers(path)[:, 0] if stored is None or str(name) in stored
        ]
        if not layers:
            raise UserError("文件里没有图层。", "the file has no layers.")
        about.sheets, about.sheet = layers, layer or layers[0]
        if layer and layer not in layers:
            raise UserError(
                f"没有图层“{layer}”；可选 {'、'.join(layers)}。",
                f"no layer “{layer}”; there are {', '.join(layers)}.",
            )
        meta, table = pyogrio.raw.read_arrow(
            path, layer=about.sheet, encoding=encoding or None, max_features=limits.MAX_ROWS + 1
        )
    except UserError:
        raise
    except Exception as error:
        raise UserError(
            "读不出这个空间数据文件，可能不完整；请重新导出。",
            "this spatial file cannot be read, it may be incomplete; export it again.",
        ) from error
    name = meta.get("geometry_name") or "wkb_geometry"
    return _as_text(table, name, str(meta.get("crs") or ""), about)


def _stored_tables(path: Path) -> set[str]:
    """Tables of a GeoPackage. Views are left alone: they are programs, and may never come to an end."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        kinds = dict(file.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
    if any(kind == "view" and name.lower().startswith("gpkg_") for name, kind in kinds.items()):
        raise UserError(
            "这个 GeoPackage 的目录不是普通表；请重新导出。",
            "the contents of this GeoPackage are no plain tables; export it again.",
        )
    return {name for name, kind in kinds.items() if kind == "table"}


def read_shapefile(path: Path, members: list[str], folder: Path) -> RawTable:
    """The Shapefile in a zip; ``folder`` takes the unpacked parts under names of our own. GBK attributes
    are recognised."""
    shapes = [m for m in members if m.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise UserError(
            f"压缩包里应有且只有一个 .shp，实有 {len(shapes)} 个。",
            f"one .shp is expected in the archive, {len(shapes)} found.",
        )
    stem = shapes[0][:-4].lower()
    with zipfile.ZipFile(path) as archive:
        for member in members:
            ending = member[-4:].lower()
            if ending in SHAPE_PARTS and member[:-4].lower() == stem:
                (folder / f"layer{ending}").write_bytes(archive.read(member))
    missing = [e for e in (".shp", ".shx", ".dbf") if not (folder / f"layer{e}").exists()]
    if missing:
        raise UserError(f"压缩包里缺少 {' '.join(missing)}。", f"the archive lacks {' '.join(missing)}.")
    if not (folder / "layer.shp").read_bytes()[:4].startswith(SHAPE_MAGIC):
        raise UserError(".shp 文件内容不对，已损坏。", "the .shp file is damaged.")
    encoding = dbf_encoding((folder / "layer.dbf").read_bytes())
    raw = read_layer(folder / "layer.shp", "shapefile", encoding=encoding)
    raw.about.note(f"属性表编码 {encoding}", f"attribute encoding {encoding}")
    return raw


def dbf_encoding(content: bytes) -> str:
    """UTF-8 or GB18030, by the texts of the table; its header is binary. Names cut off in mid-character
    are forgiven."""
    header = int.from_bytes(content[8:10], "little")
    names = b" ".join(
        content[at : at + 11].split(b"\0")[0] for at in range(32, min(header, len(content)) - 32, 32)
    )
    text = (names + content[header:]).decode("utf-8", "replace")
    beyond = sum(ord(c) > 127 for c in text)
    return "UTF-8" if text.count("\ufffd") <= 0.05 * beyond else "GB18030"


def read_parquet(path: Path) -> RawTable:
    """A Parquet or GeoParquet file."""
    about = About("parquet", has_header=True)
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > limits.MAX_ROWS or file.metadata.num_columns > limits.MAX_COLUMNS:
            raise UserError("行或列过多。", "too many rows or columns.")
        table = file.read()
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    except UserError:  # a ValueError too
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UserError(
            "读不出这个 Parquet 文件，可能不完整。", "this Parquet file cannot be read, it may be incomplete."
        ) from error
    name = geo.get("primary_column", "")
    crs = geo.get("columns", {}).get(name, {}).get("crs") if name else None
    return _as_text(table, name, json.dumps(crs) if crs else "EPSG:4326" if name else "", about)


def _as_text(table: pa.Table, geometry: str, crs: str, about: About) -> RawTable:
    if table.num_columns > limits.MAX_COLUMNS or table.num_rows > limits.MAX_ROWS:
        raise UserError(
            f"列数 {table.num_columns} 或行数 {table.num_rows:,} 过多。",
            f"too many columns ({table.num_columns}) or rows ({table.num_rows:,}).",
        )
    names, columns = [], []
    for name in table.column_names:
        if name == geometry or (name in GEOMETRY_NAMES and pa.types.is_binary(table.schema.field(name).type)):
            lon, lat = _points(table.column(name), crs, about)
            names += [X_NAME, Y_NAME]
            columns += [lon, lat]
        else:
            names.append(name[:200])
            columns.append(_text(table.column(name)))
    if not names or not table.num_rows:
        raise UserError("文件里没有记录。", "the file has no records.")
    header = [pa.array([name], pa.string()) for name in names]
    grid = {
        str(i): pa.chunked_array([h, *_chunks(c)], type=pa.string())
        for i, (h, c) in enumerate(zip(header, columns, strict=True))
    }
    grid["row"] = pa.array(range(1, table.num_rows + 2), pa.int64())
    longest = max((pc.max(pc.utf8_length(c)).as_py() or 0 for c in columns), default=0)
    if longest > limits.MAX_CELL_CHARACTERS:
        raise UserError(f"有一个单元格长达 {longest:,} 字。", f"a cell has {longest:,} characters.")
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


def _points(column: pa.ChunkedArray, crs: str, about: About) -> tuple[pa.Array, pa.Array]:
    geometry = shapely.from_wkb(column.to_pylist(), on_invalid="ignore")
    points = shapely.point_on_surface(geometry)
    if any(g is not None and g.geom_type != "Point" for g in geometry[:1000]):
        about.note("图形不是点，取面内一点", "the shapes are no points; a point inside was taken")
    empty = shapely.is_missing(points) | shapely.is_empty(points)
    points[empty] = None
    if empty.any():
        about.note(
            f"{empty.sum():,} 条没有图形，按没有坐标处理", f"{empty.sum():,} without a shape: no coordinates"
        )
    x, y = shapely.get_x(points), shapely.get_y(points)
    try:
        found = CRS.from_user_input(crs) if crs else None
    except CRSError:
        found = None
    if found is not None:
        about.crs = found.name
        about.note(f"文件注明坐标系：{found.name}", f"the file states the CRS: {found.name}")
        if found.is_projected:
            x, y = Transformer.from_crs(found, 4326, always_xy=True).transform(x, y)
            code = found.to_epsg(min_confidence=70)
            name = f"EPSG:{code}" if code else found.name
            datum = "CGCS2000" if CGCS2000 in str(found.geodetic_crs).replace("_", " ") else "WGS-84"
            about.note(
                f"已由 {name} 换算为经纬度；坐标系请选 {datum}",
                f"turned from {name} to degrees; choose {datum} as the datum",
            )
    else:
        about.note("文件没有注明坐标系", "the file states no CRS")
    return _numbers(x), _numbers(y)


def _numbers(values: Any) -> pa.Array:
    return pa.array(
        ["" if v != v or v in (float("inf"), float("-inf")) else repr(float(v)) for v in values], pa.string()
    )
