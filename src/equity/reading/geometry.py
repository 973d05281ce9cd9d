"""Shapes of a layer as two columns of degrees, in whatever way its file states them: curved, projected, with a zone number."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from equity.reading.projections import NORTH_RANGE, has_zone_number, is_unshifted, method, to_degrees_of_datum
from equity.reading.raw import About
from equity.reading.vocabulary import datum_of
from equity.say import texts_of

TEXTS = texts_of(__name__)

DEGREES = 360.0
Straightened = Callable[[], list[bytes | None]]


def read_points(
    column: pa.ChunkedArray, crs: str, about: About, straightened: Straightened | None = None
) -> tuple[pa.Array, pa.Array]:
    """A point of each shape as text: degrees of the datum of the layer, or the numbers of the file where these cannot be
    coordinates of its CRS, so that nothing that is there counts as missing. ``straightened`` gives curved shapes as polygons."""
    x, y = _inside(column, about, straightened)
    found = _stated(crs)
    if found is None:
        about.note(TEXTS.no_crs)
        return _numbers(x), _numbers(y)
    about.crs, about.datum = found.name, _datum(found)
    about.note(TEXTS.crs.format(name=found.name))
    return tuple(map(_numbers, _degrees(found, x, y, about)))


def _inside(column: pa.ChunkedArray, about: About, straightened: Straightened | None) -> tuple[Any, Any]:
    try:
        geometry = shapely.from_wkb(column.to_pylist(), on_invalid="ignore")
    except NotImplementedError:  # curves
        if straightened is None:
            raise
        geometry = shapely.from_wkb(straightened(), on_invalid="ignore")
        about.note(TEXTS.curves)
    points = shapely.point_on_surface(geometry)
    if any(g is not None and g.geom_type != "Point" for g in geometry[:1000]):
        about.note(TEXTS.no_points)
    empty = shapely.is_missing(points) | shapely.is_empty(points)
    points[empty] = None
    if empty.any():
        about.note(TEXTS.empty.format(n=empty.sum()))
    return shapely.get_x(points), shapely.get_y(points)


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
