"""Coordinates in metres: the projections met in offices and near a city, zone numbers before the easting, northing first."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

Floats = NDArray[np.float64]
TRANSVERSE = "Transverse Mercator"
EAST_RANGE, NORTH_RANGE = (50_000.0, 999_999.0), (1_900_000.0, 6_000_000.0)  # of any zone of mainland China
FALSE_EASTING = 500_000.0
ZONE_UNIT = 1_000_000.0  # a zone number stands before six digits of easting
SHIFTLESS = (
    "WGS",
    "CGCS2000",
    "China Geodetic Coordinate System 2000",
    "China 2000",
    "World Geodetic System 1984",
)
FIRST_CM, LAST_CM = 75, 135  # degrees east: China
# EPSG codes of CM 75° E by 3 and by 6 degrees, of UTM zone 0
FIRST_THREE, FIRST_SIX, FIRST_UTM = 4534, 4502, 32600


@cache
def crs_of(datum: str) -> CRS | None:
    """The CRS of an id such as epsg4543; None for what PROJ does not know or what is not in metres."""
    code = re.fullmatch(r"epsg(\d{4,5})", datum)
    try:
        found = CRS.from_epsg(int(code[1])) if code else None
    except CRSError:
        return None
    return found if found is not None and found.is_projected else None


def is_unshifted(crs: CRS) -> bool:
    """Whether PROJ has no transformation of its datum to WGS-84 here, so that the difference of the datums remains."""
    name = str(crs.geodetic_crs).replace("_", " ")
    return not any(known in name for known in SHIFTLESS)


def to_degrees_of_datum(crs: CRS, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """(lon, lat) in degrees of the datum of ``crs``; NaN for what cannot be coordinates of it.

    The zone number is taken off, and northing first is put right.
    """
    east, north = arranged(crs, x, y)
    usable = np.isfinite(east) & np.isfinite(north)
    lon, lat = np.full(len(east), np.nan), np.full(len(east), np.nan)
    if usable.any():
        found = _inverse(crs.to_wkt()).transform(east[usable], north[usable])
        lon[usable], lat[usable] = (np.where(np.isfinite(v), v, np.nan) for v in found)
    return lon, lat


def arranged(crs: CRS, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """(east, north) as ``crs`` has them, out of numbers with a zone before them or in the other order."""
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    swapped = (
        (np.abs(x) < np.abs(y))
        if "Mercator" in method(crs) and method(crs) != TRANSVERSE
        else ~_is_north(y) & _is_north(x)
    )
    x, y = np.where(swapped, y, x), np.where(swapped, x, y)
    if method(crs) != TRANSVERSE:
        return x, y
    zone = np.floor(x / ZONE_UNIT)
    own = np.isin(zone, zones_of(crs))
    east = np.where(own, x - zone * ZONE_UNIT, x)
    usable = _within(east, EAST_RANGE) & _within(y, NORTH_RANGE)
    offset = round(_parameter(crs, "False easting") - FALSE_EASTING)  # a CRS of a zone has its number in it
    return np.where(usable, east + offset, np.nan), np.where(usable, y, np.nan)


def has_zone_number(x: Floats, y: Floats) -> bool:
    """Whether most eastings have the number of a zone before them."""
    east = np.where(_is_north(x), y, x)
    return bool(np.nanmedian(east) > 10 * ZONE_UNIT and np.nanmedian(east) < 50 * ZONE_UNIT) and bool(
        np.nanmedian(np.where(_is_north(x), x, y)) < NORTH_RANGE[1]
    )


def method(crs: CRS) -> str:
    return str(crs.coordinate_operation.method_name) if crs.coordinate_operation else ""


def zones_of(crs: CRS) -> tuple[int, ...]:
    """The numbers that the zone of its central meridian has, by 3 and by 6 degrees."""
    if method(crs) != TRANSVERSE:
        return ()
    meridian = _parameter(crs, "Longitude of natural origin")
    three, six = meridian / 3, (meridian + 3) / 6
    return tuple(int(z) for z in (three, six) if z == int(z))


def _parameter(crs: CRS, name: str) -> float:
    operation = crs.coordinate_operation
    return float(next((p.value for p in operation.params if p.name == name), 0.0)) if operation else 0.0


def _is_north(values: Floats) -> NDArray[np.bool_]:
    return _within(values, NORTH_RANGE)


def _within(values: Floats, within: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray((values > within[0]) & (values < within[1]), dtype=bool)


@cache
def _inverse(wkt: str) -> Transformer:
    crs = CRS.from_wkt(wkt)
    return Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)


def near_projections(lon: float) -> tuple[str, ...]:
    """Ids (epsg4543 …), the nearest central meridian first: two by 3 degrees, two by 6 degrees, then two UTM zones.

    >>> near_projections(103.0)
    ('epsg4543', 'epsg4507', 'epsg4506', 'epsg32648', 'epsg32647')
    """
    by_three, by_six = ([*range(FIRST_CM, LAST_CM + 1, step)] for step in (3, 6))
    near = {cm for every in (by_three, by_six) for cm in sorted(every, key=lambda cm: abs(cm - lon))[:2]}
    gauss = [
        FIRST_SIX + (cm - FIRST_CM) // 6 if cm in by_six else FIRST_THREE + (cm - FIRST_CM) // 3
        for cm in sorted(near, key=lambda cm: abs(cm - lon))
    ]
    zones = sorted(range(43, 54), key=lambda zone: abs(6 * zone - 183 - lon))[:2]
    return tuple(f"epsg{code}" for code in (*gauss, *(FIRST_UTM + zone for zone in zones)))


def projection_name(datum: str) -> Label | None:
    """What one of these projections is called; None for any other."""
    found = re.fullmatch(r"epsg(\d+)", datum)
    epsg = int(found[1]) if found else 0
    if FIRST_SIX <= epsg <= FIRST_SIX + (LAST_CM - FIRST_CM) // 6:
        cm = FIRST_CM + 6 * (epsg - FIRST_SIX)
        return TEXTS.six_degree.format(cm=cm, six=(cm + 3) // 6, three=cm // 3, epsg=epsg)
    if FIRST_THREE <= epsg <= FIRST_THREE + (LAST_CM - FIRST_CM) // 3:
        return TEXTS.three_degree.format(cm=FIRST_CM + 3 * (epsg - FIRST_THREE), epsg=epsg)
    if FIRST_UTM < epsg <= FIRST_UTM + 60:
        return TEXTS.utm.format(zone=epsg - FIRST_UTM, epsg=epsg)
    return None
