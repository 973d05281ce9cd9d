"""Datum conversion, projection and short names. Longitude before latitude, everywhere.

Chinese web maps publish shifted coordinates: GCJ-02 (Amap, Tencent) is some hundred metres off WGS-84, BD-09
(Baidu) adds a second shift. CGCS2000 agrees with WGS-84 to a decimetre and is treated as the same.
Formulae: the publicly known approximation of the GCJ-02 shift on the Krasovsky 1940 ellipsoid, and of BD-09.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from equity.settings import CRS_GEOGRAPHIC

Floats = NDArray[np.float64]
LonLat = tuple[Floats, Floats]

KRASOVSKY_A_M = 6378245.0
KRASOVSKY_E2 = 0.00669342162296594323
BD_SCALE = np.pi * 3000.0 / 180.0
INVERSE_TOLERANCE_DEG = 1e-9  # about 0.1 mm
INVERSE_MAX_ROUNDS = 30
FIRST_ZONE_EPSG = 4534  # central meridian 75° E; one more for each three degrees east


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 (lon, lat) of WGS-84 points, in degrees; NaN stays NaN. For points in mainland China."""
    lon, lat = _floats(lon, lat)
    x, y = lon - 105.0, lat - 35.0
    ripple = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + ripple
    d_lat += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    d_lat += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + ripple
    d_lon += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    d_lon += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    radians = np.radians(lat)
    magic = 1.0 - KRASOVSKY_E2 * np.sin(radians) ** 2
    meridian = KRASOVSKY_A_M * (1.0 - KRASOVSKY_E2) / (magic * np.sqrt(magic))
    parallel = KRASOVSKY_A_M / np.sqrt(magic) * np.cos(radians)
    return lon + np.degrees(d_lon / parallel), lat + np.degrees(d_lat / meridian)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """WGS-84 (lon, lat) of GCJ-02 points, in degrees, by fixed-point iteration to well below 1 cm."""
    return _invert(wgs84_to_gcj02, *_floats(lon, lat))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """BD-09 (lon, lat) of GCJ-02 points, in degrees."""
    lon, lat = _floats(lon, lat)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_SCALE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_SCALE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    """GCJ-02 (lon, lat) of BD-09 points, in degrees, by fixed-point iteration to well below 1 cm."""
    return _invert(gcj02_to_bd09, *_floats(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> LonLat:
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def metric_crs(lon: float) -> str:
    """The CRS in metres whose central meridian lies nearest: CGCS2000 / 3-degree Gauss-Krüger, 75° to 135° E.

    >>> metric_crs(102.7), metric_crs(103.8)
    ('EPSG:4543', 'EPSG:4544')
    """
    return f"EPSG:{FIRST_ZONE_EPSG + round((min(max(lon, 75.0), 135.0) - 75.0) / 3.0)}"


def project(lon: ArrayLike, lat: ArrayLike, crs: str) -> LonLat:
    """(east, north) in metres of ``crs``, of lon, lat in degrees."""
    return _transform(CRS_GEOGRAPHIC, crs, lon, lat)


def unproject(east: ArrayLike, north: ArrayLike, crs: str) -> LonLat:
    """(lon, lat) in degrees of east, north in metres of ``crs``."""
    return _transform(crs, CRS_GEOGRAPHIC, east, north)


def project_geometry(geometry: shapely.Geometry, crs: str) -> shapely.Geometry:
    """The geometry in metres of ``crs``, from lon-lat degrees."""
    return map_vertices(lambda lon, lat: project(lon, lat, crs), geometry)


def area_km2(geometry: shapely.Geometry, crs: str) -> float:
    """Square kilometres of a geometry in degrees (EPSG:4326), measured in ``crs``."""
    return float(shapely.area(project_geometry(geometry, crs))) / 1e6


def map_vertices(
    function: Callable[[Floats, Floats], LonLat], geometry: shapely.Geometry
) -> shapely.Geometry:
    """The geometry with ``function(x, y)`` applied to all its vertices at once."""
    return shapely.transform(geometry, lambda xy: np.column_stack(function(xy[:, 0], xy[:, 1])))


def invalid_reason(geometry: shapely.Geometry) -> str:
    """Why a polygon cannot be used: empty, no polygon, or GEOS' own words; "" for a usable one."""
    if geometry is None or geometry.is_empty:
        return "empty"
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return f"a {geometry.geom_type}, not a polygon"
    return "" if geometry.is_valid else str(shapely.is_valid_reason(geometry))


def _floats(x: ArrayLike, y: ArrayLike) -> LonLat:
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def _invert(forward: Callable[[Floats, Floats], LonLat], lon: Floats, lat: Floats) -> LonLat:
    """Points that ``forward`` carries to (lon, lat); the shift varies slowly, so a round gains two digits."""
    x, y = lon.copy(), lat.copy()
    for _ in range(INVERSE_MAX_ROUNDS):
        fx, fy = forward(x, y)
        x, y = x + (lon - fx), y + (lat - fy)
        error = np.maximum(np.abs(lon - fx), np.abs(lat - fy))
        if not np.any(error > INVERSE_TOLERANCE_DEG):
            break
    return x, y


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _transform(source: str, target: str, x: ArrayLike, y: ArrayLike) -> LonLat:
    out_x, out_y = _transformer(source, target).transform(*_floats(x, y))
    return np.asarray(out_x, dtype=np.float64), np.asarray(out_y, dtype=np.float64)
