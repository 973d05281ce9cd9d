"""Road layers as files have them: OpenStreetMap extracts (.osm.pbf, .osm) and lines of a GIS (Shapefile, GeoPackage, GeoJSON)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import ArrayLike

from equity import geo
from equity.errors import DataError, Problem, UserError
from equity.roads.classes import class_of
from equity.roads.graph import RoadLines
from equity.settings import CRS_GEOGRAPHIC

FIELDS = ("road_class", "oneway", "speed_kmh", "bridge")
# Names by which layers of offices call the fields; the first that a layer has is taken, a stated name before all of them.
USUAL = {
    "road_class": (
        "road_class",
        "highway",
        "fclass",
        "class",
        "type",
        "道路等级",
        "等级",
        "道路类型",
        "类型",
        "rtype",
    ),
    "oneway": ("oneway", "one_way", "单行", "单行线", "方向", "direction"),
    "speed_kmh": ("speed_kmh", "maxspeed", "speed", "限速", "设计速度"),
    "bridge": ("bridge", "桥梁", "是否桥梁", "桥"),
}
FORWARD, AGAINST = (
    {"yes", "true", "1", "f", "forward", "是", "单行", "顺向"},
    {"-1", "reverse", "t", "b", "逆向"},
)
CLOSED = {"no", "private"}
TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


ToDegrees = Callable[[ArrayLike, ArrayLike], geo.LonLat]
ToMetres = Callable[[ArrayLike, ArrayLike], geo.LonLat]


def wgs84(lon: ArrayLike, lat: ArrayLike) -> geo.LonLat:
    """Degrees that need no shift."""
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


@dataclass(frozen=True)
class ReadRoads:
    """Lines of a file in metres, and what was left out of it: words of class that mean no road, with how many lines."""

    lines: RoadLines
    passed_over: Mapping[str, int]
    fields: Mapping[str, str]  # which column of the layer each field was read from


def read_roads(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    datum: ToDegrees = wgs84,
    to_metres: ToMetres,
) -> ReadRoads:
    """Roads of one file. ``columns``: field of `FIELDS` to column of the layer where its name is unusual; ``datum``: from the
    layer's degrees to WGS-84 (``geo.gcj02_to_wgs84`` …); ``to_metres``: the projection of the product.

    Raises :class:`DataError` naming file and field for a file that is no line layer, has no class column or only unknown
    classes.
    """
    osm = path.name.lower().endswith((".osm.pbf", ".osm", ".osm.gz", ".pbf"))
    try:
        frame = pyogrio.read_dataframe(path, **({"layer": "lines"} if osm else {}))
    except Exception as error:
        raise UserError(
            f"{path.name} 不是可读的路网文件（{error}）；请用 .osm.pbf，或线图层的 Shapefile、GeoPackage、GeoJSON。",
            f"{path.name} is no road file that can be read ({error}); use .osm.pbf, or lines as Shapefile, GeoPackage or GeoJSON.",
        ) from None
    frame = (
        frame[frame.geometry.notna() & ~frame.geometry.is_empty]
        if isinstance(frame, gpd.GeoDataFrame)
        else None
    )
    if frame is None or not frame.geom_type.isin(["LineString", "MultiLineString"]).any():
        raise _fault(
            path,
            "geometry",
            "",
            "文件里没有线；请导出线图层。",
            "the file has no lines; export a line layer.",
        )
    frame = frame[frame.geom_type.isin(["LineString", "MultiLineString"])].reset_index(drop=True)
    found = {"road_class": "highway"} if osm else _fields(path, frame, columns or {})
    table = _from_tags(frame) if osm else _from_columns(frame, found)
    known = table["road_class"].map(lambda word: class_of(word) if word else None)
    passed = table.loc[known.isna() & (table["road_class"] != ""), "road_class"].value_counts().to_dict()
    if not known.notna().any():
        shown = "、".join(list(passed)[:8])
        raise _fault(
            path, found["road_class"], shown, "没有认得出的道路等级；请在 roads/classes.toml 中补上对应的词。",
            "no known class of road; add the words of this layer to roads/classes.toml.",
        )  # fmt: skip
    keep = known.notna() & table["open"]
    lines = frame[keep].explode(index_parts=False)
    of = table.assign(road_class=known)[keep].loc[lines.index]
    return ReadRoads(
        RoadLines(
            _metres(lines, datum, to_metres),
            of["road_class"].to_numpy(dtype=object),
            of["oneway"].to_numpy(dtype=np.int8),
            of["speed_kmh"].to_numpy(dtype=float),
            of["through"].to_numpy(dtype=bool),
        ),
        {str(word): int(n) for word, n in passed.items()},
        found,
    )


def _from_tags(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    tags = [dict(TAG.findall(text)) if isinstance(text, str) else {} for text in frame["other_tags"]]
    ferry = [t.get("route") == "ferry" for t in tags]
    highway = frame["highway"].fillna("")
    roundabout = pd.Series([t.get("junction") == "roundabout" for t in tags])
    oneway = pd.Series([t.get("oneway", "") for t in tags]).map(_direction)
    return pd.DataFrame(
        {
            "road_class": highway.where(~pd.Series(ferry), "ferry"),
            "oneway": oneway.where(~(roundabout & (oneway == 0)), 1),
            "speed_kmh": pd.to_numeric(pd.Series([t.get("maxspeed") for t in tags]), errors="coerce"),
            "through": False,  # OpenStreetMap lines meet exactly where they share a node
            "open": [t.get("access") not in CLOSED or t.get("foot") == "yes" for t in tags],
        }
    )


def _from_columns(frame: gpd.GeoDataFrame, found: Mapping[str, str]) -> pd.DataFrame:
    def column(field: str) -> pd.Series:
        return frame[found[field]] if field in found else pd.Series([None] * len(frame), index=frame.index)

    return pd.DataFrame(
        {
            "road_class": column("road_class").map(lambda v: "" if pd.isna(v) else str(v)),
            "oneway": column("oneway").map(lambda v: 0 if pd.isna(v) else _direction(str(v))),
            "speed_kmh": pd.to_numeric(column("speed_kmh"), errors="coerce").astype(float),
            "through": column("bridge").map(lambda v: not pd.isna(v) and _direction(str(v)) == 1),
            "open": True,
        }
    )


def _fields(path: Path, frame: gpd.GeoDataFrame, stated: Mapping[str, str]) -> dict[str, str]:
    names = {str(c).lower(): str(c) for c in frame.columns if c != frame.geometry.name}
    for field, column in stated.items():
        if field not in FIELDS or column.lower() not in names:
            shown = "、".join(names.values())
            raise _fault(
                path,
                field,
                column,
                f"没有这一列；可用：{shown}。",
                f"there is no such column; there are: {shown}.",
            )
    found = {field: names[column.lower()] for field, column in stated.items()}
    for field, usual in USUAL.items():
        match = next((names[n] for n in usual if n in names), None)
        if field not in found and match:
            found[field] = match
    if "road_class" not in found:
        shown = "、".join(names.values())
        raise _fault(
            path, "road_class", "", f"找不到道路等级列；请用 --column road_class=列名。现有：{shown}。",
            f"no column with the class of road; say --column road_class=NAME. There are: {shown}.",
        )  # fmt: skip
    return found


def _direction(word: str) -> int:
    plain = word.strip().lower().removesuffix(".0")
    return 1 if plain in FORWARD else -1 if plain in AGAINST else 0


def _metres(frame: gpd.GeoDataFrame, datum: ToDegrees, to_metres: ToMetres) -> np.ndarray:
    degrees = frame if frame.crs is None or frame.crs.is_geographic else frame.to_crs(CRS_GEOGRAPHIC)
    lines = shapely.force_2d(degrees.geometry.to_numpy())
    x, y = to_metres(*datum(*shapely.get_coordinates(lines).T))
    return shapely.set_coordinates(lines.copy(), np.column_stack([x, y]))


def _fault(path: Path, field: str, value: str, zh: str, en: str) -> DataError:
    return DataError([Problem(path.name, field, value, zh, en)])
