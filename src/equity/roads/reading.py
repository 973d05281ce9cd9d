"""Road layers as files have them: OpenStreetMap extracts (.osm.pbf, .osm) and lines of a GIS (Shapefile, GeoPackage, GeoJSON)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely
from numpy.typing import ArrayLike

from equity import geo
from equity.errors import DataError, Problem
from equity.roads.classes import class_of
from equity.roads.graph import RoadLines
from equity.say import texts_of
from equity.settings import CRS_GEOGRAPHIC

TEXTS = texts_of(__name__)
NO_COLUMN = "-"  # stated for a field that the layer has not got, whatever its columns are called
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
FORWARD = {"yes", "true", "1", "f", "forward", "是", "单行", "顺向"}
AGAINST = {"-1", "reverse", "t", "逆向"}
BOTH = {"", "no", "false", "0", "b", "both", "否", "双向", "none", "reversible", "alternating"}
# Navigation data number the directions: 0 unknown and 1 both, 2 with the line, 3 against it.
NUMBERED = {"0": 0, "1": 0, "2": 1, "3": -1}
NO_BRIDGE = {"", "no", "false", "0", "f", "n", "否", "无"}
CLOSED = {"no", "private"}
FASTEST_KMH, KM_PER_MILE = 200.0, 1.609344
SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(mph)?(?:km/?h|公里/小时)?", re.IGNORECASE)
NO_LIMIT = {"", "none", "signals", "variable", "walk"}
TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')


ToDegrees = Callable[[ArrayLike, ArrayLike], geo.LonLat]
ToMetres = Callable[[ArrayLike, ArrayLike], geo.LonLat]


def wgs84(lon: ArrayLike, lat: ArrayLike) -> geo.LonLat:
    """Degrees that need no shift."""
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


class Unmapped(DataError):
    """A layer in which the class of road was not found. ``columns``: all it has; ``fields``: those that were found; ``words``:
    with how many lines, in the column taken for the class."""

    def __init__(
        self,
        problem: Problem,
        lines: int,
        columns: tuple[str, ...],
        fields: Mapping[str, str],
        words: Mapping[str, int],
    ) -> None:
        super().__init__([problem])
        self.lines, self.columns, self.fields, self.words = lines, columns, fields, words


@dataclass(frozen=True)
class ReadRoads:
    """Lines of a file in metres, and what was left out of it: words of class that mean no road, with how many lines.

    ``row``: which record of the file each line is, from 1. ``odd``: values that could not be read (row, field, value).
    """

    lines: RoadLines
    row: npt.NDArray[np.int64]
    odd: pd.DataFrame
    passed_over: Mapping[str, int]
    fields: Mapping[str, str]  # which column of the layer each field was read from
    columns: tuple[str, ...]  # all of the layer
    in_degrees: bool  # and so in a datum that the file may not state


def read_roads(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    datum: ToDegrees = wgs84,
    to_metres: ToMetres,
    layer: str | None = None,
) -> ReadRoads:
    """Roads of one file. ``columns``: field of `FIELDS` to column of the layer where its name is unusual; ``datum``: from the
    layer's degrees to WGS-84 (``geo.gcj02_to_wgs84`` …); ``to_metres``: the projection of the product.

    ``layer``: of a file that has several; else its first. Raises :class:`DataError` naming file and field for a file that is no
    line layer, and :class:`Unmapped` for one with no class column or only unknown classes.
    """
    osm = path.name.lower().endswith((".osm.pbf", ".osm", ".osm.gz", ".pbf"))
    try:
        packed = f"/vsigzip/{path.resolve()}" if path.name.lower().endswith(".gz") else path
        frame = pyogrio.read_dataframe(packed, layer="lines" if osm else layer)
        frame.index = frame.index + 1
    except Exception as error:
        raise TEXTS.user_error("unreadable", file=path.name, error=error) from None
    frame = (
        frame[frame.geometry.notna() & ~frame.geometry.is_empty]
        if isinstance(frame, gpd.GeoDataFrame)
        else None
    )
    if frame is None or not frame.geom_type.isin(["LineString", "MultiLineString"]).any():
        raise DataError([TEXTS.problem("no_lines", path.name, "geometry", "")])
    frame = frame[frame.geom_type.isin(["LineString", "MultiLineString"])]
    found = {"road_class": "highway"} if osm else _fields(path, frame, columns or {})
    words = _from_tags(frame) if osm else _from_columns(frame, found)
    table, odd = _read_words(words)
    known = table["road_class"].map(lambda word: class_of(word) if word else None)
    lost = table.loc[known.isna() & (table["road_class"] != ""), "road_class"].value_counts()
    passed = {str(word): int(lines) for word, lines in lost.items()}
    names = () if osm else tuple(str(c) for c in frame.columns if c != frame.geometry.name)
    if not known.notna().any():
        raise Unmapped(_class_fault(path, found, names, passed), len(frame), names, found, passed)
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
            of["bridge"].to_numpy(dtype=bool),
        ),
        lines.index.to_numpy(np.int64),
        odd[odd["row"].isin(table.index[keep])].reset_index(drop=True),
        passed,
        found,
        names,
        not osm and (frame.crs is None or frame.crs.is_geographic),
    )


def _from_tags(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """The words of an OpenStreetMap extract. Its lines meet exactly where they share a node, bridges too."""
    tags = [dict(TAG.findall(text)) if isinstance(text, str) else {} for text in frame["other_tags"]]
    ferry = pd.Series([t.get("route") == "ferry" for t in tags], index=frame.index)
    implied = np.array([t.get("junction") == "roundabout" for t in tags]) | (frame["highway"] == "motorway")
    oneway = pd.Series([t.get("oneway", "") for t in tags], index=frame.index)
    level = [
        t.get("bridge") or t.get("tunnel") or (t.get("layer", "0") != "0" and "layer") or "" for t in tags
    ]
    return pd.DataFrame(
        {
            "road_class": frame["highway"].fillna("").where(~ferry, "ferry"),
            "oneway": oneway.mask(implied & (oneway == ""), "yes"),
            "speed_kmh": [t.get("maxspeed", "") for t in tags],
            "bridge": level,
            "apart": False,
            "open": [t.get("access") not in CLOSED or t.get("foot") == "yes" for t in tags],
        },
        index=frame.index,
    )


def _from_columns(frame: gpd.GeoDataFrame, found: Mapping[str, str]) -> pd.DataFrame:
    words = {
        field: frame[found[field]].map(lambda v: "" if pd.isna(v) else str(v).strip().removesuffix(".0"))
        if field in found
        else ""
        for field in FIELDS
    }
    return pd.DataFrame(words | {"apart": True, "open": True}, index=frame.index)


def _read_words(words: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the words of each line mean; and those that mean nothing here: row, field, value."""
    oneway, directed = _directions(words["oneway"])
    speed, limited = _speeds(words["speed_kmh"])
    bridge = ~words["bridge"].str.lower().isin(NO_BRIDGE)
    table = pd.DataFrame(
        {
            "road_class": words["road_class"],
            "oneway": oneway,
            "speed_kmh": speed,
            "through": bridge & words["apart"],
            "bridge": bridge,
            "open": words["open"],
        }
    )
    odd = [
        pd.DataFrame({"row": bad.index, "field": bad.name, "value": bad.to_numpy()})
        for bad in (words.loc[~directed, "oneway"], words.loc[~limited, "speed_kmh"])
    ]
    return table, pd.concat(odd, ignore_index=True)


def _directions(words: pd.Series) -> tuple[pd.Series, pd.Series]:
    plain = words.str.lower()
    if plain.isin(NUMBERED).all() and plain.isin({"2", "3"}).any():
        return plain.map(NUMBERED).astype(np.int8), pd.Series(True, index=words.index)
    forward, against = plain.isin(FORWARD), plain.isin(AGAINST)
    read = forward.astype(np.int8) - against.astype(np.int8)
    return read, forward | against | plain.isin(BOTH)


def _speeds(words: pd.Series) -> tuple[pd.Series, pd.Series]:
    """km/h, missing where none is stated (0 is none); and which words could be read."""
    parts = words.str.extract(f"^{SPEED.pattern}$", flags=re.IGNORECASE)
    kmh = pd.to_numeric(parts[0]).where(parts[1].isna(), pd.to_numeric(parts[0]) * KM_PER_MILE)
    stated = kmh.where((kmh > 0) & (kmh <= FASTEST_KMH))
    return stated.astype(float), stated.notna() | (kmh == 0) | words.str.lower().isin(NO_LIMIT)


def _fields(path: Path, frame: gpd.GeoDataFrame, stated: Mapping[str, str]) -> dict[str, str]:
    names = {str(c).lower(): str(c) for c in frame.columns if c != frame.geometry.name}
    stated, left_out = ({f: c for f, c in stated.items() if (c == NO_COLUMN) == out} for out in (False, True))
    for field, column in stated.items():
        if field not in FIELDS or column.lower() not in names:
            shown = "、".join(names.values())
            raise DataError([TEXTS.problem("no_column", path.name, field, column, shown=shown)])
    found = {field: names[column.lower()] for field, column in stated.items()}
    for field, usual in USUAL.items():
        match = next((names[n] for n in usual if n in names), None)
        if field not in found and field not in left_out and match:
            found[field] = match
    return found


def _class_fault(
    path: Path, found: Mapping[str, str], names: tuple[str, ...], words: Mapping[str, int]
) -> Problem:
    """Why no line has a class: no column for it, or only words that mean none."""
    if "road_class" not in found:
        return TEXTS.problem("no_class_column", path.name, "road_class", "", shown="、".join(names))
    return TEXTS.problem("no_class", path.name, found["road_class"], "、".join(list(words)[:8]))


def _metres(frame: gpd.GeoDataFrame, datum: ToDegrees, to_metres: ToMetres) -> np.ndarray:
    degrees = frame if frame.crs is None or frame.crs.is_geographic else frame.to_crs(CRS_GEOGRAPHIC)
    lines = shapely.force_3d(degrees.geometry.to_numpy())  # 0 for a line without heights: level
    return shapely.transform(
        lines,
        lambda at: np.column_stack([*to_metres(*datum(at[:, 0], at[:, 1])), np.nan_to_num(at[:, 2])]),
        include_z=True,
    )
