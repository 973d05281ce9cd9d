"""Division polygons from GeoJSON."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from equity.city import City
from equity.errors import DataError, Problem
from equity.say import Label, texts_of
from equity.settings import CRS_GEOGRAPHIC

TEXTS = texts_of(__name__)
MOST_SHARED = 0.001  # of a division's area: more than this is no sliver of a drawn border
PROPERTIES = ("code", "name_zh", "short_zh", "name_en", "functional_zone")


def read_polygons(path: Path, city: City) -> gpd.GeoDataFrame:
    """Division polygons (WGS-84 lon-lat, EPSG:4326), one row per division, sorted by ``code``.

    Raises :class:`DataError` for an unreadable file, a missing property, a repeated code, an invalid polygon, one that
    lies elsewhere (longitude and latitude swapped), and two that overlap.
    """
    if not path.exists():
        raise DataError([TEXTS.problem("no_boundaries", path.name, "—", "")])
    try:
        frame = gpd.read_file(path, engine="pyogrio")
    except Exception as error:
        raise DataError([TEXTS.problem("unreadable", path.name, "—", "", error=error)]) from error
    problems = [
        TEXTS.problem("no_property", path.name, name, "") for name in PROPERTIES if name not in frame.columns
    ]
    if problems:
        raise DataError(problems)
    for row, (code, geometry) in enumerate(zip(frame["code"], frame.geometry, strict=True), start=1):
        if fault := _fault(geometry, city):
            problems.append(Problem(path.name, "geometry", str(code), fault.zh, fault.en, row))
    repeated = frame["code"][frame["code"].duplicated()]
    problems += [TEXTS.problem("repeated", path.name, "code", str(code)) for code in repeated]
    problems = problems or _overlaps(frame, path.name)
    if problems:
        raise DataError(problems)
    return (
        frame[[*PROPERTIES, "geometry"]]
        .set_crs(CRS_GEOGRAPHIC, allow_override=True)
        .sort_values("code", ignore_index=True)
    )


def check_same_divisions(path: Path, detailed: gpd.GeoDataFrame, city: City) -> None:
    """That the file (the coarser one, which the page draws) is sound itself and has the divisions of ``detailed``.

    Raises :class:`DataError`; a coarser outline that lies somewhere else than the detailed one is a fault, too.
    """
    coarse = read_polygons(path, city)
    if list(coarse["code"]) != list(detailed["code"]):
        different = sorted(set(coarse["code"]) ^ set(detailed["code"]))
        raise DataError([TEXTS.problem("other_divisions", path.name, "code", ", ".join(map(str, different)))])
    shared = shapely.area(shapely.intersection(coarse.geometry.values, detailed.geometry.values))
    elsewhere = coarse["code"][shared < 0.5 * shapely.area(detailed.geometry.values)]
    if len(elsewhere):
        raise DataError(
            [TEXTS.problem("other_place", path.name, "geometry", str(code)) for code in elsewhere]
        )


def _fault(geometry: shapely.Geometry | None, city: City) -> Label | None:
    """What is wrong with one division's shape, if anything."""
    if geometry is None or geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return TEXTS.no_polygon
    if not shapely.is_valid(geometry):
        return TEXTS.invalid.format(reason=shapely.is_valid_reason(geometry))
    west, south, east, north = geometry.bounds
    allowed = city.bounds
    if west < allowed.west or east > allowed.east or south < allowed.south or north > allowed.north:
        lon, lat = f"{allowed.west:g}–{allowed.east:g}", f"{allowed.south:g}–{allowed.north:g}"
        return TEXTS.outside.format(city=city.name, lon=lon, lat=lat)
    return None


def _overlaps(frame: gpd.GeoDataFrame, file: str) -> list[Problem]:
    shapes = frame.geometry.values
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    return [
        TEXTS.problem("overlaps", file, "geometry", str(frame["code"][j]), int(j) + 1, other=frame["code"][i])
        for i, j in zip(
            first[shared > MOST_SHARED * smaller], second[shared > MOST_SHARED * smaller], strict=True
        )
    ]
